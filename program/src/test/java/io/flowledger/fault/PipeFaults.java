package io.flowledger.fault;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;

/** The writer of the named pipe is killed; what is compared with is an undisturbed import of the journal that it wrote. */
final class PipeFaults {
    private static final int KILLS_A_ROUND = 4;
    private static final long GAP_NANOS = 3_000_000L;

    private final Laboratory laboratory;
    private final PostgresServer server;

    PipeFaults(Laboratory laboratory) {
        this.laboratory = laboratory;
        this.server = laboratory.server();
    }

    /** Kills the writer at random moments while lines come in. */
    void kill(Outcome outcome, RandomGenerator random) throws Exception {
        String database = server.createDatabase();
        Path data = laboratory.newDirectory("writer");
        Path pipe = data.resolve("pipe-of-lines");
        new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor();
        List<String> arguments = List.of(
                "writer",
                "--pipe",
                pipe.toString(),
                "--database",
                server.url(database),
                "--data-dir",
                data.toString(),
                "--batch-rows",
                "250",
                "--batch-interval",
                "20ms");
        ProgramProcess process = ProgramProcess.start(data.resolve("log"), arguments);
        // Open for both, so that opening does not wait for a reader; the harness never reads.
        try (LandingProgress progress = new LandingProgress(() -> server.connect(database));
                FileChannel channel = FileChannel.open(pipe, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            AtomicBoolean ended = new AtomicBoolean();
            Thread sender = new Thread(
                    () -> send(channel, new ExporterTraffic(new java.util.SplittableRandom(random.nextLong())), ended),
                    "pipe-sender");
            sender.setDaemon(true);
            sender.start();
            for (int kills = 0; kills < KILLS_A_ROUND; kills++) {
                Moment.await(process, progress, random, 2_500);
                process.kill();
                outcome.fault();
                process = ProgramProcess.start(data.resolve("log"), arguments);
            }
            process.awaitWords("Ready.");
            ended.set(true);
            sender.join();
            TimeUnit.MILLISECONDS.sleep(200);
            Path journal = data.resolve("pipe");
            JournalInventory inventory = JournalInventory.of(journal);
            Waiting.until(
                    "all lines have landed",
                    Duration.ofMinutes(2),
                    () -> progress.position() >= inventory.endPosition());
            int status = process.terminate();
            outcome.require(status == 0, data + ": the writer ended with " + status);
            progress.close();
            LandedState reference = laboratory.imported(Laboratory.segments(journal), "grafolean");
            laboratory.judge(outcome, database, "grafolean", data, reference);
        } finally {
            process.close();
        }
    }

    private static void send(FileChannel channel, ExporterTraffic traffic, AtomicBoolean ended) {
        try {
            while (!ended.get()) {
                ExportDatagram datagram = traffic.next();
                String line = String.format(
                        Locale.ROOT,
                        "[\"%s\", %.6f, [\"192.0.2.%d\", 40000]]%n",
                        Base64.getEncoder().encodeToString(datagram.payload()),
                        System.currentTimeMillis() / 1e3,
                        datagram.exporter());
                ByteBuffer octets = ByteBuffer.wrap(line.getBytes(StandardCharsets.US_ASCII));
                while (octets.hasRemaining()) {
                    channel.write(octets);
                }
                java.util.concurrent.locks.LockSupport.parkNanos(GAP_NANOS);
            }
        } catch (IOException e) {
            // The round is over.
        }
    }
}
