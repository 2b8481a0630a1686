package io.flowledger.generate;

import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Times of now: waits for the rate's next datagram. Whoever was held up does not catch up with more than a few milliseconds
 * of datagrams at once, which a receiver's buffer would have to hold; the rate is a little lower then.
 */
public final class LiveDepartures implements Departures {
    private static final long MOST_BEHIND_NANOS = 2_000_000;
    private static final long LEAST_PARK_NANOS = 200_000;
    private static final long MOST_PARK_NANOS = 50_000_000;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final long startNanos;
    private final long startNanoTime;
    private final long durationNanos;
    private final @Nullable Rate rate;
    private double dueNanos;

    /**
     * Begins now.
     *
     * @param rate null for as fast as can be
     */
    public LiveDepartures(Clock clock, long durationNanos, @Nullable Rate rate) {
        Instant now = clock.instant();
        this.startNanos = now.getEpochSecond() * NANOS_PER_SECOND + now.getNano();
        this.startNanoTime = System.nanoTime();
        this.durationNanos = durationNanos;
        this.rate = rate;
    }

    @Override
    public long startNanos() {
        return startNanos;
    }

    @Override
    public long next(long lastRecords) {
        long elapsed = System.nanoTime() - startNanoTime;
        if (rate != null) {
            dueNanos = Math.max(dueNanos + rate.gapNanos(lastRecords), (double) (elapsed - MOST_BEHIND_NANOS));
            while (elapsed < dueNanos
                    && elapsed < durationNanos
                    && !Thread.currentThread().isInterrupted()) {
                long ahead = (long) dueNanos - elapsed;
                if (ahead > LEAST_PARK_NANOS) {
                    LockSupport.parkNanos(Math.min(MOST_PARK_NANOS, ahead - LEAST_PARK_NANOS / 2));
                } else {
                    Thread.onSpinWait();
                }
                elapsed = System.nanoTime() - startNanoTime;
            }
        }
        return elapsed < durationNanos ? startNanos + elapsed : OVER;
    }
}
