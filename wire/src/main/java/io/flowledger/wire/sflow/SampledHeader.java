package io.flowledger.wire.sflow;

/** The beginning of the sampled packet ("sFlow Version 5" section 5: sampled_header, flow data format 1). */
public final class SampledHeader {
    static final int FORMAT = 1;

    private long headerProtocol;
    private long frameLength;
    private long stripped;
    private int headerOffset;
    private int headerLength;

    SampledHeader() {}

    boolean read(XdrReader in) {
        headerProtocol = in.u32();
        frameLength = in.u32();
        stripped = in.u32();
        boolean fixedPartIsThere = !in.isCut();
        in.opaque();
        headerOffset = in.valueOffset();
        headerLength = in.valueLength();
        return fixedPartIsThere;
    }

    /** What the header starts with: see {@link io.flowledger.wire.packet.HeaderProtocol}. */
    public long headerProtocol() {
        return headerProtocol;
    }

    /** Octets of the frame on the wire before sampling, with what was stripped; unsigned 32 bits. */
    public long frameLength() {
        return frameLength;
    }

    /** Octets taken off the frame before the header was sampled, such as the 4 of Ethernet's check sequence. */
    public long stripped() {
        return stripped;
    }

    public int headerOffset() {
        return headerOffset;
    }

    /** Octets of the header that are there. */
    public int headerLength() {
        return headerLength;
    }
}
