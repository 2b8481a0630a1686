package io.flowledger.fault;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/** Disturbed imports of the laboratory's capture. */
final class ImportFaults {
    private static final int KILLS_A_ROUND = 6;

    private final Laboratory laboratory;
    private final PostgresServer server;

    ImportFaults(Laboratory laboratory) {
        this.laboratory = laboratory;
        this.server = laboratory.server();
    }

    /** Who is killed. */
    enum Victim {
        PROGRAM,
        SERVER,
        BOTH
    }

    /** One import into one database. */
    private final class Attempt {
        private final String database = server.createDatabase();
        private final Path data = laboratory.newDirectory("import");
        private final LandingProgress progress = new LandingProgress(() -> server.connect(database));

        Attempt() throws Exception {}

        ProgramProcess start(Path file, String... more) throws IOException {
            // Small batches, so that there are many commits; small segments, so that some are deleted on the way.
            List<String> arguments = new ArrayList<>(List.of(
                    "import",
                    "--database",
                    server.url(database),
                    "--data-dir",
                    data.toString(),
                    "--batch-rows",
                    "250",
                    "--journal-segment",
                    "64KiB"));
            arguments.addAll(List.of(more));
            arguments.add(file.toString());
            return ProgramProcess.start(data.resolve("log"), arguments);
        }

        void judge(Outcome outcome, LandedState reference) throws Exception {
            progress.close();
            laboratory.judge(outcome, database, "flows", data, reference);
        }
    }

    /** Kills until the import has ended by itself. */
    void kill(Outcome outcome, RandomGenerator random, Victim victim) throws Exception {
        LandedState reference = laboratory.undisturbed();
        Attempt attempt = new Attempt();
        ProgramProcess process = attempt.start(laboratory.capture());
        try {
            for (int kills = 0; kills < KILLS_A_ROUND; kills++) {
                if (!Moment.await(process, attempt.progress, random, laboratory.importMillis())) {
                    break;
                }
                if (victim != Victim.PROGRAM) {
                    killServer(attempt.database, random);
                }
                if (victim != Victim.SERVER) {
                    process.kill();
                    process = attempt.start(laboratory.capture());
                }
                outcome.fault();
            }
            process.awaitSuccess();
        } finally {
            process.close();
        }
        attempt.judge(outcome, reference);
        if (victim != Victim.PROGRAM) {
            // A server that dies often is started again ever more slowly: begin anew.
            server.stop();
            server.startAgain();
        }
    }

    private void killServer(String database, RandomGenerator random) throws IOException {
        OptionalLong backend = random.nextInt(3) == 0 ? server.landingBackend(database) : OptionalLong.empty();
        if (backend.isPresent()) {
            ServerProcess.killBackend(backend.getAsLong());
        } else {
            ServerProcess.killPostmaster(server.directory());
        }
    }

    /** Ends the landing's connection again and again, as a switch-over of the server does. */
    void terminateConnections(Outcome outcome, RandomGenerator random) throws Exception {
        LandedState reference = laboratory.undisturbed();
        Attempt attempt = new Attempt();
        try (ProgramProcess process = attempt.start(laboratory.capture())) {
            while (process.isAlive()) {
                if (server.terminateLanding(attempt.database)) {
                    outcome.fault();
                }
                TimeUnit.MILLISECONDS.sleep(random.nextInt(120));
            }
            process.awaitSuccess();
        }
        attempt.judge(outcome, reference);
    }

    /** Halts the backend that lands while the program is killed and started again, then lets it go on. */
    void haltBackend(Outcome outcome, RandomGenerator random) throws Exception {
        LandedState reference = laboratory.undisturbed();
        Attempt attempt = new Attempt();
        ProgramProcess process = attempt.start(laboratory.capture());
        try {
            for (int halts = 0; halts < 3; halts++) {
                if (!Moment.await(process, attempt.progress, random, laboratory.importMillis())) {
                    break;
                }
                OptionalLong backend = server.landingBackend(attempt.database);
                if (backend.isEmpty()) {
                    continue;
                }
                ServerProcess.signal("STOP", backend.getAsLong());
                boolean killed = random.nextBoolean();
                if (killed) {
                    process.kill();
                    process = attempt.start(laboratory.capture());
                }
                TimeUnit.MILLISECONDS.sleep(random.nextLong(laboratory.importMillis()));
                ServerProcess.signal("CONT", backend.getAsLong());
                outcome.fault();
            }
            process.awaitSuccess();
        } finally {
            process.close();
        }
        attempt.judge(outcome, reference);
    }

    /** The same file once more is skipped; with {@code --again} each row comes twice. */
    void importTwice(Outcome outcome) throws Exception {
        LandedState reference = laboratory.undisturbed();
        Attempt attempt = new Attempt();
        for (int i = 0; i < 2; i++) {
            try (ProgramProcess process = attempt.start(laboratory.capture())) {
                process.awaitSuccess();
                outcome.require(process.said("imported before") == (i == 1), "import " + i + ": " + process.tail());
            }
        }
        attempt.judge(outcome, reference);
    }

    /** A file whose import was cut off goes on although another was imported in between. */
    void importAnotherInBetween(Outcome outcome, RandomGenerator random) throws Exception {
        Path other = attemptFile(random);
        Attempt attempt = new Attempt();
        ProgramProcess process = attempt.start(laboratory.capture());
        try {
            if (Moment.await(process, attempt.progress, random, laboratory.importMillis())) {
                process.kill();
                outcome.fault();
            }
        } finally {
            process.close();
        }
        for (Path file : List.of(other, laboratory.capture(), other)) {
            try (ProgramProcess whole = attempt.start(file)) {
                whole.awaitSuccess();
            }
        }
        attempt.progress.close();
        // Where one capture goes on within the other changes what templates and sequence numbers mean, so rows may
        // differ;
        // what was received may not.
        String together = server.createDatabase();
        Path data = laboratory.newDirectory("undisturbed");
        int status = ProgramProcess.run(
                data.resolve("log"),
                List.of(
                        "import",
                        "--database",
                        server.url(together),
                        "--data-dir",
                        data.toString(),
                        laboratory.capture().toString(),
                        other.toString()));
        outcome.require(status == 0, data + ": the undisturbed import ended with " + status);
        try (Connection disturbed = server.connect(attempt.database);
                Connection undisturbed = server.connect(together)) {
            Map<String, String> here = received(disturbed);
            Map<String, String> there = received(undisturbed);
            outcome.require(here.equals(there), attempt.data + ": received " + here + ", undisturbed " + there);
            outcome.round(LandedState.read(disturbed, "flows").rows(), List.of());
        }
        server.dropDatabase(attempt.database);
        server.dropDatabase(together);
    }

    private Path attemptFile(RandomGenerator random) throws IOException {
        Path file = laboratory.newDirectory("other").resolve("other.pcap");
        CaptureFile.write(file, new ExporterTraffic(new SplittableRandom(random.nextLong())), 400, 30_000_000L);
        return file;
    }

    /** Datagrams and octets received of each exporter, all minutes together. */
    private static Map<String, String> received(Connection connection) throws SQLException {
        Map<String, String> received = new TreeMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT exporter::text, sum(datagrams_received),"
                        + " sum(octets_received) FROM flowledger.ledger GROUP BY 1")) {
            while (rows.next()) {
                received.put(rows.getString(1), rows.getString(2) + " datagrams, " + rows.getString(3) + " octets");
            }
        }
        return received;
    }
}
