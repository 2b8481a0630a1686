package io.flowledger.web;

import io.flowledger.store.connect.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Connections that can read and nothing else, kept for the next use. There are no more than a fixed number, so that a console
 * with many viewers does not take the database away from the collector.
 *
 * <p>Safe for all threads.
 */
public final class ReadConnections implements AutoCloseable {
    /** How long one waits for a connection when all are in use. */
    private static final long PATIENCE_MILLIS = 5_000;

    private static final int BUSY_RETRY_SECONDS = 5;
    private static final long FRESH_NANOS = 2_000_000_000L;
    private static final int VALID_SECONDS = 2;

    private final Semaphore permits;
    private final Duration timeout;
    private final Clock clock;
    private final Deque<Idle> idle = new ArrayDeque<>();
    private final LongAdder queries = new LongAdder();
    private volatile @Nullable Database database;
    private volatile @Nullable Instant awaySince;
    private volatile boolean reached;
    private boolean closed;

    /** A connection and the number of the server's process behind it. */
    private record Opened(Connection connection, int backend) {}

    private record Idle(Opened opened, long sinceNanoTime) {
        Connection connection() {
            return opened.connection();
        }
    }

    /**
     * @param most connections at the same time
     * @param timeout after which the server ends a statement
     */
    public ReadConnections(int most, Duration timeout, Clock clock) {
        this.permits = new Semaphore(most, true);
        this.timeout = timeout;
        this.clock = clock;
    }

    /** Where to connect, as soon as it is known. */
    public void to(Database where) {
        database = where;
    }

    /** How long a statement may take. */
    public Duration timeout() {
        return timeout;
    }

    /** Since when the database cannot be reached; null when it can, or was not tried yet. */
    public @Nullable Instant awaySince() {
        return awaySince;
    }

    /** True once the database was reached. */
    public boolean wasReached() {
        return reached;
    }

    /** How many times a connection was taken. */
    public long uses() {
        return queries.sum();
    }

    /**
     * A connection in auto-commit mode; the caller closes the lease.
     *
     * @throws Problem when there is no database yet, or all connections are in use
     * @throws SQLException when the database cannot be reached
     */
    public Lease take() throws Problem, SQLException {
        Database where = database;
        if (where == null) {
            throw Problem.unavailable("database-away", "The database is not there yet.", BUSY_RETRY_SECONDS);
        }
        try {
            if (!permits.tryAcquire(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
                throw Problem.unavailable("busy", "Too many others ask at this moment.", BUSY_RETRY_SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Problem.unavailable("stopping", "The program is stopping.", BUSY_RETRY_SECONDS);
        }
        boolean taken = false;
        try {
            Opened connection = kept();
            if (connection == null) {
                connection = connect(where);
            }
            taken = true;
            reached = true;
            awaySince = null;
            queries.increment();
            return new Lease(connection, where);
        } catch (SQLException e) {
            if (awaySince == null) {
                awaySince = clock.instant();
            }
            throw e;
        } finally {
            if (!taken) {
                permits.release();
            }
        }
    }

    private @Nullable Opened kept() throws SQLException {
        while (true) {
            Idle found;
            synchronized (idle) {
                found = idle.pollFirst();
            }
            if (found == null) {
                return null;
            }
            if (System.nanoTime() - found.sinceNanoTime() < FRESH_NANOS
                    || found.connection().isValid(VALID_SECONDS)) {
                return found.opened();
            }
            close(found.connection());
        }
    }

    private Opened connect(Database where) throws SQLException {
        Connection connection = where.connect("web");
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET default_transaction_read_only = on; SET TIME ZONE 'UTC'; SET statement_timeout = "
                    + timeout.toMillis() + "; SET idle_in_transaction_session_timeout = '60s'");
            try (ResultSet rows = statement.executeQuery("SELECT pg_backend_pid()")) {
                rows.next();
                return new Opened(connection, rows.getInt(1));
            }
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    private static void close(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            // It is broken; there is nothing left to close.
            return;
        }
    }

    private void giveBack(Opened opened, boolean broken) {
        Connection connection = opened.connection();
        boolean keep = false;
        try {
            keep = !broken && !connection.isClosed() && connection.getAutoCommit();
        } catch (SQLException e) {
            keep = false;
        }
        synchronized (idle) {
            if (keep && !closed) {
                idle.addFirst(new Idle(opened, System.nanoTime()));
                return;
            }
        }
        close(connection);
    }

    @Override
    public void close() {
        synchronized (idle) {
            closed = true;
            idle.forEach(kept -> close(kept.connection()));
            idle.clear();
        }
    }

    /** A connection for a while. */
    public final class Lease implements AutoCloseable {
        private final Opened opened;
        private final Database database;
        private boolean broken;

        private Lease(Opened opened, Database database) {
            this.opened = opened;
            this.database = database;
        }

        /** The connection; not to be closed. */
        public Connection connection() {
            return opened.connection();
        }

        /** Cancels what runs on the connection; by any thread. */
        void cancel() throws SQLException {
            try (Connection other = database.connect("web cancel");
                    PreparedStatement cancel = other.prepareStatement("SELECT pg_cancel_backend(?)")) {
                cancel.setInt(1, opened.backend());
                cancel.execute();
            }
        }

        /** Not to be used again: something went wrong with it. */
        public void spoil() {
            broken = true;
        }

        @Override
        public void close() {
            giveBack(opened, broken);
            permits.release();
        }
    }
}
