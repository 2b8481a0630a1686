package io.flowledger.store.schema;

import io.flowledger.flow.batch.SideTable;
import io.flowledger.flow.layout.Column;
import io.flowledger.flow.layout.ColumnType;
import io.flowledger.flow.layout.Context;
import io.flowledger.flow.layout.Layout;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The table that rows are landed in: natively partitioned by the hour of receive time, UTC, a TimescaleDB hypertable with
 * chunks of an hour, or a plain table.
 *
 * <p>A native partition is made as a table of its own and then attached: attaching does not lock the parent against readers,
 * creating a partition in one step would (PostgreSQL documentation, section 5.12.2.2).
 *
 * <p>Safe for all threads.
 */
public final class FlowTable {
    private static final System.Logger LOG = System.getLogger(FlowTable.class.getName());

    /** Seconds of a partition. */
    public static final long PARTITION_SECONDS = 3600;

    private static final DateTimeFormatter SUFFIX =
            DateTimeFormatter.ofPattern("yyyyMMdd_HH", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final int SUFFIX_LENGTH = 11;

    /** What is after the table's name in that of its rows, once blocks lie beside them. */
    static final String ROWS_SUFFIX = "_rows";

    private static final DateTimeFormatter BOUND =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

    /** One partition is made at a time, whoever makes it. */
    private static final long LOCK = 0x666c6f7770617274L;

    /** How the rows lie. */
    public enum Kind {
        /** A partition an hour, made by us. */
        PARTITIONED,
        /** A TimescaleDB hypertable, which makes its chunks itself. */
        HYPERTABLE,
        /** One table. */
        PLAIN
    }

    private final Layout layout;
    private final String schema;
    private final Kind kind;
    private final Column time;
    private final Set<Long> knownHours = ConcurrentHashMap.newKeySet();
    private final Map<SideTable, FlowTable> sides;
    private volatile boolean packed;

    FlowTable(Layout layout, String schema, Kind kind) {
        this(layout, schema, kind, Map.of());
    }

    private FlowTable(Layout layout, String schema, Kind kind, Map<SideTable, FlowTable> sides) {
        this.sides = Map.copyOf(sides);
        this.layout = layout;
        this.schema = schema;
        this.kind = kind;
        this.time = timeColumn(layout);
    }

    /** The same table with those that lie beside it. */
    FlowTable withSides(Map<SideTable, FlowTable> tables) {
        return new FlowTable(layout, schema, kind, tables);
    }

    /** A table beside that of the flows, into which rows of the same batches go. */
    public FlowTable side(SideTable table) {
        FlowTable side = sides.get(table);
        if (side == null) {
            throw new IllegalStateException("table " + table.layout().table() + " is not beside " + qualifiedName());
        }
        return side;
    }

    static Column timeColumn(Layout layout) {
        return contextColumn(layout, Context.RECEIVED_AT);
    }

    private static Column contextColumn(Layout layout, Context context) {
        return layout.columns().stream()
                .filter(column -> column.context() == context)
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException("layout " + layout.name() + " has no column for " + context));
    }

    /** The layout of the rows. */
    public Layout layout() {
        return layout;
    }

    /** The SQL schema that the table lies in. */
    public String schema() {
        return schema;
    }

    /** How the rows lie. */
    public Kind kind() {
        return kind;
    }

    /** The column of the receive time. */
    public Column time() {
        return time;
    }

    /** The column of the exporter's address. */
    public Column exporter() {
        return contextColumn(layout, Context.EXPORTER);
    }

    /** The table's name in SQL, with its schema. */
    public String qualifiedName() {
        return Sql.identifier(schema) + "." + Sql.identifier(layout.table());
    }

