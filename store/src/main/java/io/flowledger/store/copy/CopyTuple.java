package io.flowledger.store.copy;

import io.flowledger.wire.cursor.Octets;
import java.math.BigInteger;
import java.util.Arrays;

/**
 * Octets of binary COPY being written: cells, and arrays in the form of their binary input.
 *
 * <p>Not thread safe.
 */
public final class CopyTuple {
    private static final BigInteger GROUP = BigInteger.valueOf(10_000);
    private static final int NEGATIVE = 0x4000;

    /** Of four digits each: more than 200 bits. */
    private static final int MOST_GROUPS = 16;

    private byte[] octets = new byte[1 << 16];
    private int end;

    public void clear() {
        end = 0;
    }

    public byte[] octets() {
        return octets;
    }

    public int length() {
        return end;
    }

    public void putShort(int value) {
        reserve(2);
        Octets.putU16(octets, end, value);
        end += 2;
    }

    public void putInt(int value) {
        reserve(4);
        Octets.putU32(octets, end, value & 0xffffffffL);
        end += 4;
    }

    public void putLong(long value) {
        reserve(8);
        Octets.putU64(octets, end, value);
        end += 8;
    }

    public void put(byte[] from, int offset, int length) {
        reserve(length);
        System.arraycopy(from, offset, octets, end, length);
        end += length;
    }

    public void putNull() {
        putInt(-1);
    }

    /** A cell with a value that stands in {@code from}. */
    public void putCell(byte[] from, int offset, int length) {
        putInt(length);
        put(from, offset, length);
    }

    /** A cell of type numeric without a fraction: groups of four digits (PostgreSQL source, numeric.c, numeric_send). */
    public void putNumericCell(BigInteger value) {
        short[] groups = new short[MOST_GROUPS];
        int count = 0;
        BigInteger rest = value.abs();
        while (rest.signum() != 0) {
            BigInteger[] parts = rest.divideAndRemainder(GROUP);
            groups[count++] = parts[1].shortValue();
            rest = parts[0];
        }
        putInt(8 + 2 * count);
        putShort(count);
        putShort(Math.max(0, count - 1));
        putShort(value.signum() < 0 ? NEGATIVE : 0);
        putShort(0);
        for (int i = count - 1; i >= 0; i--) {
            putShort(groups[i]);
        }
    }

    /** A cell of 8 octets. */
    public void putLongCell(long value) {
        putInt(8);
        putLong(value);
    }

    /** An array's head; returns what {@link #endArray} wants. */
    public int beginArray(int elementOid, int count, boolean hasNulls) {
        putInt(0);
        int start = end;
        putInt(1);
        putInt(hasNulls ? 1 : 0);
        putInt(elementOid);
        putInt(count);
        putInt(1);
        return start;
    }

    public void endArray(int start) {
        Octets.putU32(octets, start - 4, end - start);
    }

    private void reserve(int length) {
        if (end + length > octets.length) {
            octets = Arrays.copyOf(octets, Math.max(octets.length * 2, end + length));
        }
    }
}
