package io.flowledger.wire.registry;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What may be done with the values of an Information Element (RFC 7012 section 3.2), with their numbers in RFC
 * 5610's informationElementSemantics.
 */
public enum Semantics {
    /** Nothing is said. */
    DEFAULT("default", 0),
    /** A measured value, not a count. */
    QUANTITY("quantity", 1),
    /** Counts since the start of metering. */
    TOTAL_COUNTER("totalCounter", 2),
    /** Counts since the last report: may be summed. */
    DELTA_COUNTER("deltaCounter", 3),
    /** A number that names something: arithmetic has no meaning. */
    IDENTIFIER("identifier", 4),
    /** Bits with a meaning each. */
    FLAGS("flags", 5),
    /** A list (RFC 6313). */
    LIST("list", 6),
    /** An SNMP counter (RFC 8038). */
    SNMP_COUNTER("snmpCounter", 7),
    /** An SNMP gauge (RFC 8038). */
    SNMP_GAUGE("snmpGauge", 8);

    private final String ianaName;
    private final int number;

    Semantics(String ianaName, int number) {
        this.ianaName = ianaName;
        this.number = number;
    }

    /** The name in IANA's registry, such as {@code deltaCounter}. */
    public String ianaName() {
        return ianaName;
    }

    /** The number in RFC 5610's informationElementSemantics. */
    public int number() {
        return number;
    }

    /** The semantics with an IANA name, letter case aside; an empty name is the default; or null. */
    public static @Nullable Semantics named(String ianaName) {
        if (ianaName.isEmpty()) {
            return DEFAULT;
        }
        String wanted = ianaName.toLowerCase(Locale.ROOT);
        for (Semantics semantics : values()) {
            if (semantics.ianaName.toLowerCase(Locale.ROOT).equals(wanted)) {
                return semantics;
            }
        }
        return null;
    }

    /** The semantics with a number in RFC 5610's informationElementSemantics, or null. */
    public static @Nullable Semantics ofNumber(int number) {
        for (Semantics candidate : values()) {
            if (candidate.number == number) {
                return candidate;
            }
        }
        return null;
    }
}
