package io.flowledger.bench.whole;

import io.flowledger.bench.scratch.ScratchDirectory;
import io.flowledger.generate.GeneratedProtocol;
import io.flowledger.generate.Generator;
import io.flowledger.generate.GeneratorSettings;
import io.flowledger.generate.LiveDepartures;
import io.flowledger.generate.Rate;
import io.flowledger.generate.UdpSink;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
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
    private static final int DATAGRAM_OCTETS = 1400;
    private static final long POLL_MILLIS = 500;
    private static final int UNCHANGED_POLLS = 20;
    private static final int LAST_DATAGRAMS = 20;
    private static final double LAST_RATE = 8;
    private static final Pattern SENT = Pattern.compile("([\\d,]+) datagrams in ([\\d.]+) s");
    private static final Pattern RECORDS = Pattern.compile("v5 +\\d+ +(\\d+)");
    private static final String IN_THE_BOOKS = "SELECT coalesce(sum(datagrams_received), 0) FROM flowledger.ledger";
    private static final String DROPPED = "SELECT coalesce(sum(kernel_dropped), 0) FROM flowledger.listener_drop";

    private final BenchServer server;
    private final Path directory;
    private final Path java;

    /**
     * What became of one load.
     *
     * @param wanted datagrams in a second, 0 for as many as the generator can
     * @param sent datagrams
     * @param seconds that sending them took
     * @param received datagrams in the books
     * @param dropped by the kernel, as our books say
     * @param records that were in what was sent
     * @param rows stored
     * @param landedSeconds from the first datagram until all had landed
     * @param ourCpuSeconds of the collector, its start and end included
     * @param peakOctets the most memory of the collector
     */
    record Result(
            double wanted,
            long sent,
            double seconds,
            long received,
            long dropped,
            long records,
            long rows,
            double landedSeconds,
            double ourCpuSeconds,
            long peakOctets) {

        boolean isBalanced() {
            return received + dropped == sent;
        }
    }

    /** @param directory for journals */
    ReceiveRun(BenchServer server, Path directory, Path java) {
        this.server = server;
        this.directory = directory;
        this.java = java;
    }

    /**
     * One load of NetFlow v5 datagrams of 1,400 octets at the most, each with 28 records.
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
                List.of(
                        "run",
                        "--data-dir",
                        data.toString(),
                        "--database",
                        server.url("bench"),
                        "--listen",
                        address))) {
            collector.awaitLine("Ready.");
            double generatorCpu = CpuClock.endedChildren();
            long begun = System.nanoTime();
            ChildProcess.Ended generated = generate(datagrams, rate, address);
            generatorCpu = CpuClock.endedChildren() - generatorCpu;
            // Drops are told with the datagram after them, once the receiver has looked for them.
            long records = sendLast(listen);
            Matcher told = matched(SENT, generated.errors());
            long sent = Long.parseLong(told.group(1).replace(",", "")) + LAST_DATAGRAMS;
            awaitLanded(sent);
            double landed = (System.nanoTime() - begun) / 1e9;
            collector.terminate();
            ChildProcess.Ended ended = collector.await();
            return new Result(
                    rate,
                    sent,
                    Double.parseDouble(told.group(2)),
                    server.number("bench", IN_THE_BOOKS),
                    server.number("bench", DROPPED),
                    records + Long.parseLong(matched(RECORDS, generated.out()).group(1)),
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

    /** Sends datagrams like those of {@link #run} to a port of the loopback; returns their records. */
    long generate(long datagrams, double rate, int port) throws IOException, InterruptedException {
        String said = generate(datagrams, rate, "udp://127.0.0.1:" + port).out();
        return Long.parseLong(matched(RECORDS, said).group(1));
    }

    private ChildProcess.Ended generate(long datagrams, double rate, String address)
            throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of(
                "generate",
                "--protocol",
                "v5",
                "--datagram-octets",
                Integer.toString(DATAGRAM_OCTETS),
                "--datagrams",
                Long.toString(datagrams),
                "--to",
                address));
        if (rate > 0) {
            arguments.addAll(List.of("--rate", Double.toString(rate)));
        }
        try (ChildProcess generator = ChildProcess.start(java, arguments)) {
            return generator.await();
        }
    }

    /** Sends a few more datagrams, slowly; returns their records. */
    private static long sendLast(InetSocketAddress to) throws IOException {
        GeneratorSettings settings = GeneratorSettings.standard().withProtocols(GeneratedProtocol.V5);
        Generator generator = new Generator(
                settings, new LiveDepartures(Clock.systemUTC(), Long.MAX_VALUE, new Rate(LAST_RATE, false)));
        try (UdpSink sink = new UdpSink(to, settings.exporters())) {
            generator.run(sink, Long.MAX_VALUE, LAST_DATAGRAMS, () -> false);
        }
        return generator.tallies().get(0).records();
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

    private static Matcher matched(Pattern pattern, String text) throws IOException {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.find()) {
            throw new IOException("the generator told nothing like \"" + pattern + "\":\n" + text);
        }
        return matcher;
    }
}
