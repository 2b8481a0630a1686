package io.flowledger.store.bulk;

import io.flowledger.flow.batch.StreamKey;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One statement over many rows: each column goes as an array, the statement takes them apart with {@code unnest}. Ten
 * thousand rows so are one round trip.
 *
 * <p>Not thread safe.
 */
public final class UnnestStatement {
    private final String sql;
    private final List<Column> columns = new ArrayList<>();
    private int rows;

    private record Column(Type type, List<@Nullable Object> values) {}

    /** Types of columns, by their names in SQL. */
    public enum Type {
        BIGINT,
        INTEGER,
        BOOLEAN,
        TEXT,
        BYTEA;

        /** An array for {@code count} values, of the class that the driver knows best. */
        private @Nullable Object[] array(int count) {
            return switch (this) {
                case BIGINT -> new Long[count];
                case INTEGER -> new Integer[count];
                case BOOLEAN -> new Boolean[count];
                case TEXT -> new String[count];
                case BYTEA -> new byte[count][];
            };
        }

        private String sqlName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * A statement without rows.
     *
     * @param before the statement up to {@code FROM}
     * @param names the columns' names within the statement, separated by commas
     * @param after what follows the row source, which is called {@code t}
     */
    public UnnestStatement(String before, String names, String after, Type... types) {
        StringBuilder text = new StringBuilder(before).append(" FROM unnest(");
        for (int i = 0; i < types.length; i++) {
            text.append(i == 0 ? "?::" : ", ?::").append(types[i].sqlName()).append("[]");
            columns.add(new Column(types[i], new ArrayList<>()));
        }
        this.sql =
                text.append(") AS t(").append(names).append(") ").append(after).toString();
    }

    /** The first three columns of a statement about streams: exporter, version, domain. */
    public static final String KEY = "exporter, export_version, observation_domain";

    /** The same, of the row source, in the tables' types. */
    public static final String KEY_VALUES = "t.exporter::inet, t.export_version::smallint, t.observation_domain";

    /** A condition that the row source and the table called {@code y} are about the same stream. */
    public static final String SAME_KEY = "y.exporter = t.exporter::inet AND y.export_version = t.export_version"
            + " AND y.observation_domain = t.observation_domain";

    /**
     * A statement that changes or deletes the rows of a table that the rows added point to. Each is looked up by itself, whatever
     * PostgreSQL believes of the table: a join that was planned when the table was empty would read all of it for each row.
     *
     * @param change {@code UPDATE table x SET column = f.name FROM} or {@code DELETE FROM table x USING}; {@code f} has what the
     *     rows hold
     * @param table the same table
     * @param names the columns' names within the statement, separated by commas
     * @param condition which row of the table, {@code y}, the row {@code t} points to
     */
    public static UnnestStatement pointing(String change, String table, String names, String condition, Type... types) {
        return new UnnestStatement(
                change + " (SELECT t.*, y.place",
                names,
                "CROSS JOIN LATERAL (SELECT y.ctid AS place FROM " + table + " y WHERE " + condition
                        + " OFFSET 0) y) f WHERE x.ctid = f.place",
                types);
    }

    /** An expression for the bigint {@code micros}, microseconds since 1970, as a point in time; exact. */
    public static String instant(String micros) {
        return "('epoch'::timestamptz + " + micros + " * interval '1 microsecond')";
    }

    /** Microseconds of {@code nanos}, rounded down as the rows are. */
    public static long micros(long nanos) {
        return Math.floorDiv(nanos, 1000L);
    }

    /** Adds a row that begins with a stream's key. */
    public void addFor(StreamKey key, @Nullable Object... values) {
        @Nullable Object[] row = new Object[values.length + 3];
        row[0] = key.exporter().toString();
        row[1] = key.exportVersion();
        row[2] = key.observationDomain();
        System.arraycopy(values, 0, row, 3, values.length);
        add(row);
    }

    /** Adds a row. PostgreSQL's text cannot hold U+0000; U+FFFD stands for it. */
    public void add(@Nullable Object... row) {
        if (row.length != columns.size()) {
            throw new IllegalArgumentException(row.length + " values for " + columns.size() + " columns: " + sql);
        }
        for (int i = 0; i < row.length; i++) {
            Object value = row[i];
            columns.get(i).values.add(value instanceof String text ? text.replace('\0', '\uFFFD') : value);
        }
        rows++;
    }

    /** Rows added. */
    public int rows() {
        return rows;
    }

    /** Runs the statement in the connection's transaction, unless there are no rows, and returns the rows it changed. */
    public int execute(Connection connection) throws SQLException {
        if (rows == 0) {
            return 0;
        }
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            int index = 1;
            for (Column column : columns) {
                Array array =
                        connection.createArrayOf(column.type.sqlName(), column.values.toArray(column.type.array(rows)));
                statement.setArray(index++, array);
            }
            return statement.executeUpdate();
        }
    }
}
