package io.flowledger.wire.sflow;

import io.flowledger.wire.cursor.Octets;

/**
 * Reads XDR (RFC 4506) front to back within a slice. A read past the end gives -1, leaves nothing readable and sets
 * {@link #isCut()}, so that a structure is read without a check for each member.
 */
final class XdrReader {
    static final int UNKNOWN_ADDRESS = 0;
    static final int IPV4_ADDRESS = 1;
    static final int IPV6_ADDRESS = 2;

    private static final byte[] NOTHING = {};

    private byte[] b = NOTHING;
    private int at;
    private int end;
    private boolean cut;
    private int valueOffset;
    private int valueLength;

    void wrap(byte[] octets, int offset, int length) {
        b = octets;
        at = offset;
        end = offset + length;
        cut = false;
        valueOffset = offset;
        valueLength = 0;
    }

    byte[] buffer() {
        return b;
    }

    int offset() {
        return at;
    }

    int available() {
        return end - at;
    }

    boolean isCut() {
        return cut;
    }

    /** Where the value of the last {@link #opaque()}, {@link #fixed} or {@link #address()} is. */
    int valueOffset() {
        return valueOffset;
    }

    int valueLength() {
        return valueLength;
    }

    private void cut() {
        cut = true;
        at = end;
    }

    long u32() {
        if (end - at < 4) {
            cut();
            return -1;
        }
        long value = Octets.u32(b, at);
        at += 4;
        return value;
    }

    /** A variable-length opaque or string: length, octets, padding to a multiple of 4 (RFC 4506 section 4.10). */
    void opaque() {
        long length = u32();
        valueOffset = at;
        if (length < 0 || length > end - at) {
            valueLength = end - at;
            cut();
            return;
        }
        valueLength = (int) length;
        // The padding of the last value may be missing: agents that count it out of the record's length exist.
        at = (int) Math.min(end, at + ((length + 3) & ~3L));
    }

    /** {@code length} octets, a multiple of 4; returns whether they are there. */
    boolean fixed(int length) {
        valueOffset = at;
        if (end - at < length) {
            valueLength = 0;
            cut();
            return false;
        }
        valueLength = length;
        at += length;
        return true;
    }

    /** An {@code address}: its type, then 0, 4 or 16 octets. A type above 2 cannot be skipped and cuts the structure. */
    void address() {
        long type = u32();
        valueOffset = at;
        valueLength = 0;
        if (type == IPV4_ADDRESS) {
            fixed(4);
        } else if (type == IPV6_ADDRESS) {
            fixed(16);
        } else if (type != UNKNOWN_ADDRESS) {
            cut();
        }
    }

    /** The count of an array of {@code elementLength} octets each, bounded by what is there; skips the elements. */
    int array(int elementLength) {
        long count = u32();
        valueOffset = at;
        int whole = (end - at) / elementLength;
        if (count < 0 || count > whole) {
            cut();
            return count < 0 ? 0 : whole;
        }
        at += (int) count * elementLength;
        return (int) count;
    }
}
