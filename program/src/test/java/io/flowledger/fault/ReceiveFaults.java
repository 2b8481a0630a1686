package io.flowledger.fault;

import io.flowledger.journal.format.SegmentName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * Disturbed reception with a server of one's own. What is compared with is an undisturbed import of the journal that the
 * disturbed collector wrote.
 */
final class ReceiveFaults {
    private static final int RATE = 300;
    private static final int KILLS_A_ROUND = 6;

    private final Laboratory laboratory;
    private final PostgresServer server;

    ReceiveFaults(Laboratory laboratory) {
        this.laboratory = laboratory;
        this.server = laboratory.server();
    }

    /** One collector with a database. */
    private final class Reception implements AutoCloseable {
        final String database = server.createDatabase();
        final Path data = laboratory.newDirectory("run");
        final LandingProgress progress = new LandingProgress(() -> server.connect(database));
        final Collector collector;

        Reception(RandomGenerator random, int rate) throws Exception {
            this(new ExporterTraffic(random), rate);
        }

        Reception(ExporterTraffic traffic, int rate, String... more) throws Exception {
            List<String> arguments = new ArrayList<>(List.of("--database", server.url(database)));
            arguments.addAll(List.of(more));
            collector = new Collector(data, traffic, rate, arguments);
            collector.start();
            collector.sender().on();
        }

        void judge(Outcome outcome) throws Exception {
            collector.settle(progress);
            collector.stop();
            progress.close();
            LandedState reference = laboratory.imported(Laboratory.segments(collector.journal()), "flows");
            laboratory.judge(outcome, database, "flows", data, reference);
        }

        @Override
        public void close() throws Exception {
            progress.close();
            collector.close();
        }
    }

    /** Kills the collector, the server or both at random moments while datagrams come in. */
    void kill(Outcome outcome, RandomGenerator random) throws Exception {
        try (Reception reception = new Reception(random, RATE)) {
            Collector collector = reception.collector;
            for (int kills = 0; kills < KILLS_A_ROUND; kills++) {
                Moment.await(collector.process(), reception.progress, random, 2_500);
                int victim = random.nextInt(3);
                if (victim > 0) {
                    ServerProcess.killPostmaster(server.directory());
                }
                if (victim < 2) {
                    collector.process().kill();
                    collector.start();
                }
                outcome.fault();
            }
            reception.judge(outcome);
        }
        server.stop();
        server.startAgain();
    }

    /** Kills the collector while it compresses a segment of its journal, at whatever step. */
    void killCompression(Outcome outcome, RandomGenerator random) throws Exception {
        // a Set that waits keeps the segments from its own on as they are
        ExporterTraffic traffic = ExporterTraffic.whereNothingWaits(random);
        try (Reception reception = new Reception(traffic, 2 * RATE, "--journal-segment", "256KiB")) {
            Collector collector = reception.collector;
            int leftovers = 0;
            for (int kills = 0; kills < KILLS_A_ROUND; kills++) {
                collector.awaitReady();
                awaitCompression(collector.journal());
                TimeUnit.MICROSECONDS.sleep(random.nextInt(3_000));
                collector.process().kill();
                outcome.fault();
                leftovers += unfinished(collector.journal());
                collector.start();
            }
            outcome.require(leftovers > 0, "no kill came while a segment was compressed");
            reception.judge(outcome);
        }
    }

    /** Returns within a fraction of the time that compressing a segment takes. */
    private static void awaitCompression(Path journal) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
        while (unfinished(journal) == 0) {
            if (System.nanoTime() - deadline > 0) {
                throw new IllegalStateException("no segment of " + journal + " is compressed");
            }
            TimeUnit.MICROSECONDS.sleep(200);
        }
    }

    /** Segments whose compression has begun and not ended. */
    private static int unfinished(Path journal) throws IOException {
        int count = 0;
        for (long base : SegmentName.list(journal)) {
            boolean original = Files.exists(SegmentName.path(journal, base));
            boolean begun = Files.exists(SegmentName.partial(journal, base))
                    || Files.exists(SegmentName.compressed(journal, base));
            count += original && begun ? 1 : 0;
        }
        return count;
    }

    /** Stops the server for a while, in which datagrams come in. */
    void stopServer(Outcome outcome, RandomGenerator random, Duration outage) throws Exception {
        try (Reception reception = new Reception(random, RATE)) {
            reception.collector.awaitReady();
            TimeUnit.MILLISECONDS.sleep(500);
            server.stop();
            outcome.fault();
            long before = JournalInventory.of(reception.collector.journal()).entries();
            TimeUnit.MILLISECONDS.sleep(outage.toMillis());
            long after = JournalInventory.of(reception.collector.journal()).entries();
            outcome.require(
                    after - before > outage.toSeconds() * RATE / 2,
                    "only " + (after - before) + " datagrams were taken while the server was away");
            server.startAgain();
            reception.judge(outcome);
        }
    }

    /** Halts the landing's backend and lets it go on, again and again. */
    void slowServer(Outcome outcome, RandomGenerator random) throws Exception {
        try (Reception reception = new Reception(random, RATE)) {
            reception.collector.awaitReady();
            for (int halts = 0; halts < 4; halts++) {
                TimeUnit.MILLISECONDS.sleep(random.nextInt(200));
                OptionalLong backend = server.landingBackend(reception.database);
                if (backend.isPresent()) {
                    ServerProcess.signal("STOP", backend.getAsLong());
                    TimeUnit.MILLISECONDS.sleep(random.nextInt(800));
                    ServerProcess.signal("CONT", backend.getAsLong());
                    outcome.fault();
                }
            }
            reception.judge(outcome);
        }
    }

    /** Starts the collector while the server is away, and kills it before the server comes. */
    void startWithoutServer(Outcome outcome, RandomGenerator random) throws Exception {
        String url = server.createDatabase();
        Path data = laboratory.newDirectory("run");
        try (Collector collector = new Collector(data, random, RATE, List.of("--database", server.url(url)));
                LandingProgress progress = new LandingProgress(() -> server.connect(url))) {
            server.stop();
            collector.start();
            collector.sender().on();
            Waiting.until(
                    "datagrams are taken",
                    Duration.ofMinutes(1),
                    () -> java.nio.file.Files.isDirectory(collector.journal())
                            && JournalInventory.of(collector.journal()).entries() > 100);
            collector.process().kill();
            outcome.fault();
            collector.start();
            server.startAgain();
            collector.settle(progress);
            collector.stop();
            progress.close();
            laboratory.judge(
                    outcome,
                    url,
                    "flows",
                    data,
                    laboratory.imported(Laboratory.segments(collector.journal()), "flows"));
        }
    }
}
