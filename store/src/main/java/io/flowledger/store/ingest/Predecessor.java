package io.flowledger.store.ingest;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * What a program that was killed left behind: the server may still be busy with its last transaction, and may yet commit it.
 * State that is read before that would be older than the position that is found after it.
 */
public final class Predecessor {
    private static final String LOCK_NOT_AVAILABLE = "55P03";

    private Predecessor() {}

    /**
     * Waits two seconds for the transaction that holds the source's row; if it does not end, tells the server to end it and
     * fails, so that the caller tries again; others than landings are left alone. A transaction that may still commit holds the
     * row; one that has only copied rows ahead of its turn does not, and nobody is left who would commit it.
     *
     * @param connection in auto-commit mode
     */
    public static void end(Connection connection, int sourceId) throws SQLException {
        try (Statement timeout = connection.createStatement();
                PreparedStatement select = connection.prepareStatement(
                        "SELECT position FROM flowledger.source WHERE source_id = ? FOR UPDATE")) {
            timeout.execute("SET lock_timeout = '2s'");
            select.setInt(1, sourceId);
            select.execute();
            timeout.execute("SET lock_timeout = 0");
        } catch (SQLException e) {
            if (LOCK_NOT_AVAILABLE.equals(e.getSQLState())) {
                terminate(connection, sourceId);
            }
            throw e;
        }
    }

    private static void terminate(Connection connection, int sourceId) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT pg_terminate_backend(l.pid) FROM flowledger.source s JOIN pg_locks l"
                        + " ON l.locktype = 'transactionid' AND l.transactionid = s.xmax AND l.mode = 'ExclusiveLock'"
                        + " AND l.granted JOIN pg_stat_activity a ON a.pid = l.pid"
                        + " AND a.application_name LIKE 'flowledger landing %' WHERE s.source_id = ?")) {
            statement.setInt(1, sourceId);
            statement.execute();
        }
    }
}
