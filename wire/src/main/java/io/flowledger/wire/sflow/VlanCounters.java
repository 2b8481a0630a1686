package io.flowledger.wire.sflow;

import io.flowledger.wire.cursor.Octets;

/**
 * Counters of a VLAN ("sFlow Version 5" section 5: vlan_counters, counter data format 5). Unsigned; all bits set is a
 * counter that the agent does not support.
 *
 * <p>Not safe for use by several threads; valid until the datagram's buffer changes.
 */
public final class VlanCounters {
    private static final int VLAN_ID = 0;
    private static final int OCTETS = VLAN_ID + 4;
    private static final int UCAST_PKTS = OCTETS + 8;
    private static final int MULTICAST_PKTS = UCAST_PKTS + 4;
    private static final int BROADCAST_PKTS = MULTICAST_PKTS + 4;
    private static final int DISCARDS = BROADCAST_PKTS + 4;
    private static final int LENGTH = DISCARDS + 4;

    private byte[] b = {};
    private int offset;

    /**
     * Turns to the current record, whose format is that of {@link CounterStructure#VLAN_COUNTERS}. False
     * when it is shorter than the structure; then no getter may be called.
     */
    public boolean wrap(SflowRecords records) {
        b = records.buffer();
        offset = records.offset();
        return records.length() >= LENGTH;
    }

    public long vlanId() {
        return Octets.u32(b, offset + VLAN_ID);
    }

    public long octets() {
        return Octets.u64(b, offset + OCTETS);
    }

    public long ucastPkts() {
        return Octets.u32(b, offset + UCAST_PKTS);
    }

    public long multicastPkts() {
        return Octets.u32(b, offset + MULTICAST_PKTS);
    }

    public long broadcastPkts() {
        return Octets.u32(b, offset + BROADCAST_PKTS);
    }

    public long discards() {
        return Octets.u32(b, offset + DISCARDS);
    }
}
