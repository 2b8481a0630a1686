package io.flowledger.fault;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;

/**
 * Random moments at which to strike: one of three by the clock, which may be while the program starts or ends, the others soon
 * after a random number of commits, which is while it lands.
 */
final class Moment {
    private static final int MOST_BATCHES = 10;
    private static final int AFTER_MICROS = 12_000;
    private static final long PATIENCE_SECONDS = 60;

    private Moment() {}

    /**
     * Waits for such a moment.
     *
     * @param typicalMillis how long the program runs when nobody strikes
     * @return false when the program has ended before
     */
    static boolean await(ProgramProcess process, LandingProgress progress, RandomGenerator random, long typicalMillis) {
        long deadline;
        if (random.nextInt(3) == 0) {
            deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(random.nextLong(1, typicalMillis));
        } else {
            awaitBatches(process, progress, 1 + random.nextInt(MOST_BATCHES));
            deadline = System.nanoTime() + TimeUnit.MICROSECONDS.toNanos(random.nextInt(AFTER_MICROS));
        }
        while (process.isAlive() && System.nanoTime() < deadline) {
            LockSupport.parkNanos(50_000);
        }
        return process.isAlive();
    }

    private static void awaitBatches(ProgramProcess process, LandingProgress progress, int more) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        long begun = progress.batches();
        while (process.isAlive() && System.nanoTime() < deadline) {
            long now = progress.batches();
            if (begun < 0) {
                begun = now;
            } else if (now >= begun + more) {
                return;
            }
            LockSupport.parkNanos(1_000_000);
        }
    }
}
