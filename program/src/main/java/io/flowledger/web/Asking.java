package io.flowledger.web;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Puts a question to the database for a client, and cancels it there when the client has gone.
 *
 * <p>Safe for all threads.
 */
public final class Asking {
    private static final System.Logger LOG = System.getLogger(Asking.class.getName());

    private final ReadConnections connections;
    private final ClientWatch watch;

    Asking(ReadConnections connections, ClientWatch watch) {
        this.connections = connections;
        this.watch = watch;
    }

    /** What is asked. */
    @FunctionalInterface
    public interface Question<T> {
        T ask(Connection connection) throws SQLException, Problem;
    }

    /** How long a statement may take. */
    public Duration timeout() {
        return connections.timeout();
    }

    /**
     * Asks on a connection that can only read.
     *
     * @throws IOException when the client has gone meanwhile
     */
    public <T> T ask(Request request, Question<T> question) throws SQLException, Problem, IOException {
        AtomicBoolean gone = new AtomicBoolean();
        try (ReadConnections.Lease lease = connections.take()) {
            Connection connection = lease.connection();
            Runnable onGone = () -> {
                gone.set(true);
                cancel(lease);
            };
            try (ClientWatch.Watch watching = watch.watch(
                    request.exchange().getLocalAddress(), request.exchange().getRemoteAddress(), onGone)) {
                return question.ask(connection);
            } catch (SQLException e) {
                lease.spoil();
                if (gone.get()) {
                    throw new IOException("the client has gone", e);
                }
                throw e;
            } finally {
                if (gone.get()) {
                    lease.spoil();
                }
            }
        }
    }

    private static void cancel(ReadConnections.Lease lease) {
        try {
            lease.cancel();
        } catch (SQLException e) {
            LOG.log(Level.DEBUG, "a question of a client that has gone could not be cancelled", e);
        }
    }
}
