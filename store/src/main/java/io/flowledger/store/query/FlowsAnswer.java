package io.flowledger.store.query;

import io.flowledger.flow.layout.Column;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Flows, the newest first.
 *
 * @param columns what is in a row
 * @param rows a Long or a String for each column, or null
 * @param next cursor of the rows that follow, or null when there are none
 */
public record FlowsAnswer(
        List<Column> columns,
        List<List<@Nullable Object>> rows,
        @Nullable String next) {
    public FlowsAnswer {
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
    }
}
