package io.flowledger.wire.sflow;

import io.flowledger.wire.fault.DecodeFault;
import org.jspecify.annotations.Nullable;

/**
 * A flow sample, compact or expanded ("sFlow Version 5" section 5: flow_sample, format 1; flow_sample_expanded, format
 * 3). Both have the same members; the expanded one has room for interface indexes above 2^24 and 2^30.
 *
 * <p>Not safe for use by several threads; valid until the datagram's buffer changes.
 */
public final class FlowSample {
    static final int FORMAT = 1;
    static final int EXPANDED_FORMAT = 3;

    private final XdrReader xdr = new XdrReader();
    private final SflowRecords records = new SflowRecords();
    private boolean expanded;
    private long sequenceNumber;
    private long sourceIdType;
    private long sourceIdIndex;
    private long samplingRate;
    private long samplePool;
    private long drops;
    private long inputFormat;
    private long inputValue;
    private long outputFormat;
    private long outputValue;

    /**
     * Reads the datagram's current sample, for which {@link SflowDatagram#isFlowSample()} is true. Returns null, or
     * {@code SFLOW_SAMPLE_CUT} when it is too short to have records: what was read stands, the rest is -1.
     */
    public @Nullable DecodeFault wrap(SflowDatagram datagram) {
        xdr.wrap(datagram.buffer(), datagram.sampleOffset(), datagram.sampleLength());
        expanded = datagram.sampleFormat() == EXPANDED_FORMAT;
        sequenceNumber = xdr.u32();
        readSource();
        samplingRate = xdr.u32();
        samplePool = xdr.u32();
        drops = xdr.u32();
        readInterfaces();
        long count = xdr.u32();
        records.wrap(datagram.buffer(), xdr.offset(), xdr.available(), Math.max(count, 0));
        return xdr.isCut() ? DecodeFault.SFLOW_SAMPLE_CUT : null;
    }

    private void readSource() {
        if (expanded) {
            sourceIdType = xdr.u32();
            sourceIdIndex = xdr.u32();
            return;
        }
        long compact = xdr.u32();
        sourceIdType = compact < 0 ? -1 : compact >>> 24;
        sourceIdIndex = compact < 0 ? -1 : compact & 0xff_ffff;
    }

    private void readInterfaces() {
        if (expanded) {
            inputFormat = xdr.u32();
            inputValue = xdr.u32();
            outputFormat = xdr.u32();
            outputValue = xdr.u32();
            return;
        }
        long input = xdr.u32();
        long output = xdr.u32();
        inputFormat = input < 0 ? -1 : SflowInterface.format(input);
        inputValue = input < 0 ? -1 : SflowInterface.value(input);
        outputFormat = output < 0 ? -1 : SflowInterface.format(output);
        outputValue = output < 0 ? -1 : SflowInterface.value(output);
    }

    public boolean isExpanded() {
        return expanded;
    }

    /** Unsigned 32 bits; counts the flow samples of the data source. */
    public long sequenceNumber() {
        return sequenceNumber;
    }

    /** Kind of the data source: 0 ifIndex, 1 VLAN (smonVlanDataSource), 2 physical entity (entPhysicalEntry). */
    public long sourceIdType() {
        return sourceIdType;
    }

    /** Index of the data source within its kind. */
    public long sourceIdIndex() {
        return sourceIdIndex;
    }

    /** One in so many packets is sampled. Unsigned 32 bits; 0 is against the specification and means unknown. */
    public long samplingRate() {
        return samplingRate;
    }

    /** Packets that could have been sampled, unsigned 32 bits, wraps. */
    public long samplePool() {
        return samplePool;
    }

    /** Samples dropped for want of resources since the agent's start, unsigned 32 bits. */
    public long drops() {
        return drops;
    }

    /** {@link SflowInterface#SINGLE}, {@code DISCARDED} or {@code MULTIPLE}. */
    public long inputFormat() {
        return inputFormat;
    }

    public long inputValue() {
        return inputValue;
    }

    public long outputFormat() {
        return outputFormat;
    }

    public long outputValue() {
        return outputValue;
    }

    /** The input's ifIndex, or -1 when it is unknown or not a single interface. */
    public long inputIfIndex() {
        return SflowInterface.ifIndex(inputFormat, inputValue);
    }

    /** The output's ifIndex, or -1 when it is unknown or not a single interface. */
    public long outputIfIndex() {
        return SflowInterface.ifIndex(outputFormat, outputValue);
    }

    public SflowRecords records() {
        return records;
    }
}
