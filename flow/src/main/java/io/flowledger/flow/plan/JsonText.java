package io.flowledger.flow.plan;

import io.flowledger.wire.cursor.Octets;

/**
 * JSON written as UTF-8 octets into an array, without allocation: strings, numbers, addresses and times.
 *
 * <p>Each method writes at {@code at} and returns the offset after what it wrote; the caller has made room, at most
 * {@link #STRING_FACTOR} octets for an octet of a string. PostgreSQL's jsonb cannot hold U+0000, so it becomes U+FFFD, as do
 * octets that are not UTF-8 (RFC 3629).
 */
final class JsonText {
    /** The most octets that one octet of a string can become: an escaped control character. */
    static final int STRING_FACTOR = 6;

    /** Room for any value that is not a string or octets. */
    static final int SCALAR_OCTETS = 48;

    private static final byte[] HEX = ascii("0123456789abcdef");
    private static final byte[] TRUE = ascii("true");
    private static final byte[] FALSE = ascii("false");
    private static final byte[] NULL = ascii("null");
    private static final byte[] MAPPED = ascii("::ffff:");
    /** Powers of ten. */
    private static final long[] TENS = tens();

    private static final long MICROS_PER_DAY = 86_400_000_000L;

    /** Days from 0000-03-01 to 2000-01-01 in the proleptic Gregorian calendar. */
    private static final long DAYS_TO_2000 = 730_425;

    private JsonText() {}

    private static long[] tens() {
        long[] tens = new long[19];
        tens[0] = 1;
        for (int i = 1; i < tens.length; i++) {
            tens[i] = 10 * tens[i - 1];
        }
        return tens;
    }

    static byte[] ascii(String text) {
        return text.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    }

    static int copy(byte[] out, int at, byte[] text) {
        System.arraycopy(text, 0, out, at, text.length);
        return at + text.length;
    }

    static int nullValue(byte[] out, int at) {
        return copy(out, at, NULL);
    }

    static int bool(byte[] out, int at, boolean value) {
        return copy(out, at, value ? TRUE : FALSE);
    }

    /** A decimal number of the 64 bits taken as unsigned. */
    static int unsigned(byte[] out, int at, long value) {
        int start = at;
        long rest = value;
        if (rest < 0) {
            long quotient = Long.divideUnsigned(rest, 10);
            int digits = decimals(quotient);
            int end = digits(out, at, quotient, digits);
            out[end] = (byte) ('0' + (rest - quotient * 10));
            return end + 1;
        }
        return digits(out, start, rest, decimals(rest));
    }

    static int signed(byte[] out, int at, long value) {
        if (value >= 0) {
            return unsigned(out, at, value);
        }
        out[at] = '-';
        return unsigned(out, at + 1, -value);
    }

    /** A quoted run of hexadecimal digits. */
    static int hex(byte[] out, int at, byte[] in, int from, int length) {
        int o = at;
        out[o++] = '"';
        for (int i = from; i < from + length; i++) {
            o = hexOctet(out, o, in[i]);
        }
        out[o++] = '"';
        return o;
    }

    /** A quoted MAC address: six pairs with colons. */
    static int mac(byte[] out, int at, byte[] in, int from) {
        int o = at;
        out[o++] = '"';
        for (int i = 0; i < 6; i++) {
            if (i > 0) {
                out[o++] = ':';
            }
            o = hexOctet(out, o, in[from + i]);
        }
        out[o++] = '"';
        return o;
    }

    /** A quoted IPv4 address. */
    static int ipv4(byte[] out, int at, byte[] in, int from) {
        int o = at;
        out[o++] = '"';
        o = dotted(out, o, in, from);
        out[o++] = '"';
        return o;
    }

    private static int dotted(byte[] out, int at, byte[] in, int from) {
        int o = at;
        for (int i = 0; i < 4; i++) {
            if (i > 0) {
                out[o++] = '.';
            }
            int octet = Octets.u8(in, from + i);
            if (octet >= 100) {
                out[o++] = (byte) ('0' + octet / 100);
            }
            if (octet >= 10) {
                out[o++] = (byte) ('0' + octet / 10 % 10);
            }
            out[o++] = (byte) ('0' + octet % 10);
        }
        return o;
    }

