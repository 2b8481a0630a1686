package io.flowledger.wire.sflow;

/**
 * Next hop and prefix lengths ("sFlow Version 5" section 5: extended_router, flow data format 1002). Absent values are
 * -1.
 */
public final class ExtendedRouter {
    static final int FORMAT = 1002;

    private int nextHopOffset;
    private int nextHopLength;
    private long sourcePrefixLength;
    private long destinationPrefixLength;

    ExtendedRouter() {}

    boolean read(XdrReader in) {
        in.address();
        nextHopOffset = in.valueOffset();
        nextHopLength = in.valueLength();
        boolean nextHopIsThere = !in.isCut();
        sourcePrefixLength = in.u32();
        destinationPrefixLength = in.u32();
        return nextHopIsThere;
    }

    public int nextHopOffset() {
        return nextHopOffset;
    }

    /** 4 or 16 octets; 0 when the agent does not know it. */
    public int nextHopLength() {
        return nextHopLength;
    }

    /** Bits as sent, unsigned 32 bits: an agent that sends a mask or garbage exceeds 128. */
    public long sourcePrefixLength() {
        return sourcePrefixLength;
    }

    /** Bits as sent, unsigned 32 bits: an agent that sends a mask or garbage exceeds 128. */
    public long destinationPrefixLength() {
        return destinationPrefixLength;
    }
}
