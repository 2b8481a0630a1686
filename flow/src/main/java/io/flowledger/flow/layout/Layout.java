package io.flowledger.flow.layout;

import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A table of flow rows: its name and its columns, declared once.
 *
 * @param name what the command line calls it
 * @param table the table's name, without a schema
 * @param columns the columns in the order of the promise to users
 */
public record Layout(String name, String table, List<Column> columns) {

    public Layout {
        columns = List.copyOf(columns);
        if (columns.stream().map(Column::name).distinct().count() != columns.size()) {
            throw new IllegalArgumentException("layout " + name + " declares a column twice");
        }
    }

    /** As a record's own, which the JVM would make at its first use, in a good part of a short command's time. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Layout that
                && name.equals(that.name)
                && table.equals(that.table)
                && columns.equals(that.columns);
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, table, columns);
    }

    /** The layout that the command line calls {@code name}, or null when there is none. */
    public static @Nullable Layout named(String name) {
        return all().stream()
                .filter(layout -> layout.name().equals(name))
                .findFirst()
                .orElse(null);
    }

    /** All layouts, the default first. */
    public static List<Layout> all() {
        return List.of(FlowsLayout.FLOWS, GrafoleanLayout.GRAFOLEAN);
    }

    /** The columns ordered by type width, so that a row stores no padding; equal widths keep the declared order. */
    public List<Column> columnsByWidth() {
        return columns.stream().sorted(Comparator.comparing(Column::type)).collect(Collectors.toUnmodifiableList());
    }

    /** The column called {@code columnName}; an unknown name is an error. */
    public Column column(String columnName) {
        return columns.stream()
                .filter(column -> column.name().equals(columnName))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("layout " + name + " has no column " + columnName));
    }
}
