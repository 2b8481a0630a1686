package io.flowledger.flow.option;

import io.flowledger.wire.cursor.Octets;

/**
 * Ids of applications (element 95; RFC 6759 section 4): an octet for the classification engine, then its selector. Engine 20 has an
 * enterprise number of four octets between the two, so that an id may have nine octets, as Fortinet's do.
 *
 * <p>As a number an id is its octets; of nine octets those after the engine, which always is 20. An exporter uses one width.
 */
public final class ApplicationId {
    /** Octets of an engine, an enterprise number and a selector. */
    public static final int MAXIMUM_OCTETS = 9;

    private static final int ENTERPRISE_OCTETS = 4;
    private static final int BY_ENTERPRISE = 20;

    private ApplicationId() {}

    /** Whether ids of {@code length} octets can be kept as numbers. */
    public static boolean fits(byte[] in, int offset, int length) {
        return (length >= 1 && length < MAXIMUM_OCTETS) || hasEnterprise(in, offset, length);
    }

    /** True for an engine, an enterprise and a selector in nine octets. */
    public static boolean hasEnterprise(byte[] in, int offset, int length) {
        return length == MAXIMUM_OCTETS && Octets.u8(in, offset) == BY_ENTERPRISE;
    }

    /** The id as a number, unsigned. */
    public static long number(byte[] in, int offset, int length) {
        return length == MAXIMUM_OCTETS ? Octets.u64(in, offset + 1) : Octets.unsigned(in, offset, length);
    }

    /** The id as options are kept by it: the number, or engine:enterprise:selector. */
    static String scope(byte[] in, int offset, int length) {
        if (hasEnterprise(in, offset, length)) {
            return BY_ENTERPRISE + ":" + Octets.u32(in, offset + 1) + ":"
                    + Octets.u32(in, offset + 1 + ENTERPRISE_OCTETS);
        }
        return Long.toUnsignedString(number(in, offset, length));
    }

    /** The number of an id that was kept as {@code scope}. */
    static long ofScope(String scope) {
        String[] parts = scope.split(":", 3);
        return parts.length < 3
                ? Long.parseUnsignedLong(scope)
                : (Long.parseLong(parts[1]) << 32) | Long.parseLong(parts[2]);
    }
}
