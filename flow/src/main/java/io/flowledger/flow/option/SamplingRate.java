package io.flowledger.flow.option;

import io.flowledger.wire.cursor.Octets;

/** One packet in how many is seen, from the numbers in which exporters say it; rounded to the nearest. 0 is no answer. */
public final class SamplingRate {
    private SamplingRate() {}

    /** {@code interval} of each {@code interval + space} packets or microseconds are seen (RFC 5476 section 6.5.2.1 and 2). */
    public static long ofSpace(long interval, long space) {
        if (interval <= 0 || space < 0 || interval + space < 0) {
            return 0;
        }
        return rounded(interval + space, interval);
    }

    /** {@code size} of each {@code population} packets are seen (RFC 5476 section 6.5.2.3). */
    public static long ofPopulation(long size, long population) {
        return size <= 0 || population < size ? 0 : rounded(population, size);
    }

    /** A packet is seen with the probability that stands here as a float of 4 or 8 octets (RFC 5476 section 6.5.2.4). */
    public static long ofProbability(byte[] in, int offset, int length) {
        return switch (length) {
            case 4 -> ofProbability(Float.intBitsToFloat((int) Octets.u32(in, offset)));
            case 8 -> ofProbability(Double.longBitsToDouble(Octets.u64(in, offset)));
            default -> 0;
        };
    }

    private static long ofProbability(double probability) {
        return probability > 0 && probability <= 1 ? Math.round(1 / probability) : 0;
    }

    private static long rounded(long whole, long part) {
        return whole / part + (whole % part > (part - 1) / 2 ? 1 : 0);
    }
}
