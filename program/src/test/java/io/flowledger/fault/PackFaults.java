package io.flowledger.fault;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/** Hours that are packed while their rows land, by programs and a server that are killed. */
final class PackFaults {
    private static final int KILLS_A_ROUND = 8;
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);

    private final Laboratory laboratory;
    private final PostgresServer server;

    PackFaults(Laboratory laboratory) {
        this.laboratory = laboratory;
        this.server = laboratory.server();
    }

    /** Packs again and again during an import and after it, is killed, and in the end is left in peace. */
    void kill(Outcome outcome, RandomGenerator random) throws Exception {
        LandedState reference = laboratory.undisturbed();
        String database = server.createDatabase();
        Path data = laboratory.newDirectory("pack");
        List<String> connection = List.of("--database", server.url(database), "--data-dir", data.toString());
        try (ProgramProcess landing = ProgramProcess.start(
                data.resolve("log"),
                Laboratory.arguments(
                        "import",
                        connection,
                        "--batch-rows",
                        "250",
                        laboratory.capture().toString()))) {
            Path log = data.resolve("pack.log");
            for (int kills = 0; kills < KILLS_A_ROUND; kills++) {
                ProgramProcess packing = ProgramProcess.start(log, Laboratory.arguments("pack", connection));
                try {
                    strike(database, packing, random);
                    outcome.fault();
                } finally {
                    packing.close();
                }
            }
            landing.awaitSuccess();
            try (ProgramProcess packing = ProgramProcess.start(log, Laboratory.arguments("pack", connection))) {
                packing.awaitSuccess();
            }
        }
        laboratory.judge(outcome, database, "flows", data, reference);
        server.stop();
        server.startAgain();
    }

    /** Soon after it is at work, the packer or the server is killed. */
    private void strike(String database, ProgramProcess packing, RandomGenerator random) throws Exception {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (packing.isAlive() && !server.isPacking(database) && System.nanoTime() < deadline) {
            TimeUnit.MILLISECONDS.sleep(2);
        }
        TimeUnit.MICROSECONDS.sleep(random.nextInt(400_000));
        if (random.nextInt(3) == 0) {
            ServerProcess.killPostmaster(server.directory());
        }
    }
}
