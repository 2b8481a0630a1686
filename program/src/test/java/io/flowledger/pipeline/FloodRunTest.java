package io.flowledger.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowledger.child.ChildProcess;
import io.flowledger.child.Deadline;
import io.flowledger.cli.Performance;
import io.flowledger.embedded.TestDatabase;
import io.flowledger.wire.encode.IpfixEncoder;
import io.flowledger.wire.encode.OctetWriter;
import io.flowledger.wire.encode.TemplateField;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real process is flooded over UDP from half as many addresses again as it may know, each with a template of its own and a Set
 * that waits for another, while a well-behaved exporter sends. {@code -Dflowledger.flood=20000} is the flood of
 * docs/hostile-input.md.
 */
final class FloodRunTest {
    private static final int LIMIT = Integer.getInteger("flowledger.flood", 2000);
    private static final int STRANGERS = LIMIT * 3 / 2;
    private static final int BETWEEN_LOOKS = 100;
    private static final Pattern RECEIVED =
            Pattern.compile("^flowledger_received_datagrams_total(?:\\{[^}]*})? ([0-9.eE+]+)$", Pattern.MULTILINE);
    private static final Pattern PEAK = Pattern.compile("VmHWM:\\s+(\\d+) kB");

    /** The heap of 256 MiB that tests give the program, and as much again for all else of a JVM. */
    private static final long BOUND_KIB = 512 * 1024;

    @TempDir
    private Path data;

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void aFloodOfStrangersLeavesTheWellBehavedExporterAllItsRowsAndTheMemoryBounded() throws Exception {
        try (TestDatabase database = TestDatabase.create();
                ChildProcess run = ChildProcess.flowledger(
                        Map.of(),
                        "run",
                        "--data-dir",
                        data.toString(),
                        "--database",
                        database.databaseUrl(),
                        "--listen",
                        "udp://127.0.0.1:0",
                        "--web",
                        "http://127.0.0.1:0",
                        "--exporter-limit",
                        Integer.toString(LIMIT))) {
            int port = Integer.parseInt(
                    run.awaitOut("Listening on udp 127.0.0.1 port (\\d+)").group(1));
            String metrics = run.awaitOut("Console: +(\\S+)").group(1) + "/metrics";
            flood(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), metrics);
            try (Connection connection = database.connect()) {
                Deadline.await(
                        "all datagrams in the books" + run,
                        ChildProcess.PATIENCE,
                        () -> number(connection, "SELECT sum(datagrams_received) FROM flowledger.ledger")
                                == 1 + 2L * STRANGERS);
                assertThat(number(
                                connection,
                                "SELECT count(*) FROM flowledger.flows WHERE exporter = '127.0.0.1' AND protocol = 6"))
                        .isEqualTo(STRANGERS);
                assertThat(number(connection, "SELECT count(*) FROM flowledger.flows"))
                        .isEqualTo(STRANGERS);
                assertThat(number(
                                connection,
                                "SELECT sum(sequence_lost) FROM flowledger.ledger WHERE exporter = '127.0.0.1'"))
                        .isZero();
                // One place is the well-behaved exporter's.
                assertThat(number(connection, "SELECT sum(datagrams_refused) FROM flowledger.ledger"))
                        .isEqualTo(STRANGERS - (LIMIT - 1));
            }
            Matcher peak = PEAK.matcher(Files.readString(Path.of("/proc", Long.toString(run.pid()), "status")));
            assertThat(peak.find()).isTrue();
            long kib = Long.parseLong(peak.group(1));
            System.out.printf(
                    "%d strangers, %d exporters known: %d MiB resident at the most%n", STRANGERS, LIMIT, kib >> 10);
            assertThat(kib).isLessThan(BOUND_KIB);
            assertThat(run.terminate()).as("%s", run).isZero();
            Performance audit = Performance.of(
                    Map.of("FLOWLEDGER_DATABASE", database.databaseUrl(), "FLOWLEDGER_DATA_DIR", data.toString()),
                    "",
                    0,
                    "audit");
            assertThat(audit.status()).as("%s", audit).isZero();
        }
    }

    private void flood(InetSocketAddress collector, String metrics) throws Exception {
        TemplateField[] fields = new TemplateField[120];
        Arrays.fill(fields, TemplateField.field(4, 1));
        try (DatagramChannel good = from("127.0.0.1", collector)) {
            good.write(ByteBuffer.wrap(IpfixEncoder.message()
                    .template(300, TemplateField.field(4, 1))
                    .encode()));
            awaitReceived(metrics, 1);
            for (int i = 0; i < STRANGERS; i++) {
                String address = "127." + (1 + (i >>> 16)) + "." + (i >>> 8 & 0xFF) + "." + (i & 0xFF);
                try (DatagramChannel stranger = from(address, collector)) {
                    stranger.write(ByteBuffer.wrap(IpfixEncoder.message()
                            .observationDomain(i)
                            .template(256 + i % 1000, fields)
                            .set(9000, OctetWriter.octets().zeros(100))
                            .encode()));
                }
                good.write(ByteBuffer.wrap(IpfixEncoder.message()
                        .sequenceNumber(i)
                        .set(300, OctetWriter.octets().u8(6))
                        .encode()));
                if ((i + 1) % BETWEEN_LOOKS == 0) {
                    // So that nothing is lost in the kernel, which is not what this test is about.
                    awaitReceived(metrics, 1 + 2L * (i + 1));
                }
            }
        }
    }

    private static DatagramChannel from(String address, InetSocketAddress collector) throws IOException {
        return DatagramChannel.open().bind(new InetSocketAddress(address, 0)).connect(collector);
    }

    private void awaitReceived(String metrics, long datagrams) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(metrics)).build();
        Deadline.await(datagrams + " datagrams received", ChildProcess.PATIENCE, () -> {
            Matcher received = RECEIVED.matcher(
                    http.send(request, HttpResponse.BodyHandlers.ofString()).body());
            return received.find() && (long) Double.parseDouble(received.group(1)) == datagrams;
        });
    }

    private static long number(Connection connection, String sql) throws Exception {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            assertThat(rows.next()).isTrue();
            return rows.getLong(1);
        }
    }
}
