package io.flowledger.fault;

import io.flowledger.embedded.EmbeddedPostgres;
import io.flowledger.embedded.ServerSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.random.RandomGenerator;

/** Disturbed reception with the embedded server, which the collector starts, and which is to end when the collector does. */
final class EmbeddedFaults {
    private static final int RATE = 300;
    private static final int KILLS_A_ROUND = 8;

    private final Laboratory laboratory;
    private final Path data;

    EmbeddedFaults(Laboratory laboratory) throws IOException {
        this.laboratory = laboratory;
        this.data = laboratory.newDirectory("embedded");
    }

    /** Kills the collector, its server or both at random moments, also while they start. */
    void kill(Outcome outcome, RandomGenerator random) throws Exception {
        clear();
        try (Collector collector = new Collector(data, random, RATE, List.of());
                LandingProgress progress = new LandingProgress(() -> ServerProcess.connect(data))) {
            collector.start();
            collector.sender().on();
            for (int kills = 0; kills < KILLS_A_ROUND; kills++) {
                progress.close(); // the port may have changed
                Moment.await(collector.process(), progress, random, 4_000);
                int victim = random.nextInt(4);
                if (victim > 1) {
                    ServerProcess.killPostmaster(data);
                }
                if (victim != 2) {
                    collector.process().kill();
                    collector.start();
                }
                outcome.fault();
            }
            collector.awaitReady();
            progress.close();
            collector.settle(progress);
            progress.close();
            collector.stop();
            judge(outcome, collector);
        }
    }

    private void judge(Outcome outcome, Collector collector) throws Exception {
        int audit = ProgramProcess.run(data.resolve("audit.log"), List.of("audit", "--data-dir", data.toString()));
        LandedState state;
        try (EmbeddedPostgres postgres = open();
                Connection connection = connect(postgres)) {
            state = LandedState.read(connection, "flows");
        }
        LandedState reference = laboratory.imported(Laboratory.segments(collector.journal()), "flows");
        Laboratory.judge(outcome, state, reference, audit, data);
    }

    /** Makes journal and tables as if they had never been; making a database anew each round would take longer. */
    private void clear() throws Exception {
        Path journal = data.resolve("journal");
        if (!Files.isDirectory(journal)) {
            return;
        }
        try (EmbeddedPostgres postgres = open();
                Connection connection = connect(postgres);
                Statement statement = connection.createStatement()) {
            statement.execute("DROP SCHEMA IF EXISTS flowledger CASCADE");
        }
        try (var files = Files.list(journal)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
    }

    private EmbeddedPostgres open() throws IOException {
        return EmbeddedPostgres.openOrAttach(data, ServerSettings.standard());
    }

    private static Connection connect(EmbeddedPostgres postgres) throws SQLException {
        return ServerProcess.connect(postgres.jdbcUrl(), postgres.user(), postgres.password());
    }
}
