package io.flowledger.store.ingest;

import io.flowledger.store.connect.StoppedException;
import java.util.concurrent.TimeUnit;

/** Whose turn it is among those who land: they copy rows side by side, and commit by number. Safe for all threads. */
final class Turns {
    private long now;
    private boolean calm = true;
    private boolean ended;

    /** The number whose turn it is. */
    synchronized long now() {
        return now;
    }

    /** Waits for the turn of {@code number}. */
    synchronized void await(long number) throws InterruptedException {
        while (now != number && !ended) {
            wait();
        }
        if (ended) {
            throw new StoppedException("landing");
        }
    }

    /**
     * Waits for the turn of {@code number}, for a time.
     *
     * @return whether it has come; false at once when the one before has failed
     */
    synchronized boolean awaitCalmly(long number, long millis) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (now != number && calm && !ended) {
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (left <= 0) {
                break;
            }
            wait(left);
        }
        return now == number;
    }

    /** Whether nothing has failed since a batch was last landed. */
    synchronized boolean isCalm() {
        return calm && !ended;
    }

    /** An attempt of the one whose turn it is has failed: nobody shall be in its way. */
    synchronized void trouble() {
        calm = false;
        notifyAll();
    }

    /** The one whose turn it is has landed. */
    synchronized void next() {
        now++;
        calm = true;
        notifyAll();
    }

    /** Nobody gets a turn any more. */
    synchronized void end() {
        ended = true;
        notifyAll();
    }
}
