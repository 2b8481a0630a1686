package io.flowledger.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowledger.child.ChildProcess;
import io.flowledger.child.Deadline;
import io.flowledger.child.Tool;
import io.flowledger.cli.Performance;
import io.flowledger.embedded.TestDatabase;
import io.flowledger.journal.capture.CaptureReader;
import io.flowledger.journal.capture.CapturedDatagram;
import io.flowledger.tls.TestCertificates;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * IPFIX over TCP from softflowd, connection after connection, with sampling and biflows; over TLS from openssl's client, which
 * carries what the generator made. Rows are what tshark reads in the journal, and what the observed traffic was.
 */
final class StreamExporterTest {
    private static final String EXPORTER = "127.0.0.1 v10";

    /** The traffic of {@link Traffic#write}. */
    private static final FlowSums ALL = new FlowSums(450, 179_000, 1050);

    @TempDir
    private Path directory;

    private ChildProcess run(TestDatabase database, String... more) throws IOException {
        List<String> args = new ArrayList<>(List.of(
                "run",
                "--web",
                "none",
                "--data-dir",
                directory.resolve("data").toString(),
                "--database",
                database.databaseUrl()));
        args.addAll(List.of(more));
        return ChildProcess.flowledger(Map.of(), args.toArray(new String[0]));
    }

