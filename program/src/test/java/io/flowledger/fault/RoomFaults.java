package io.flowledger.fault;

import io.flowledger.embedded.EmbeddedPostgres;
import io.flowledger.embedded.ServerSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The disk of the embedded server becomes short of room: rows wait before it is full, nothing is lost, and all goes on when there
 * is room. The journal is on another disk. With Grafolean's layout, so that retention drops nothing meanwhile.
 */
final class RoomFaults {
    private static final int DISK = 640;
    private static final long FREE = 60L << 20;
    private static final long ENOUGH = 150L << 20;
    private static final int RATE = 300;
    private static final String LAYOUT = "grafolean";

    /** No rows are stored below 100 MiB, and again from 125 MiB on. */
    private static final List<String> RESERVE = List.of("--disk-reserve", "200MiB", "--layout", LAYOUT);

    private static final String FULL = "less than half of disk-reserve";

    private final Laboratory laboratory;

    RoomFaults(Laboratory laboratory) {
        this.laboratory = laboratory;
    }

    private static SmallDisk mount(Path data) throws Exception {
        return SmallDisk.mount(Files.createDirectories(data.resolve("postgres")), DISK);
    }

    /** While it receives. */
    void run(Outcome outcome, RandomGenerator random) throws Exception {
        Path data = laboratory.newDirectory("room");
        try (SmallDisk disk = mount(data);
                Collector collector = new Collector(data, random, RATE, RESERVE);
                LandingProgress progress = new LandingProgress(() -> ServerProcess.connect(data))) {
            collector.start();
            collector.awaitReady();
            collector.sender().on();
            Waiting.until("rows land", Duration.ofMinutes(1), () -> progress.batches() > 5);
            disk.fill(FREE);
            outcome.fault();
            collector.process().awaitWords(FULL);
            awaitSent(collector, 300); // what was on its way when it closed
            long batches = progress.batches();
            awaitSent(collector, 1_200);
            outcome.require(
                    progress.batches() == batches,
                    data + ": " + (progress.batches() - batches) + " batches landed although there was no room");
            disk.makeRoom();
            collector.process().awaitWords("there is room again");
            collector.settle(progress);
            outcome.require(progress.batches() > batches, data + ": nothing landed although there is room again");
            outcome.require(!collector.process().said("53100"), data + ": PostgreSQL found the disk full all the same");
            progress.close();
            collector.stop();
            judge(outcome, data, Laboratory.segments(collector.journal()));
        }
    }

    private static void awaitSent(Collector collector, long more) throws Exception {
        long before = collector.sender().sent();
        Waiting.until(
                "enough is sent",
                Duration.ofMinutes(1),
                () -> collector.sender().sent() > before + more);
    }

    /** While it imports: the import ends, and goes on later. */
    void importing(Outcome outcome) throws Exception {
        Path data = laboratory.newDirectory("room");
        // Small transactions, so that it takes some seconds.
        List<String> where = List.of("--data-dir", data.toString(), "--batch-rows", "20");
        try (SmallDisk disk = mount(data)) {
            ProgramProcess.run(data.resolve("log"), List.of("sql", "--data-dir", data.toString(), "SELECT 1"));
            disk.fill(ENOUGH);
            List<String> arguments = Laboratory.arguments(
                    "import",
                    where,
                    "--disk-reserve",
                    "200MiB",
                    "--layout",
                    LAYOUT,
                    laboratory.capture().toString());
            try (LandingProgress progress = new LandingProgress(() -> ServerProcess.connect(data));
                    ProgramProcess process = ProgramProcess.start(data.resolve("log"), arguments)) {
                Waiting.until("rows land", Duration.ofMinutes(2), () -> progress.batches() > 0 || !process.isAlive());
                disk.fill(FREE);
                int status = process.awaitExit();
                // It may have been done already: then it is tried once more in another round.
                if (status == 1) {
                    outcome.fault();
                }
                outcome.require(
                        status == 0 || (status == 1 && process.said("the same command goes on")),
                        data + ": the import ended with " + status + ": " + process.tail());
            }
            refused(outcome, data, arguments);
            disk.makeRoom();
            try (ProgramProcess again = ProgramProcess.start(data.resolve("log"), arguments)) {
                again.awaitSuccess();
            }
            judge(outcome, data, List.of(laboratory.capture()));
        }
    }

    /** Without room it does not even begin. */
    private static void refused(Outcome outcome, Path data, List<String> arguments) throws Exception {
        try (ProgramProcess refused = ProgramProcess.start(data.resolve("log"), arguments)) {
            int status = refused.awaitExit();
            outcome.require(
                    status == 1 && refused.said(FULL),
                    data + ": an import without room ended with " + status + ": " + refused.tail());
        }
    }

    private void judge(Outcome outcome, Path data, List<Path> captures) throws Exception {
        int audit = ProgramProcess.run(
                data.resolve("audit.log"), List.of("audit", "--data-dir", data.toString(), "--layout", LAYOUT));
        LandedState state;
        try (EmbeddedPostgres postgres = open(data);
                Connection connection =
                        ServerProcess.connect(postgres.jdbcUrl(), postgres.user(), postgres.password())) {
            state = LandedState.read(connection, Laboratory.table(LAYOUT));
        }
        Laboratory.judge(outcome, state, laboratory.imported(captures, LAYOUT), audit, data);
    }

    private static EmbeddedPostgres open(Path data) throws IOException {
        return EmbeddedPostgres.openOrAttach(data, ServerSettings.standard());
    }
}
