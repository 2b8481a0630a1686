package io.flowledger.store.query;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The largest groups, the largest first; equal ones are ordered by key.
 *
 * @param rows the groups
 * @param other sums of all other groups; where a flow is in two groups (addr, port, as, if) it is counted for each
 * @param total sums of all flows of the window that pass the filter, each once
 * @param source what it was read from
 * @param took how long it took
 * @param accuracy how far it can be relied on
 */
public record TopAnswer(
        List<Group> rows, Sums other, Sums total, AnswerSource source, Duration took, Accuracy accuracy) {
    public TopAnswer {
        rows = List.copyOf(rows);
    }

    /** The keys of the groups, in their order. */
    public List<List<@Nullable Object>> keys() {
        return rows.stream().map(Group::key).toList();
    }
}