    private void softflowd(Path traffic, int port, String... more) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Tool.path("softflowd"),
                "-r",
                traffic.toString(),
                "-n",
                "127.0.0.1:" + port,
                "-v",
                "10",
                "-P",
                "tcp",
                "-6",
                "-d",
                "-p",
                directory.resolve("softflowd.pid").toString(),
                "-c",
                "none"));
        command.addAll(List.of(more));
        try (ChildProcess exporter = ChildProcess.start(Map.of(), command)) {
            assertThat(exporter.awaitExit()).as("softflowd %s", exporter).isZero();
        }
    }

    private static List<Long> numbers(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            assertThat(rows.next()).isTrue();
            List<Long> numbers = new ArrayList<>();
            for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                numbers.add(rows.getLong(i));
            }
            return numbers;
        }
    }

    private static void await(Connection connection, String sql, Long... expected) throws Exception {
        List<Long> wanted = List.of(expected);
        Deadline.await(
                sql + ": " + wanted,
                ChildProcess.PATIENCE,
                () -> numbers(connection, sql).equals(wanted));
    }

    @Test
    void softflowdConnectsAgainAndAgainAndEachConnectionHasItsOwnTemplates() throws Exception {
        Tool.path("softflowd");
        Tool.path("tshark");
        Path traffic = directory.resolve("traffic.pcap");
        Path conversations = directory.resolve("conversations.pcap");
        Traffic.write(traffic, Instant.now().getEpochSecond());
        Traffic.writeConversations(conversations, Instant.now().getEpochSecond());
        try (TestDatabase database = TestDatabase.create();
                ChildProcess run = run(database, "--listen", "tcp://127.0.0.1:0");
                Connection connection = database.connect()) {
            int port = Integer.parseInt(
                    run.awaitOut("istening on tcp 127.0.0.1 port (\\d+)").group(1));
            softflowd(traffic, port);
            String sums = "SELECT count(*), sum(octets), sum(packets) FROM flowledger.flows";
            await(connection, sums, ALL.records(), ALL.octets(), ALL.packets());
            assertThat(FlowSums.byTshark(directory.resolve("data/journal"), port))
                    .isEqualTo(Map.of(EXPORTER, ALL));

            // A new connection, in which the ids stand for templates of biflows: initiator and responder are a row
            // each.
            softflowd(conversations, port, "-b");
            long forth = 3L * 140 * Traffic.CONVERSATIONS;
            long back = 2L * 90 * Traffic.CONVERSATIONS;
            String direction = "SELECT count(*), sum(octets), sum(packets) FROM flowledger.flows WHERE src_addr = ";
            await(
                    connection,
                    direction + "'10.3.0.1'",
                    (long) Traffic.CONVERSATIONS,
                    forth,
                    3L * Traffic.CONVERSATIONS);
            await(connection, direction + "'10.3.0.2'", (long) Traffic.CONVERSATIONS, back, 2L * Traffic.CONVERSATIONS);

            // One packet in five of those that were all seen before, and that softflowd then said to be one in one.
            softflowd(traffic, port, "-s", "5");
            await(
                    connection,
                    "SELECT sum(packets), min(sampling_rate), max(sampling_rate) FROM flowledger.flows"
                            + " WHERE sampling_rate > 1",
                    ALL.packets() / 5,
                    5L,
                    5L);
            assertThat(numbers(
                            connection,
                            "SELECT sum(datagrams_received) - sum(datagrams_stored), sum(sets_skipped), sum(records_skipped)"
                                    + " FROM flowledger.ledger"))
                    .containsExactly(0L, 0L, 0L);
            assertThat(run.terminate()).as("%s", run).isZero();
        }
    }

    @Test
    void opensslCarriesTheGeneratorsStreamWithItsCertificate() throws Exception {
        String openssl = Tool.path("openssl");
        Tool.path("tshark");
        TestCertificates certificates = new TestCertificates(directory, "authority");
        certificates.sign("collector", "RSA");
        certificates.sign("router1", "EC");
        Path stream = directory.resolve("stream.ipfix");
        long messages = generate(stream);
        try (TestDatabase database = TestDatabase.create();
                ChildProcess run = run(
                        database,
                        "--listen",
                        "tls://127.0.0.1:0",
                        "--tls-certificate",
                        certificates.certificate("collector").toString(),
                        "--tls-key",
                        certificates.key("collector").toString(),
                        "--tls-client-ca",
                        certificates.authority().toString(),
                        "--tls-client-name",
                        "router1");
                Connection connection = database.connect()) {
            int port = Integer.parseInt(
                    run.awaitOut("istening on tls 127.0.0.1 port (\\d+)").group(1));
            Process client = new ProcessBuilder(
                            openssl,
                            "s_client",
                            "-quiet",
                            "-no_ign_eof",
                            "-connect",
                            "127.0.0.1:" + port,
                            "-CAfile",
                            certificates.authority().toString(),
                            "-cert",
                            certificates.certificate("router1").toString(),
                            "-key",
                            certificates.key("router1").toString())
                    .redirectInput(stream.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(directory.resolve("openssl.log").toFile())
                    .start();
            try {
                await(connection, "SELECT sum(datagrams_stored) FROM flowledger.ledger", messages);
            } finally {
                client.destroyForcibly();
            }
            assertThat(FlowSums.byTshark(directory.resolve("data/journal"), port))
                    .isEqualTo(FlowSums.inDatabase(connection));
            assertThat(numbers(connection, "SELECT sum(sequence_lost), sum(sets_skipped) FROM flowledger.ledger"))
                    .containsExactly(0L, 0L);
            assertThat(run.terminate()).as("%s", run).isZero();
        }
    }

    /** Writes the generator's Messages one after the other; returns how many. */
    private long generate(Path stream) throws IOException {
        Path capture = directory.resolve("generated.pcap");
        Performance written = Performance.of(
                "generate",
                "--write",
                capture.toString(),
                "--protocol",
                "ipfix",
                "--datagrams",
                "20",
                "--records-per-datagram",
                "30");
        assertThat(written.status()).as(written.err()).isZero();
        ByteArrayOutputStream messages = new ByteArrayOutputStream();
        long count = 0;
        try (CaptureReader reader = CaptureReader.open(capture)) {
            CapturedDatagram datagram = new CapturedDatagram();
            while (reader.next(datagram)) {
                messages.write(datagram.buffer(), datagram.payloadOffset(), datagram.payloadLength());
                count++;
            }
        }
        Files.write(stream, messages.toByteArray());
        return count;
    }
}
