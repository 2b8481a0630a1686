package io.flowledger.wire.sflow;

import io.flowledger.wire.cursor.Octets;

/**
 * BGP's view of the packet ("sFlow Version 5" section 5: extended_gateway, flow data format 1003). Absent values are
 * -1. Autonomous system numbers are unsigned 32 bits.
 */
public final class ExtendedGateway {
    static final int FORMAT = 1003;

    /** Autonomous systems of the path that are kept; BGP paths are shorter. */
    public static final int PATH_LIMIT = 256;

    private final int[] path = new int[PATH_LIMIT];
    private byte[] b = {};
    private int nextHopOffset;
    private int nextHopLength;
    private long autonomousSystem;
    private long sourceAs;
    private long sourcePeerAs;
    private int pathCount;
    private long lastAs;
    private boolean pathWhole;
    private int communityOffset;
    private int communityCount;
    private long localPreference;

    ExtendedGateway() {}

    boolean read(XdrReader in) {
        b = in.buffer();
        in.address();
        nextHopOffset = in.valueOffset();
        nextHopLength = in.valueLength();
        autonomousSystem = in.u32();
        sourceAs = in.u32();
        sourcePeerAs = in.u32();
        boolean sourceIsThere = !in.isCut();
        readPath(in);
        communityCount = in.array(4);
        communityOffset = in.valueOffset();
        localPreference = in.u32();
        return sourceIsThere;
    }

    private void readPath(XdrReader in) {
        pathCount = 0;
        lastAs = -1;
        long segments = in.u32();
        // Each segment takes 8 octets at least, or cuts the structure: the count alone cannot keep this loop going.
        for (long segment = 0; segment < segments && !in.isCut(); segment++) {
            in.u32(); // 1 AS_SET, 2 AS_SEQUENCE
            int systems = in.array(4);
            for (int i = 0; i < systems; i++) {
                lastAs = Octets.u32(b, in.valueOffset() + 4 * i);
                if (pathCount < PATH_LIMIT) {
                    path[pathCount++] = (int) lastAs;
                }
            }
        }
        pathWhole = !in.isCut();
    }

    public int nextHopOffset() {
        return nextHopOffset;
    }

    /** 4 or 16 octets; 0 when the agent does not know it. */
    public int nextHopLength() {
        return nextHopLength;
    }

    /** The autonomous system of the device itself. */
    public long autonomousSystem() {
        return autonomousSystem;
    }

    /** Origin of the source's route; 0 is the device's own system. */
    public long sourceAs() {
        return sourceAs;
    }

    public long sourcePeerAs() {
        return sourcePeerAs;
    }

    /** Autonomous systems on the path to the destination, of all segments; 0 is a destination in the device's own. */
    public int pathCount() {
        return pathCount;
    }

    /** The path's systems, the neighbour first. {@code index} is below {@link #pathCount()}. */
    public long pathAs(int index) {
        return path[index] & 0xffff_ffffL;
    }

    /** The first system of the path, or -1 when it is empty. */
    public long destinationPeerAs() {
        return pathCount == 0 ? -1 : pathAs(0);
    }

    /** The last system of the path, or -1 when the path is empty or cut. */
    public long destinationAs() {
        return pathWhole ? lastAs : -1;
    }

    public int communityCount() {
        return communityCount;
    }

    /** A community as it was sent (RFC 1997). {@code index} is below {@link #communityCount()}. */
    public long community(int index) {
        return Octets.u32(b, communityOffset + 4 * index);
    }

    public long localPreference() {
        return localPreference;
    }
}
