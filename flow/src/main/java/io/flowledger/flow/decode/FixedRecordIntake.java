package io.flowledger.flow.decode;

import io.flowledger.flow.batch.Batch;
import io.flowledger.flow.ledger.LedgerCounter;
import io.flowledger.flow.ledger.LedgerEntry;
import io.flowledger.flow.option.SamplingOrigin;
import io.flowledger.flow.option.StreamOptions;
import io.flowledger.flow.plan.PgTime;
import io.flowledger.wire.fault.DecodeFault;
import io.flowledger.wire.template.FieldSpecifier;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What NetFlow versions 1, 5 and 7 have in common: a header with a time and an uptime, then records of fixed fields.
 *
 * <p>Owned by the decode thread.
 */
final class FixedRecordIntake {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final SetDecoder sets;

    FixedRecordIntake(SetDecoder sets) {
        this.sets = sets;
    }

    /**
     * Takes a datagram's records.
     *
     * @param unixNanos the part of a second after {@code unixSeconds}; a whole second or more is no such part and is left out
     * @param samplingRate one in so many packets by the header, or 0
     */
    void take(
            ExportStream stream,
            Datagram datagram,
            List<FieldSpecifier> fields,
            int recordOffset,
            int recordCount,
            long unixSeconds,
            long unixNanos,
            long sysUptimeMillis,
            long samplingRate,
            @Nullable DecodeFault fault,
            Batch batch) {
        LedgerEntry ledger = stream.ledger(batch, datagram.receivedAtNanos());
        long exportNanos = unixSeconds * NANOS_PER_SECOND + (unixNanos < NANOS_PER_SECOND ? unixNanos : 0);
        stream.clockSkewMillis((datagram.receivedAtNanos() - exportNanos) / 1_000_000);
        StreamOptions options = stream.options();
        options.samplingRate(samplingRate, SamplingOrigin.PACKET);
        stream.message()
                .begin(
                        PgTime.ofNanos(datagram.receivedAtNanos()),
                        PgTime.ofNanos(exportNanos),
                        sysUptimeMillis,
                        options.samplingRate(),
                        options.samplingOrigin());
        if (recordCount > 0) {
            sets.decodeFixed(stream, fields, datagram, recordOffset, recordCount, batch);
        }
        if (fault != null) {
            ledger.skipSets(fault, 1);
            stream.fault(fault, datagram.receivedAtNanos());
        }
        ledger.add(LedgerCounter.DATAGRAMS_STORED, 1);
    }
}
