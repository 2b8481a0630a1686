package io.flowledger.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowledger.child.ChildProcess;
import io.flowledger.child.Deadline;
import io.flowledger.child.Tool;
import io.flowledger.embedded.TestDatabase;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** pmacct's sfprobe sends sFlow version 5 to a running program; the rows are what tshark reads in the same datagrams. */
final class SfprobeTest {
    private static final int PACKETS = 1050;

    @TempDir
    private Path directory;

    @Test
    void rowsOfSfprobeAreWhatTsharkReads() throws Exception {
        String pmacctd = Tool.path("pmacctd");
        Tool.path("tshark");
        Path traffic = directory.resolve("traffic.pcap");
        Traffic.write(traffic, Instant.now().getEpochSecond());
        int port;
        FlowSums stored;
        try (TestDatabase database = TestDatabase.create();
                ChildProcess run = ChildProcess.flowledger(
                        Map.of(),
                        "run",
                        "--data-dir",
                        directory.resolve("data").toString(),
                        "--database",
                        database.databaseUrl(),
                        "--listen",
                        "udp://127.0.0.1:0")) {
            port = Integer.parseInt(
                    run.awaitOut("Listening on udp 127.0.0.1 port (\\d+)").group(1));
            Path file = directory.resolve("sfprobe.conf");
            Files.writeString(file, """
                    daemonize: false
                    pcap_savefile: %s
                    aggregate: src_host, dst_host, src_port, dst_port, proto
                    plugins: sfprobe
                    sampling_rate: 1
                    sfprobe_receiver: 127.0.0.1:%d
                    sfprobe_agentip: 127.0.0.1
                    """.formatted(traffic, port));
            try (ChildProcess probe = ChildProcess.start(Map.of(), List.of(pmacctd, "-f", file.toString()))) {
                // At the end of the file the plugin and its parent end each by themselves; when the plugin is first,
                // the
                // parent says that it has no more plugins, with status 1.
                assertThat(probe.awaitExit()).as("pmacctd %s", probe).isIn(0, 1);
            }
            // Behind all others in the socket's queue: once this one is in the books, they are.
            sendMarker(port);
            try (Connection connection = database.connect()) {
                Deadline.await(
                        "the marker in the books",
                        ChildProcess.PATIENCE,
                        () -> sums(
                                        connection,
                                        "SELECT count(*), 0, 0 FROM flowledger.ledger WHERE exporter = '127.0.0.9'")
                                .equals(new FlowSums(1, 0, 0)));
                stored = sums(
                        connection,
                        "SELECT count(*), sum(octets), sum(packets) FROM flowledger.flows"
                                + " WHERE export_version = 105 AND sampling_rate = 1");
                assertThat(sums(
                                connection,
                                "SELECT sum(rows), sum(sequence_lost), sum(sets_skipped) FROM flowledger.ledger"
                                        + " WHERE export_version = 105"))
                        .isEqualTo(new FlowSums(stored.records(), 0, 0));
            }
            assertThat(run.terminate()).as("%s", run).isZero();
        }
        assertThat(stored).isEqualTo(byTshark(port));
        assertThat(stored.records()).isBetween(1L, (long) PACKETS);
    }

    private static void sendMarker(int port) throws IOException {
        try (DatagramSocket socket = new DatagramSocket(new InetSocketAddress("127.0.0.9", 0))) {
            byte[] unreadable = {0, 77, 0, 0};
            socket.send(new DatagramPacket(unreadable, unreadable.length, InetAddress.getLoopbackAddress(), port));
        }
    }

    private static FlowSums sums(Connection connection, String sql) throws java.sql.SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            assertThat(rows.next()).isTrue();
            return new FlowSums(rows.getLong(1), rows.getLong(2), rows.getLong(3));
        }
    }

    /** Frame lengths of the flow samples in the journal. */
    private FlowSums byTshark(int port) throws IOException, InterruptedException {
        FlowSums sums = FlowSums.NONE;
        List<Path> segments;
        try (Stream<Path> files = Files.list(directory.resolve("data/journal"))) {
            segments = files.filter(file -> file.toString().endsWith(".pcapng")).toList();
        }
        for (Path segment : segments) {
            Process tshark = new ProcessBuilder(
                            Tool.path("tshark"),
                            "-r",
                            segment.toString(),
                            "-d",
                            "udp.port==" + port + ",sflow",
                            "-T",
                            "fields",
                            "-e",
                            "sflow_245.header.frame_length")
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String text = new String(tshark.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(tshark.waitFor()).isZero();
            List<Long> lengths = text.lines()
                    .flatMap(line -> Stream.of(line.split(",")))
                    .filter(length -> !length.isBlank())
                    .map(Long::valueOf)
                    .toList();
            long octets = lengths.stream().mapToLong(Long::longValue).sum();
            sums = new FlowSums(
                    sums.records() + lengths.size(), sums.octets() + octets, sums.packets() + lengths.size());
        }
        return sums;
    }
}
