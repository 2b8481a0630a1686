package io.flowledger.store.schema;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/** Removes old flows: whole partitions or chunks where there are some. */
public final class FlowExpiry {
    private static final int ROWS_AT_ONCE = 100_000;

    private FlowExpiry() {}

    /**
     * Removes what is older than {@code age} as a whole.
     *
     * @param connection in auto-commit mode
     * @return partitions or chunks dropped; rows for a table without either
     */
    public static long dropOlder(Connection connection, FlowTable table, Duration age, Instant now)
            throws SQLException {
        String functions = Timescale.functions(connection);
        return switch (table.kind()) {
            case HYPERTABLE -> dropChunks(connection, functions == null ? "public" : functions, table, age);
            case PARTITIONED -> dropPartitions(connection, table, now.minus(age).getEpochSecond());
            case PLAIN -> deleteRows(connection, table, age);
        };
    }

    private static long dropChunks(Connection connection, String functions, FlowTable table, Duration age)
            throws SQLException {
        String count = Sql.text(
                connection,
                "SELECT count(*) FROM " + Sql.identifier(functions) + ".drop_chunks("
                        + Sql.literal(table.qualifiedName()) + "::regclass, older_than => make_interval(secs => "
                        + age.toSeconds() + "))");
        return count == null ? 0 : Long.parseLong(count);
    }

    private static long dropPartitions(Connection connection, FlowTable table, long beforeSeconds) throws SQLException {
        Set<Long> hours = table.hours(connection);
        long dropped = 0;
        for (long hour : hours == null ? Set.<Long>of() : hours) {
            if (hour + FlowTable.PARTITION_SECONDS <= beforeSeconds) {
                table.dropHour(connection, hour);
                dropped++;
            }
        }
        if (dropped > 0) {
            table.forgetPartitions();
        }
        return dropped;
    }

    private static long deleteRows(Connection connection, FlowTable table, Duration age) throws SQLException {
        long deleted = 0;
        try (Statement statement = connection.createStatement()) {
            long now;
            do {
                now = statement.executeLargeUpdate("DELETE FROM " + table.qualifiedName()
                        + " WHERE ctid = ANY (ARRAY(SELECT ctid FROM " + table.qualifiedName() + " WHERE "
                        + table.timeAsInstant() + " < now() - make_interval(secs => " + age.toSeconds() + ") LIMIT "
                        + ROWS_AT_ONCE + "))");
                deleted += now;
            } while (now == ROWS_AT_ONCE);
        }
        return deleted;
    }
}
