package io.flowledger.journal.format;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Unsigned reads and writes in a {@code byte[]}, in either byte order: pcapng segments are little-endian, what they
 * carry is in network order. The array's own bounds are the only check.
 *
 * <p>Stateless; any thread.
 */
public final class Octets {
    private static final VarHandle LE16 = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LE32 = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LE64 = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle BE16 = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle BE32 = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    private Octets() {}

    public static int u8(byte[] b, int at) {
        return b[at] & 0xff;
    }

    public static int le16(byte[] b, int at) {
        return (short) LE16.get(b, at) & 0xffff;
    }

    public static long le32(byte[] b, int at) {
        return (int) LE32.get(b, at) & 0xffff_ffffL;
    }

    /** All 64 bits; the top bit is part of the unsigned value. */
    public static long le64(byte[] b, int at) {
        return (long) LE64.get(b, at);
    }

    public static int be16(byte[] b, int at) {
        return (short) BE16.get(b, at) & 0xffff;
    }

    public static long be32(byte[] b, int at) {
        return (int) BE32.get(b, at) & 0xffff_ffffL;
    }

    /** 16 bits in the byte order that a capture was written in. */
    public static int u16(byte[] b, int at, boolean bigEndian) {
        return bigEndian ? be16(b, at) : le16(b, at);
    }

    /** 32 bits in the byte order that a capture was written in. */
    public static long u32(byte[] b, int at, boolean bigEndian) {
        return bigEndian ? be32(b, at) : le32(b, at);
    }

    public static void putLe16(byte[] b, int at, int value) {
        LE16.set(b, at, (short) value);
    }

    public static void putLe32(byte[] b, int at, long value) {
        LE32.set(b, at, (int) value);
    }

    public static void putLe64(byte[] b, int at, long value) {
        LE64.set(b, at, value);
    }

    public static void putBe16(byte[] b, int at, int value) {
        BE16.set(b, at, (short) value);
    }

    public static void putBe32(byte[] b, int at, long value) {
        BE32.set(b, at, (int) value);
    }
}
