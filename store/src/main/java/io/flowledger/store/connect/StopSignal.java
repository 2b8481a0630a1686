package io.flowledger.store.connect;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A signal that is given once and ends every wait on it. Safe for all threads. */
public final class StopSignal implements Pause {
    private final CountDownLatch given = new CountDownLatch(1);

    /** Gives the signal. */
    public void stop() {
        given.countDown();
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
