package io.flowledger.cli;

import java.io.PrintStream;

/**
 * One line about long work: rewritten in place on a terminal, printed every ten seconds elsewhere. One thread.
 */
final class ProgressLine {
    private static final long TERMINAL_NANOS = 200_000_000L;
    private static final long PLAIN_NANOS = 10_000_000_000L;

    private final PrintStream out;
    private final boolean terminal;
    private final int columns;
    private long shownAtNanoTime;
    private boolean shown;

    /** Lines on {@code out}; {@code columns} is the terminal's width, 0 when it is none. */
    ProgressLine(PrintStream out, int columns) {
        this.out = out;
        this.terminal = columns > 0;
        this.columns = columns;
        this.shownAtNanoTime = System.nanoTime();
    }

    /** True when it is time for the next line. */
    boolean isDue() {
        return System.nanoTime() - shownAtNanoTime >= (terminal ? TERMINAL_NANOS : PLAIN_NANOS);
    }

    /** Shows a line. */
    void show(String line) {
        shownAtNanoTime = System.nanoTime();
        if (terminal) {
            String fitted = line.length() < columns ? line : line.substring(0, columns - 1);
            out.print("\r" + fitted + " ".repeat(Math.max(0, columns - 1 - fitted.length())));
            out.flush();
            shown = true;
        } else {
            out.println(line);
        }
    }

    /** Removes the line from a terminal. */
    void clear() {
        if (shown) {
            out.print("\r" + " ".repeat(Math.max(0, columns - 1)) + "\r");
            out.flush();
            shown = false;
        }
    }
}
