package io.flowledger.bench.whole;

import io.flowledger.store.query.Window;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** Minutes that are marked as not summed while a question about them is measured, and are not changed by that. */
final class UnsummedMinutes implements AutoCloseable {
    /** No other mark has this time, by which these are found again. */
    private static final String MARKED_AT = "'1970-01-01T00:00:00Z'";

    private final BenchServer server;
    private final String database;

    UnsummedMinutes(BenchServer server, String database, Window window) throws SQLException {
        this.server = server;
        this.database = database;
        execute("INSERT INTO flowledger.rollup_mark (level, bucket, marked_at) SELECT 'minute', m, " + MARKED_AT
                + " FROM generate_series(timestamptz '" + window.from() + "', timestamptz '" + window.to()
                + "' - interval '1 minute', interval '1 minute') m");
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = server.connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() throws SQLException {
        execute("DELETE FROM flowledger.rollup_mark WHERE marked_at = " + MARKED_AT);
    }
}
