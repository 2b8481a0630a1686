package io.flowledger.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowledger.child.ChildProcess;
import io.flowledger.child.Deadline;
import io.flowledger.child.Tool;
import io.flowledger.embedded.EmbeddedPostgres;
import io.flowledger.embedded.ServerSettings;
import io.flowledger.embedded.TestDatabase;
import io.flowledger.wire.encode.Netflow5Encoder;
import io.flowledger.wire.encode.Netflow5RecordEncoder;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * softflowd, pmacct's nfprobe and fprobe send to a running program over UDP; the rows are what tshark reads in the same
 * datagrams, which lie in the journal as pcapng, and what the observed traffic was.
 */
final class ExporterTest {
    /** 300 flows of 1 to 4 packets over IPv4. */
    private static final FlowSums IPV4 = new FlowSums(300, 147_800, 750);

    /** The same, and 150 flows of 2 packets over IPv6. */
    private static final FlowSums ALL = new FlowSums(450, 179_000, 1050);

    @TempDir
    private Path directory;

    @Test
    void rowsOfSoftflowdAndNfprobeAreWhatTsharkReads() throws Exception {
        String softflowd = Tool.path("softflowd");
        String pmacctd = Tool.path("pmacctd");
        Tool.path("tshark");
        Path traffic = directory.resolve("traffic.pcap");
        Traffic.write(traffic, Instant.now().getEpochSecond());
        int port;
        Map<String, FlowSums> stored;
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
            try (ChildProcess nfprobe9 = nfprobe(pmacctd, traffic, port, 9);
                    ChildProcess nfprobe10 = nfprobe(pmacctd, traffic, port, 10)) {
                for (String version : List.of("5", "9", "10")) {
                    observe(softflowd, traffic, port, version);
                }
                assertThat(nfprobe9.awaitExit()).as("pmacctd %s", nfprobe9).isZero();
                assertThat(nfprobe10.awaitExit()).as("pmacctd %s", nfprobe10).isZero();
            }
            // Behind all others in the socket's queue: once this one has its row, they have theirs.
            sendMarker(port);
            try (Connection connection = database.connect()) {
                Deadline.await(
                        "a row of the marker",
                        ChildProcess.PATIENCE,
                        () -> FlowSums.inDatabase(connection).containsKey("127.0.0.9 v5"));
                stored = FlowSums.inDatabase(connection);
                assertBooks(connection);
            }
            assertThat(run.terminate()).as("%s", run).isZero();
        }

        Map<String, FlowSums> expected = new TreeMap<>(Map.of(
                "127.0.0.1 v5", IPV4,
                "127.0.0.1 v9", ALL,
                "127.0.0.1 v10", ALL,
                "127.0.0.2 v9", ALL,
                "127.0.0.2 v10", ALL,
                "127.0.0.9 v5", new FlowSums(1, 100, 1)));
        assertThat(stored).isEqualTo(expected);

