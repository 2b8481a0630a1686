package io.flowledger.store.retention;

import io.flowledger.flow.batch.SideTable;
import io.flowledger.store.rollup.RollupLevel;
import io.flowledger.store.schema.FlowTable;
import io.flowledger.store.schema.PackedFlows;
import io.flowledger.store.schema.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads which partitions there are. The only list of tables that retention looks after. */
final class Partitions {
    private static final String BOUND =
            "(regexp_match(pg_get_expr(c.relpartbound, c.oid), '%s \\(''([^'']+)''\\)'))[1]";

    private Partitions() {}

    /** All native partitions of the tables of flows, those beside them, and their sums, the oldest first. */
    static List<Partition> read(Connection connection, FlowTable table) throws SQLException {
        Map<String, RollupLevel> levels = new LinkedHashMap<>();
        List<String> parents = new ArrayList<>(List.of(parent(connection, table)));
        for (SideTable side : SideTable.values()) {
            parents.add(parent(connection, table.side(side)));
        }
        for (RollupLevel level : RollupLevel.values()) {
            parents.add(parent(level.table(), level.qualifiedTable()));
            levels.put(level.table(), level);
        }
        List<Partition> all = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT t.name, format('%I.%I', n.nspname, p.relname), format('%I.%I', n.nspname, c.relname),"
                                + " extract(epoch FROM (" + BOUND.formatted("FROM")
                                + ")::timestamptz)::bigint AS begin,"
                                + " extract(epoch FROM (" + BOUND.formatted("TO") + ")::timestamptz)::bigint,"
                                + " pg_total_relation_size(c.oid) + coalesce(pg_total_relation_size(b.oid), 0),"
                                + " pg_relation_size(c.oid) + coalesce(pg_relation_size(b.oid), 0) = 0"
                                + " FROM (VALUES " + String.join(", ", parents) + ") AS t (name, oid)"
                                + " JOIN pg_inherits i ON i.inhparent = t.oid JOIN pg_class c ON c.oid = i.inhrelid"
                                + " JOIN pg_class p ON p.oid = i.inhparent JOIN pg_namespace n ON n.oid = p.relnamespace"
                                + " LEFT JOIN pg_class b ON b.relnamespace = p.relnamespace AND b.relname = "
                                + PackedFlows.blocksOf("t.name", "c.relname")
                                + " WHERE c.relpartbound IS NOT NULL ORDER BY begin, t.name")) {
            while (rows.next()) {
                all.add(new Partition(
                        rows.getString(1),
                        rows.getString(2),
                        rows.getString(3),
                        levels.get(rows.getString(1)),
                        Instant.ofEpochSecond(rows.getLong(4)),
                        Instant.ofEpochSecond(rows.getLong(5)),
                        rows.getLong(6),
                        rows.getBoolean(7)));
            }
        }
        return all;
    }

    private static String parent(Connection connection, FlowTable table) throws SQLException {
        return parent(table.layout().table(), table.rows(connection));
    }

    private static String parent(String table, String qualifiedName) {
        return "(" + Sql.literal(table) + ", " + Sql.literal(qualifiedName) + "::regclass)";
    }

    /** What all our tables take on disk. */
    static long octets(Connection connection) throws SQLException {
        String octets = Sql.text(
                connection,
                "SELECT coalesce(sum(pg_total_relation_size(c.oid)), 0)::bigint FROM pg_class c JOIN pg_namespace n"
                        + " ON n.oid = c.relnamespace WHERE n.nspname = 'flowledger' AND c.relkind IN ('r', 'm')");
        return octets == null ? 0 : Long.parseLong(octets);
    }
}
