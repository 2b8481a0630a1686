package io.flowledger.flow.plan;

/** UTF-8 as it comes from exporters: checked against RFC 3629 section 4, what is not valid becomes U+FFFD. */
final class Utf8 {
    private static final int REPLACEMENT_OCTETS = 3;

    private Utf8() {}

    /** Octets of the valid sequence at {@code i}, 1 to 4; 0 when there is none before {@code end}. */
    static int sequenceLength(byte[] in, int i, int end) {
        int first = in[i] & 0xFF;
        if (first < 0x80) {
            return 1;
        }
        if (first >= 0xC2 && first <= 0xDF) {
            return tail(in, i + 1, end, 0x80, 0xBF) ? 2 : 0;
        }
        if (first >= 0xE0 && first <= 0xEF) {
            int low = first == 0xE0 ? 0xA0 : 0x80;
            int high = first == 0xED ? 0x9F : 0xBF;
            return tail(in, i + 1, end, low, high) && tail(in, i + 2, end, 0x80, 0xBF) ? 3 : 0;
        }
        if (first >= 0xF0 && first <= 0xF4) {
            int low = first == 0xF0 ? 0x90 : 0x80;
            int high = first == 0xF4 ? 0x8F : 0xBF;
            return tail(in, i + 1, end, low, high)
                            && tail(in, i + 2, end, 0x80, 0xBF)
                            && tail(in, i + 3, end, 0x80, 0xBF)
                    ? 4
                    : 0;
        }
        return 0;
    }

    private static boolean tail(byte[] in, int i, int end, int low, int high) {
        return i < end && (in[i] & 0xFF) >= low && (in[i] & 0xFF) <= high;
    }

    static int copy(byte[] out, int at, byte[] in, int from, int length) {
        for (int i = 0; i < length; i++) {
            out[at + i] = in[from + i];
        }
        return at + length;
    }

    static int replacement(byte[] out, int at) {
        out[at] = (byte) 0xEF;
        out[at + 1] = (byte) 0xBF;
        out[at + 2] = (byte) 0xBD;
        return at + REPLACEMENT_OCTETS;
    }

    /** Octets without those of value 0 that fill a fixed-length field up. */
    static int trimmedLength(byte[] in, int from, int length) {
        int trimmed = length;
        while (trimmed > 0 && in[from + trimmed - 1] == 0) {
            trimmed--;
        }
        return trimmed;
    }

    /** Writes {@code length} octets as text that PostgreSQL accepts; returns the offset after it. */
    static int text(byte[] out, int at, byte[] in, int from, int length) {
        int end = from + length;
        int o = at;
        for (int i = from; i < end; ) {
            int taken = in[i] == 0 ? 0 : sequenceLength(in, i, end);
            o = taken == 0 ? replacement(out, o) : copy(out, o, in, i, taken);
            i += Math.max(taken, 1);
        }
        return o;
    }
}
