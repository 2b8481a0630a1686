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
    private final boolean waits;
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
        this(true, clock.instant(), mostPerSecond, day, length, stop);
    }

    /** The same for a file, where nobody waits. */
    public static DayDepartures inFile(Instant start, double mostPerSecond, Duration day, Duration length) {
        return new DayDepartures(false, start, mostPerSecond, day, length, () -> false);
    }

    private DayDepartures(
            boolean waits, Instant start, double mostPerSecond, Duration day, Duration length, BooleanSupplier stop) {
        this.waits = waits;
        this.startNanos = start.getEpochSecond() * NANOS_PER_SECOND + start.getNano();
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
        long elapsed = elapsedNanos();
        double light = 0.5 + 0.5 * Math.sin(2 * Math.PI * elapsed / dayNanos);
        double perSecond = mostPerSecond * (NIGHT + (1 - NIGHT) * light);
        dueNanos = Math.max(dueNanos + (long) (NANOS_PER_SECOND / perSecond), elapsed - MOST_PARK_NANOS);
        if (!waits) {
            elapsed = dueNanos;
        }
        while (elapsed < dueNanos) {
            if (stop.getAsBoolean()) {
                return OVER;
            }
            LockSupport.parkNanos(Math.min(MOST_PARK_NANOS, dueNanos - elapsed));
            elapsed = elapsedNanos();
        }
        return elapsed < endNanos ? startNanos + elapsed : OVER;
    }

    private long elapsedNanos() {
        return waits ? System.nanoTime() - startNanoTime : dueNanos;
    }
}
