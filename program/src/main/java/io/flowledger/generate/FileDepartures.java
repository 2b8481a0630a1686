package io.flowledger.generate;

/**
 * Times for a file, where nobody waits: gaps of the rate's mean, each between half and one and a half of it.
 *
 * <p>Apart from the flows' random numbers, so that a rate does not change the flows.
 */
public final class FileDepartures implements Departures {
    private final long startNanos;
    private final long durationNanos;
    private final Rate rate;
    private final RandomBits random;
    private double elapsedNanos;
    private boolean begun;

    /** Times from {@code startNanos} on, for {@code durationNanos}. */
    public FileDepartures(long startNanos, long durationNanos, Rate rate, long seed) {
        this.startNanos = startNanos;
        this.durationNanos = durationNanos;
        this.rate = rate;
        this.random = new RandomBits(~seed);
    }

    @Override
    public long startNanos() {
        return startNanos;
    }

    @Override
    public long next(long lastRecords) {
        if (begun) {
            double spread = 0.5 + (random.next() >>> 11) * 0x1p-53;
            elapsedNanos += rate.gapNanos(lastRecords) * spread;
        }
        begun = true;
        return elapsedNanos < durationNanos ? startNanos + (long) elapsedNanos : OVER;
    }
}
