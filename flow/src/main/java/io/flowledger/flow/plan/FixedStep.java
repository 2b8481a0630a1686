package io.flowledger.flow.plan;

import io.flowledger.flow.layout.ColumnType;
import io.flowledger.flow.layout.Transform;
import io.flowledger.wire.cursor.Octets;

/**
 * The instructions for values of fixed width: one instruction carries one element of {@code count} Data Records to one
 * column of as many tuples.
 *
 * <p>Apart from {@link TailStep} because a fixed width keeps every offset known, so that a whole Set is done column by column
 * with one branch a column and none a record. Stateless but for the counters in the context.
 */
final class FixedStep {
    static final int U8_TO_SMALLINT = 0;
    static final int UNSIGNED_TO_SMALLINT = 1;
    static final int U16_TO_INTEGER = 2;
    static final int UNSIGNED_TO_INTEGER = 3;
    static final int U16_TO_BIGINT = 4;
    static final int U32_TO_BIGINT = 5;
    static final int U64_TO_BIGINT = 6;
    static final int UNSIGNED_TO_BIGINT = 7;
    static final int TCP_FLAGS = 8;
    static final int HIGH_OCTET = 9;
    static final int LOW_OCTET = 10;
    static final int COPY_4 = 11;
    static final int COPY_6 = 12;
    static final int COPY_16 = 13;
    static final int SECONDS = 14;
    static final int MILLISECONDS = 15;
    static final int NTP = 16;
    static final int UPTIME = 17;
    static final int DELTA_MICROSECONDS = 18;
    /** No instruction does this. */
    static final int NONE = -1;

    private static final int TCP_FLAGS_MASK = 0x0FFF;

    private FixedStep() {}

    /** The instruction for an element of {@code length} octets, or {@link #NONE} when the length cannot be right. */
    static int opcode(Transform transform, int length, ColumnType type) {
        return switch (transform) {
            case UNSIGNED -> length < 1 ? NONE : unsigned(length, type);
            case TCP_FLAGS -> length >= 1 && length <= 8 ? TCP_FLAGS : NONE;
            case HIGH_OCTET -> length >= 2 ? HIGH_OCTET : NONE;
            case LOW_OCTET -> length >= 2 ? LOW_OCTET : NONE;
            case IPV4_ADDRESS -> length == 4 ? COPY_4 : NONE;
            case IPV6_ADDRESS -> length == 16 ? COPY_16 : NONE;
            case MAC_ADDRESS -> length == 6 ? COPY_6 : NONE;
            case SECONDS -> length >= 1 && length <= 8 ? SECONDS : NONE;
            case MILLISECONDS -> length >= 1 && length <= 8 ? MILLISECONDS : NONE;
            case NTP -> length == 8 ? NTP : NONE;
            case UPTIME -> length == 4 ? UPTIME : NONE;
            case DELTA_MICROSECONDS -> length >= 1 && length <= 8 ? DELTA_MICROSECONDS : NONE;
            case MPLS_LABEL, TEXT, APPLICATION_ID, SUBSCRIBER_ADDRESS, SUBSCRIBER_NAME -> NONE;
        };
    }

    private static int unsigned(int length, ColumnType type) {
        return switch (type) {
            case SMALLINT -> length == 1 ? U8_TO_SMALLINT : UNSIGNED_TO_SMALLINT;
            case INTEGER -> length == 2 ? U16_TO_INTEGER : UNSIGNED_TO_INTEGER;
            case BIGINT ->
                switch (length) {
                    case 2 -> U16_TO_BIGINT;
                    case 4 -> U32_TO_BIGINT;
                    case 8 -> U64_TO_BIGINT;
                    default -> UNSIGNED_TO_BIGINT;
                };
            default -> NONE;
        };
    }

