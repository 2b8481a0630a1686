package io.flowledger.bench.whole;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * The limit: the server's own COPY of the very same rows, from files in its memory into fresh tables like those that they came
 * from, partition by partition, in one transaction each, over one connection.
 */
final class ServerCopy implements AutoCloseable {
    private final BenchServer server;
    private final String database;
    private final Path directory;
    private final List<String> sources = new ArrayList<>();

    /**
     * Writes the rows of a table to files.
     *
     * @param table its name with its schema
     * @param directory that the server may write to
     */
    ServerCopy(BenchServer server, String database, String table, Path directory) throws SQLException {
        this.server = server;
        this.database = database;
        this.directory = directory;
        List<String> leaves = server.strings(
                database,
                "SELECT relid::regclass::text FROM pg_partition_tree('" + table + "') WHERE isleaf ORDER BY 1");
        try (Connection connection = server.connect(database);
                Statement statement = connection.createStatement()) {
            for (String leaf : leaves.isEmpty() ? List.of(table) : leaves) {
                long rows = statement.executeUpdate(
                        "COPY (SELECT * FROM " + leaf + ") TO '" + file(sources.size()) + "' (FORMAT binary)");
                if (rows > 0) {
                    sources.add(leaf);
                }
            }
        }
    }

    private Path file(int index) {
        return directory.resolve("rows-" + index + ".copy");
    }

    /** Copies all of it once, into tables that are made for it and go afterwards. */
    Measured run() throws SQLException, IOException {
        try (Connection connection = server.connect(database);
                Statement statement = connection.createStatement()) {
            for (int i = 0; i < sources.size(); i++) {
                statement.execute("CREATE TABLE limit_" + i + " (LIKE " + sources.get(i) + " INCLUDING ALL)");
            }
            server.checkpoint();
            double cpu = server.cpuSeconds();
            long begun = System.nanoTime();
            long rows = 0;
            for (int i = 0; i < sources.size(); i++) {
                rows += statement.executeLargeUpdate("COPY limit_" + i + " FROM '" + file(i) + "' (FORMAT binary)");
            }
            double seconds = (System.nanoTime() - begun) / 1e9;
            double used = server.cpuSeconds() - cpu;
            for (int i = 0; i < sources.size(); i++) {
                statement.execute("DROP TABLE limit_" + i);
            }
            return new Measured(rows, rows / seconds, seconds, 0, used, 0);
        }
    }

    @Override
    public void close() throws IOException {
        for (int i = 0; i <= sources.size(); i++) {
            Files.deleteIfExists(file(i));
        }
    }
}