    /**
     * The name in SQL of the table whose partitions hold rows: that of the flows, until {@link PackedFlows} makes it a view,
     * which another program may do at any time.
     */
    public String rows(Connection connection) throws SQLException {
        String rows = Sql.identifier(schema) + "." + Sql.identifier(layout.table() + ROWS_SUFFIX);
        if (!packed && kind == Kind.PARTITIONED) {
            packed = Sql.text(connection, "SELECT to_regclass(?)", rows) != null;
        }
        return packed ? rows : qualifiedName();
    }

    /** The name in SQL of what rows received in the hour that begins at {@code hourSeconds} are copied into. */
    public String target(long hourSeconds) {
        return kind == Kind.PARTITIONED
                ? Sql.identifier(schema) + "." + Sql.identifier(partition(hourSeconds))
                : qualifiedName();
    }

    /** An expression for {@code micros}, a parameter of type bigint in microseconds since 1970, in the time column's type. */
    public String timeOf(String micros) {
        String instant = "('epoch'::timestamptz + " + micros + " * interval '1 microsecond')";
        return time.type() == ColumnType.TIMESTAMP ? "(" + instant + " AT TIME ZONE 'UTC')" : instant;
    }

    /** An expression of type timestamptz for the time column. */
    public String timeAsInstant() {
        String name = Sql.identifier(time.name());
        return time.type() == ColumnType.TIMESTAMP ? "(" + name + " AT TIME ZONE 'UTC')" : name;
    }

    /** Those of {@code hours} for which no partition is known; none when the table has no partitions of ours. */
    public List<Long> unknownHours(Collection<Long> hours) {
        List<Long> unknown = new ArrayList<>();
        if (kind == Kind.PARTITIONED) {
            for (Long hour : hours) {
                if (!knownHours.contains(hour) && !unknown.contains(hour)) {
                    unknown.add(hour);
                }
            }
        }
        return unknown;
    }

    /** Makes the partitions for {@code hours} that are not there, in the connection's transaction. */
    public void makePartitions(Connection connection, Collection<Long> hours) throws SQLException {
        if (kind != Kind.PARTITIONED || hours.isEmpty()) {
            return;
        }
        Sql.execute(connection, "SELECT pg_advisory_xact_lock(" + LOCK + ")");
        String rows = rows(connection);
        for (long hour : hours) {
            String target = target(hour);
            if (Sql.text(connection, "SELECT to_regclass(?)", target) == null) {
                make(connection, rows, hour, target);
            } else if (!Sql.exists(
                    connection,
                    "SELECT FROM pg_inherits WHERE inhrelid = ?::regclass AND inhparent = ?::regclass",
                    target,
                    rows)) {
                throw new SQLException(
                        target + " is there but is no partition of " + qualifiedName()
                                + ": attach it, or give it another name",
                        "42P17");
            }
        }
    }

    /** The partitions for {@code hours} are there: to be called once the transaction that made them is committed. */
    public void remember(Collection<Long> hours) {
        knownHours.addAll(hours);
    }

