package io.flowledger.fault;

import io.flowledger.embedded.EmbeddedPostgres;
import io.flowledger.embedded.ServerSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * A PostgreSQL that the program reaches with {@code --database}: run by this process, started again when it dies, and stopped
 * at will. Not thread safe.
 */
final class PostgresServer implements AutoCloseable {
    private static final int LAST_WORDS = 20;

    private final Path directory;
    private EmbeddedPostgres postgres;
    private int databases;

    private PostgresServer(Path directory, EmbeddedPostgres postgres) {
        this.directory = directory;
        this.postgres = postgres;
    }

    static PostgresServer start(Path directory) throws IOException {
        return new PostgresServer(directory, open(directory));
    }

    private static EmbeddedPostgres open(Path directory) throws IOException {
        return EmbeddedPostgres.openOrAttach(
                directory, ServerSettings.standard().withDurable(false));
    }

    Path directory() {
        return directory;
    }

    /** Makes an empty database and returns its name. */
    String createDatabase() throws SQLException {
        String name = "round_" + ++databases;
        try (Connection connection = connect(postgres.database());
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        }
        return name;
    }

    void dropDatabase(String name) throws SQLException {
        try (Connection connection = connect(postgres.database());
                Statement statement = connection.createStatement()) {
            statement.execute("DROP DATABASE " + name + " WITH (FORCE)");
        }
    }

    /** For {@code --database}. */
    String url(String database) {
        return "postgresql://" + postgres.user() + ":" + postgres.password() + "@" + postgres.host() + ":"
                + postgres.port() + "/" + database;
    }

    Connection connect(String database) throws SQLException {
        return ServerProcess.connect(postgres.jdbcUrl(database), postgres.user(), postgres.password());
    }

    /** The backend that lands batches in {@code database}, if one does now. */
    OptionalLong landingBackend(String database) {
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT pid FROM pg_stat_activity WHERE datname ="
                        + " current_database() AND application_name LIKE 'flowledger landing%'")) {
            return rows.next() ? OptionalLong.of(rows.getLong(1)) : OptionalLong.empty();
        } catch (SQLException e) {
            return OptionalLong.empty();
        }
    }

    /** Whether somebody packs hours in {@code database}. */
    boolean isPacking(String database) {
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT 1 FROM pg_stat_activity WHERE datname ="
                        + " current_database() AND application_name = 'flowledger pack'")) {
            return rows.next();
        } catch (SQLException e) {
            return false;
        }
    }

    /** {@code pg_terminate_backend} for the landing's connection; false when there was none. */
    boolean terminateLanding(String database) {
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE"
                        + " datname = current_database() AND application_name LIKE 'flowledger landing%'")) {
            return rows.next();
        } catch (SQLException e) {
            return false;
        }
    }

    /** Its address and the last words of its log, for a failure. */
    String state() throws IOException {
        Path newest;
        try (Stream<Path> logs = Files.list(postgres.logDirectory())) {
            newest = logs.filter(log -> log.getFileName().toString().startsWith("postgresql-"))
                    .max(Comparator.naturalOrder())
                    .orElse(null);
        }
        List<String> words = newest == null ? List.of() : Files.readAllLines(newest);
        return "the server, on port " + postgres.port() + ", "
                + (ServerProcess.postmaster(directory).isPresent() ? "runs" : "does not run") + "; its last words:\n"
                + String.join("\n", words.subList(Math.max(0, words.size() - LAST_WORDS), words.size()));
    }

    /** Shuts the server down. */
    void stop() throws IOException {
        postgres.close();
    }

    /** Starts the server after {@link #stop()}. */
    void startAgain() throws IOException {
        postgres = open(directory);
    }

    @Override
    public void close() throws IOException {
        postgres.close();
    }
}
