package io.flowledger.fault;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/** Full disks. */
final class DiskFaults {
    /** The journal leaves 256 MiB to others. */
    private static final int JOURNAL_DISK = 280;

    private static final int DATABASE_DISK = 480;
    private static final int RATE = 300;

    private final Laboratory laboratory;
    private final PostgresServer server;

    DiskFaults(Laboratory laboratory) {
        this.laboratory = laboratory;
        this.server = laboratory.server();
    }

    /** The disk of the journal is full for a while: the newest are refused and counted, and all goes on when there is room. */
    void journalDisk(Outcome outcome, RandomGenerator random) throws Exception {
        try (SmallDisk disk = SmallDisk.mount(laboratory.newDirectory("disk"), JOURNAL_DISK)) {
            full(outcome, random, disk.directory(), List.of(), new Shortage() {
                @Override
                public void begin() throws Exception {
                    disk.fill(0);
                }

                @Override
                public void end() throws Exception {
                    disk.makeRoom();
                }
            });
        }
    }

    /** The journal has reached its size because the database is away: the same. */
    void journalSize(Outcome outcome, RandomGenerator random) throws Exception {
        List<String> small = List.of("--journal-size", "1MiB", "--journal-segment", "64KiB", "--keep-raw", "0s");
        full(outcome, random, laboratory.newDirectory("run"), small, new Shortage() {
            @Override
            public void begin() throws Exception {
                server.stop();
            }

            @Override
            public void end() throws Exception {
                server.startAgain();
            }
        });
    }

    private interface Shortage {
        void begin() throws Exception;

        void end() throws Exception;
    }

    private void full(Outcome outcome, RandomGenerator random, Path data, List<String> more, Shortage shortage)
            throws Exception {
        String database = server.createDatabase();
        List<String> arguments = new ArrayList<>(List.of("--database", server.url(database)));
        arguments.addAll(more);
        try (Collector collector = new Collector(data, random, RATE, arguments);
                LandingProgress progress = new LandingProgress(() -> server.connect(database))) {
            collector.start();
            collector.awaitReady();
            collector.sender().on();
            TimeUnit.MILLISECONDS.sleep(700);
            shortage.begin();
            outcome.fault();
            // The writer holds up to 1 MiB in memory before it refuses.
            long before = collector.sender().sent();
            Waiting.until(
                    "enough is sent",
                    Duration.ofMinutes(1),
                    () -> collector.sender().sent() > before + 2_400);
            shortage.end();
            long resumed = JournalInventory.of(collector.journal()).endPosition();
            outcome.require(
                    Waiting.holdsWithin(
                            Duration.ofSeconds(30),
                            () -> JournalInventory.of(collector.journal()).endPosition() > resumed + 50_000),
                    data + ": nothing is taken although there is room again: "
                            + collector.process().tail());
            collector.settle(progress);
            long refused = sum(database, "journal_full_dropped");
            long kernel = sum(database, "kernel_dropped");
            long received = ledger(database);
            outcome.require(refused > 0, data + ": nothing was refused");
            outcome.require(
                    received + refused + kernel == collector.sender().sent(),
                    data + ": " + collector.sender().sent() + " datagrams were sent, " + received + " received, "
                            + refused + " refused, " + kernel + " dropped by the kernel");
            collector.stop();
            progress.close();
            if (more.isEmpty()) {
                laboratory.judge(
                        outcome,
                        database,
                        "flows",
                        data,
                        laboratory.imported(Laboratory.segments(collector.journal()), "flows"));
            } else { // the journal does not hold all any more
                int audit = ProgramProcess.run(
                        data.resolve("audit.log"),
                        List.of("audit", "--database", server.url(database), "--data-dir", data.toString()));
                outcome.require(audit == 0, data + ": audit ended with " + audit);
                outcome.round(0, List.of());
            }
        }
    }

    private long sum(String database, String column) throws Exception {
        return ask(database, "SELECT coalesce(sum(" + column + "), 0) FROM flowledger.listener_drop");
    }

    private long ledger(String database) throws Exception {
        return ask(database, "SELECT coalesce(sum(datagrams_received), 0) FROM flowledger.ledger");
    }

    private long ask(String database, String sql) throws Exception {
        try (var connection = server.connect(database);
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    /** The database's disk is full while a capture is imported; nothing may be missing once there is room. */
    void databaseDisk(Outcome outcome, Duration howLong) throws Exception {
        LandedState reference = laboratory.undisturbed();
        Path data = laboratory.newDirectory("import");
        try (SmallDisk disk = SmallDisk.mount(laboratory.newDirectory("disk"), DATABASE_DISK);
                PostgresServer small = PostgresServer.start(disk.directory())) {
            String database = small.createDatabase();
            disk.fill(5 << 20);
            try (ProgramProcess process = ProgramProcess.start(
                    data.resolve("log"),
                    List.of(
                            "import",
                            "--database",
                            small.url(database),
                            "--data-dir",
                            data.toString(),
                            "--batch-rows",
                            "250",
                            laboratory.capture().toString()))) {
                boolean ended =
                        Waiting.holdsWithin(howLong.plusSeconds(20), () -> process.said("again") || !process.isAlive());
                outcome.require(process.isAlive(), data + ": the disk was not full: " + ended + process.tail());
                TimeUnit.MILLISECONDS.sleep(howLong.toMillis());
                outcome.fault();
                disk.makeRoom();
                process.awaitSuccess();
            }
            LandedState state;
            try (var connection = small.connect(database)) {
                state = LandedState.read(connection, "flows");
            }
            int audit = ProgramProcess.run(
                    data.resolve("audit.log"),
                    List.of("audit", "--database", small.url(database), "--data-dir", data.toString()));
            Laboratory.judge(outcome, state, reference, audit, data);
        }
    }
}
