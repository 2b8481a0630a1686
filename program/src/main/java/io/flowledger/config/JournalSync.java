package io.flowledger.config;

import java.time.Duration;

/**
 * When the journal is forced to disk.
 *
 * @param mode how
 * @param interval the longest time between two forces; zero unless the mode is {@code INTERVAL}
 */
public record JournalSync(Mode mode, Duration interval) {
    /** After each datagram, at least once in an interval, or left to the operating system. */
    public enum Mode {
        ALWAYS,
        INTERVAL,
        NEVER
    }

    public JournalSync {
        if ((mode == Mode.INTERVAL) != (interval.toNanos() > 0)) {
            throw new IllegalArgumentException("interval " + interval + " does not fit " + mode);
        }
    }

    static JournalSync parse(String text) {
        return switch (text) {
            case "always" -> new JournalSync(Mode.ALWAYS, Duration.ZERO);
            case "none" -> new JournalSync(Mode.NEVER, Duration.ZERO);
            default -> new JournalSync(Mode.INTERVAL, Quantity.duration(text));
        };
    }
}
