package io.flowledger.wire.encode;

/** Writes one sFlow flow sample, compact or expanded; what is not set is 0, but the sampling rate is 1. */
public final class FlowSampleEncoder {
    private final boolean expanded;
    private long sequence;
    private long sourceType;
    private long sourceIndex;
    private long rate = 1;
    private long pool;
    private long drops;
    private long inputFormat;
    private long input;
    private long outputFormat;
    private long output;
    private final SflowEncoder.Records records = SflowEncoder.Records.records();

    private FlowSampleEncoder(boolean expanded) {
        this.expanded = expanded;
    }

    /** Format 1. */
    public static FlowSampleEncoder compact() {
        return new FlowSampleEncoder(false);
    }

    /** Format 3. */
    public static FlowSampleEncoder expanded() {
        return new FlowSampleEncoder(true);
    }

    public FlowSampleEncoder sequence(long number) {
        sequence = number;
        return this;
    }

    public FlowSampleEncoder source(long type, long index) {
        sourceType = type;
        sourceIndex = index;
        return this;
    }

    /** Rate, pool and drops. */
    public FlowSampleEncoder sampling(long oneIn, long packets, long dropped) {
        rate = oneIn;
        pool = packets;
        drops = dropped;
        return this;
    }

    public FlowSampleEncoder input(int format, long value) {
        inputFormat = format;
        input = value;
        return this;
    }

    public FlowSampleEncoder output(int format, long value) {
        outputFormat = format;
        output = value;
        return this;
    }

    public FlowSampleEncoder record(int format, byte[] octets) {
        records.add(format, octets);
        return this;
    }

    /** A record of any enterprise whose length may be wrong. */
    public FlowSampleEncoder record(int enterprise, int format, byte[] octets, long length) {
        records.add(enterprise, format, octets, length);
        return this;
    }

    /** A record count that may be wrong. */
    public FlowSampleEncoder recordCount(long count) {
        records.count(count);
        return this;
    }

    int format() {
        return expanded ? 3 : 1;
    }

    /** The sample's octets, without its format and length. */
    public byte[] encode() {
        OctetWriter out = OctetWriter.octets().u32(sequence);
        if (expanded) {
            out.u32(sourceType).u32(sourceIndex);
        } else {
            out.u32(sourceType << 24 | sourceIndex);
        }
        out.u32(rate).u32(pool).u32(drops);
        if (expanded) {
            out.u32(inputFormat).u32(input).u32(outputFormat).u32(output);
        } else {
            out.u32(inputFormat << 30 | input).u32(outputFormat << 30 | output);
        }
        return records.writeTo(out);
    }
}
