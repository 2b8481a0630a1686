package io.flowledger.store.block;

import io.flowledger.wire.cursor.Octets;
import java.util.Arrays;

/**
 * Octets of binary COPY being written: cells, and arrays in the form of their binary input.
 *
 * <p>Not thread safe.
 */
final class CopyTuple {
    private byte[] octets = new byte[1 << 16];
    private int end;

    void clear() {
        end = 0;
    }

    byte[] octets() {
        return octets;
    }

    int length() {
        return end;
    }

    void putShort(int value) {
        reserve(2);
        Octets.putU16(octets, end, value);
        end += 2;
    }

    void putInt(int value) {
        reserve(4);
        Octets.putU32(octets, end, value & 0xffffffffL);
        end += 4;
    }

    void putLong(long value) {
        reserve(8);
        Octets.putU64(octets, end, value);
        end += 8;
    }

    void put(byte[] from, int offset, int length) {
        reserve(length);
        System.arraycopy(from, offset, octets, end, length);
        end += length;
    }

    void putNull() {
        putInt(-1);
    }

    /** A cell of 8 octets. */
    void putLongCell(long value) {
        putInt(8);
        putLong(value);
    }

    /** An array's head; returns what {@link #endArray} wants. */
    int beginArray(int elementOid, int count, boolean hasNulls) {
        putInt(0);
        int start = end;
        putInt(1);
        putInt(hasNulls ? 1 : 0);
        putInt(elementOid);
        putInt(count);
        putInt(1);
        return start;
    }

    void endArray(int start) {
        Octets.putU32(octets, start - 4, end - start);
    }

    private void reserve(int length) {
        if (end + length > octets.length) {
            octets = Arrays.copyOf(octets, Math.max(octets.length * 2, end + length));
        }
    }
}
