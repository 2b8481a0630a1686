package io.flowledger.child;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** Waits for what other processes do: ends as soon as it is so, and fails when the time is over. */
public final class Deadline {
    private static final long LOOK_AGAIN_NANOS = 5_000_000L;

    private Deadline() {}

    /** Returns once {@code condition} gives true. */
    public static void await(String what, Duration time, Callable<Boolean> condition) throws Exception {
        long end = System.nanoTime() + time.toNanos();
        while (!condition.call()) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("not within " + time.toSeconds() + " s: " + what);
            }
            LockSupport.parkNanos(LOOK_AGAIN_NANOS);
        }
    }
}
