package io.flowledger.store.connect;

import java.util.random.RandomGenerator;

/**
 * How long to wait between attempts: from 100 ms, doubling to 10 s, each shortened at random by up to a half so that
 * programs that lost the same database do not come back at the same instant. Not thread safe.
 */
public final class Backoff {
    private static final long FIRST_NANOS = 100_000_000L;
    private static final long LONGEST_NANOS = 10_000_000_000L;

    private final RandomGenerator random;
    private long nextNanos = FIRST_NANOS;

    /** A schedule that begins with the shortest wait. */
    public Backoff(RandomGenerator random) {
        this.random = random;
    }

    /** The next wait, nanoseconds. */
    public long next() {
        long whole = nextNanos;
        nextNanos = Math.min(LONGEST_NANOS, nextNanos * 2);
        return whole - random.nextLong(whole / 2 + 1);
    }

    /** Begins with the shortest wait again. */
    public void reset() {
        nextNanos = FIRST_NANOS;
    }
}
