package io.flowledger.store.query;

import io.flowledger.store.filter.SqlText;
import io.flowledger.store.rollup.RollupCoverage;
import io.flowledger.store.schema.FlowTable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.postgresql.PGConnection;

/**
 * A connection on which each question has a read-only snapshot with a time-out for all of its statements together, and can be
 * cancelled.
 *
 * <p>One thread at a time asks; {@link #cancel} may be called from any.
 */
final class Snapshot {
    private static final String CANCELLED = "57014";

    private final Connection connection;
    private final FlowTable table;
    private final Duration timeout;
    private long begunNanos;
    private volatile boolean asking;
    private volatile boolean cancelled;

    /**
     * @param connection in auto-commit mode between questions
     * @param timeout of a question with all of its statements, at least 1 ms; zero for none
     */
    Snapshot(Connection connection, FlowTable table, Duration timeout) {
        this.connection = connection;
        this.table = table;
        this.timeout = timeout;
    }

    /** Ends the question that runs, if one does. */
    void cancel() throws SQLException {
        if (asking) {
            cancelled = true;
            // Whichever statement it is: the ones before the question's own may wait, too.
            connection.unwrap(PGConnection.class).cancelQuery();
        }
    }

    /** Performs a statement without an answer. */
    void execute(String statement) throws SQLException {
        hurry();
        try (Statement of = connection.createStatement()) {
            of.execute(statement);
        }
    }

    /**
     * Lets the statements that follow take what is left of the question's time; all that go through here are hurried.
     *
     * @throws SQLException as of a statement that took too long when nothing is left
     */
    void hurry() throws SQLException {
        if (cancelled) {
            throw new SQLException("cancelled between two statements", CANCELLED);
        }
        if (timeout.isZero()) {
            return;
        }
        long leftMillis = timeout.minusNanos(System.nanoTime() - begunNanos).toMillis();
        if (leftMillis < 1) {
            throw new SQLException("out of time between two statements", CANCELLED);
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET LOCAL statement_timeout = " + leftMillis);
        }
    }

    /** What is asked in a snapshot. */
    interface Question<T> {
        T answer() throws SQLException;
    }

    /** Takes the rows of an answer, one after the other. */
    interface RowReader {
        void read(ResultSet rows) throws SQLException;
    }

    /**
     * Asks in a snapshot of its own.
     *
     * @throws QueryStoppedException when it was cancelled or took too long
     */
    <T> T ask(Question<T> question) throws SQLException {
        cancelled = false;
        asking = true;
        begunNanos = System.nanoTime();
        connection.setAutoCommit(false);
        try {
            try (Statement statement = connection.createStatement()) {
                statement.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
                statement.execute("SET LOCAL statement_timeout = " + timeout.toMillis());
                statement.execute("SET LOCAL TIME ZONE 'UTC'");
                statement.execute("SET LOCAL work_mem = '64MB'");
                // Compiling takes longer than most questions, and pays only in the longest.
                statement.execute("SET LOCAL jit = off");
            }
            RollupCoverage.hold(connection, table);
            return question.answer();
        } catch (SQLException e) {
            if (!CANCELLED.equals(e.getSQLState())) {
                throw e;
            }
            throw cancelled
                    ? new QueryStoppedException("the question was cancelled", false, e)
                    : new QueryStoppedException("the question took longer than " + timeout.toMillis() + " ms", true, e);
        } finally {
            asking = false;
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }

    /** Runs a statement within the snapshot. */
    void run(SqlText text, RowReader reader) throws SQLException {
        run(text, 0, reader);
    }

    /** With rows fetched so many at a time; 0: all at once, which lets PostgreSQL work in parallel. */
    void run(SqlText text, int fetchedRows, RowReader reader) throws SQLException {
        hurry();
        try (PreparedStatement statement = text.prepare(connection)) {
            statement.setFetchSize(fetchedRows);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    reader.read(rows);
                }
            }
        }
    }
}
