package io.flowledger.fault;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** {@code flowledger run} under test, with exporters that send to it. One thread. */
final class Collector implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final long IN_FLIGHT_MILLIS = 150;

    private final Path data;
    private final List<String> arguments;
    private final Sender sender;
    private @Nullable ProgramProcess process;

    /** Nothing runs yet; {@code more} are arguments beyond those that the harness needs. */
    Collector(Path data, RandomGenerator random, int datagramsPerSecond, List<String> more) throws IOException {
        this(data, new ExporterTraffic(random), datagramsPerSecond, more);
    }

    /** The same with traffic of one's choice. */
    Collector(Path data, ExporterTraffic traffic, int datagramsPerSecond, List<String> more) throws IOException {
        this.data = data;
        int port = freePort();
        this.arguments = new ArrayList<>(List.of(
                "run",
                "--data-dir",
                data.toString(),
                "--listen",
                "udp://127.0.0.1:" + port,
                "--batch-rows",
                "250",
                "--batch-interval",
                "20ms"));
        arguments.addAll(more);
        this.sender = new Sender(traffic, port, datagramsPerSecond);
    }

    private static int freePort() throws IOException {
        try (DatagramSocket probe = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            return probe.getLocalPort();
        }
    }

    Path data() {
        return data;
    }

    Path journal() {
        return data.resolve("journal");
    }

    Sender sender() {
        return sender;
    }

    ProgramProcess process() {
        ProgramProcess running = process;
        if (running == null) {
            throw new IllegalStateException("the collector was not started");
        }
        return running;
    }

    void start() throws IOException {
        process = ProgramProcess.start(data.resolve("log"), arguments);
    }

    void awaitReady() throws Exception {
        process().awaitWords("Ready.");
    }

    /** Ends the sending and waits until all is committed; returns what the journal holds. */
    JournalInventory settle(LandingProgress progress) throws Exception {
        sender.off();
        TimeUnit.MILLISECONDS.sleep(IN_FLIGHT_MILLIS);
        JournalInventory inventory = JournalInventory.of(journal());
        Waiting.until(
                "position " + inventory.endPosition() + " committed by " + data + ":\n"
                        + process().tail(),
                PATIENCE,
                () -> {
                    if (!process().isAlive()) {
                        throw new IllegalStateException(
                                "the collector ended: " + process().tail());
                    }
                    return progress.position() >= inventory.endPosition();
                });
        return inventory;
    }

    /** SIGTERM; it must end well. */
    void stop() throws Exception {
        int status = process().terminate();
        if (status != 0) {
            throw new IllegalStateException(
                    "the collector ended with " + status + ": " + process().tail());
        }
    }

    @Override
    public void close() throws InterruptedException {
        ProgramProcess running = process;
        if (running != null) {
            running.close();
        }
        sender.close();
    }
}
