package io.flowledger.reference;

import io.flowledger.flow.batch.SideTable;
import io.flowledger.flow.layout.Column;
import io.flowledger.flow.layout.FlowsLayout;
import io.flowledger.flow.layout.Layout;
import io.flowledger.flow.ledger.LedgerCounter;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The page that lists all tables and views with their columns and units. */
final class TablesPage {
    private static final String TABLES = """
            SELECT c.oid, c.relname, CASE c.relkind WHEN 'v' THEN 'view' WHEN 'p' THEN 'table, partitioned' ELSE 'table' END,
                   coalesce(obj_description(c.oid), '')
            FROM pg_class c WHERE c.relnamespace = 'flowledger'::regnamespace AND c.relkind IN ('r', 'v', 'p')
            AND NOT c.relispartition ORDER BY c.relname
            """;

    private static final String COLUMNS = """
            SELECT attname, format_type(atttypid, atttypmod), coalesce(col_description(attrelid, attnum), ''), attnotnull
            FROM pg_attribute WHERE attrelid = %d AND attnum > 0 AND NOT attisdropped ORDER BY attnum
            """;

    /** Endings of names and what they say of the unit; the longest that fits counts. */
    private static final Map<String, String> BY_ENDING = Map.of(
            "_octets", "octets",
            "octets", "octets",
            "packets", "packets",
            "_ms", "milliseconds",
            "_seconds", "seconds",
            "position", "octets of the journal");

    /** Columns that mean the same in all tables. */
    private static final Set<String> EVERYWHERE = Set.of("exporter", "observation_domain", "export_version");

    private final Connection connection;
    private final Map<String, Layout> layouts = new HashMap<>();
    private final StringBuilder page = new StringBuilder();

    private TablesPage(Connection connection) {
        this.connection = connection;
        layouts.put(FlowsLayout.FLOWS.table(), FlowsLayout.FLOWS);
        for (SideTable side : SideTable.values()) {
            layouts.put(side.layout().table(), side.layout());
        }
    }

    static String text(Connection connection) throws SQLException {
        TablesPage page = new TablesPage(connection);
        page.write();
        return page.page.toString();
    }

    private void write() throws SQLException {
        page.append("# Tables\n\nThis page is made from the code: see CONTRIBUTING.md.\n\n");
        page.append("""
                Every table and view of the schema `flowledger`, which is in the search path of `flowledger sql`. Times are
                `timestamptz`, unknown is NULL, counts without a unit are things. [flows.md](flows.md) says what each column of the
                flows is filled from, [ledger.md](ledger.md) what the books count, [../recipes.md](../recipes.md) has questions.
                """);
        try (Statement statement = connection.createStatement();
                ResultSet table = statement.executeQuery(TABLES)) {
            while (table.next()) {
                table(table.getLong(1), table.getString(2), table.getString(3), table.getString(4));
            }
        }
    }

    private void table(long oid, String name, String kind, String comment) throws SQLException {
        page.append("\n## `").append(name).append("` (").append(kind).append(")\n\n");
        if (!comment.isEmpty()) {
            page.append(comment).append("\n\n");
        }
        page.append("| column | type | unit | what |\n| --- | --- | --- | --- |\n");
        try (Statement statement = connection.createStatement();
                ResultSet column = statement.executeQuery(COLUMNS.formatted(oid))) {
            while (column.next()) {
                String type = column.getString(2).replace("timestamp with time zone", "timestamptz");
                ReferencePages.row(
                        page,
                        "`" + column.getString(1) + "`",
                        type + (column.getBoolean(4) ? " NOT NULL" : ""),
                        unit(name, column.getString(1), type),
                        what(name, column.getString(1), column.getString(3)));
            }
        }
    }

    private String what(String table, String column, String comment) {
        Layout layout = EVERYWHERE.contains(column)
                ? FlowsLayout.FLOWS
                : layouts.get(table.equals("flows_scaled") ? FlowsLayout.FLOWS.table() : table);
        return comment.isEmpty() && layout != null
                ? layout.columns().stream()
                        .filter(declared -> declared.name().equals(column))
                        .map(Column::doc)
                        .findFirst()
                        .orElse("")
                : comment;
    }

    private String unit(String table, String column, String type) {
        Layout layout = layouts.get(table.equals("flows_scaled") ? FlowsLayout.FLOWS.table() : table);
        if (layout != null) {
            for (Column declared : layout.columns()) {
                if (declared.name().equals(column)) {
                    return declared.unit();
                }
            }
        }
        List<String> counted = Arrays.stream(LedgerCounter.values())
                .filter(counter -> table.equals("ledger") && counter.column().equals(column))
                .map(LedgerCounter::unit)
                .toList();
        if (!counted.isEmpty()) {
            return counted.get(0);
        }
        return Set.of("bigint", "integer", "smallint", "numeric").contains(type)
                ? BY_ENDING.entrySet().stream()
                        .filter(ending -> column.endsWith(ending.getKey()))
                        .map(Map.Entry::getValue)
                        .findFirst()
                        .orElse("")
                : "";
    }
}
