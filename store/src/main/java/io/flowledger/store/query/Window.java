package io.flowledger.store.query;

import java.time.Instant;

/**
 * A range of receive time.
 *
 * @param from first moment within
 * @param to first moment after
 */
public record Window(Instant from, Instant to) {
    public Window {
        if (!from.isBefore(to)) {
            throw new IllegalArgumentException("a window from " + from + " to " + to + " holds nothing");
        }
    }
}
