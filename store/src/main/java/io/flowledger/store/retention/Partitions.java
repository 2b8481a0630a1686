package io.flowledger.store.retention;

import io.flowledger.flow.batch.SideTable;
import io.flowledger.store.rollup.RollupLevel;
import io.flowledger.store.schema.FlowTable;
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
        List<String> parents = new ArrayList<>(List.of(table.qualifiedName()));
        for (SideTable side : SideTable.values()) {
            parents.add(table.side(side).qualifiedName());
        }
        for (RollupLevel level : RollupLevel.values()) {
            parents.add(level.qualifiedTable());
            levels.put(level.table(), level);
        }
        List<String> oids = parents.stream()
                .map(parent -> Sql.literal(parent) + "::regclass")
                .toList();
        List<Partition> all = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT p.relname, format('%I.%I', n.nspname, p.relname), format('%I.%I', n.nspname, c.relname),"
                                + " extract(epoch FROM (" + BOUND.formatted("FROM")
                                + ")::timestamptz)::bigint AS begin,"
                                + " extract(epoch FROM (" + BOUND.formatted("TO") + ")::timestamptz)::bigint,"
                                + " pg_total_relation_size(c.oid), pg_relation_size(c.oid) = 0"
                                + " FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid"
                                + " JOIN pg_class p ON p.oid = i.inhparent JOIN pg_namespace n ON n.oid = p.relnamespace"
                                + " WHERE c.relpartbound IS NOT NULL AND i.inhparent IN (" + String.join(", ", oids)
                                + ") ORDER BY begin, p.relname")) {
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

    /** What all our tables take on disk. */
    static long octets(Connection connection) throws SQLException {
        String octets = Sql.text(
                connection,
                "SELECT coalesce(sum(pg_total_relation_size(c.oid)), 0)::bigint FROM pg_class c JOIN pg_namespace n"
                        + " ON n.oid = c.relnamespace WHERE n.nspname = 'flowledger' AND c.relkind IN ('r', 'm')");
        return octets == null ? 0 : Long.parseLong(octets);
    }
}
