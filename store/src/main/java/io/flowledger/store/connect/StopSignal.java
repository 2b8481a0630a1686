package io.flowledger.store.connect;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A signal that is given once and ends every wait on it. Safe for all threads. */
public final class StopSignal implements Pause {
    private static final long END_MILLIS = 5_000;

    private final CountDownLatch given = new CountDownLatch(1);

    /** Gives the signal. */
    public void stop() {
        given.countDown();
    }

    /** Gives the signal and waits for {@code thread}, which heeds it, for at most five seconds. */
    public void stop(Thread thread) {
        stop();
        try {
            thread.join(END_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** True once the signal was given. */
    public boolean isStopped() {
        return given.getCount() == 0;
    }

    @Override
    public boolean pause(long nanos) {
        try {
            return !given.await(nanos, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
