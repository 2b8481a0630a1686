package io.flowledger.fault;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Waits for other processes, which tell nobody when they are done. */
final class Waiting {
    private static final long POLL_MILLIS = 5;

    private Waiting() {}

    /** A condition that is asked again and again. */
    @FunctionalInterface
    interface Condition {
        boolean holds() throws Exception;
    }

    /** Returns when the condition holds. */
    static void until(String what, Duration atMost, Condition condition) throws Exception {
        if (!holdsWithin(atMost, condition)) {
            throw new IllegalStateException("after " + atMost.toSeconds() + " s still not so: " + what);
        }
    }

    /** False when the condition does not hold in that time. */
    static boolean holdsWithin(Duration atMost, Condition condition) throws Exception {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (!condition.holds()) {
            if (System.nanoTime() - deadline > 0) {
                return false;
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
        return true;
    }
}
