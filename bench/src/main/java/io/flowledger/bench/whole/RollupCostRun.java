package io.flowledger.bench.whole;

import io.flowledger.flow.batch.Batch;
import io.flowledger.flow.layout.FlowsLayout;
import io.flowledger.store.Source;
import io.flowledger.store.Store;
import io.flowledger.store.connect.Database;
import io.flowledger.store.connect.StopSignal;
import io.flowledger.store.ingest.Landing;
import io.flowledger.store.rollup.RollupSettings;
import io.flowledger.store.rollup.RollupWorker;
import io.flowledger.store.schema.Sql;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * What sums cost those who land: the same capture landed with its books into {@code flows}, in turn A B C A B C without marks,
 * with marks, and with the worker that sums beside; all in this process, as in {@code run}, without the journal. The first
 * turn does not count, as the JVM compiles in it.
 */
final class RollupCostRun {
    private static final String DATABASE = "bench";
    private static final String MARKS = "SELECT count(*) FROM flowledger.rollup_mark";

    /** Connections of a landing, as the setting copy-connections has them; one batch more goes round. */
    private static final int LANES = 2;

    /** The capture's flows are spread over so much of an hour, as those of a real hour are. */
    private static final int CAPTURE_SECONDS = 3_000;

    private static final long POLL_MILLIS = 100;

    private final BenchServer server;
    private final Path directory;
    private final Consumer<String> progress;

    /** With what a capture is landed. */
    enum Variant {
        WITHOUT("without marks and sums"),
        MARKS("with marks"),
        SUMS("with marks, and sums beside");

        private final String title;

        Variant(String title) {
            this.title = title;
        }

        String title() {
            return title;
        }
    }

    /**
     * One landing of the capture.
     *
     * @param landed until the last commit
     * @param summedSeconds from then on until nothing was marked any more; 0 when nobody sums
     * @param summedCpuSeconds of ours in that time
     * @param summedServerSeconds of PostgreSQL in that time
     */
    record Turn(Measured landed, double summedSeconds, double summedCpuSeconds, double summedServerSeconds) {}

    RollupCostRun(BenchServer server, Path directory, Consumer<String> progress) {
        this.server = server;
        this.directory = directory;
        this.progress = progress;
    }

    Map<Variant, List<Turn>> run(long flows, int rounds) throws IOException, SQLException, InterruptedException {
        Path capture = directory.resolve("rollups.pcap");
        Map<Variant, List<Turn>> turns = new EnumMap<>(Variant.class);
        try {
            ImportRun.write(Dataset.V9, capture, flows, CAPTURE_SECONDS);
            for (int round = 0; round <= rounds; round++) {
                for (Variant variant : Variant.values()) {
                    progress.accept("landing " + variant.title() + (round == 0 ? ", to warm up" : ", round " + round));
                    Turn turn = turn(variant, capture);
                    if (round > 0) {
                        turns.computeIfAbsent(variant, missing -> new ArrayList<>())
                                .add(turn);
                    }
                }
            }
            return turns;
        } finally {
            Files.deleteIfExists(capture);
            server.dropDatabase(DATABASE);
        }
    }

    private Turn turn(Variant variant, Path capture) throws IOException, SQLException, InterruptedException {
        server.createDatabase(DATABASE);
        List<String> login = server.login(DATABASE);
        try (Store store = Store.open(
                Database.at(login.get(0), login.get(1), login.get(2)), FlowsLayout.FLOWS, new StopSignal())) {
            if (variant == Variant.WITHOUT) {
                try (Connection connection = store.connect("bench")) {
                    Sql.execute(
                            connection,
                            "CREATE RULE unmarked AS ON INSERT TO flowledger.rollup_mark DO INSTEAD NOTHING");
                }
            }
            server.checkpoint();
            return variant == Variant.SUMS ? summed(store, capture) : new Turn(landed(store, capture), 0, 0, 0);
        }
    }

    private Turn summed(Store store, Path capture) throws IOException, SQLException, InterruptedException {
        try (RollupWorker worker = RollupWorker.start(store, RollupSettings.standard());
                Connection connection = store.connect("bench")) {
            Measured landed = landed(store, capture);
            double ours = CpuClock.self();
            double servers = server.cpuSeconds();
            long begun = System.nanoTime();
            while (!"0".equals(Sql.text(connection, MARKS))) {
                TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
            }
            return new Turn(
                    landed, (System.nanoTime() - begun) / 1e9, CpuClock.self() - ours, server.cpuSeconds() - servers);
        }
    }

    private Measured landed(Store store, Path capture) throws IOException, SQLException, InterruptedException {
        double ours = CpuClock.self();
        double servers = server.cpuSeconds();
        Source source = store.source(UUID.randomUUID(), "bench");
        CaptureBatches batches = new CaptureBatches(capture, FlowsLayout.FLOWS, LANES + 1);
        long begun = System.nanoTime();
        long rows = 0;
        ExecutorService threads = Executors.newFixedThreadPool(LANES);
        try (Landing landing = store.landing(source, LANES)) {
            batches.start();
            List<Future<Long>> lanes = new ArrayList<>();
            for (int i = 0; i < LANES; i++) {
                int lane = i;
                Callable<Long> work = () -> land(landing, batches, lane);
                lanes.add(threads.submit(work));
            }
            for (Future<Long> lane : lanes) {
                rows += lane.get();
            }
        } catch (ExecutionException e) {
            throw new IOException("landing failed: nothing is measured by that", e);
        } finally {
            threads.shutdownNow();
        }
        double seconds = (System.nanoTime() - begun) / 1e9;
        return new Measured(rows, rows / seconds, seconds, CpuClock.self() - ours, server.cpuSeconds() - servers, 0);
    }

    private static long land(Landing landing, CaptureBatches batches, int lane)
            throws IOException, InterruptedException {
        long rows = 0;
        for (var next = batches.take(); next != null; next = batches.take()) {
            Batch batch = next.batch();
            rows += landing.land(batch, next.number(), lane).rows();
            batches.giveBack(batch);
        }
        return rows;
    }
}
