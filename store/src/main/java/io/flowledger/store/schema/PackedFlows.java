package io.flowledger.store.schema;

import io.flowledger.flow.layout.Column;
import io.flowledger.flow.layout.ColumnType;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The table of flows in two forms under one name: the table of rows gets another name, blocks of arrays a table of their own,
 * and a view over both the name of the flows. Whoever reads sees the same rows; rows land where they always did.
 *
 * <p>Four relations, named after the table: {@code _rows}, {@code _blocks}, {@code _opened} (blocks, their arrays unpacked in
 * memory; a security barrier so that conditions on the hour reach the blocks, and nothing is unpacked twice) and
 * {@code _unpacked} (a row each). The view of the flows has an arm for each day that has blocks. PostgreSQL leaves out those
 * whose days contradict the conditions of a question when it plans, as it does with members of any UNION ALL.
 *
 * <p>Safe for all threads; changes go over the caller's connection.
 */
public final class PackedFlows {
    private static final System.Logger LOG = System.getLogger(PackedFlows.class.getName());
    private static final long DAY_SECONDS = 86_400;

    /** What is after the table's name in that of its blocks. */
    private static final String BLOCKS_SUFFIX = "_blocks";

    private final FlowTable table;

    /** Of {@code table}, whether it has blocks or not. */
    public PackedFlows(FlowTable table) {
        this.table = table;
    }

    /** The name in SQL of the table of blocks. */
    public String blocks() {
        return name(BLOCKS_SUFFIX);
    }

    /** The name in SQL of the partition of blocks for the hour that begins at {@code hourSeconds}. */
    public String blocks(long hourSeconds) {
        return name(BLOCKS_SUFFIX + FlowTable.suffix(hourSeconds));
    }

    /** An expression for the name of the partition of blocks beside a partition of rows: of the table's name and the partition's. */
    public static String blocksOf(String table, String partition) {
        return table + " || " + Sql.literal(BLOCKS_SUFFIX) + " || right(" + partition + ", "
                + FlowTable.suffix(0).length() + ")";
    }

    /** Makes the partition of blocks for an hour if it is not there, in the connection's transaction. */
    public void makePartition(Connection connection, long hourSeconds) throws SQLException {
        String target = blocks(hourSeconds);
        if (Sql.text(connection, "SELECT to_regclass(?)", target) == null) {
            Sql.execute(
                    connection,
                    "CREATE TABLE " + target + " (LIKE " + blocks() + "); ALTER TABLE " + blocks()
                            + " ATTACH PARTITION " + target + " FOR VALUES FROM ("
                            + FlowTable.bound(hourSeconds, ColumnType.TIMESTAMPTZ) + ") TO ("
                            + FlowTable.bound(hourSeconds + FlowTable.PARTITION_SECONDS, ColumnType.TIMESTAMPTZ) + ")");
        }
    }

    /** The name in SQL of the view of all rows that lie in blocks; {@code hour}, {@code first_time} and {@code last_time} are the block's. */
    public String unpacked() {
        return name("_unpacked");
    }

    private String opened() {
        return name("_opened");
    }

    private String name(String suffix) {
        return Sql.identifier(table.schema()) + "."
                + Sql.identifier(table.layout().table() + suffix);
    }

    /** The layout's columns as they lie in blocks. */
    public List<BlockColumn> columns() {
        return table.layout().columns().stream().map(BlockColumn::new).toList();
    }

    /** Whether the table has blocks beside its rows. */
    public boolean exists(Connection connection) throws SQLException {
        return table.kind() == FlowTable.Kind.PARTITIONED
                && !table.rows(connection).equals(table.qualifiedName());
    }

    /** The name in SQL of the table of rows, when it has blocks beside it and the connection's user may read both; else null. */
    public @Nullable String readableRows(Connection connection) throws SQLException {
        String rows = table.rows(connection);
        boolean readable = !rows.equals(table.qualifiedName())
                && "t"
                        .equals(Sql.text(
                                connection,
                                "SELECT has_table_privilege(?, 'SELECT') AND has_table_privilege(?, 'SELECT')",
                                rows,
                                unpacked()));
        return readable ? rows : null;
    }

