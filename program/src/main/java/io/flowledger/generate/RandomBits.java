package io.flowledger.generate;

/**
 * SplitMix64 (Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators, 2014): written out, so that a seed gives the
 * same datagrams on every Java.
 *
 * <p>One thread.
 */
final class RandomBits {
    private static final long GAMMA = 0x9e37_79b9_7f4a_7c15L;

    private long state;

    RandomBits(long seed) {
        this.state = seed;
    }

    /** 64 random bits. */
    long next() {
        state += GAMMA;
        return mix(state);
    }

    /** A number within [0, {@code bound}). */
    int next(int bound) {
        return scale(next(), bound);
    }

    /** The high 32 bits as a number within [0, {@code bound}), which is positive. */
    static int scale(long bits, int bound) {
        return (int) (((bits >>> 32) * bound) >>> 32);
    }

    /** Scatters the bits of a number; different numbers stay different. */
    static long mix(long value) {
        long z = (value ^ (value >>> 30)) * 0xbf58_476d_1ce4_e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d0_49bb_1331_11ebL;
        return z ^ (z >>> 31);
    }
}
