package io.flowledger.wire.cursor;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Unsigned big-endian integers in an octet array (network byte order, RFC 7011 section 6.1).
 *
 * <p>The callers have checked their offsets against the slice they walk; the array's own bounds check remains, so that a
 * mistake is an {@link IndexOutOfBoundsException} and never a read outside the array.
 *
 * <p>Threading: stateless.
 */
public final class Octets {
    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private Octets() {}

    /** One octet, 0..255. */
    public static int u8(byte[] b, int offset) {
        return b[offset] & 0xFF;
    }

    /** Two octets, 0..65535. */
    public static int u16(byte[] b, int offset) {
        return (short) SHORT.get(b, offset) & 0xFFFF;
    }

    /** Three octets, 0..16777215. */
    public static int u24(byte[] b, int offset) {
        return u16(b, offset) << 8 | u8(b, offset + 2);
    }

    /** Four octets, 0..4294967295. */
    public static long u32(byte[] b, int offset) {
        return (int) INT.get(b, offset) & 0xFFFF_FFFFL;
    }

    /** Eight octets; the 64 bits are unsigned, so a negative result is a value of 2^63 or more. */
    public static long u64(byte[] b, int offset) {
        return (long) LONG.get(b, offset);
    }

    /**
     * An integer of reduced size (RFC 7011 section 6.2).
     *
     * @param length octets, 0..8; 0 octets are the value 0
     * @return the value; with 8 octets the 64 bits are unsigned
     * @throws IllegalArgumentException if {@code length} is outside 0..8
     */
    public static long unsigned(byte[] b, int offset, int length) {
        switch (length) {
            case 0:
                return 0;
            case 1:
                return u8(b, offset);
            case 2:
                return u16(b, offset);
            case 3:
                return u24(b, offset);
            case 4:
                return u32(b, offset);
            case 5:
                return u32(b, offset) << 8 | u8(b, offset + 4);
            case 6:
                return u32(b, offset) << 16 | u16(b, offset + 4);
            case 7:
                return u32(b, offset) << 24 | u24(b, offset + 4);
            case 8:
                return u64(b, offset);
            default:
                throw new IllegalArgumentException("integer of " + length + " octets: the range is 0..8");
        }
    }

    /** True if each of the {@code length} octets is 0; true for none. */
    public static boolean allZero(byte[] b, int offset, int length) {
        for (int i = offset; i < offset + length; i++) {
            if (b[i] != 0) {
                return false;
            }
        }
        return true;
    }

    /** Writes the low 8 bits. */
    public static void putU8(byte[] b, int offset, int value) {
        b[offset] = (byte) value;
    }

    /** Writes the low 16 bits. */
    public static void putU16(byte[] b, int offset, int value) {
        SHORT.set(b, offset, (short) value);
    }

    /** Writes the low 32 bits. */
    public static void putU32(byte[] b, int offset, long value) {
        INT.set(b, offset, (int) value);
    }

    /** Writes all 64 bits. */
    public static void putU64(byte[] b, int offset, long value) {
        LONG.set(b, offset, value);
    }
}
