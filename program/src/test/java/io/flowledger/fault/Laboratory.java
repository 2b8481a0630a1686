package io.flowledger.fault;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What all scenarios share: a directory, a PostgreSQL, a capture with what an undisturbed import of it gives, and the judgement
 * of a database. One thread.
 */
final class Laboratory implements AutoCloseable {
    private static final int CAPTURED = 1_600;
    private static final long CAPTURE_STEP_NANOS = 40_000_000L;

    private final FaultSettings settings;
    private final Path directory;
    private final PostgresServer server;
    private final Path capture;
    private @Nullable LandedState undisturbed;
    private long importMillis = 3_000;
    private int rounds;

    Laboratory(FaultSettings settings) throws IOException {
        this.settings = settings;
        this.directory = Files.createDirectories(settings.directory());
        this.server = PostgresServer.start(directory.resolve("server"));
        this.capture = directory.resolve("traffic.pcap");
        CaptureFile.write(
                capture, new ExporterTraffic(new SplittableRandom(settings.seed())), CAPTURED, CAPTURE_STEP_NANOS);
    }

    FaultSettings settings() {
        return settings;
    }

    PostgresServer server() {
        return server;
    }

    /** The capture that imports are disturbed with. */
    Path capture() {
        return capture;
    }

    /** How long the undisturbed import of the capture took. */
    long importMillis() {
        return importMillis;
    }

    /** A new, empty directory. */
    Path newDirectory(String name) throws IOException {
        return Files.createDirectories(directory.resolve(++rounds + "-" + name));
    }

    /** A command with where its database and data are, and what more it is told. */
    static List<String> arguments(String command, List<String> where, String... more) {
        return Stream.of(Stream.of(command), where.stream(), Stream.of(more))
                .flatMap(words -> words)
                .toList();
    }

    /** What the capture becomes when nothing happens. */
    LandedState undisturbed() throws Exception {
        LandedState state = undisturbed;
        if (state == null) {
            long begun = System.nanoTime();
            state = imported(List.of(capture), "flows");
            importMillis = (System.nanoTime() - begun) / 1_000_000L;
            undisturbed = state;
        }
        return state;
    }

    /** What files become when they are imported into an empty database and nothing happens. */
    LandedState imported(List<Path> files, String layout) throws Exception {
        String database = server.createDatabase();
        Path data = newDirectory("undisturbed");
        List<String> arguments = new ArrayList<>(List.of(
                "import", "--database", server.url(database), "--data-dir", data.toString(), "--layout", layout));
        files.forEach(file -> arguments.add(file.toString()));
        try (ProgramProcess process = ProgramProcess.start(data.resolve("log"), arguments)) {
            process.awaitSuccess();
        }
        try (Connection connection = server.connect(database)) {
            return LandedState.read(connection, table(layout));
        } finally {
            server.dropDatabase(database);
        }
    }

    /** The flow table of a layout. */
    static String table(String layout) {
        return layout.equals("flows") ? "flows" : "netflow_flows2";
    }

    /** The segments of a journal, compressed or not, in order. */
    static List<Path> segments(Path journal) throws IOException {
        try (Stream<Path> files = Files.list(journal)) {
            return files.filter(file -> file.toString().endsWith(".pcapng")
                            || file.toString().endsWith(".pcapng.zst"))
                    .sorted(Comparator.naturalOrder())
                    .toList();
        }
    }

    /** Compares a database with the undisturbed state and audits it; the round is noted in {@code outcome}. */
    void judge(Outcome outcome, String database, String layout, Path data, LandedState reference) throws Exception {
        LandedState state;
        try (Connection connection = server.connect(database)) {
            state = LandedState.read(connection, table(layout));
        }
        int audit = ProgramProcess.run(
                data.resolve("audit.log"),
                List.of(
                        "audit",
                        "--database",
                        server.url(database),
                        "--data-dir",
                        data.toString(),
                        "--layout",
                        layout));
        judge(outcome, state, reference, audit, data);
        server.dropDatabase(database);
    }

    /** The same when the state is read already. */
    static void judge(Outcome outcome, LandedState state, LandedState reference, int auditStatus, Path data)
            throws IOException {
        List<String> found = new ArrayList<>(state.differencesFrom(reference));
        if (auditStatus != 0) {
            found.add("audit ended with " + auditStatus + ":\n" + Files.readString(data.resolve("audit.log")));
        }
        outcome.round(
                state.rows(), found.stream().map(line -> data + ": " + line).toList());
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    /** Deletes all files. */
    void delete() throws IOException {
        try (Stream<Path> walk = Files.walk(directory)) {
            for (Path path : walk.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
