package io.flowledger.bench.whole;

import io.flowledger.bench.goal.GoalBook;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Opens a server for the measurements of the whole program, and makes their tables. */
public final class WholeRuns implements AutoCloseable {
    private final Path directory;
    private final BenchServer server;
    private final Path java;
    private final Consumer<String> progress;

    private WholeRuns(Path directory, BenchServer server, Path java, Consumer<String> progress) {
        this.directory = directory;
        this.server = server;
        this.java = java;
        this.progress = progress;
    }

    /**
     * Starts the server.
     *
     * @param parent where everything goes that is measured with, and is deleted afterwards
     * @param java the program that starts a JVM
     */
    public static WholeRuns open(Path parent, Path java, Consumer<String> progress) throws IOException {
        Files.createDirectories(parent);
        Path directory = Files.createTempDirectory(parent, "flowledger-bench");
        // Root's server runs as another user, who writes and reads the files of COPY.
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
        return new WholeRuns(directory, BenchServer.open(directory.resolve("server")), java, progress);
    }

    /** The server's version. */
    public String serverVersion() throws SQLException {
        return server.version();
    }

    /** Imports beside the limit; a table. */
    public String imports(List<Dataset> datasets, List<String> layouts, long flows, int rounds, GoalBook goals)
            throws IOException, SQLException, InterruptedException {
        ImportRun run = new ImportRun(server, directory, java);
        List<ImportRun.Result> results = new ArrayList<>();
        for (String layout : layouts) {
            for (Dataset dataset : datasets) {
                progress.accept("import " + dataset.title() + ", " + layout);
                results.add(run.run(dataset, layout, flows, rounds));
            }
        }
        ImportGoals.note(results, goals);
        return ImportTable.of(results);
    }

    /** Loads over UDP; a table. */
    public String receives(List<Double> rates, double seconds, long flatOut, GoalBook goals)
            throws IOException, SQLException, InterruptedException {
        ReceiveRun run = new ReceiveRun(server, directory, java);
        List<ReceiveRun.Result> results = new ArrayList<>();
        for (double rate : rates) {
            progress.accept("receive at " + (rate > 0 ? rate : "full speed"));
            results.add(run.run(rate > 0 ? (long) (rate * seconds) : flatOut, rate));
        }
        ReceiveGoals.note(results, goals);
        return ReceiveTable.of(results);
    }

    @Override
    public void close() throws IOException {
        server.close();
        ImportRun.deleteAll(directory);
    }
}
