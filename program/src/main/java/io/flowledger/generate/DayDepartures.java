package io.flowledger.generate;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Times of now, with a day and a night in fast motion: the rate rises and falls once in each day, to a quarter of its most at
 * night. Whoever was held up does not catch up.
 *
 * <p>One thread.
 */
public final class DayDepartures implements Departures {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final long MOST_PARK_NANOS = 50_000_000;
    private static final double NIGHT = 0.25;

    private final long startNanos;
    private final long startNanoTime = System.nanoTime();
    private final double mostPerSecond;
    private final double dayNanos;
    private final long endNanos;
    private final BooleanSupplier stop;
    private long dueNanos;

    /**
     * Begins now, in the morning.
     *
     * @param mostPerSecond datagrams in a second at noon
     * @param day how long a day takes
     * @param length after which the time is over
     */
    public DayDepartures(Clock clock, double mostPerSecond, Duration day, Duration length, BooleanSupplier stop) {
        Instant now = clock.instant();
        this.startNanos = now.getEpochSecond() * NANOS_PER_SECOND + now.getNano();
        this.mostPerSecond = mostPerSecond;
        this.dayNanos = (double) day.toNanos();
        this.endNanos = length.toNanos();
        this.stop = stop;
    }

    @Override
    public long startNanos() {
        return startNanos;
    }

    @Override
    public long next(long lastRecords) {
        long elapsed = System.nanoTime() - startNanoTime;
        double light = 0.5 + 0.5 * Math.sin(2 * Math.PI * elapsed / dayNanos);
        double perSecond = mostPerSecond * (NIGHT + (1 - NIGHT) * light);
        dueNanos = Math.max(dueNanos + (long) (NANOS_PER_SECOND / perSecond), elapsed - MOST_PARK_NANOS);
        while (elapsed < dueNanos) {
            if (stop.getAsBoolean()) {
                return OVER;
            }
            LockSupport.parkNanos(Math.min(MOST_PARK_NANOS, dueNanos - elapsed));
            elapsed = System.nanoTime() - startNanoTime;
        }
        return elapsed < endNanos ? startNanos + elapsed : OVER;
    }
}