    /**
     * Makes what is missing, and the columns that the layout got since, in the connection's transaction.
     *
     * @throws SchemaException when the table has no partitions of ours, or something depends on it that cannot be moved
     */
    public void ensure(Connection connection) throws SQLException {
        if (table.kind() != FlowTable.Kind.PARTITIONED) {
            throw new SchemaException("Only a table with native partitions is packed, and " + table.qualifiedName()
                    + " is " + (table.kind() == FlowTable.Kind.PLAIN ? "one that was there before" : "a hypertable")
                    + ".");
        }
        if (exists(connection)) {
            addColumns(connection);
            return;
        }
        LOG.log(Level.INFO, "{0} becomes a view of rows and blocks", table.qualifiedName());
        List<String> dependents = dependents(connection);
        List<String> grants = grants(connection);
        Sql.execute(
                connection,
                "ALTER TABLE " + table.qualifiedName() + " RENAME TO "
                        + Sql.identifier(table.layout().table() + FlowTable.ROWS_SUFFIX)
                        + "; CREATE TABLE " + blocks() + " (hour timestamptz NOT NULL, first_time timestamptz NOT NULL,"
                        + " last_time timestamptz NOT NULL, row_count integer NOT NULL, base bigint NOT NULL, "
                        + definitions(columns()) + ") PARTITION BY RANGE (hour); COMMENT ON TABLE "
                        + blocks() + " IS 'Flows of closed hours, some thousand a row: read them through "
                        + table.layout().table() + ".'");
        views(connection, List.of());
        Sql.execute(
                connection,
                "COMMENT ON VIEW " + table.qualifiedName() + " IS 'Flows, one row each; unknown is NULL.';"
                        + TableColumns.comments(
                                table.qualifiedName(), table.layout().columns()));
        for (String statement : grants) {
            Sql.execute(connection, statement);
        }
        for (String statement : dependents) {
            Sql.execute(connection, statement);
        }
    }

    private static String definitions(List<BlockColumn> columns) {
        return columns.stream().flatMap(column -> column.definitions().stream()).collect(Collectors.joining(", "));
    }

    private void addColumns(Connection connection) throws SQLException {
        List<BlockColumn> missing = new ArrayList<>();
        for (BlockColumn column : columns()) {
            if (!Sql.exists(
                    connection,
                    "SELECT FROM pg_attribute WHERE attrelid = ?::regclass AND attname = ? AND NOT attisdropped",
                    blocks(),
                    column.column().name())) {
                missing.add(column);
            }
        }
        if (missing.isEmpty()) {
            return;
        }
        Sql.execute(
                connection,
                missing.stream()
                        .flatMap(column -> column.definitions().stream())
                        .map(definition -> "ADD COLUMN " + definition)
                        .collect(Collectors.joining(", ", "ALTER TABLE " + blocks() + " ", "")));
        views(connection, days(connection));
    }

    /**
     * Sees to it that the view shows the blocks of an hour. Those who read wait for this, and it waits for those who read now:
     * for two seconds at most.
     *
     * @param connection in auto-commit mode, and so again afterwards
     * @throws SQLException state 55P03 when a reader was in the way for too long
     */
    public void show(Connection connection, long hourSeconds) throws SQLException {
        long day = Math.floorDiv(hourSeconds, DAY_SECONDS) * DAY_SECONDS;
        String shown = Sql.text(connection, "SELECT pg_get_viewdef(?::regclass)", table.qualifiedName());
        if (shown != null && shown.contains(mark(day))) {
            return;
        }
        connection.setAutoCommit(false);
        try {
            Sql.execute(connection, "SET LOCAL lock_timeout = '2s'");
            TreeSet<Long> days = new TreeSet<>(days(connection));
            days.add(day);
            views(connection, new ArrayList<>(days));
            connection.commit();
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }

    private List<Long> days(Connection connection) throws SQLException {
        List<Long> days = new ArrayList<>();
        try (PreparedStatement statement =
                        connection.prepareStatement("SELECT DISTINCT (floor(extract(epoch FROM hour) / " + DAY_SECONDS
                                + "))::bigint FROM " + blocks() + " ORDER BY 1");
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                days.add(rows.getLong(1) * DAY_SECONDS);
            }
        }
        return days;
    }

    private void views(Connection connection, List<Long> days) throws SQLException {
        List<BlockColumn> ordered = ordered(connection);
        String names =
                ordered.stream().map(column -> column.name(BlockForm.ONE)).collect(Collectors.joining(", "));
        StringBuilder sql = new StringBuilder("CREATE OR REPLACE VIEW ")
                .append(opened())
                .append(" WITH (security_barrier) AS SELECT hour, first_time, last_time, row_count, base, ")
                .append(ordered.stream().map(BlockColumn::opened).collect(Collectors.joining(", ")))
                .append(" FROM ")
                .append(blocks())
                .append("; CREATE OR REPLACE VIEW ")
                .append(unpacked())
                .append(" AS SELECT b.hour, b.first_time, b.last_time, ")
                .append(ordered.stream()
                        .map(column -> column.value() + " AS " + column.name(BlockForm.ONE))
                        .collect(Collectors.joining(", ")))
                .append(" FROM ")
                .append(opened())
                .append(" AS b CROSS JOIN LATERAL generate_series(1, b.row_count) AS s(i); CREATE OR REPLACE VIEW ")
                .append(table.qualifiedName())
                .append(" AS SELECT ")
                .append(names)
                .append(" FROM ")
                .append(name(FlowTable.ROWS_SUFFIX));
        for (long day : days) {
            arm(sql, day, names, ordered);
        }
        Sql.execute(connection, sql.toString());
    }

