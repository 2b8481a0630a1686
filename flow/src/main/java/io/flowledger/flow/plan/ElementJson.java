package io.flowledger.flow.plan;

import io.flowledger.wire.cursor.Octets;
import io.flowledger.wire.registry.AbstractDataType;

/**
 * The value of an Information Element as JSON, by its abstract data type (RFC 7012 section 3.1) and the length it came in.
 *
 * <p>Integers and floats are numbers, addresses and times text, octet arrays hexadecimal text; a length that the type cannot
 * have gives hexadecimal text, so that nothing is lost. Stateless.
 */
final class ElementJson {
    private ElementJson() {}

    /** The most octets that {@link #append} writes for {@code length} octets. */
    static int room(int length) {
        return length * JsonText.STRING_FACTOR + JsonText.SCALAR_OCTETS;
    }

    /** Writes the value at {@code at}; returns the offset after it. */
    static int append(AbstractDataType type, byte[] in, int from, int length, byte[] out, int at) {
        if (length == 0) {
            return JsonText.nullValue(out, at);
        }
        return switch (type) {
            case UNSIGNED8, UNSIGNED16, UNSIGNED32, UNSIGNED64 ->
                length > 8
                        ? JsonText.hex(out, at, in, from, length)
                        : JsonText.unsigned(out, at, Octets.unsigned(in, from, length));
            case SIGNED8, SIGNED16, SIGNED32, SIGNED64 ->
                length > 8
                        ? JsonText.hex(out, at, in, from, length)
                        : JsonText.signed(out, at, extendSign(Octets.unsigned(in, from, length), length));
            case FLOAT32, FLOAT64 -> real(in, from, length, out, at);
            case BOOLEAN -> bool(in, from, length, out, at);
            case MAC_ADDRESS -> length == 6 ? JsonText.mac(out, at, in, from) : JsonText.hex(out, at, in, from, length);
            case IPV4_ADDRESS ->
                length == 4 ? JsonText.ipv4(out, at, in, from) : JsonText.hex(out, at, in, from, length);
            case IPV6_ADDRESS ->
                length == 16 ? JsonText.ipv6(out, at, in, from) : JsonText.hex(out, at, in, from, length);
            case STRING -> JsonText.string(out, at, in, from, Utf8.trimmedLength(in, from, length));
            case DATE_TIME_SECONDS -> seconds(in, from, length, out, at);
            case DATE_TIME_MILLISECONDS ->
                length > 8
                        ? JsonText.hex(out, at, in, from, length)
                        : JsonText.time(out, at, PgTime.ofMillis(Octets.unsigned(in, from, length)));
            case DATE_TIME_MICROSECONDS, DATE_TIME_NANOSECONDS ->
                length == 8
                        ? JsonText.time(out, at, PgTime.ofNtp(Octets.u64(in, from)))
                        : JsonText.hex(out, at, in, from, length);
            default -> JsonText.hex(out, at, in, from, length);
        };
    }

    private static int seconds(byte[] in, int from, int length, byte[] out, int at) {
        return length <= 4
                ? JsonText.time(out, at, PgTime.ofSeconds(Octets.unsigned(in, from, length)))
                : JsonText.hex(out, at, in, from, length);
    }

    private static int bool(byte[] in, int from, int length, byte[] out, int at) {
        // RFC 7011 section 6.1.5: 1 is true, 2 is false, all other values are undefined.
        long value = length <= 8 ? Octets.unsigned(in, from, length) : 0;
        if (value == 1 || value == 2) {
            return JsonText.bool(out, at, value == 1);
        }
        return JsonText.hex(out, at, in, from, length);
    }

    private static int real(byte[] in, int from, int length, byte[] out, int at) {
        double value;
        if (length == 4) {
            value = Float.intBitsToFloat((int) Octets.u32(in, from));
        } else if (length == 8) {
            value = Double.longBitsToDouble(Octets.u64(in, from));
        } else {
            return JsonText.hex(out, at, in, from, length);
        }
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            return JsonText.copy(out, at, JsonText.ascii('"' + Double.toString(value) + '"'));
        }
        String text = length == 4 ? Float.toString((float) value) : Double.toString(value);
        return JsonText.copy(out, at, JsonText.ascii(text));
    }

    private static long extendSign(long value, int length) {
        int unused = 64 - 8 * length;
        return (value << unused) >> unused;
    }
}
