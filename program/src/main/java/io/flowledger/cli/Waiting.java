package io.flowledger.cli;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/**
 * Says on a terminal, once a question takes more than a moment, for how long it has been waited for; removes the line again at the
 * end.
 *
 * <p>A thread of its own writes while the command's thread waits; {@link #close()} returns when it no longer does.
 */
final class Waiting implements AutoCloseable {
    private static final long MOMENT_MILLIS = 1_000;
    private static final long EVERY_MILLIS = 200;

    private final Thread teller;

    /**
     * @param columns of the terminal that {@code err} is, or 0 when it is none: nothing is said then
     */
    Waiting(PrintStream err, int columns) {
        this(err, columns, MOMENT_MILLIS);
    }

    Waiting(PrintStream err, int columns, long momentMillis) {
        long begun = System.nanoTime();
        teller = new Thread(
                () -> {
                    ProgressLine line = new ProgressLine(err, columns);
                    try {
                        Thread.sleep(momentMillis);
                        while (true) {
                            double seconds =
                                    Duration.ofNanos(System.nanoTime() - begun).toMillis() / 1000.0;
                            line.show(String.format(
                                    Locale.ROOT, "asking the database for %.1f s; Ctrl-C cancels", seconds));
                            Thread.sleep(EVERY_MILLIS);
                        }
                    } catch (InterruptedException e) {
                        line.clear();
                    }
                },
                "waiting");
        teller.setDaemon(true);
        if (columns > 0) {
            teller.start();
        }
    }

    @Override
    public void close() {
        teller.interrupt();
        try {
            teller.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
