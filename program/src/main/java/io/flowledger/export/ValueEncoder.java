package io.flowledger.export;

import io.flowledger.wire.registry.AbstractDataType;
import io.flowledger.wire.registry.InformationElement;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Values as text or number to the octets of an Information Element (RFC 7011 section 6.1). Stateless. */
final class ValueEncoder {
    private static final long NTP_EPOCH_SECONDS = 2_208_988_800L;
    private static final int MAXIMUM_OCTETS = 60_000;

    private ValueEncoder() {}

    /** An unsigned number in its element's full length; null when it does not fit. */
    static @Nullable FieldValue unsigned(InformationElement element, long value) {
        int length = element.type().isUnsigned() ? Math.min(8, element.type().fullLength()) : 8;
        if (length < 8 && (value < 0 || value >>> (8 * length) != 0)) {
            return null;
        }
        return fixed(element, number(value, length));
    }

    /** An address. */
    static FieldValue address(InformationElement element, byte[] octets) {
        return fixed(element, octets);
    }

    /** Text in UTF-8; null when it is longer than a message can hold. */
    static @Nullable FieldValue text(InformationElement element, String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        return utf8.length > MAXIMUM_OCTETS ? null : new FieldValue(element, true, utf8);
    }

    /** A time as NTP timestamp, microseconds kept. */
    static FieldValue ntp(InformationElement element, Instant time) {
        return fixed(element, number(ntp(time), 8));
    }

    private static long ntp(Instant time) {
        long micros = time.getNano() / 1000;
        // Rounded up: who divides again gets the microsecond that it was.
        long fraction = ((micros << 32) + 999_999) / 1_000_000;
        return ((time.getEpochSecond() + NTP_EPOCH_SECONDS) << 32) | fraction;
    }

    /** Octets as they are. */
    static FieldValue fixed(InformationElement element, byte[] octets) {
        return new FieldValue(element, false, octets);
    }

    /**
     * A value of a JSON document, by the element's type, as {@code extra} has it; null when it cannot be written.
     *
     * @param text the number's digits, or the text
     */
    static @Nullable FieldValue ofDocument(InformationElement element, String text) {
        AbstractDataType type = element.type();
        try {
            return switch (type) {
                case UNSIGNED8, UNSIGNED16, UNSIGNED32, UNSIGNED64 -> unsigned(element, Long.parseUnsignedLong(text));
                case SIGNED8, SIGNED16, SIGNED32, SIGNED64 ->
                    fixed(element, number(Long.parseLong(text), type.fullLength()));
                case FLOAT32 -> fixed(element, number(Float.floatToIntBits(Float.parseFloat(text)), 4));
                case FLOAT64 -> fixed(element, number(Double.doubleToLongBits(Double.parseDouble(text)), 8));
                case BOOLEAN ->
                    text.equals("true") || text.equals("false")
                            ? fixed(element, number(text.equals("true") ? 1 : 2, 1))
                            : null;
                case MAC_ADDRESS -> fixed(element, HexFormat.ofDelimiter(":").parseHex(text));
                case IPV4_ADDRESS, IPV6_ADDRESS -> {
                    byte[] address = AddressOctets.of(text, type == AbstractDataType.IPV6_ADDRESS);
                    yield address.length == type.fullLength() ? fixed(element, address) : null;
                }
                case STRING -> text(element, text);
                case DATE_TIME_SECONDS ->
                    fixed(element, number(Instant.parse(text).getEpochSecond(), 4));
                case DATE_TIME_MILLISECONDS ->
                    fixed(element, number(Instant.parse(text).toEpochMilli(), 8));
                case DATE_TIME_MICROSECONDS, DATE_TIME_NANOSECONDS -> ntp(element, Instant.parse(text));
                case OCTET_ARRAY -> {
                    byte[] octets = HexFormat.of().parseHex(text);
                    yield octets.length > MAXIMUM_OCTETS ? null : new FieldValue(element, true, octets);
                }
                default -> null;
            };
        } catch (IllegalArgumentException | java.time.DateTimeException e) {
            // Octets of a length that the type cannot have are hexadecimal in the document.
            return null;
        }
    }

    private static byte[] number(long value, int length) {
        byte[] all = ByteBuffer.allocate(8).putLong(value).array();
        byte[] octets = new byte[length];
        System.arraycopy(all, 8 - length, octets, 0, length);
        return octets;
    }
}
