package io.flowledger.wire.sflow;

/**
 * User names of both sides ("sFlow Version 5" section 5: extended_user, flow data format 1004). The character set is an
 * IANA MIBenum: 106 is UTF-8, 0 unknown.
 */
public final class ExtendedUser {
    static final int FORMAT = 1004;

    private long sourceCharset;
    private int sourceOffset;
    private int sourceLength;
    private long destinationCharset;
    private int destinationOffset;
    private int destinationLength;

    ExtendedUser() {}

    boolean read(XdrReader in) {
        sourceCharset = in.u32();
        in.opaque();
        sourceOffset = in.valueOffset();
        sourceLength = in.valueLength();
        boolean sourceIsThere = !in.isCut();
        destinationCharset = in.u32();
        in.opaque();
        destinationOffset = in.valueOffset();
        destinationLength = in.valueLength();
        return sourceIsThere;
    }

    public long sourceCharset() {
        return sourceCharset;
    }

    public int sourceOffset() {
        return sourceOffset;
    }

    public int sourceLength() {
        return sourceLength;
    }

    public long destinationCharset() {
        return destinationCharset;
    }

    public int destinationOffset() {
        return destinationOffset;
    }

    public int destinationLength() {
        return destinationLength;
    }
}
