package io.flowledger.store.filter;

import io.flowledger.flow.batch.AddressText;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * An address with the number of its bits that count; a host address counts all of them.
 */
final class Prefix {
    private static final int IPV4_OCTETS = 4;
    private static final int IPV6_OCTETS = 16;
    private static final int GROUPS = 8;

    private final byte[] octets;
    private final int length;

    /** Of 4 or 16 octets, of which the bits beyond {@code length} are left out. */
    Prefix(byte[] address, int length) {
        this.octets = address.clone();
        this.length = length;
        if ((octets.length != IPV4_OCTETS && octets.length != IPV6_OCTETS)
                || length < 0
                || length > octets.length * 8) {
            throw new IllegalArgumentException(octets.length + " octets, prefix length " + length);
        }
        for (int bit = length; bit < octets.length * 8; bit++) {
            octets[bit / 8] &= (byte) ~(0x80 >> bit % 8);
        }
    }

    boolean isHost() {
        return length == octets.length * 8;
    }

    /** Reads {@code 192.0.2.1}, {@code 10.0.0.0/8}, {@code 172.16/12} or their like of IPv6; null when it is none. */
    static @Nullable Prefix parse(String text) {
        int slash = text.indexOf('/');
        String address = slash < 0 ? text : text.substring(0, slash);
        byte[] octets = address.indexOf(':') >= 0 ? ipv6(address) : ipv4(address, slash >= 0);
        if (octets == null) {
            return null;
        }
        int length = slash < 0 ? octets.length * 8 : number(text.substring(slash + 1), octets.length * 8);
        return length < 0 ? null : new Prefix(octets, length);
    }

    private static byte @Nullable [] ipv4(String text, boolean mayBeShort) {
        String[] parts = text.split("\\.", -1);
        if (parts.length > IPV4_OCTETS || (parts.length < IPV4_OCTETS && !mayBeShort)) {
            return null;
        }
        byte[] octets = new byte[IPV4_OCTETS];
        for (int i = 0; i < parts.length; i++) {
            int value = number(parts[i], 255);
            if (value < 0) {
                return null;
            }
            octets[i] = (byte) value;
        }
        return octets;
    }

    private static byte @Nullable [] ipv6(String text) {
        int gap = text.indexOf("::");
        if (gap < 0) {
            int[] groups = groups(text);
            return groups != null && groups.length == GROUPS ? octets(groups, new int[0]) : null;
        }
        int[] before = groups(text.substring(0, gap));
        int[] after = groups(text.substring(gap + 2));
        return before == null || after == null || before.length + after.length >= GROUPS ? null : octets(before, after);
    }

    private static byte[] octets(int[] before, int[] after) {
        byte[] octets = new byte[IPV6_OCTETS];
        for (int i = 0; i < before.length; i++) {
            put(octets, i, before[i]);
        }
        for (int i = 0; i < after.length; i++) {
            put(octets, GROUPS - after.length + i, after[i]);
        }
        return octets;
    }

    private static void put(byte[] octets, int group, int value) {
        octets[2 * group] = (byte) (value >> 8);
        octets[2 * group + 1] = (byte) value;
    }

    /** Groups with : between, the last two perhaps as an IPv4 address; null when it is none. */
    private static int @Nullable [] groups(String text) {
        if (text.isEmpty()) {
            return new int[0];
        }
        String[] parts = text.split(":", -1);
        int[] groups = new int[GROUPS + 1];
        int count = 0;
        for (int i = 0; i < parts.length; i++) {
            if (count >= GROUPS) {
                return null;
            }
            if (i == parts.length - 1 && parts[i].indexOf('.') >= 0) {
                byte[] tail = ipv4(parts[i], false);
                if (tail == null) {
                    return null;
                }
                groups[count++] = (tail[0] & 0xFF) << 8 | (tail[1] & 0xFF);
                groups[count++] = (tail[2] & 0xFF) << 8 | (tail[3] & 0xFF);
            } else if (parts[i].matches("[0-9a-fA-F]{1,4}")) {
                groups[count++] = Integer.parseInt(parts[i], 16);
            } else {
                return null;
            }
        }
        return count > GROUPS ? null : Arrays.copyOf(groups, count);
    }

    private static int number(String digits, int most) {
        if (!digits.matches("[0-9]{1,3}")) {
            return -1;
        }
        int value = Integer.parseInt(digits);
        return value > most ? -1 : value;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Prefix prefix && length == prefix.length && Arrays.equals(octets, prefix.octets);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(octets) + length;
    }

    /** As PostgreSQL reads it. */
    @Override
    public String toString() {
        return AddressText.of(octets) + (isHost() ? "" : "/" + length);
    }
}
