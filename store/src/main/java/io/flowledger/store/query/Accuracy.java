package io.flowledger.store.query;

import java.util.List;

/**
 * How far an answer can be relied on. Totals of all flows, and of a filter on exporters alone, are always exact but for what is
 * missing.
 *
 * @param isExact whether the groups are those of the rows to the octet; false when they are sums of the largest keys, so
 *     that a group may have more than it says, and {@code other} less
 * @param octetsAtMost for each group the most that it can have; empty when exact or not known
 * @param missing parts of the window which nothing is known of any more, as retention dropped it
 */
public record Accuracy(boolean isExact, List<Long> octetsAtMost, List<Window> missing) {
    public Accuracy {
        octetsAtMost = List.copyOf(octetsAtMost);
        missing = List.copyOf(missing);
    }
}
