package io.flowledger.store.rollup;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A key with its sums, apart from the tables that they were made in. Immutable. */
final class KeySum {
    private static final int HALF_BITS = 64;
    private static final BigInteger LOW_HALF =
            BigInteger.ONE.shiftLeft(HALF_BITS).subtract(BigInteger.ONE);

    private final byte[] exporter;
    private final byte[] @Nullable [] values;
    private final long[] sums;
    private final String identity;

    /**
     * @param exporter the cell of its address
     * @param values the cells of the other values of the key
     * @param sums as an entry of {@link KeySums}
     */
    KeySum(byte[] exporter, byte[] @Nullable [] values, long[] sums) {
        this.exporter = exporter;
        this.values = values;
        this.sums = sums;
        StringBuilder text = new StringBuilder(new String(exporter, StandardCharsets.ISO_8859_1));
        for (byte @Nullable [] value : values) {
            text.append(value == null ? "" : (char) (value.length + 1));
            text.append(value == null ? (char) 0 : new String(value, StandardCharsets.ISO_8859_1));
        }
        this.identity = text.toString();
    }

    byte[] exporter() {
        return exporter;
    }

    byte @Nullable [] value(int place) {
        return values[place];
    }

    long[] sums() {
        return sums;
    }

    /** The same for two of the same dimension only when their keys are. */
    String identity() {
        return identity;
    }

    long flows() {
        return sums[KeySums.FLOWS];
    }

    long unscaledFlows() {
        return sums[KeySums.UNSCALED_FLOWS];
    }

    /** One of the sums of two halves. */
    BigInteger sum(int at) {
        return sum(sums, at);
    }

    static BigInteger sum(long[] entries, int at) {
        long high = entries[at];
        long low = entries[at + 1];
        return high == low >> (HALF_BITS - 1)
                ? BigInteger.valueOf(low)
                : BigInteger.valueOf(high)
                        .shiftLeft(HALF_BITS)
                        .add(BigInteger.valueOf(low).and(LOW_HALF));
    }
}