    /**
     * The hours that the table has partitions for, each as seconds since 1970; null when the table has none of ours, so that
     * only its rows can tell how far back it goes.
     */
    public @Nullable Set<Long> hours(Connection connection) throws SQLException {
        if (kind != Kind.PARTITIONED) {
            return null;
        }
        Set<Long> hours = new HashSet<>();
        String prefix = layout.table() + "_";
        try (PreparedStatement statement = connection.prepareStatement("SELECT c.relname FROM pg_inherits i"
                + " JOIN pg_class c ON c.oid = i.inhrelid WHERE i.inhparent = ?::regclass")) {
            statement.setString(1, rows(connection));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    String name = rows.getString(1);
                    if (name.startsWith(prefix) && name.length() == prefix.length() + SUFFIX_LENGTH) {
                        hours.add(LocalDateTime.parse(name.substring(prefix.length()), SUFFIX)
                                .toEpochSecond(ZoneOffset.UTC));
                    }
                }
            }
        }
        return hours;
    }

    /** Removes an hour as a whole: its partition, and that of its blocks where there are some. */
    public void dropHour(Connection connection, long hourSeconds) throws SQLException {
        Sql.execute(
                connection,
                "DROP TABLE IF EXISTS " + target(hourSeconds) + "; DROP TABLE IF EXISTS "
                        + new PackedFlows(this).blocks(hourSeconds));
    }

    /**
     * Sees to it that the index on the time of the hour around {@code at} knows all rows: PostgreSQL does it by itself, but
     * not always in time, and reads what the index does not know. Does nothing when somebody else works on the partition.
     *
     * @param connection in auto-commit mode
     */
    public void summarize(Connection connection, Instant at) throws SQLException {
        if (kind != Kind.PARTITIONED) {
            return;
        }
        long hour = Math.floorDiv(at.getEpochSecond(), PARTITION_SECONDS) * PARTITION_SECONDS;
        unlessBusy(
                connection,
                hour,
                "SELECT brin_summarize_new_values(i.indexrelid) FROM pg_index i JOIN pg_class c"
                        + " ON c.oid = i.indexrelid JOIN pg_am a ON a.oid = c.relam AND a.amname = 'brin'"
                        + " WHERE i.indrelid = to_regclass(" + Sql.literal(target(hour)) + ")",
                "the index of {0} was not brought up to date: {1}");
    }

    /**
     * Makes the indexes of an hour anew, which is done at once where hardly a row is left. Does nothing when somebody is just reading
     * or writing there.
     *
     * @param connection in auto-commit mode
     */
    public void renewIndexes(Connection connection, long hourSeconds) throws SQLException {
        unlessBusy(
                connection,
                hourSeconds,
                "REINDEX TABLE " + target(hourSeconds),
                "the indexes of {0} stay as they are: {1}");
    }

    /** Does what can be left undone: the log tells so in the words of {@code otherwise}. */
    private void unlessBusy(Connection connection, long hour, String sql, String otherwise) throws SQLException {
        try {
            // Shorter than deadlock_timeout, after which PostgreSQL would end an autovacuum that is in the way.
            Sql.execute(connection, "SET lock_timeout = '500ms'");
            Sql.execute(connection, sql);
        } catch (SQLException e) {
            LOG.log(System.Logger.Level.DEBUG, otherwise, target(hour), e.getMessage());
            if (connection.isClosed()) {
                throw e;
            }
        } finally {
            if (!connection.isClosed()) {
                Sql.execute(connection, "RESET lock_timeout");
            }
        }
    }

    /** Whether a partition of it is known to be there: rows came, or it was made ahead of them. */
    boolean isInUse() {
        return !knownHours.isEmpty();
    }

    /** Somebody else has dropped partitions: what is known of them is worth nothing. */
    public void forgetPartitions() {
        knownHours.clear();
        sides.values().forEach(FlowTable::forgetPartitions);
    }

    private void make(Connection connection, String rows, long hour, String target) throws SQLException {
        String bounds = "FOR VALUES FROM (" + bound(hour) + ") TO (" + bound(hour + PARTITION_SECONDS) + ")";
        Sql.execute(
                connection,
                "CREATE TABLE " + target + " (LIKE " + rows + " INCLUDING DEFAULTS INCLUDING CONSTRAINTS);"
                        + "CREATE INDEX ON " + target + " USING brin (" + Sql.identifier(time.name())
                        + ") WITH (autosummarize = on);"
                        + "ALTER TABLE " + rows + " ATTACH PARTITION " + target + " " + bounds);
    }

    String partition(long hourSeconds) {
        return layout.table() + suffix(hourSeconds);
    }

    /** What the name of a partition ends with. */
    static String suffix(long hourSeconds) {
        return "_" + SUFFIX.format(Instant.ofEpochSecond(hourSeconds));
    }

    private String bound(long seconds) {
        return bound(seconds, time.type());
    }

    static String bound(long seconds, ColumnType type) {
        String text = BOUND.format(Instant.ofEpochSecond(seconds));
        return Sql.literal(type == ColumnType.TIMESTAMP ? text : text + "+00");
    }
}
