package io.flowledger.wire.sflow;

import io.flowledger.wire.cursor.Octets;

/**
 * Counters of an interface, by their MIB-II names ("sFlow Version 5" section 5: if_counters, counter data format 1).
 * Unsigned; all bits set is a counter that the agent does not support.
 *
 * <p>Not safe for use by several threads; valid until the datagram's buffer changes.
 */
public final class InterfaceCounters {
    private static final int IF_INDEX = 0;
    private static final int IF_TYPE = IF_INDEX + 4;
    private static final int IF_SPEED = IF_TYPE + 4;
    private static final int IF_DIRECTION = IF_SPEED + 8;
    private static final int IF_STATUS = IF_DIRECTION + 4;
    private static final int IF_IN_OCTETS = IF_STATUS + 4;
    private static final int IF_IN_UCAST_PKTS = IF_IN_OCTETS + 8;
    private static final int IF_IN_MULTICAST_PKTS = IF_IN_UCAST_PKTS + 4;
    private static final int IF_IN_BROADCAST_PKTS = IF_IN_MULTICAST_PKTS + 4;
    private static final int IF_IN_DISCARDS = IF_IN_BROADCAST_PKTS + 4;
    private static final int IF_IN_ERRORS = IF_IN_DISCARDS + 4;
    private static final int IF_IN_UNKNOWN_PROTOS = IF_IN_ERRORS + 4;
    private static final int IF_OUT_OCTETS = IF_IN_UNKNOWN_PROTOS + 4;
    private static final int IF_OUT_UCAST_PKTS = IF_OUT_OCTETS + 8;
    private static final int IF_OUT_MULTICAST_PKTS = IF_OUT_UCAST_PKTS + 4;
    private static final int IF_OUT_BROADCAST_PKTS = IF_OUT_MULTICAST_PKTS + 4;
    private static final int IF_OUT_DISCARDS = IF_OUT_BROADCAST_PKTS + 4;
    private static final int IF_OUT_ERRORS = IF_OUT_DISCARDS + 4;
    private static final int IF_PROMISCUOUS_MODE = IF_OUT_ERRORS + 4;
    private static final int LENGTH = IF_PROMISCUOUS_MODE + 4;

    private byte[] b = {};
    private int offset;

    /**
     * Turns to the current record, whose format is that of {@link CounterStructure#IF_COUNTERS}. False
     * when it is shorter than the structure; then no getter may be called.
     */
    public boolean wrap(SflowRecords records) {
        b = records.buffer();
        offset = records.offset();
        return records.length() >= LENGTH;
    }

    public long ifIndex() {
        return Octets.u32(b, offset + IF_INDEX);
    }

    public long ifType() {
        return Octets.u32(b, offset + IF_TYPE);
    }

    public long ifSpeed() {
        return Octets.u64(b, offset + IF_SPEED);
    }

    public long ifDirection() {
        return Octets.u32(b, offset + IF_DIRECTION);
    }

    public long ifStatus() {
        return Octets.u32(b, offset + IF_STATUS);
    }

    public long ifInOctets() {
        return Octets.u64(b, offset + IF_IN_OCTETS);
    }

    public long ifInUcastPkts() {
        return Octets.u32(b, offset + IF_IN_UCAST_PKTS);
    }

    public long ifInMulticastPkts() {
        return Octets.u32(b, offset + IF_IN_MULTICAST_PKTS);
    }

    public long ifInBroadcastPkts() {
        return Octets.u32(b, offset + IF_IN_BROADCAST_PKTS);
    }

    public long ifInDiscards() {
        return Octets.u32(b, offset + IF_IN_DISCARDS);
    }

    public long ifInErrors() {
        return Octets.u32(b, offset + IF_IN_ERRORS);
    }

    public long ifInUnknownProtos() {
        return Octets.u32(b, offset + IF_IN_UNKNOWN_PROTOS);
    }

    public long ifOutOctets() {
        return Octets.u64(b, offset + IF_OUT_OCTETS);
    }

    public long ifOutUcastPkts() {
        return Octets.u32(b, offset + IF_OUT_UCAST_PKTS);
    }

    public long ifOutMulticastPkts() {
        return Octets.u32(b, offset + IF_OUT_MULTICAST_PKTS);
    }

    public long ifOutBroadcastPkts() {
        return Octets.u32(b, offset + IF_OUT_BROADCAST_PKTS);
    }

    public long ifOutDiscards() {
        return Octets.u32(b, offset + IF_OUT_DISCARDS);
    }

    public long ifOutErrors() {
        return Octets.u32(b, offset + IF_OUT_ERRORS);
    }

    public long ifPromiscuousMode() {
        return Octets.u32(b, offset + IF_PROMISCUOUS_MODE);
    }
}
