package io.flowledger.source;

import java.time.Instant;

/**
 * Nanoseconds since 1970 without an allocation: the system's time, carried on by the monotonic clock and set right each
 * second. One thread.
 */
final class WallClock {
    private static final long RESYNC_NANOS = 1_000_000_000L;

    private long wallNanos;
    private long nanoTime;

    WallClock() {
        resync(System.nanoTime());
    }

    /** Now. */
    long nanos() {
        long now = System.nanoTime();
        if (now - nanoTime >= RESYNC_NANOS) {
            resync(now);
        }
        return wallNanos + (now - nanoTime);
    }

    private void resync(long now) {
        Instant instant = Instant.now();
        wallNanos = instant.getEpochSecond() * 1_000_000_000L + instant.getNano();
        nanoTime = now;
    }
}