    /**
     * Runs one instruction over {@code count} records.
     *
     * @param in the datagram
     * @param from offset of the element in the first record
     * @param length octets of the element
     * @param inStride octets from record to record
     * @param out the tuples
     * @param to offset of the value in the first tuple
     * @param outStride octets from tuple to tuple
     */
    static void run(
            int opcode,
            byte[] in,
            int from,
            int length,
            int inStride,
            byte[] out,
            int to,
            int outStride,
            int count,
            MessageContext context) {
        int end = from + count * inStride;
        switch (opcode) {
            case U8_TO_SMALLINT -> {
                for (int i = from, o = to; i < end; i += inStride, o += outStride) {
                    Octets.putU16(out, o, Octets.u8(in, i));
                }
            }
            case UNSIGNED_TO_SMALLINT -> {
                for (int i = from, o = to; i < end; i += inStride, o += outStride) {
                    Octets.putU16(out, o, (int) context.atMost(Short.MAX_VALUE, unsigned(in, i, length)));
                }
            }
            case U16_TO_INTEGER -> {
                for (int i = from, o = to; i < end; i += inStride, o += outStride) {
                    Octets.putU32(out, o, Octets.u16(in, i));
                }
            }
            case UNSIGNED_TO_INTEGER -> {
                for (int i = from, o = to; i < end; i += inStride, o += outStride) {
                    Octets.putU32(out, o, context.atMost(Integer.MAX_VALUE, unsigned(in, i, length)));
                }
            }
            case U16_TO_BIGINT -> {
                for (int i = from, o = to; i < end; i += inStride, o += outStride) {
                    Octets.putU64(out, o, Octets.u16(in, i));
                }
            }
            case U32_TO_BIGINT -> {
                for (int i = from, o = to; i < end; i += inStride, o += outStride) {
                    Octets.putU64(out, o, Octets.u32(in, i));
                }
            }
            case U64_TO_BIGINT -> {
                for (int i = from, o = to; i < end; i += inStride, o += outStride) {
                    Octets.putU64(out, o, context.atMost(Long.MAX_VALUE, Octets.u64(in, i)));
                }
            }
            case UNSIGNED_TO_BIGINT -> {
                for (int i = from, o = to; i < end; i += inStride, o += outStride) {
                    Octets.putU64(out, o, context.atMost(Long.MAX_VALUE, unsigned(in, i, length)));
                }
            }
            case TCP_FLAGS -> {
                for (int i = from, o = to; i < end; i += inStride, o += outStride) {
                    Octets.putU16(out, o, (int) Octets.unsigned(in, i, length) & TCP_FLAGS_MASK);
                }
            }
            case HIGH_OCTET -> {
                for (int i = from + length - 2, last = end + length - 2, o = to;
                        i < last;
                        i += inStride, o += outStride) {
                    Octets.putU16(out, o, Octets.u8(in, i));
                }
            }
            case LOW_OCTET -> {
                for (int i = from + length - 1, last = end + length - 1, o = to;
                        i < last;
                        i += inStride, o += outStride) {
                    Octets.putU16(out, o, Octets.u8(in, i));
                }
            }
            case COPY_4 -> {
                for (int i = from, o = to; i < end; i += inStride, o += outStride) {
                    Octets.putU32(out, o, Octets.u32(in, i));
                }
            }
            case COPY_6 -> {
                for (int i = from, o = to; i < end; i += inStride, o += outStride) {
                    Octets.putU32(out, o, Octets.u32(in, i));
                    Octets.putU16(out, o + 4, Octets.u16(in, i + 4));
                }
            }
            case COPY_16 -> {
                for (int i = from, o = to; i < end; i += inStride, o += outStride) {
                    Octets.putU64(out, o, Octets.u64(in, i));
                    Octets.putU64(out, o + 8, Octets.u64(in, i + 8));
                }
            }
            case SECONDS -> {
                for (int i = from, o = to; i < end; i += inStride, o += outStride) {
                    Octets.putU64(out, o, context.seconds(Octets.unsigned(in, i, length)));
                }
            }
            case MILLISECONDS -> {
                for (int i = from, o = to; i < end; i += inStride, o += outStride) {
                    Octets.putU64(out, o, context.millis(Octets.unsigned(in, i, length)));
                }
            }
            case NTP -> {
                for (int i = from, o = to; i < end; i += inStride, o += outStride) {
                    Octets.putU64(out, o, context.ntp(Octets.u64(in, i)));
                }
            }
            case UPTIME -> {
                for (int i = from, o = to; i < end; i += inStride, o += outStride) {
                    Octets.putU64(out, o, context.uptime((int) Octets.u32(in, i)));
                }
            }
            case DELTA_MICROSECONDS -> {
                for (int i = from, o = to; i < end; i += inStride, o += outStride) {
                    Octets.putU64(out, o, context.deltaMicros(Octets.unsigned(in, i, length)));
                }
            }
            default -> throw new IllegalStateException("opcode " + opcode);
        }
    }

    /** An unsigned integer of any length; more than 8 octets give 2^64 - 1 unless those before the last 8 are zero. */
    private static long unsigned(byte[] in, int offset, int length) {
        if (length <= 8) {
            return Octets.unsigned(in, offset, length);
        }
        int leading = length - 8;
        return Octets.allZero(in, offset, leading) ? Octets.u64(in, offset + leading) : -1;
    }
}
