package io.flowledger.generate;

/**
 * Ranks of which the r-th comes with a probability in proportion to r^-s: few hosts have most of the flows. Drawn in constant
 * time by Walker's alias method (Vose 1991).
 *
 * <p>Immutable.
 */
final class ZipfDistribution {
    /** For each slot: the chance to stay in it as a 32-bit fraction, and below that the rank taken otherwise. */
    private final long[] slots;

    /**
     * @param ranks at least 1
     * @param exponent s, 0 for all alike
     */
    ZipfDistribution(int ranks, double exponent) {
        double[] weight = new double[ranks];
        double sum = 0;
        for (int i = 0; i < ranks; i++) {
            weight[i] = 1 / StrictMath.pow(i + 1.0, exponent);
            sum += weight[i];
        }
        slots = new long[ranks];
        int[] small = new int[ranks];
        int[] large = new int[ranks];
        int smallCount = 0;
        int largeCount = 0;
        for (int i = 0; i < ranks; i++) {
            weight[i] *= ranks / sum;
            if (weight[i] < 1) {
                small[smallCount++] = i;
            } else {
                large[largeCount++] = i;
            }
        }
        while (smallCount > 0 && largeCount > 0) {
            int less = small[--smallCount];
            int more = large[largeCount - 1];
            slots[less] = slot(weight[less], more);
            weight[more] -= 1 - weight[less];
            if (weight[more] < 1) {
                largeCount--;
                small[smallCount++] = more;
            }
        }
        while (smallCount > 0) {
            int full = small[--smallCount];
            slots[full] = slot(1, full);
        }
        while (largeCount > 0) {
            int full = large[--largeCount];
            slots[full] = slot(1, full);
        }
    }

    private static long slot(double stay, int alias) {
        long fraction = Math.min(0xffff_ffffL, (long) (stay * 0x1p32));
        return fraction << 32 | alias;
    }

    /** A rank from 0 on, the most frequent first, chosen by 64 random bits. */
    int rank(long bits) {
        int index = RandomBits.scale(bits, slots.length);
        long slot = slots[index];
        return (bits & 0xffff_ffffL) <= slot >>> 32 ? index : (int) slot;
    }
}
