package io.flowledger.wire.sflow;

import io.flowledger.wire.fault.DecodeFault;
import org.jspecify.annotations.Nullable;

/**
 * A counter sample, compact or expanded ("sFlow Version 5" section 5: counters_sample, format 2;
 * counters_sample_expanded, format 4). {@link CounterStructure} says what each record's octets mean.
 *
 * <p>Not safe for use by several threads; valid until the datagram's buffer changes.
 */
public final class CounterSample {
    static final int FORMAT = 2;
    static final int EXPANDED_FORMAT = 4;

    private final XdrReader xdr = new XdrReader();
    private final SflowRecords records = new SflowRecords();
    private long sequenceNumber;
    private long sourceIdType;
    private long sourceIdIndex;

    /**
     * Reads the datagram's current sample, for which {@link SflowDatagram#isCounterSample()} is true. Returns null, or
     * {@code SFLOW_SAMPLE_CUT} when it is too short to have records: what was read stands, the rest is -1.
     */
    public @Nullable DecodeFault wrap(SflowDatagram datagram) {
        xdr.wrap(datagram.buffer(), datagram.sampleOffset(), datagram.sampleLength());
        sequenceNumber = xdr.u32();
        if (datagram.sampleFormat() == EXPANDED_FORMAT) {
            sourceIdType = xdr.u32();
            sourceIdIndex = xdr.u32();
        } else {
            long compact = xdr.u32();
            sourceIdType = compact < 0 ? -1 : compact >>> 24;
            sourceIdIndex = compact < 0 ? -1 : compact & 0xff_ffff;
        }
        long count = xdr.u32();
        records.wrap(datagram.buffer(), xdr.offset(), xdr.available(), Math.max(count, 0));
        return xdr.isCut() ? DecodeFault.SFLOW_SAMPLE_CUT : null;
    }

    /** Unsigned 32 bits; counts the counter samples of the data source. */
    public long sequenceNumber() {
        return sequenceNumber;
    }

    /** Kind of the data source: 0 ifIndex, 1 VLAN, 2 physical entity. */
    public long sourceIdType() {
        return sourceIdType;
    }

    /** Index of the data source within its kind. */
    public long sourceIdIndex() {
        return sourceIdIndex;
    }

    public SflowRecords records() {
        return records;
    }
}
