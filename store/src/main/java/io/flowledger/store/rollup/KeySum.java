package io.flowledger.store.rollup;

import java.math.BigInteger;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A key with its sums, apart from the tables that they were made in. Immutable. */
final class KeySum {
    private static final int HALF_BITS = 64;
    private static final BigInteger LOW_HALF =
            BigInteger.ONE.shiftLeft(HALF_BITS).subtract(BigInteger.ONE);

    private final byte[] exporter;
    private final byte[] @Nullable [] values;
    private final long[] entry;
    private final long[] highHalves;

    /**
     * @param exporter the cell of its address
     * @param values the cells of the other values of the key
     * @param entry as in {@link KeySums}
     * @param highHalves of its sums, as in {@link KeySums}
     */
    KeySum(byte[] exporter, byte[] @Nullable [] values, long[] entry, long[] highHalves) {
        this.exporter = exporter;
        this.values = values;
        this.entry = entry;
        this.highHalves = highHalves;
    }

    byte[] exporter() {
        return exporter;
    }

    byte @Nullable [] value(int place) {
        return values[place];
    }

    /** An order of keys of one dimension, by their octets. */
    int compareKey(KeySum other) {
        int order = Arrays.compareUnsigned(exporter, other.exporter);
        for (int i = 0; order == 0 && i < values.length; i++) {
            order = compare(values[i], other.values[i]);
        }
        return order;
    }

    private static int compare(byte @Nullable [] one, byte @Nullable [] other) {
        if (one == null || other == null) {
            return Boolean.compare(one != null, other != null);
        }
        return one.length != other.length
                ? Integer.compare(one.length, other.length)
                : Arrays.compareUnsigned(one, other);
    }

    long flows() {
        return entry[KeySums.FLOWS];
    }

    long unscaledFlows() {
        return entry[KeySums.UNSCALED_FLOWS];
    }

    long lowHalf(int sum) {
        return entry[sum];
    }

    long highHalf(int sum) {
        return highHalves[sum - KeySums.OCTETS];
    }

    /** One of the sums of two halves. */
    BigInteger sum(int sum) {
        long high = highHalf(sum);
        long low = lowHalf(sum);
        return high == low >> (HALF_BITS - 1)
                ? BigInteger.valueOf(low)
                : BigInteger.valueOf(high)
                        .shiftLeft(HALF_BITS)
                        .add(BigInteger.valueOf(low).and(LOW_HALF));
    }
}