        // tshark ends at the count in the header of NetFlow version 9, and softflowd 1.1.0 does not count templates
        // there:
        // tshark misses as many records as templates were sent. IPFIX has no such count, and its flows are the same.
        Map<String, FlowSums> byTshark = FlowSums.byTshark(directory.resolve("data/journal"), port);
        FlowSums cut = byTshark.remove("127.0.0.1 v9");
        expected.remove("127.0.0.1 v9");
        assertThat(byTshark).isEqualTo(expected);
        assertThat(cut).isNotNull();
        assertThat(cut.records()).isBetween(ALL.records() - 10, ALL.records());
    }

    @Test
    void rowsOfFprobeAreWhatTsharkReads() throws Exception {
        String fprobe = Tool.path("fprobe");
        String tcpreplay = Tool.path("tcpreplay");
        String unshare = Tool.path("unshare");
        String nsenter = Tool.path("nsenter");
        String ip = Tool.path("ip");
        Tool.path("tshark");
        Tool.needRoot();
        Path traffic = directory.resolve("traffic.pcap");
        Traffic.write(traffic, Instant.now().getEpochSecond());
        Files.setPosixFilePermissions(directory, java.nio.file.attribute.PosixFilePermissions.fromString("rwx--x--x"));
        Path data = directory.resolve("data");
        // fprobe observes an interface and no file. In a network of its own, the loopback carries the traffic and
        // nobody else's.
        List<String> command = new java.util.ArrayList<>(
                List.of(unshare, "-n", "/bin/sh", "-c", ip + " link set lo up && exec \"$@\"", "sh"));
        command.addAll(
                ChildProcess.flowledgerCommand("run", "--data-dir", data.toString(), "--listen", "udp://127.0.0.1:0"));
        Map<String, FlowSums> byTshark;
        try (ChildProcess run = ChildProcess.start(Map.of(), command)) {
            int port = Integer.parseInt(
                    run.awaitOut("Listening on udp 127.0.0.1 port (\\d+)").group(1));
            String network = "--net=/proc/" + run.pid() + "/ns/net";
            try (ChildProcess probe = ChildProcess.start(
                    Map.of(),
                    List.of(
                            nsenter,
                            network,
                            fprobe,
                            "-i",
                            "lo",
                            "-p",
                            "-f",
                            "net 10.0.0.0/8",
                            "-l",
                            "2",
                            "-s",
                            "1",
                            "-d",
                            "1",
                            "-q",
                            "10000",
                            "-B",
                            "4096",
                            "127.0.0.1:" + port))) {
                probe.awaitOut("collector #1");
                try (ChildProcess replay = ChildProcess.start(
                        Map.of(),
                        List.of(nsenter, network, tcpreplay, "-q", "-i", "lo", "-p", "1000", traffic.toString()))) {
                    assertThat(replay.awaitExit()).as("tcpreplay %s", replay).isZero();
                }
                // The database cannot be reached from here; the journal can.
                Deadline.await(
                        "300 flows of fprobe",
                        ChildProcess.PATIENCE,
                        () -> IPV4.equals(
                                FlowSums.byTshark(data.resolve("journal"), port).get("127.0.0.1 v5")));
            }
            assertThat(run.terminate()).as("%s", run).isZero();
            byTshark = FlowSums.byTshark(data.resolve("journal"), port);
        }
        try (EmbeddedPostgres server = EmbeddedPostgres.openOrAttach(
                        data, ServerSettings.standard().withDurable(false));
                Connection connection =
                        DriverManager.getConnection(server.jdbcUrl(), server.user(), server.password())) {
            Map<String, FlowSums> stored = FlowSums.inDatabase(connection);
            assertThat(stored).isEqualTo(byTshark).isEqualTo(Map.of("127.0.0.1 v5", IPV4));
            assertBooks(connection);
        }
    }

    private void observe(String softflowd, Path traffic, int port, String version)
            throws IOException, InterruptedException {
        try (ChildProcess exporter = ChildProcess.start(
                Map.of(),
                List.of(
                        softflowd,
                        "-r",
                        traffic.toString(),
                        "-n",
                        "127.0.0.1:" + port,
                        "-v",
                        version,
                        "-6",
                        "-d",
                        "-p",
                        directory.resolve("softflowd.pid").toString(),
                        "-c",
                        "none"))) {
            assertThat(exporter.awaitExit()).as("softflowd %s", exporter).isZero();
        }
    }

    private ChildProcess nfprobe(String pmacctd, Path traffic, int port, int version) throws IOException {
        Path file = directory.resolve("nfprobe" + version + ".conf");
        Files.writeString(file, """
                daemonize: false
                pcap_savefile: %s
                aggregate: src_host, dst_host, src_port, dst_port, proto, tos, tcpflags
                plugins: nfprobe
                nfprobe_receiver: 127.0.0.1:%d
                nfprobe_version: %d
                nfprobe_source_ip: 127.0.0.2
                """.formatted(traffic, port, version));
        return ChildProcess.start(Map.of(), List.of(pmacctd, "-f", file.toString()));
    }

    private static void sendMarker(int port) throws IOException {
        byte[] datagram = Netflow5Encoder.datagram()
                .unixTime(Instant.now().getEpochSecond(), 0)
                .record(Netflow5RecordEncoder.flow()
                        .addresses("192.0.2.1", "192.0.2.2", "0.0.0.0")
                        .counts(1, 100))
                .encode();
        try (DatagramSocket socket = new DatagramSocket(new InetSocketAddress("127.0.0.9", 0))) {
            socket.send(new DatagramPacket(datagram, datagram.length, InetAddress.getLoopbackAddress(), port));
        }
    }

    /** Every datagram is stored, and no sequence number is missing. */
    private static void assertBooks(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet sums = statement.executeQuery(
                        "SELECT sum(datagrams_received) - sum(datagrams_stored), sum(sequence_lost),"
                                + " sum(sequence_duplicate), sum(sequence_restarts), sum(sequence_unknown)"
                                + " FROM flowledger.ledger")) {
            assertThat(sums.next()).isTrue();
            for (int column = 1; column <= 5; column++) {
                assertThat(sums.getLong(column))
                        .as(sums.getMetaData().getColumnName(column) + " " + column)
                        .isZero();
            }
        }
    }
}
