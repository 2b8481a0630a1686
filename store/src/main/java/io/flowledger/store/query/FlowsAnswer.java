package io.flowledger.store.query;

import io.flowledger.flow.layout.Column;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Flows in the order that was asked for.
 *
 * @param columns what is in a row
 * @param rows a Long or a String for each column, or null
 * @param isCut whether more flows would fit
 * @param next cursor of the rows that follow, or null when there are none; always null in another order than that of time
 */
public record FlowsAnswer(
        List<Column> columns,
        List<List<@Nullable Object>> rows,
        boolean isCut,
        @Nullable String next) {
    public FlowsAnswer {
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
    }

    /** The names of the columns. */
    public List<String> names() {
        return columns.stream().map(Column::name).toList();
    }
}
