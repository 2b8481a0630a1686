package io.flowledger.fault;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All that landed in a database, as sorted lines: each row of the flow table with all its columns, and the tables of the
 * books without what must differ between two journals (source, positions).
 */
final class LandedState {
    private static final int NAMED = 3;

    private final String flowTable;
    private final Map<String, List<String>> tables = new LinkedHashMap<>();

    private LandedState(String flowTable) {
        this.flowTable = flowTable;
    }

    /** Reads the state; {@code flowTable} is the table of the layout. */
    static LandedState read(Connection connection, String flowTable) throws SQLException {
        LandedState state = new LandedState(flowTable);
        state.add(connection, flowTable, "SELECT f::text FROM " + flowTable + " f");
        if (!flowTable.equals("flows")) {
            state.add(connection, "netflow_exporters", "SELECT ip::text FROM netflow_exporters");
        }
        state.addBook(connection, "ledger", "");
        state.addBook(connection, "ledger_reason", "");
        // An import takes all drops for those of a kernel; how many they were is the same.
        state.add(
                connection,
                "listener_drop",
                "SELECT concat_ws(' ', listener_port, minute, kernel_dropped + journal_full_dropped) FROM"
                        + " flowledger.listener_drop");
        state.addBook(connection, "stream", "");
        state.addBook(connection, "template_version", " - 'from_position' - 'until_position'");
        state.addBook(connection, "option_value", " - 'position'");
        state.addBook(connection, "parked_set", " - 'position'");
        state.addBook(connection, "poison_row", " - 'position' - 'poison_row_id' - 'noted_at'");
        return state;
    }

    private void addBook(Connection connection, String table, String without) throws SQLException {
        add(
                connection,
                table,
                "SELECT (to_jsonb(t) - 'source_id'" + without + ")::text FROM flowledger." + table + " t");
    }

    private void add(Connection connection, String table, String sql) throws SQLException {
        List<String> lines = new ArrayList<>();
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.setFetchSize(5_000);
            try (ResultSet rows = statement.executeQuery(sql)) {
                while (rows.next()) {
                    lines.add(rows.getString(1));
                }
            }
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
        Collections.sort(lines);
        tables.put(table, lines);
    }

    /** Rows of the flow table. */
    long rows() {
        return lines(flowTable).size();
    }

    /** The sorted lines of a table. */
    List<String> lines(String table) {
        return tables.getOrDefault(table, List.of());
    }

    /** What is not the same in this state as in the undisturbed one: a sentence a table. */
    List<String> differencesFrom(LandedState undisturbed) {
        List<String> found = new ArrayList<>();
        for (String table : tables.keySet()) {
            compare(table, lines(table), undisturbed.lines(table), found);
        }
        return found;
    }

    private static void compare(String table, List<String> here, List<String> there, List<String> found) {
        List<String> more = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        int i = 0;
        int j = 0;
        while (i < here.size() || j < there.size()) {
            int order =
                    i == here.size() ? 1 : j == there.size() ? -1 : here.get(i).compareTo(there.get(j));
            if (order < 0) {
                more.add(here.get(i));
            } else if (order > 0) {
                missing.add(there.get(j));
            }
            i += order <= 0 ? 1 : 0;
            j += order >= 0 ? 1 : 0;
        }
        if (!more.isEmpty() || !missing.isEmpty()) {
            found.add(table + ": " + here.size() + " rows, undisturbed " + there.size() + "; " + more.size()
                    + " are too many, " + missing.size() + " are missing\n    too many: "
                    + String.join("\n      ", more.subList(0, Math.min(NAMED, more.size())))
                    + "\n    missing: "
                    + String.join("\n      ", missing.subList(0, Math.min(NAMED, missing.size()))));
        }
    }
}
