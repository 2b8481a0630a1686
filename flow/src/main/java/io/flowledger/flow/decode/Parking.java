package io.flowledger.flow.decode;

import io.flowledger.flow.batch.Batch;
import io.flowledger.flow.batch.ParkedSet;
import io.flowledger.flow.ledger.LedgerCounter;
import io.flowledger.flow.ledger.LedgerEntry;
import io.flowledger.wire.fault.DecodeFault;

/**
 * Parks Data Sets without a template and keeps the books of their datagrams: parked when a Set waits, stored or refused when
 * the last is dealt with.
 *
 * <p>Apart from {@link ParkingLot}, which only knows who waits. Owned by the decode thread.
 */
final class Parking {
    private final ParkingLot lot;

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

    /** Parks a Set that is to wait for its sampling rate; false when there is no room for that. */
    boolean parkForRate(ExportStream stream, ParkedSet set, Batch batch) {
        if (!lot.hasRoomForRate(set.lengthOctets()) || !lot.add(set)) {
            return false;
        }
        stream.ledger(batch, set.receivedAtNanos()).add(LedgerCounter.SETS_PARKED, 1);
        batch.park(set);
        return true;
    }

    /**
     * The last Set of a datagram that was being decoded has been looked at: it is parked, stored, or refused when all that it
     * had were Sets for which there was no room.
     */
    void closeDatagram(ExportStream stream, Datagram datagram, boolean stored, boolean turnedAway, Batch batch) {
        LedgerEntry ledger = stream.ledger(batch, datagram.receivedAtNanos());
        ParkingLot.ParkedDatagram parked = lot.datagram(datagram.position());
        if (parked != null) {
            ledger.add(LedgerCounter.DATAGRAMS_PARKED, 1);
            if (stored) {
                markStored(parked, batch);
            }
        } else if (stored || !turnedAway) {
            ledger.add(LedgerCounter.DATAGRAMS_STORED, 1);
        } else {
            ledger.refuseDatagrams(DecodeFault.PARK_FULL, 1);
        }
    }

    /** A parked Set was decoded. */
    void stored(ExportStream stream, ParkedSet set, Batch batch) {
        settle(stream, set, true, batch);
    }

    /** A parked Set will never be decoded. */
    void expired(ExportStream stream, ParkedSet set, Batch batch) {
        stream.ledger(batch, set.receivedAtNanos()).add(LedgerCounter.SETS_EXPIRED, 1);
        stream.fault(DecodeFault.TEMPLATE_NEVER_CAME, set.receivedAtNanos());
        settle(stream, set, false, batch);
    }

    private static void markStored(ParkingLot.ParkedDatagram datagram, Batch batch) {
        if (!datagram.stored()) {
            datagram.markStored();
            for (ParkedSet waiting : datagram.sets()) {
                batch.park(waiting.withStoredBeside());
            }
        }
    }

    private void settle(ExportStream stream, ParkedSet set, boolean decoded, Batch batch) {
        ParkingLot.ParkedDatagram datagram = lot.datagram(set.position());
        boolean last = lot.settle(set);
        if (decoded && datagram != null) {
            markStored(datagram, batch);
        }
        batch.unpark(set);
        LedgerEntry ledger = stream.ledger(batch, set.receivedAtNanos());
        ledger.add(LedgerCounter.SETS_PARKED, -1);
        if (last) {
            ledger.add(LedgerCounter.DATAGRAMS_PARKED, -1);
            if (datagram != null && datagram.stored()) {
                ledger.add(LedgerCounter.DATAGRAMS_STORED, 1);
            } else {
                ledger.refuseDatagrams(DecodeFault.TEMPLATE_NEVER_CAME, 1);
            }
        }
    }
}
