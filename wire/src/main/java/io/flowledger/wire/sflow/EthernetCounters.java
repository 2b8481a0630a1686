package io.flowledger.wire.sflow;

import io.flowledger.wire.cursor.Octets;

/**
 * Errors of an Ethernet interface, by their names in RFC 2358 without "dot3Stats" ("sFlow Version 5" section 5:
 * ethernet_counters, counter data format 2). Unsigned; all bits set is a counter that the agent does not support.
 *
 * <p>Not safe for use by several threads; valid until the datagram's buffer changes.
 */
public final class EthernetCounters {
    private static final int ALIGNMENT_ERRORS = 0;
    private static final int FCS_ERRORS = ALIGNMENT_ERRORS + 4;
    private static final int SINGLE_COLLISION_FRAMES = FCS_ERRORS + 4;
    private static final int MULTIPLE_COLLISION_FRAMES = SINGLE_COLLISION_FRAMES + 4;
    private static final int SQE_TEST_ERRORS = MULTIPLE_COLLISION_FRAMES + 4;
    private static final int DEFERRED_TRANSMISSIONS = SQE_TEST_ERRORS + 4;
    private static final int LATE_COLLISIONS = DEFERRED_TRANSMISSIONS + 4;
    private static final int EXCESSIVE_COLLISIONS = LATE_COLLISIONS + 4;
    private static final int INTERNAL_MAC_TRANSMIT_ERRORS = EXCESSIVE_COLLISIONS + 4;
    private static final int CARRIER_SENSE_ERRORS = INTERNAL_MAC_TRANSMIT_ERRORS + 4;
    private static final int FRAME_TOO_LONGS = CARRIER_SENSE_ERRORS + 4;
    private static final int INTERNAL_MAC_RECEIVE_ERRORS = FRAME_TOO_LONGS + 4;
    private static final int SYMBOL_ERRORS = INTERNAL_MAC_RECEIVE_ERRORS + 4;
    private static final int LENGTH = SYMBOL_ERRORS + 4;

    private byte[] b = {};
    private int offset;

    /**
     * Turns to the current record, whose format is that of {@link CounterStructure#ETHERNET_COUNTERS}. False
     * when it is shorter than the structure; then no getter may be called.
     */
    public boolean wrap(SflowRecords records) {
        b = records.buffer();
        offset = records.offset();
        return records.length() >= LENGTH;
    }

    public long alignmentErrors() {
        return Octets.u32(b, offset + ALIGNMENT_ERRORS);
    }

    public long fcsErrors() {
        return Octets.u32(b, offset + FCS_ERRORS);
    }

    public long singleCollisionFrames() {
        return Octets.u32(b, offset + SINGLE_COLLISION_FRAMES);
    }

    public long multipleCollisionFrames() {
        return Octets.u32(b, offset + MULTIPLE_COLLISION_FRAMES);
    }

    public long sqeTestErrors() {
        return Octets.u32(b, offset + SQE_TEST_ERRORS);
    }

    public long deferredTransmissions() {
        return Octets.u32(b, offset + DEFERRED_TRANSMISSIONS);
    }

    public long lateCollisions() {
        return Octets.u32(b, offset + LATE_COLLISIONS);
    }

    public long excessiveCollisions() {
        return Octets.u32(b, offset + EXCESSIVE_COLLISIONS);
    }

    public long internalMacTransmitErrors() {
        return Octets.u32(b, offset + INTERNAL_MAC_TRANSMIT_ERRORS);
    }

    public long carrierSenseErrors() {
        return Octets.u32(b, offset + CARRIER_SENSE_ERRORS);
    }

    public long frameTooLongs() {
        return Octets.u32(b, offset + FRAME_TOO_LONGS);
    }

    public long internalMacReceiveErrors() {
        return Octets.u32(b, offset + INTERNAL_MAC_RECEIVE_ERRORS);
    }

    public long symbolErrors() {
        return Octets.u32(b, offset + SYMBOL_ERRORS);
    }
}
