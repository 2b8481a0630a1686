package io.flowledger.bench.whole;

import io.flowledger.bench.scratch.ScratchDirectory;
import io.flowledger.source.KernelDrops;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code run} under load over UDP on the loopback: every datagram sent must be in the books, or be one that the kernel says it
 * dropped.
 *
 * <p>The generator runs in a process of its own. What is received faster than PostgreSQL takes it waits in the journal, so that
 * the end is when all of it has landed.
 */
final class ReceiveRun {
    private static final long POLL_MILLIS = 500;
    private static final int UNCHANGED_POLLS = 20;
    private static final int FIRST_DATAGRAMS = 30_000;
    private static final int LAST_DATAGRAMS = 20;
    private static final Pattern SENT = Pattern.compile("(\\d+) datagrams, (\\d+) records, ([\\d.]+) datagrams/s");
    private static final String IN_THE_BOOKS = "SELECT coalesce(sum(datagrams_received), 0) FROM flowledger.ledger";
    private static final String SEQUENCE_LOST = "SELECT coalesce(sum(sequence_lost), 0) FROM flowledger.ledger";
    private static final String DROPPED = "SELECT coalesce(sum(kernel_dropped), 0) FROM flowledger.listener_drop";

    private final BenchServer server;
    private final Path directory;
    private final Path java;
    private final List<String> options;

    /**
     * What became of one load.
     *
     * @param wanted datagrams in a second, 0 for as many as the generator can
     * @param sent datagrams
     * @param perSecond datagrams that were sent in a second
     * @param received datagrams in the books
     * @param dropped by the kernel, as our books say
     * @param kernelDropped the same, as the kernel says
     * @param sequenceLost records that are missing by the exporters' sequence numbers
     * @param records that were in what was sent
     * @param rows stored
     * @param landedSeconds from the first datagram until all had landed
     * @param ourCpuSeconds of the collector, its start and end included
     * @param peakOctets the most memory of the collector
     */
    record Result(
            double wanted,
            long sent,
            double perSecond,
            long received,
            long dropped,
            long kernelDropped,
            long sequenceLost,
            long records,
            long rows,
            double landedSeconds,
            double ourCpuSeconds,
            long peakOctets) {

        boolean isBalanced() {
            return received + dropped == sent && dropped == kernelDropped;
        }
    }

    /** @param directory for journals */
    ReceiveRun(BenchServer server, Path directory, Path java) {
        this(server, directory, java, List.of());
    }

    private ReceiveRun(BenchServer server, Path directory, Path java, List<String> options) {
        this.server = server;
        this.directory = directory;
        this.java = java;
        this.options = options;
    }

    /** The same with an option more of the collector's JVM. */
    ReceiveRun withOption(String option) {
        return new ReceiveRun(server, directory, java, List.of(option));
    }

    /**
     * One load of NetFlow v5 datagrams, each with 28 records.
     *
     * @param datagrams to send
     * @param rate in a second, 0 for as many as can be
     */
    Result run(long datagrams, double rate) throws IOException, SQLException, InterruptedException {
        server.createDatabase("bench");
        server.checkpoint();
        Path data = Files.createTempDirectory(directory, "data");
        InetSocketAddress listen = freePort();
        String address = "udp://127.0.0.1:" + listen.getPort();
        double cpu = CpuClock.endedChildren();
        try (ChildProcess collector = ChildProcess.start(
                java,
                options,
                ChildProcess.MAIN,
                List.of(
                        "run",
                        "--data-dir",
                        data.toString(),
                        "--database",
                        server.url("bench"),
                        "--compress-raw",
                        "off",
                        "--listen",
                        address))) {
            collector.awaitLine("Ready.");
            double generatorCpu = CpuClock.endedChildren();
            long begun = System.nanoTime();
            // Drops are told with the datagram after them, once the receiver has looked for them.
            Sent sent = send(datagrams, rate, listen.getPort(), FIRST_DATAGRAMS, LAST_DATAGRAMS);
            generatorCpu = CpuClock.endedChildren() - generatorCpu;
            awaitLanded(sent.datagrams());
            double landed = (System.nanoTime() - begun) / 1e9;
            long kernelDropped = new KernelDrops().byPort().getOrDefault(listen.getPort(), 0L);
            collector.terminate();
            ChildProcess.Ended ended = collector.await();
            return new Result(
                    rate,
                    sent.datagrams(),
                    sent.perSecond(),
                    server.number("bench", IN_THE_BOOKS),
                    server.number("bench", DROPPED),
                    kernelDropped,
                    server.number("bench", SEQUENCE_LOST),
                    sent.records(),
                    server.number("bench", "SELECT count(*) FROM flowledger.flows"),
                    landed,
                    CpuClock.endedChildren() - cpu - generatorCpu,
                    ended.peakOctets());
        } finally {
            server.dropDatabase("bench");
            ScratchDirectory.delete(data);
        }
    }

    static InetSocketAddress freePort() throws IOException {
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            return (InetSocketAddress) socket.getLocalSocketAddress();
        }
    }

    /**
     * What was sent.
     *
     * @param perSecond datagrams of the load itself
     */
    record Sent(long datagrams, long records, double perSecond) {}

    /**
     * Sends datagrams of a load to a port of the loopback, from a process of its own.
     *
     * @param rate in a second, 0 for as many as can be
     */
    Sent send(long datagrams, double rate, int port) throws IOException, InterruptedException {
        return send(datagrams, rate, port, 0, 0);
    }

    private Sent send(long datagrams, double rate, int port, int before, int after)
            throws IOException, InterruptedException {
        List<String> arguments = List.of(
                Integer.toString(port),
                Long.toString(datagrams),
                Double.toString(rate),
                Integer.toString(before),
                Integer.toString(after));
        try (ChildProcess sender = ChildProcess.start(java, RingSender.class.getName(), arguments)) {
            String said = sender.await().out();
            Matcher told = SENT.matcher(said);
            if (!told.find()) {
                throw new IOException("the sender told nothing of what it sent:\n" + said);
            }
            return new Sent(
                    Long.parseLong(told.group(1)), Long.parseLong(told.group(2)), Double.parseDouble(told.group(3)));
        }
    }

    /** Waits until all that was sent is in the books, or nothing more comes into them. */
    private void awaitLanded(long sent) throws SQLException, InterruptedException {
        long before = -1;
        int unchanged = 0;
        while (unchanged < UNCHANGED_POLLS) {
            long now = server.number("bench", IN_THE_BOOKS) + server.number("bench", DROPPED);
            if (now == sent) {
                return;
            }
            unchanged = now == before ? unchanged + 1 : 0;
            before = now;
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
    }
}
