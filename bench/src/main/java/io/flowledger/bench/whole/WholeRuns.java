package io.flowledger.bench.whole;

import io.flowledger.bench.goal.Goal;
import io.flowledger.bench.goal.GoalBook;
import io.flowledger.bench.scratch.ScratchDirectory;
import java.io.IOException;
import java.nio.file.Path;
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
        // The server writes and reads the files of COPY.
        Path directory = ScratchDirectory.create(parent);
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
        try (ReceiveBufferLimit limit = ReceiveBufferLimit.raise()) {
            for (double rate : rates) {
                progress.accept("receive at " + (rate > 0 ? rate : "full speed"));
                results.add(run.run(rate > 0 ? (long) (rate * seconds) : flatOut, rate));
            }
            ReceiveGoals.note(results, goals);
            return limit.note() + "\n" + ReceiveTable.of(results);
        }
    }

    /** Hours as rows and as blocks; a table. */
    public String blocks(List<Dataset> datasets, List<String> layouts, long flows, int rounds, GoalBook goals)
            throws IOException, SQLException, InterruptedException {
        BlockRun run = new BlockRun(server, directory, java);
        List<BlockRun.Result> results = new ArrayList<>();
        List.of(Goal.OCTETS_CLOSED, Goal.OCTETS_CLOSED_GRAFOLEAN, Goal.TOP_CLOSED)
                .forEach(goals::forget);
        for (String layout : layouts) {
            for (Dataset dataset : datasets) {
                progress.accept("blocks " + dataset.title() + ", " + layout);
                BlockRun.Result result = run.run(dataset, layout, flows, rounds);
                results.add(result);
                goals.worst(
                        layout.equals("flows") ? Goal.OCTETS_CLOSED : Goal.OCTETS_CLOSED_GRAFOLEAN,
                        result.octetsPacked());
                goals.worst(Goal.TOP_CLOSED, result.topRatio());
            }
        }
        return BlockRun.table(results);
    }

    /** Starts on a new and on an existing data directory; a table. */
    public String starts(int rounds, GoalBook goals) throws IOException, InterruptedException {
        progress.accept("start");
        StartRun.Result result = new StartRun(directory, java).run(rounds);
        goals.measured(Goal.START_NEW, result.freshSeconds());
        goals.measured(Goal.START_EXISTING, result.existingSeconds());
        return result.table();
    }

    /** Imports of few and many exporters and templates; a table. */
    public String growths(long flows, int rounds, GoalBook goals)
            throws IOException, SQLException, InterruptedException {
        progress.accept("growth");
        GrowthRun.Result result = new GrowthRun(new ImportRun(server, directory, java)).run(flows, rounds);
        goals.measured(Goal.GROWTH, result.worstRatio());
        goals.measured(Goal.GROWTH_MEMORY, result.memoryRatio());
        return result.table();
    }

    /** Landings without and with sums; a table. */
    public String rollups(long flows, int rounds, GoalBook goals)
            throws IOException, SQLException, InterruptedException {
        var turns = new RollupCostRun(server, directory, progress).run(flows, rounds);
        goals.measured(Goal.ROLLUP_COST, RollupCostTable.ratio(turns));
        return RollupCostTable.of(turns);
    }

    /** Collectors of others beside ours; a table. */
    public String peers(long datagrams, double rate, int rounds, GoalBook goals)
            throws IOException, SQLException, InterruptedException {
        progress.accept("peers");
        try (ReceiveBufferLimit limit = ReceiveBufferLimit.raise()) {
            List<PeerRun.Result> results = new PeerRun(server, directory, new ReceiveRun(server, directory, java))
                    .run(datagrams, rate, rounds);
            PeerGoals.note(results, goals);
            return limit.note() + "\n" + PeerTable.of(results);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        ScratchDirectory.delete(directory);
    }
}
