package io.flowledger.wire.sflow;

/** HTTP request line and host ("sFlow Version 5" section 5: extended_url, flow data format 1005). */
public final class ExtendedUrl {
    static final int FORMAT = 1005;

    private long direction;
    private int urlOffset;
    private int urlLength;
    private int hostOffset;
    private int hostLength;

    ExtendedUrl() {}

    boolean read(XdrReader in) {
        direction = in.u32();
        in.opaque();
        urlOffset = in.valueOffset();
        urlLength = in.valueLength();
        boolean urlIsThere = !in.isCut();
        in.opaque();
        hostOffset = in.valueOffset();
        hostLength = in.valueLength();
        return urlIsThere;
    }

    /** 1: the URL is that of the source address; 2: of the destination address. */
    public long direction() {
        return direction;
    }

    public int urlOffset() {
        return urlOffset;
    }

    public int urlLength() {
        return urlLength;
    }

    public int hostOffset() {
        return hostOffset;
    }

    public int hostLength() {
        return hostLength;
    }
}