    /** The UNION ALL with nothing inside an arm is what lets PostgreSQL find the contradiction with another day. */
    private void arm(StringBuilder sql, long day, String names, List<BlockColumn> ordered) {
        String time = Sql.identifier(table.time().name());
        sql.append(" UNION ALL SELECT ")
                .append(names)
                .append(" FROM (SELECT ")
                .append(names)
                .append(" FROM ")
                .append(unpacked())
                .append(" AS u WHERE u.hour >= ")
                .append(instant(day, ColumnType.TIMESTAMPTZ))
                .append(" AND u.hour < ")
                .append(instant(day + DAY_SECONDS, ColumnType.TIMESTAMPTZ))
                .append(" UNION ALL SELECT ")
                .append(ordered.stream()
                        .map(column -> "NULL::" + column.column().type().sqlName())
                        .collect(Collectors.joining(", ")))
                .append(" WHERE false) AS ")
                .append(mark(day))
                .append(" WHERE ")
                .append(time)
                .append(" >= ")
                .append(instant(day, table.time().type()))
                .append(" AND ")
                .append(time)
                .append(" < ")
                .append(instant(day + DAY_SECONDS, table.time().type()));
    }

    private static String mark(long day) {
        return "day_" + Math.floorDiv(day, DAY_SECONDS);
    }

    private static String instant(long seconds, ColumnType type) {
        return FlowTable.bound(seconds, type) + "::" + type.sqlName();
    }

    /** The layout's columns in the order of the table of rows, in which new ones are the last. */
    private List<BlockColumn> ordered(Connection connection) throws SQLException {
        List<BlockColumn> ordered = new ArrayList<>();
        List<Column> known = table.layout().columns();
        try (PreparedStatement statement = connection.prepareStatement("SELECT attname FROM pg_attribute"
                + " WHERE attrelid = ?::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum")) {
            statement.setString(1, name(FlowTable.ROWS_SUFFIX));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    String name = rows.getString(1);
                    if (known.stream().noneMatch(column -> column.name().equals(name))) {
                        throw new SchemaException("Column " + name + " of " + table.qualifiedName()
                                + " is none of ours: rows with it cannot be packed.");
                    }
                    ordered.add(new BlockColumn(table.layout().column(name)));
                }
            }
        }
        return ordered;
    }

    /** Statements that give the view the rights that the table has. */
    private List<String> grants(Connection connection) throws SQLException {
        return list(
                connection,
                "SELECT format('GRANT %s ON %s TO %s%s', a.privilege_type, ?, CASE a.grantee WHEN 0 THEN 'PUBLIC'"
                        + " ELSE quote_ident(pg_get_userbyid(a.grantee)) END,"
                        + " CASE WHEN a.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END)"
                        + " FROM pg_class c CROSS JOIN LATERAL aclexplode(c.relacl) a"
                        + " WHERE c.oid = ?::regclass AND a.grantee <> c.relowner AND a.privilege_type = 'SELECT'",
                table.qualifiedName(),
                table.qualifiedName());
    }

    /** Statements that make the views over the table anew, once its name is that of a view. */
    private List<String> dependents(Connection connection) throws SQLException {
        List<String> materialized = list(connection, over("m", "c.oid::regclass::text"), table.qualifiedName());
        if (!materialized.isEmpty()) {
            throw new SchemaException("Materialized view " + materialized.get(0) + " reads " + table.qualifiedName()
                    + " and would not see what is packed: drop it, and make it again afterwards.");
        }
        return list(
                connection,
                over(
                        "v",
                        "format('CREATE OR REPLACE VIEW %s%s AS %s', c.oid::regclass, ' WITH (' || array_to_string("
                                + "c.reloptions, ', ') || ')', pg_get_viewdef(c.oid))"),
                table.qualifiedName());
    }

    private static String over(String kind, String shown) {
        return "SELECT " + shown + " FROM pg_class c WHERE c.relkind = '" + kind + "' AND c.oid IN (SELECT r.ev_class"
                + " FROM pg_depend d JOIN pg_rewrite r ON r.oid = d.objid WHERE d.classid = 'pg_rewrite'::regclass"
                + " AND d.refclassid = 'pg_class'::regclass AND d.refobjid = ?::regclass)";
    }

    private static List<String> list(Connection connection, String sql, String... parameters) throws SQLException {
        List<String> texts = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setString(i + 1, parameters[i]);
            }
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    texts.add(rows.getString(1));
                }
            }
        }
        return texts;
    }
}
