package io.flowledger.grafolean;

import static io.flowledger.wire.encode.TemplateField.field;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowledger.child.ChildProcess;
import io.flowledger.child.Deadline;
import io.flowledger.embedded.TestDatabase;
import io.flowledger.flow.layout.FlowsLayout;
import io.flowledger.store.Store;
import io.flowledger.store.connect.Database;
import io.flowledger.store.connect.StopSignal;
import io.flowledger.wire.encode.Netflow5Encoder;
import io.flowledger.wire.encode.Netflow5RecordEncoder;
import io.flowledger.wire.encode.Netflow9Encoder;
import io.flowledger.wire.encode.OctetWriter;
import io.flowledger.wire.encode.TemplateField;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All in one process: datagrams in over UDP, values out to Grafolean over HTTP, on our own tables. */
class RunReportTest {
    private static final TemplateField[] IPV4 = {
        field(1, 4),
        field(4, 1),
        field(7, 2),
        field(8, 4),
        field(10, 2),
        field(11, 2),
        field(12, 4),
        field(14, 2),
        field(61, 1)
    };
    private static final TemplateField[] IPV6 = {
        field(1, 4),
        field(4, 1),
        field(7, 2),
        field(27, 16),
        field(10, 2),
        field(11, 2),
        field(28, 16),
        field(14, 2),
        field(61, 1)
    };

    @TempDir
    private Path directory;

    private static OctetWriter record(
            long octets, int protocol, String source, int in, int port, String destination, int out, int direction) {
        return OctetWriter.octets()
                .u32(octets)
                .u8(protocol)
                .u16(50_000)
                .address(source)
                .u16(in)
                .u16(port)
                .address(destination)
                .u16(out)
                .u8(direction);
    }

    private static long number(TestDatabase database, String sql) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private static ChildProcess run(TestDatabase database, String... more) throws Exception {
        String[] args = new String[5 + more.length];
        System.arraycopy(new String[] {"run", "--listen", "udp://127.0.0.1:0", "--web", "none"}, 0, args, 0, 5);
        System.arraycopy(more, 0, args, 5, more.length);
        return ChildProcess.flowledger(
                Map.of(
                        "DB_HOST", database.server().host(),
                        "DB_PORT", Integer.toString(database.server().port()),
                        "DB_DATABASE", database.name(),
                        "DB_USERNAME", database.user(),
                        "DB_PASSWORD", database.password()),
                args);
    }

