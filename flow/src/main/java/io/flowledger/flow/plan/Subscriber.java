package io.flowledger.flow.plan;

import io.flowledger.wire.cursor.Octets;

/**
 * The text by which a NAT names a subscriber: a name, {@code @} and the address before translation, such as
 * {@code USER1@10.10.0.123}. Stateless.
 */
final class Subscriber {
    private static final int IPV4_OCTETS = 4;
    private static final int IPV6_OCTETS = 16;
    private static final int GROUP_DIGITS = 4;

    private Subscriber() {}

    /** Octets of the name: those before the last {@code @}, all when there is none. */
    static int nameLength(byte[] in, int offset, int length) {
        for (int i = length - 1; i >= 0; i--) {
            if (in[offset + i] == '@') {
                return i;
            }
        }
        return length;
    }

    /** Appends the address behind the last {@code @} as {@link TailStep#address} does; returns the offset after it. */
    static int address(byte[] in, int offset, int length, byte[] out, int at) {
        int start = nameLength(in, offset, length) + 1;
        int end = Utf8.trimmedLength(in, offset, length);
        if (start < end) {
            // The octets go where they belong behind length and prefix, which are written when all are good.
            int octets = at + 8;
            if (ipv4(in, offset + start, offset + end, out, octets)) {
                return head(out, at, IPV4_OCTETS);
            }
            if (ipv6(in, offset + start, offset + end, out, octets)) {
                return head(out, at, IPV6_OCTETS);
            }
        }
        return TailStep.putLength(out, at, -1);
    }

    private static int head(byte[] out, int at, int octets) {
        TailStep.putAddressPrefix(out, TailStep.putLength(out, at, 4 + octets), octets);
        return at + 8 + octets;
    }

    private static boolean ipv4(byte[] in, int from, int to, byte[] out, int at) {
        int i = from;
        for (int octet = 0; octet < IPV4_OCTETS; octet++) {
            if (octet > 0 && (i >= to || in[i++] != '.')) {
                return false;
            }
            int value = 0;
            int first = i;
            while (i < to && in[i] >= '0' && in[i] <= '9' && i - first < 3) {
                value = 10 * value + in[i++] - '0';
            }
            if (i == first || value > 255) {
                return false;
            }
            Octets.putU8(out, at + octet, value);
        }
        return i == to;
    }

    /** Groups of hexadecimal digits with at most one gap (RFC 4291 section 2.2, forms 1 and 2). */
    private static boolean ipv6(byte[] in, int from, int to, byte[] out, int at) {
        int written = 0;
        int gap = -1;
        int i = from;
        while (i < to) {
            if (in[i] == ':') {
                boolean isGap = i + 1 < to && in[i + 1] == ':' && gap < 0;
                if (isGap) {
                    gap = written;
                    i += 2;
                    continue;
                }
                if (written == 0 || in[i - 1] == ':') {
                    return false;
                }
                i++;
            }
            int first = i;
            int value = 0;
            while (i < to && i - first < GROUP_DIGITS && Character.digit(in[i], 16) >= 0) {
                value = 16 * value + Character.digit(in[i++], 16);
            }
            if (i == first || written == IPV6_OCTETS || (i < to && in[i] != ':')) {
                return false;
            }
            Octets.putU16(out, at + written, value);
            written += 2;
        }
        if (gap < 0) {
            return written == IPV6_OCTETS;
        }
        int moved = written - gap;
        int filled = IPV6_OCTETS - written;
        if (filled <= 0) {
            return false;
        }
        for (int k = moved - 1; k >= 0; k--) {
            out[at + gap + filled + k] = out[at + gap + k];
        }
        for (int k = 0; k < filled; k++) {
            out[at + gap + k] = 0;
        }
        return true;
    }
}
