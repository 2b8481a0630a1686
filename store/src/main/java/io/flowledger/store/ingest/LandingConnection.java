package io.flowledger.store.ingest;

import io.flowledger.store.connect.Database;
import io.flowledger.store.schema.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/**
 * A connection of the landing: opened when it is needed, thrown away when it failed. A new one first ends what the server
 * still runs for the one before, which would hold the source's row until the server notices that nobody listens.
 *
 * <p>Not thread safe, but for {@link #abort()}.
 */
final class LandingConnection implements AutoCloseable {
    private static final int QUIET_MILLIS = 60_000;
    private static final int LONGEST_QUIET_DOUBLINGS = 5;

    private final Database database;
    private volatile @Nullable Connection connection;
    private @Nullable String purpose;
    private volatile int serverProcess;

    LandingConnection(Database database) {
        this.database = database;
    }

    /**
     * The connection, outside of a transaction.
     *
     * @param failures failed attempts before: a slow server is given more time to answer with each, 1 min to 32 min
     */
    Connection open(long failures) throws SQLException {
        Connection open = connection;
        if (open != null) {
            return open;
        }
        String name = Database.uniquePurpose("landing");
        open = database.connect(name);
        boolean ready = false;
        try {
            int doublings = (int) Math.min(LONGEST_QUIET_DOUBLINGS, failures);
            open.setNetworkTimeout(Runnable::run, QUIET_MILLIS << doublings);
            // What is written here is found by keys. A plan that reads a whole table may have been good when statistics
            // were
            // last taken, and be slower by the square of the streams now.
            Sql.execute(
                    open,
                    "SET enable_seqscan = off; SET enable_material = off;"
                            + "SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL READ COMMITTED;"
                            + "SELECT set_config('synchronous_commit', 'on', false)"
                            + " WHERE current_setting('synchronous_commit') = 'off'");
            endPredecessor(open);
            open.setAutoCommit(false);
            purpose = name;
            serverProcess = open.unwrap(PGConnection.class).getBackendPID();
            connection = open;
            ready = true;
            return open;
        } finally {
            if (!ready) {
                close(open);
            }
        }
    }

    private void endPredecessor(Connection open) throws SQLException {
        if (purpose == null) {
            return;
        }
        try (PreparedStatement statement = open.prepareStatement(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid = ? AND application_name = ?")) {
            statement.setInt(1, serverProcess);
            statement.setString(2, "flowledger " + purpose);
            statement.execute();
        }
        purpose = null;
    }

    /** After a fault of the statements, not of the connection: ends the transaction and keeps the connection if it can. */
    void rollback() {
        Connection open = connection;
        if (open == null) {
            return;
        }
        try {
            open.rollback();
        } catch (SQLException e) {
            discard();
        }
    }

    /** Whether the server process of {@code other} waits for a lock; in the midst of a transaction that may hold it. */
    boolean seesWaiting(LandingConnection other) throws SQLException {
        try (PreparedStatement statement =
                open(0).prepareStatement("SELECT FROM pg_locks WHERE pid = ? AND NOT granted")) {
            statement.setInt(1, other.serverProcess);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next();
            }
        }
    }

    /** Throws the connection away. */
    void discard() {
        Connection open = connection;
        connection = null;
        if (open != null) {
            close(open);
        }
    }

    /** Ends the connection from another thread, whatever it waits for. */
    void abort() {
        Connection open = connection;
        if (open != null) {
            try {
                open.abort(Runnable::run);
            } catch (SQLException e) {
                // It is gone already.
            }
        }
    }

    @Override
    public void close() {
        discard();
    }

    private static void close(Connection open) {
        try {
            open.close();
        } catch (SQLException e) {
            // It is thrown away because it does not work.
        }
    }
}
