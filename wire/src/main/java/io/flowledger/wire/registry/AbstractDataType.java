package io.flowledger.wire.registry;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The abstract data types of Information Elements (RFC 7012 section 3.1, lists from RFC 6313), with their numbers
 * in RFC 5610's informationElementDataType.
 */
public enum AbstractDataType {
    /** Any octets. */
    OCTET_ARRAY("octetArray", -1, 0),
    /** Unsigned integer up to 1 octet. */
    UNSIGNED8("unsigned8", 1, 1),
    /** Unsigned integer up to 2 octets. */
    UNSIGNED16("unsigned16", 2, 2),
    /** Unsigned integer up to 4 octets. */
    UNSIGNED32("unsigned32", 4, 3),
    /** Unsigned integer up to 8 octets. */
    UNSIGNED64("unsigned64", 8, 4),
    /** Signed integer of 1 octet. */
    SIGNED8("signed8", 1, 5),
    /** Signed integer up to 2 octets. */
    SIGNED16("signed16", 2, 6),
    /** Signed integer up to 4 octets. */
    SIGNED32("signed32", 4, 7),
    /** Signed integer up to 8 octets. */
    SIGNED64("signed64", 8, 8),
    /** IEEE 754 single precision. */
    FLOAT32("float32", 4, 9),
    /** IEEE 754 double precision, may be sent as single precision. */
    FLOAT64("float64", 8, 10),
    /** 1 is true, 2 is false. */
    BOOLEAN("boolean", 1, 11),
    /** EUI-48. */
    MAC_ADDRESS("macAddress", 6, 12),
    /** UTF-8. */
    STRING("string", -1, 13),
    /** Seconds since 1970, unsigned 32 bits. */
    DATE_TIME_SECONDS("dateTimeSeconds", 4, 14),
    /** Milliseconds since 1970, unsigned 64 bits. */
    DATE_TIME_MILLISECONDS("dateTimeMilliseconds", 8, 15),
    /** NTP timestamp of microsecond precision: seconds since 1900 and a binary fraction, 32 bits each. */
    DATE_TIME_MICROSECONDS("dateTimeMicroseconds", 8, 16),
    /** NTP timestamp: seconds since 1900 and a binary fraction, 32 bits each. */
    DATE_TIME_NANOSECONDS("dateTimeNanoseconds", 8, 17),
    /** IPv4 address. */
    IPV4_ADDRESS("ipv4Address", 4, 18),
    /** IPv6 address. */
    IPV6_ADDRESS("ipv6Address", 16, 19),
    /** List of values of one element (RFC 6313 section 4.5.1). */
    BASIC_LIST("basicList", -1, 20),
    /** List of records of one template (RFC 6313 section 4.5.2). */
    SUB_TEMPLATE_LIST("subTemplateList", -1, 21),
    /** List of records of several templates (RFC 6313 section 4.5.3). */
    SUB_TEMPLATE_MULTI_LIST("subTemplateMultiList", -1, 22),
    /** Unsigned integer up to 32 octets (RFC 9740 section 6). */
    UNSIGNED256("unsigned256", 32, 23);

    private static final Map<String, AbstractDataType> BY_NAME = byLowerCaseName();

    private final String ianaName;
    private final int fullLength;
    private final int number;

    AbstractDataType(String ianaName, int fullLength, int number) {
        this.number = number;
        this.ianaName = ianaName;
        this.fullLength = fullLength;
    }

    /** The name in IANA's registry, such as {@code dateTimeSeconds}. */
    public String ianaName() {
        return ianaName;
    }

    /** The number in RFC 5610's informationElementDataType. */
    public int number() {
        return number;
    }

    /** Octets of a value that is not of reduced size, or -1 where any length is right. */
    public int fullLength() {
        return fullLength;
    }

    /** Whether it is an unsigned integer, which may be sent with fewer octets (RFC 7011 section 6.2). */
    public boolean isUnsigned() {
        return this == UNSIGNED8
                || this == UNSIGNED16
                || this == UNSIGNED32
                || this == UNSIGNED64
                || this == UNSIGNED256;
    }

    /** Whether it is a signed integer, which may be sent with fewer octets (RFC 7011 section 6.2). */
    public boolean isSigned() {
        return this == SIGNED8 || this == SIGNED16 || this == SIGNED32 || this == SIGNED64;
    }

    /** The type with an IANA name, letter case aside, or null. */
    public static @Nullable AbstractDataType named(String ianaName) {
        return BY_NAME.get(ianaName.toLowerCase(Locale.ROOT));
    }

    /** The type with a number in RFC 5610's informationElementDataType, or null. */
    public static @Nullable AbstractDataType ofNumber(int number) {
        for (AbstractDataType candidate : values()) {
            if (candidate.number == number) {
                return candidate;
            }
        }
        return null;
    }

    private static Map<String, AbstractDataType> byLowerCaseName() {
        Map<String, AbstractDataType> map = new HashMap<>();
        for (AbstractDataType type : values()) {
            map.put(type.ianaName.toLowerCase(Locale.ROOT), type);
        }
        return Map.copyOf(map);
    }
}
