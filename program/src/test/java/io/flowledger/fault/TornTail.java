package io.flowledger.fault;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * The last segment is cut within its last packet, as a power loss leaves it: what is before the cut lands once, what is
 * behind is cut off, and the journal goes on.
 */
final class TornTail {
    private final Laboratory laboratory;
    private final PostgresServer server;

    TornTail(Laboratory laboratory) {
        this.laboratory = laboratory;
        this.server = laboratory.server();
    }

    /** Cuts at {@code cuts} octets of the last packet, the first and the last of them always. */
    void cut(Outcome outcome, RandomGenerator random, int cuts) throws Exception {
        String original = server.createDatabase();
        Path data = laboratory.newDirectory("torn");
        try (Collector collector = new Collector(data, random, 300, List.of("--database", server.url(original)));
                LandingProgress progress = new LandingProgress(() -> server.connect(original))) {
            collector.start();
            collector.sender().on();
            Waiting.until("something has landed", java.time.Duration.ofMinutes(1), () -> progress.batches() > 10);
            server.stop();
            TimeUnit.MILLISECONDS.sleep(500);
            collector.process().kill();
            collector.sender().off();
        }
        server.startAgain();
        JournalInventory whole = JournalInventory.of(data.resolve("journal"));
        int length = (int) (whole.endPosition() - whole.lastPosition());
        for (int i = 0; i < cuts; i++) {
            int left = i == 0 ? 0 : i == 1 ? length - 1 : random.nextInt(length);
            round(outcome, original, data, whole, left, new java.util.SplittableRandom(random.nextLong()));
        }
        server.dropDatabase(original);
    }

    private void round(
            Outcome outcome, String original, Path data, JournalInventory whole, int left, RandomGenerator random)
            throws Exception {
        Path copy = laboratory.newDirectory("torn-at-" + left);
        copy(data.resolve("journal"), copy.resolve("journal"));
        List<Path> segments = Laboratory.segments(copy.resolve("journal"));
        Path last = segments.get(segments.size() - 1);
        try (FileChannel channel = FileChannel.open(last, StandardOpenOption.WRITE)) {
            // The last packet is all that is behind the last position.
            channel.truncate(channel.size() - (whole.endPosition() - whole.lastPosition()) + left);
        }
        outcome.fault();
        String database = server.createDatabase();
        server.dropDatabase(database);
        try (Connection connection = server.connect("postgres");
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + database + " TEMPLATE " + original);
        }
        try (Collector collector = new Collector(copy, random, 300, List.of("--database", server.url(database)));
                LandingProgress progress = new LandingProgress(() -> server.connect(database))) {
            collector.start();
            collector.awaitReady();
            collector.settle(progress);
            JournalInventory recovered = JournalInventory.of(collector.journal());
            outcome.require(
                    recovered.entries() == whole.entries() - 1,
                    copy + ": " + recovered.entries() + " datagrams after the cut, " + whole.entries() + " before");
            collector.sender().on();
            Waiting.until(
                    "it goes on",
                    java.time.Duration.ofMinutes(1),
                    () -> collector.sender().sent() > 50);
            collector.settle(progress);
            collector.stop();
            progress.close();
            laboratory.judge(
                    outcome,
                    database,
                    "flows",
                    copy,
                    laboratory.imported(Laboratory.segments(collector.journal()), "flows"));
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
    }
}
