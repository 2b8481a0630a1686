package io.flowledger.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A fresh, empty database on a real PostgreSQL for one test class:
 *
 * <pre>
 * private static TestDatabase database;
 * &#64;BeforeAll static void createDatabase() throws Exception { database = TestDatabase.create(); }
 * &#64;AfterAll static void dropDatabase() throws Exception { database.close(); }
 * </pre>
 *
 * <p>The server is started once a test JVM, without fsync, and its data directory is kept in the module's
 * {@code target/} for the next run. A module that uses this needs pgjdbc in its test class path.
 */
public final class TestDatabase implements AutoCloseable {
    private static final AtomicInteger COUNT = new AtomicInteger();

    private final EmbeddedPostgres server;
    private final String name;

    private TestDatabase(EmbeddedPostgres server, String name) {
        this.server = server;
        this.name = name;
    }

    private static final class Server {
        static final EmbeddedPostgres POSTGRES = start();

        private static EmbeddedPostgres start() {
            try {
                return EmbeddedPostgres.openOrAttach(
                        Path.of("target", "test-postgres"),
                        ServerSettings.standard().withDurable(false));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    public static TestDatabase create() throws SQLException {
        return create("");
    }

    /** A database with all that is in another, to which nobody may be connected. */
    public static TestDatabase copyOf(TestDatabase other) throws SQLException {
        return create(" TEMPLATE " + other.name());
    }

    private static TestDatabase create(String template) throws SQLException {
        EmbeddedPostgres server = Server.POSTGRES;
        String name = "test_" + ProcessHandle.current().pid() + "_" + COUNT.incrementAndGet();
        administer(server, "DROP DATABASE IF EXISTS " + name + " WITH (FORCE)");
        administer(server, "CREATE DATABASE " + name + template);
        return new TestDatabase(server, name);
    }

    /** The server that carries the database. */
    public EmbeddedPostgres server() {
        return server;
    }

    public String name() {
        return name;
    }

    /** Without user and password. */
    public String jdbcUrl() {
        return server.jdbcUrl(name);
    }

    public String user() {
        return server.user();
    }

    public String password() {
        return server.password();
    }

    /** As the {@code --database} option takes it, with user and password. */
    public String databaseUrl() {
        return "postgresql://" + user() + ":" + password() + "@" + server.host() + ":" + server.port() + "/" + name;
    }

    /** A new connection; the caller closes it. */
    public Connection connect() throws SQLException {
        return DriverManager.getConnection(jdbcUrl(), user(), password());
    }

    @Override
    public void close() throws SQLException {
        administer(server, "DROP DATABASE IF EXISTS " + name + " WITH (FORCE)");
    }

    private static void administer(EmbeddedPostgres server, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(server.jdbcUrl(), server.user(), server.password());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
