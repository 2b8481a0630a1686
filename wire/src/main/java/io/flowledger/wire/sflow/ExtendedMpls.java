package io.flowledger.wire.sflow;

import io.flowledger.wire.cursor.Octets;

/**
 * Label stacks on the way in and out ("sFlow Version 5" section 5: extended_mpls, flow data format 1006). Entries are
 * those of RFC 3032 section 2.1, the top first.
 */
public final class ExtendedMpls {
    static final int FORMAT = 1006;

    private byte[] b = {};
    private int nextHopOffset;
    private int nextHopLength;
    private int inOffset;
    private int inCount;
    private int outOffset;
    private int outCount;

    ExtendedMpls() {}

    boolean read(XdrReader in) {
        b = in.buffer();
        in.address();
        nextHopOffset = in.valueOffset();
        nextHopLength = in.valueLength();
        boolean nextHopIsThere = !in.isCut();
        inCount = in.array(4);
        inOffset = in.valueOffset();
        outCount = in.array(4);
        outOffset = in.valueOffset();
        return nextHopIsThere;
    }

    public int nextHopOffset() {
        return nextHopOffset;
    }

    /** 4 or 16 octets; 0 when the agent does not know it. */
    public int nextHopLength() {
        return nextHopLength;
    }

    public int inCount() {
        return inCount;
    }

    /** {@code index} is below {@link #inCount()}. */
    public long inEntry(int index) {
        return Octets.u32(b, inOffset + 4 * index);
    }

    public int outCount() {
        return outCount;
    }

    /** {@code index} is below {@link #outCount()}. */
    public long outEntry(int index) {
        return Octets.u32(b, outOffset + 4 * index);
    }
}
