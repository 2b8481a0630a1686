package io.flowledger.flow.decode;

import io.flowledger.flow.batch.Batch;
import io.flowledger.flow.batch.ParkedSet;
import io.flowledger.flow.ledger.LedgerCounter;
import io.flowledger.flow.ledger.LedgerEntry;
import io.flowledger.wire.fault.DecodeFault;
import java.util.List;

/**
 * Parks Data Sets without a template and keeps the books of their datagrams: parked when a Set waits, stored or refused when
 * the last is dealt with.
 *
 * <p>Apart from {@link ParkingLot}, which only knows who waits. Owned by the decode thread.
 */
final class Parking {
    private static final long EXPIRY_INTERVAL_NANOS = 10_000_000_000L;

    private final ParkingLot lot;
    private long expiredAtNanos = Long.MIN_VALUE;

    Parking(DecoderSettings settings) {
        lot = new ParkingLot(settings);
    }

    ParkingLot lot() {
        return lot;
    }

    /** Parks a Set; false when there is no room, which is counted. */
    boolean park(ExportStream stream, ParkedSet set, Batch batch) {
        LedgerEntry ledger = stream.ledger(batch, set.receivedAtNanos());
        if (!lot.add(set)) {
            ledger.skipSets(DecodeFault.PARK_FULL, 1);
            stream.fault(DecodeFault.PARK_FULL, set.receivedAtNanos());
            return false;
        }
        stream.fault(DecodeFault.TEMPLATE_MISSING, set.receivedAtNanos());
        ledger.add(LedgerCounter.SETS_PARKED, 1);
        batch.park(set);
        return true;
    }

    /** The last Set of a datagram that was being decoded has been looked at: it is stored or parked. */
    void closeDatagram(ExportStream stream, Datagram datagram, boolean stored, Batch batch) {
        LedgerEntry ledger = stream.ledger(batch, datagram.receivedAtNanos());
        ParkingLot.ParkedDatagram parked = lot.datagram(datagram.position());
        if (parked == null) {
            ledger.add(LedgerCounter.DATAGRAMS_STORED, 1);
            return;
        }
        ledger.add(LedgerCounter.DATAGRAMS_PARKED, 1);
        if (stored && !parked.stored()) {
            markStored(parked, datagram.position(), batch);
        }
    }

    /** A parked Set was decoded. */
    void stored(ExportStream stream, ParkedSet set, Batch batch) {
        ParkingLot.ParkedDatagram datagram = lot.datagram(set.position());
        if (datagram != null && !datagram.stored()) {
            markStored(datagram, set.position(), batch);
        }
        settle(stream, set, batch);
    }

    /** A parked Set will never be decoded. */
    void expired(ExportStream stream, ParkedSet set, Batch batch) {
        stream.ledger(batch, set.receivedAtNanos()).add(LedgerCounter.SETS_EXPIRED, 1);
        stream.fault(DecodeFault.TEMPLATE_NEVER_CAME, set.receivedAtNanos());
        settle(stream, set, batch);
    }

    /** Sets that have waited too long, looked for now and then as receive time goes on. */
    List<ParkedSet> takeExpired(long receivedAtNanos) {
        if (lot.sets() == 0 || receivedAtNanos - expiredAtNanos < EXPIRY_INTERVAL_NANOS) {
            return List.of();
        }
        expiredAtNanos = receivedAtNanos;
        return lot.takeExpired(receivedAtNanos);
    }

    private void markStored(ParkingLot.ParkedDatagram datagram, long position, Batch batch) {
        datagram.markStored();
        for (ParkedSet waiting : lot.waiting(position)) {
            batch.park(waiting.withStoredBeside());
        }
    }

    private void settle(ExportStream stream, ParkedSet set, Batch batch) {
        batch.unpark(set);
        ParkingLot.ParkedDatagram datagram = lot.datagram(set.position());
        boolean stored = datagram == null || datagram.stored();
        LedgerEntry ledger = stream.ledger(batch, set.receivedAtNanos());
        ledger.add(LedgerCounter.SETS_PARKED, -1);
        if (lot.settle(set)) {
            ledger.add(LedgerCounter.DATAGRAMS_PARKED, -1);
            if (stored) {
                ledger.add(LedgerCounter.DATAGRAMS_STORED, 1);
            } else {
                ledger.refuseDatagrams(DecodeFault.TEMPLATE_NEVER_CAME, 1);
            }
        }
    }
}