    /** Makes the tables and lets the job of a minute have read before. */
    private static void jobThatHasRead(TestDatabase database) throws Exception {
        Store.open(
                        Database.at(database.jdbcUrl(), database.user(), database.password()),
                        FlowsLayout.FLOWS,
                        new StopSignal())
                .close();
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("INSERT INTO flowledger.grafolean_job VALUES"
                    + " ('aggr/1min/7', now() AT TIME ZONE 'UTC' - interval '1 hour')");
        }
    }

    private static void send(int port) throws Exception {
        byte[][] datagrams = {
            Netflow9Encoder.message()
                    .count(5)
                    .sourceId(1)
                    .template(256, IPV4)
                    .template(257, IPV6)
                    .set(
                            256,
                            // Ingress over interface 1: the remote end is the source.
                            record(100, 6, "10.0.0.1", 1, 443, "10.9.9.9", 2, 0),
                            record(50, 17, "10.0.0.2", 1, 53, "10.9.9.9", 2, 0))
                    // Egress over interface 2: the remote end is the destination.
                    .set(257, record(4_000_000_000L, 6, "2001:db8::1", 1, 443, "2001:db8::2", 2, 1))
                    .encode(),
            // One packet of ten is sampled: octets count ten times. No direction in NetFlow 5: ingress.
            Netflow5Encoder.datagram()
                    .sampling(1, 10)
                    .record(Netflow5RecordEncoder.flow()
                            .addresses("10.0.0.2", "10.9.9.9", "0.0.0.0")
                            .interfaces(3, 4)
                            .counts(1, 7)
                            .ports(50_000, 53)
                            .protocol(17, 0, 0))
                    .encode()
        };
        try (DatagramSocket socket = new DatagramSocket()) {
            for (byte[] datagram : datagrams) {
                socket.send(new DatagramPacket(datagram, datagram.length, InetAddress.getLoopbackAddress(), port));
            }
        }
    }

    @Test
    void whatComesOverUdpIsReportedWithTheHandComputedSums() throws Exception {
        Path token = Files.writeString(directory.resolve("token"), StandIn.TOKEN + "\n");
        try (TestDatabase database = TestDatabase.create();
                StandIn grafolean = new StandIn()) {
            grafolean.device("5", "127.0.0.1");
            grafolean.hold();
            jobThatHasRead(database);
            try (ChildProcess run = run(
                    database,
                    "--data-dir",
                    directory.resolve("data").toString(),
                    "--grafolean",
                    grafolean.url(),
                    "--bot-token-file",
                    token.toString())) {
                int port = Integer.parseInt(run.awaitOut("Ready\\. Listening on udp \\S+ port (\\d+);")
                        .group(1));
                run.awaitOut("Reporting to Grafolean: +http://127\\.0\\.0\\.1:\\d+/api$");
                send(port);
                Deadline.await(
                        "rows", ChildProcess.PATIENCE, () -> number(database, "SELECT count(*) FROM flows") == 4);
                grafolean.release();
                Deadline.await(
                        "values",
                        ChildProcess.PATIENCE,
                        () -> grafolean.received().size() == 1);
                assertThat(run.terminate()).as("%s", run).isZero();
                assertThat(run.toString()).doesNotContain("secret");
                assertThat(grafolean.received().get(0).lines())
                        .containsExactly(
                                "netflow.1min.egress 4000000000",
                                "netflow.1min.egress.entity.5 4000000000",
                                "netflow.1min.egress.entity.5.if.2 4000000000",
                                "netflow.1min.egress.entity.5.if.2.topip.2001%3adb8%3a%3a2 4000000000",
                                "netflow.1min.egress.entity.5.if.2.topprotocol.TCP 4000000000",
                                "netflow.1min.egress.entity.5.topconn.2001%3adb8%3a%3a1.2001%3adb8%3a%3a2 4000000000",
                                "netflow.1min.egress.entity.5.topdstports.443 4000000000",
                                "netflow.1min.egress.entity.5.topip.2001%3adb8%3a%3a2 4000000000",
                                "netflow.1min.egress.entity.5.topprotocol.TCP 4000000000",
                                "netflow.1min.ingress 220",
                                "netflow.1min.ingress.entity.5 220",
                                "netflow.1min.ingress.entity.5.if.1 150",
                                "netflow.1min.ingress.entity.5.if.1.topip.10%2e0%2e0%2e1 100",
                                "netflow.1min.ingress.entity.5.if.1.topip.10%2e0%2e0%2e2 50",
                                "netflow.1min.ingress.entity.5.if.1.topprotocol.TCP 100",
                                "netflow.1min.ingress.entity.5.if.1.topprotocol.UDP 50",
                                "netflow.1min.ingress.entity.5.if.3 70",
                                "netflow.1min.ingress.entity.5.if.3.topip.10%2e0%2e0%2e2 70",
                                "netflow.1min.ingress.entity.5.if.3.topprotocol.UDP 70",
                                "netflow.1min.ingress.entity.5.topconn.10%2e0%2e0%2e1.10%2e9%2e9%2e9 100",
                                "netflow.1min.ingress.entity.5.topconn.10%2e0%2e0%2e2.10%2e9%2e9%2e9 120",
                                "netflow.1min.ingress.entity.5.topdstports.443 100",
                                "netflow.1min.ingress.entity.5.topdstports.53 120",
                                "netflow.1min.ingress.entity.5.topip.10%2e0%2e0%2e1 100",
                                "netflow.1min.ingress.entity.5.topip.10%2e0%2e0%2e2 120",
                                "netflow.1min.ingress.entity.5.topprotocol.TCP 100",
                                "netflow.1min.ingress.entity.5.topprotocol.UDP 120");
            }
            assertThat(number(database, "SELECT sent FROM flowledger.grafolean_delivery"))
                    .isEqualTo(1);
        }
    }

    @Test
    void withoutATokenNothingStarts() throws Exception {
        try (ChildProcess run = ChildProcess.flowledger(
                Map.of("HOME", directory.toString()), "run", "--grafolean", "https://grafolean.example/api")) {
            assertThat(run.awaitExit()).isEqualTo(2);
            run.awaitErr("name the file that holds it with bot-token-file");
        }
        try (ChildProcess run = ChildProcess.flowledger(
                Map.of("HOME", directory.toString()),
                "run",
                "--grafolean",
                "https://grafolean.example/api",
                "--bot-token-file",
                "/nowhere")) {
            assertThat(run.awaitExit()).isEqualTo(3);
            run.awaitErr("cannot be read from /nowhere: there is no such file");
        }
    }
}
