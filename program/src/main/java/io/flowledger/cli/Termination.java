package io.flowledger.cli;

import io.flowledger.store.connect.StopSignal;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ends a command in order when the process is asked to end: gives the stop signal, waits until the command has closed what it
 * opened, and makes that a success.
 */
final class Termination implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 60;
    private static final long WORDS_MILLIS = 500;

    private final CountDownLatch closed = new CountDownLatch(1);
    private final StopSignal stop;
    private final Thread command = Thread.currentThread();
    private volatile boolean asked;
    private volatile boolean succeeded;

    private Termination(StopSignal stop) {
        this.stop = stop;
    }

    /** Installs it; {@link #close()} is to be called last, when everything else is closed. */
    static Termination install(StopSignal stop) {
        Termination termination = new Termination(stop);
        Runtime.getRuntime().addShutdownHook(new Thread(termination::end, "stop"));
        return termination;
    }

    private void end() {
        if (closed.getCount() == 0) {
            return;
        }
        asked = true;
        stop.stop();
        try {
            if (closed.await(PATIENCE_SECONDS, TimeUnit.SECONDS) && succeeded) {
                Runtime.getRuntime().halt(0);
            }
            // The command's thread may still have to say what went wrong; it cannot end itself while this hook runs.
            command.join(WORDS_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** True when the process was asked to end. */
    boolean isAsked() {
        return asked;
    }

    /** Notes that the command did what it was asked for; a failure while it ended is told and is the exit code otherwise. */
    void succeeded() {
        succeeded = true;
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
