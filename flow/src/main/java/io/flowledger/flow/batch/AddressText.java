package io.flowledger.flow.batch;

import io.flowledger.wire.cursor.Octets;

/**
 * IP addresses as people and PostgreSQL write them: IPv6 in the recommended form (RFC 5952), where the JDK writes every group.
 */
public final class AddressText {
    private static final int IPV4_OCTETS = 4;
    private static final int IPV6_OCTETS = 16;
    private static final int GROUPS = 8;
    private static final int MAPPED_GROUPS = 6;
    private static final int MAPPED_PREFIX = 0xFFFF;

    private AddressText() {}

    /**
     * The text of an address.
     *
     * @throws IllegalArgumentException when there are neither 4 nor 16 octets
     */
    public static String of(byte[] octets) {
        return switch (octets.length) {
            case IPV4_OCTETS -> ipv4(octets, 0);
            case IPV6_OCTETS -> ipv6(octets);
            default -> throw new IllegalArgumentException("an address of " + octets.length + " octets");
        };
    }

    private static String ipv4(byte[] octets, int at) {
        return Octets.u8(octets, at) + "." + Octets.u8(octets, at + 1) + "." + Octets.u8(octets, at + 2) + "."
                + Octets.u8(octets, at + 3);
    }

    /** The longest run of two or more zero groups is left out, the first of several; mapped addresses end as IPv4. */
    private static String ipv6(byte[] octets) {
        if (zeroGroups(octets, 0) == MAPPED_GROUPS - 1 && Octets.u16(octets, IPV6_OCTETS - 6) == MAPPED_PREFIX) {
            return "::ffff:" + ipv4(octets, IPV6_OCTETS - IPV4_OCTETS);
        }
        int longestStart = GROUPS;
        int longest = 1;
        for (int group = 0; group < GROUPS; group++) {
            int run = zeroGroups(octets, group);
            if (run > longest) {
                longestStart = group;
                longest = run;
            }
        }
        StringBuilder text = new StringBuilder();
        for (int group = 0; group < GROUPS; group++) {
            if (group == longestStart) {
                text.append("::");
                group += longest - 1;
                continue;
            }
            if (group > 0 && text.charAt(text.length() - 1) != ':') {
                text.append(':');
            }
            text.append(Integer.toHexString(Octets.u16(octets, 2 * group)));
        }
        return text.toString();
    }

    private static int zeroGroups(byte[] octets, int from) {
        int run = 0;
        while (from + run < GROUPS && Octets.u16(octets, 2 * (from + run)) == 0) {
            run++;
        }
        return run;
    }
}
