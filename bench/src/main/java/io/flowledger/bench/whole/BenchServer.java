package io.flowledger.bench.whole;

import io.flowledger.embedded.EmbeddedPostgres;
import io.flowledger.embedded.ServerSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** The PostgreSQL that the program ships, forced to disk as it is in use, in a data directory of its own. */
final class BenchServer implements AutoCloseable {
    private final EmbeddedPostgres server;
    private final Path directory;

    private BenchServer(EmbeddedPostgres server, Path directory) {
        this.server = server;
        this.directory = directory;
    }

    static BenchServer open(Path directory) throws IOException {
        return new BenchServer(EmbeddedPostgres.openOrAttach(directory, ServerSettings.standard()), directory);
    }

    /** A new connection to a database; the caller closes it. */
    Connection connect(String database) throws SQLException {
        return DriverManager.getConnection(server.jdbcUrl(database), server.user(), server.password());
    }

    /** As the option --database takes it. */
    String url(String database) {
        return "postgresql://" + server.user() + ":" + server.password() + "@" + server.host() + ":" + server.port()
                + "/" + database;
    }

    /** The TCP port on the loopback. */
    int port() {
        return server.port();
    }

    /** JDBC URL, user and password. */
    List<String> login(String database) {
        return List.of(server.jdbcUrl(database), server.user(), server.password());
    }

    void createDatabase(String name) throws SQLException {
        dropDatabase(name);
        administer("CREATE DATABASE " + name);
    }

    /** Another database with the same in it; nobody may be connected to the first. */
    void copyDatabase(String from, String to) throws SQLException {
        administer("CREATE DATABASE " + to + " TEMPLATE " + from);
    }

    void dropDatabase(String name) throws SQLException {
        administer("DROP DATABASE IF EXISTS " + name + " WITH (FORCE)");
    }

    /** Writes out what is dirty, so that no measurement pays for the one before. */
    void checkpoint() throws SQLException {
        administer("CHECKPOINT");
    }

    private void administer(String sql) throws SQLException {
        try (Connection connection = connect("postgres");
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Processor seconds of the server so far. */
    double cpuSeconds() throws IOException {
        return CpuClock.tree(postmaster());
    }

    private long postmaster() throws IOException {
        try (var files = Files.walk(directory)) {
            Path file = files.filter(path -> path.endsWith("postmaster.pid"))
                    .findFirst()
                    .orElseThrow(() -> new IOException("no postmaster.pid below " + directory));
            return Long.parseLong(Files.readAllLines(file).get(0).strip());
        }
    }

    String version() throws SQLException {
        return strings("postgres", "SHOW server_version").get(0);
    }

    long number(String database, String sql) throws SQLException {
        return Long.parseLong(strings(database, sql).get(0));
    }

    /** The first column of the answer. */
    List<String> strings(String database, String sql) throws SQLException {
        List<String> answer = new ArrayList<>();
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                answer.add(rows.getString(1));
            }
        }
        return answer;
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
