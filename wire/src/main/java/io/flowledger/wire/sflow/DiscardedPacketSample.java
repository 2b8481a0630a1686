package io.flowledger.wire.sflow;

import io.flowledger.wire.fault.DecodeFault;
import org.jspecify.annotations.Nullable;

/**
 * The report of a packet that a device dropped ("sFlow Dropped Packet Notification Structures" section 2:
 * discarded_packet, format 5). It has flow records as a flow sample has, but no sampling rate: it is one packet, not a
 * sample of many, and no flow.
 *
 * <p>Not safe for use by several threads; valid until the datagram's buffer changes.
 */
public final class DiscardedPacketSample {
    static final int FORMAT = 5;

    private final XdrReader xdr = new XdrReader();
    private final SflowRecords records = new SflowRecords();
    private long sequenceNumber;
    private long sourceIdType;
    private long sourceIdIndex;
    private long drops;
    private long inputValue;
    private long outputValue;
    private long reason;

    /**
     * Reads the datagram's current sample, for which {@link SflowDatagram#isDiscardedPacketSample()} is true. Returns
     * null, or {@code SFLOW_SAMPLE_CUT} when it is too short to have records: what was read stands, the rest is -1.
     */
    public @Nullable DecodeFault wrap(SflowDatagram datagram) {
        xdr.wrap(datagram.buffer(), datagram.sampleOffset(), datagram.sampleLength());
        sequenceNumber = xdr.u32();
        sourceIdType = xdr.u32();
        sourceIdIndex = xdr.u32();
        drops = xdr.u32();
        inputValue = xdr.u32();
        outputValue = xdr.u32();
        reason = xdr.u32();
        long count = xdr.u32();
        records.wrap(datagram.buffer(), xdr.offset(), xdr.available(), Math.max(count, 0));
        return xdr.isCut() ? DecodeFault.SFLOW_SAMPLE_CUT : null;
    }

    /** Unsigned 32 bits; counts the reports of the data source. */
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

    /** Reports that the agent left out for its rate limit or for want of resources, unsigned 32 bits. */
    public long drops() {
        return drops;
    }

    /** The input's ifIndex, or -1 when it is unknown. */
    public long inputIfIndex() {
        return SflowInterface.ifIndex(SflowInterface.SINGLE, inputValue);
    }

    /** The output's ifIndex, or -1 when the packet was not dropped on its way out. */
    public long outputIfIndex() {
        return SflowInterface.ifIndex(SflowInterface.SINGLE, outputValue);
    }

    /** Why, unsigned 32 bits; {@link DropReason#find} names it. */
    public long reason() {
        return reason;
    }

    public SflowRecords records() {
        return records;
    }
}
