package io.flowledger.wire.registry;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What the values of an Information Element count or measure: IANA's "IPFIX Information Element Units" (RFC 7012 section 3.3). */
public enum Units {
    /** Nothing, or nothing is said. */
    NONE("none", 0),
    /** Bits. */
    BITS("bits", 1),
    /** Octets. */
    OCTETS("octets", 2),
    /** Packets. */
    PACKETS("packets", 3),
    /** Flows. */
    FLOWS("flows", 4),
    /** Seconds. */
    SECONDS("seconds", 5),
    /** Milliseconds. */
    MILLISECONDS("milliseconds", 6),
    /** Microseconds. */
    MICROSECONDS("microseconds", 7),
    /** Nanoseconds. */
    NANOSECONDS("nanoseconds", 8),
    /** Words of four octets, as the IPv4 header length. */
    FOUR_OCTET_WORDS("4-octet words", 9),
    /** IPFIX Messages. */
    MESSAGES("messages", 10),
    /** Hops, as the time to live. */
    HOPS("hops", 11),
    /** Labels of a stack, addresses of a pool and the like. */
    ENTRIES("entries", 12),
    /** Layer 2 frames. */
    FRAMES("frames", 13),
    /** Transport ports. */
    PORTS("ports", 14),
    /** Those of the element that another field of the record names. */
    INFERRED("inferred", 15);

    private final String ianaName;
    private final int number;

    Units(String ianaName, int number) {
        this.ianaName = ianaName;
        this.number = number;
    }

    /** The name in IANA's registry, such as {@code octets}. */
    public String ianaName() {
        return ianaName;
    }

    /** The number in RFC 5610's informationElementUnits. */
    public int number() {
        return number;
    }

    /** The units with an IANA name, letter case aside; an empty name is none; or null. */
    public static @Nullable Units named(String ianaName) {
        if (ianaName.isEmpty()) {
            return NONE;
        }
        String wanted = ianaName.toLowerCase(Locale.ROOT);
        for (Units units : values()) {
            if (units.ianaName.equals(wanted)) {
                return units;
            }
        }
        return null;
    }

    /** The units with a number in RFC 5610's informationElementUnits, or null. */
    public static @Nullable Units ofNumber(int number) {
        for (Units units : values()) {
            if (units.number == number) {
                return units;
            }
        }
        return null;
    }
}
