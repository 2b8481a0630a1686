package io.flowledger.store.connect;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Locale;
import java.util.Properties;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;

/**
 * Where the database is and who we are there. Address and password are asked for at each connection, because a server that
 * was started anew may have others.
 *
 * @param jdbcUrl without user and password
 * @param user user name
 * @param password password, empty for none
 * @param connectTimeout how long one attempt to connect may take, at least 1 s
 */
public record Database(Supplier<String> jdbcUrl, String user, Supplier<String> password, Duration connectTimeout) {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    /** A database at a fixed address, with 10 s for an attempt to connect. */
    public static Database at(String jdbcUrl, String user, String password) {
        return new Database(() -> jdbcUrl, user, () -> password, CONNECT_TIMEOUT);
    }

    /** A new connection in auto-commit mode that shows itself to the server's administrator as {@code purpose}. */
    public Connection connect(String purpose) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", user);
        String secret = password.get();
        if (!secret.isEmpty()) {
            properties.setProperty("password", secret);
        }
        String seconds = Long.toString(Math.max(1, connectTimeout.toSeconds()));
        properties.setProperty("connectTimeout", seconds);
        properties.setProperty("loginTimeout", seconds);
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("ApplicationName", "flowledger " + purpose);
        return DriverManager.getConnection(jdbcUrl.get(), properties);
    }

    /** A connection as {@link #connect(String)}, waited for until the database is there. */
    public Connection await(String purpose, Pause pause) throws SQLException {
        Backoff backoff = new Backoff(ThreadLocalRandom.current());
        OutageLog outage = new OutageLog("Connecting to the database", System::nanoTime);
        for (; ; ) {
            try {
                Connection connection = connect(purpose);
                outage.succeeded();
                return connection;
            } catch (SQLException e) {
                if (SqlFault.of(e) != SqlFault.AWAY) {
                    throw e;
                }
                outage.failed(e);
                if (!pause.pause(backoff.next())) {
                    throw new StoppedException("connecting");
                }
            }
        }
    }

    /** What is done with a connection; may be done again after it failed in the midst of it. */
    @FunctionalInterface
    public interface Work<T> {
        T perform(Connection connection) throws SQLException;
    }

    /**
     * Does work on a new connection in auto-commit mode, again and again while the database is away, be it before or in the
     * midst of the work.
     */
    public <T> T perform(String purpose, Pause pause, Work<T> work) throws SQLException {
        Backoff backoff = new Backoff(ThreadLocalRandom.current());
        OutageLog outage = new OutageLog("Working with the database (" + purpose + ")", System::nanoTime);
        for (; ; ) {
            try (Connection connection = connect(purpose)) {
                T result = work.perform(connection);
                outage.succeeded();
                return result;
            } catch (SQLException e) {
                if (SqlFault.of(e) != SqlFault.AWAY) {
                    throw e;
                }
                outage.failed(e);
                if (!pause.pause(backoff.next())) {
                    throw new StoppedException(purpose);
                }
            }
        }
    }

    /** A name that no other connection has, so that its server process can be told from a later one with its number. */
    public static String uniquePurpose(String purpose) {
        return String.format(
                Locale.ROOT, "%s %08x", purpose, ThreadLocalRandom.current().nextInt());
    }
}