    /**
     * A quoted IPv6 address in the recommended form (RFC 5952 sections 4 and 5): the longest run of zero groups is left out,
     * and an IPv4-mapped address ends in dotted form.
     */
    static int ipv6(byte[] out, int at, byte[] in, int from) {
        int longestStart = -1;
        int longestLength = 1;
        for (int group = 0; group < 8; ) {
            int run = zeroGroups(in, from, group);
            if (run > longestLength) {
                longestStart = group;
                longestLength = run;
            }
            group += Math.max(run, 1);
        }
        int o = at;
        out[o++] = '"';
        if (longestStart == 0 && longestLength == 5 && Octets.u16(in, from + 10) == 0xFFFF) {
            o = copy(out, o, MAPPED);
            o = dotted(out, o, in, from + 12);
            out[o++] = '"';
            return o;
        }
        for (int group = 0; group < 8; group++) {
            if (group == longestStart) {
                out[o++] = ':';
                out[o++] = ':';
                group += longestLength - 1;
                continue;
            }
            if (group > 0 && group != longestStart + longestLength) {
                out[o++] = ':';
            }
            o = hexGroup(out, o, Octets.u16(in, from + 2 * group));
        }
        out[o++] = '"';
        return o;
    }

    private static int zeroGroups(byte[] in, int from, int group) {
        int run = 0;
        while (group + run < 8 && Octets.u16(in, from + 2 * (group + run)) == 0) {
            run++;
        }
        return run;
    }

    private static int hexGroup(byte[] out, int at, int group) {
        int o = at;
        boolean leading = true;
        for (int shift = 12; shift >= 0; shift -= 4) {
            int digit = (group >>> shift) & 0xF;
            leading &= digit == 0 && shift > 0;
            if (!leading) {
                out[o++] = HEX[digit];
            }
        }
        return o;
    }

    /** A quoted time in ISO 8601, UTC, with microseconds: {@code "2026-11-24T05:00:00.000000Z"}. */
    static int time(byte[] out, int at, long microsSince2000) {
        long days = Math.floorDiv(microsSince2000, MICROS_PER_DAY);
        long micros = Math.floorMod(microsSince2000, MICROS_PER_DAY);
        // Days since 0000-03-01 to a civil date: years begin in March, so that the leap day is a year's last.
        long z = days + DAYS_TO_2000;
        long era = Math.floorDiv(z, 146_097);
        long dayOfEra = z - era * 146_097;
        long yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
        long dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        long monthFromMarch = (5 * dayOfYear + 2) / 153;
        long day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1;
        long month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
        long year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
        int o = at;
        out[o++] = '"';
        o = digits(out, o, year, 4);
        out[o++] = '-';
        o = digits(out, o, month, 2);
        out[o++] = '-';
        o = digits(out, o, day, 2);
        out[o++] = 'T';
        o = digits(out, o, micros / 3_600_000_000L, 2);
        out[o++] = ':';
        o = digits(out, o, micros / 60_000_000 % 60, 2);
        out[o++] = ':';
        o = digits(out, o, micros / 1_000_000 % 60, 2);
        out[o++] = '.';
        o = digits(out, o, micros % 1_000_000, 6);
        out[o++] = 'Z';
        out[o++] = '"';
        return o;
    }

    /** A quoted string of {@code length} octets of UTF-8. */
    static int string(byte[] out, int at, byte[] in, int from, int length) {
        int end = from + length;
        int o = at;
        out[o++] = '"';
        for (int i = from; i < end; ) {
            int octet = in[i] & 0xFF;
            if (octet >= 0x80 || octet == 0) {
                int taken = octet == 0 ? 0 : Utf8.sequenceLength(in, i, end);
                o = taken == 0 ? Utf8.replacement(out, o) : Utf8.copy(out, o, in, i, taken);
                i += Math.max(taken, 1);
            } else {
                o = asciiCharacter(out, o, octet);
                i++;
            }
        }
        out[o++] = '"';
        return o;
    }

    private static int asciiCharacter(byte[] out, int at, int character) {
        int o = at;
        if (character == '"' || character == '\\') {
            out[o++] = '\\';
            out[o++] = (byte) character;
        } else if (character < 0x20) {
            out[o++] = '\\';
            out[o++] = 'u';
            out[o++] = '0';
            out[o++] = '0';
            o = hexOctet(out, o, (byte) character);
        } else {
            out[o++] = (byte) character;
        }
        return o;
    }

    private static int hexOctet(byte[] out, int at, byte octet) {
        out[at] = HEX[(octet >>> 4) & 0xF];
        out[at + 1] = HEX[octet & 0xF];
        return at + 2;
    }

    private static int decimals(long value) {
        int digits = 1;
        while (digits < TENS.length && value >= TENS[digits]) {
            digits++;
        }
        return digits;
    }

    private static int digits(byte[] out, int at, long value, int digits) {
        long rest = value;
        for (int i = at + digits - 1; i >= at; i--) {
            out[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        return at + digits;
    }
}
