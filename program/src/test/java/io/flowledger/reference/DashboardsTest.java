package io.flowledger.reference;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.flowledger.child.ChildProcess;
import io.flowledger.child.Deadline;
import io.flowledger.embedded.TestDatabase;
import io.flowledger.pipeline.JournalFixture;
import io.flowledger.wire.encode.IpfixEncoder;
import io.flowledger.wire.encode.Netflow5Encoder;
import io.flowledger.wire.encode.Netflow5RecordEncoder;
import io.flowledger.wire.encode.OctetWriter;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The dashboards for Grafana ask for what there is: their SQL is run, their metrics are those of a collector. */
class DashboardsTest {
    private static final Path DIRECTORY = Path.of("..", "docs", "grafana");
    private static final Instant NOON = Instant.parse("2026-05-01T12:00:00Z");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path data;

    private static JsonNode dashboard(String name) throws Exception {
        return new ObjectMapper().readTree(DIRECTORY.resolve(name).toFile());
    }

    private static List<String> texts(JsonNode dashboard, String member) {
        List<String> texts = new ArrayList<>();
        dashboard.findValues(member).stream()
                .filter(JsonNode::isTextual)
                .map(JsonNode::asText)
                .forEach(texts::add);
        return texts;
    }

    /** What Grafana makes of its macros and variables, for an hour around noon and a step of a minute. */
    private static String expanded(String sql) {
        return sql.replaceAll(
                        "\\$__timeFilter\\((\\w+)\\)", "$1 BETWEEN '2026-05-01T11:30:00Z' AND '2026-05-01T12:30:00Z'")
                .replaceAll(
                        "\\$__timeGroupAlias\\((\\w+), (?:\\$__interval|'1m')\\)",
                        "floor(extract(epoch from $1)/60)*60 AS \"time\"")
                .replace("$__interval_ms", "60000")
                .replace("${exporter:sqlstring}", "'192.0.2.1','192.0.2.2'");
    }

    @Test
    void eachPanelOfTheDatabaseHasAnAnswer() throws Exception {
        JsonNode dashboard = dashboard("flowledger-postgresql.json");
        try (TestDatabase database = TestDatabase.create()) {
            try (JournalFixture journal = new JournalFixture(data, database)) {
                journal.append(
                        NOON,
                        Netflow5Encoder.datagram()
                                .flowSequence(10)
                                .record(Netflow5RecordEncoder.flow())
                                .encode());
                journal.append(NOON.plusSeconds(60), new byte[] {0, 77, 0, 0});
                journal.land(true);
            }
            List<String> statements = texts(dashboard, "rawSql");
            statements.addAll(texts(dashboard.path("templating"), "query").stream()
                    .filter(query -> query.startsWith("SELECT"))
                    .toList());
            assertThat(statements).hasSizeGreaterThan(10);
            try (Connection connection = database.connect();
                    Statement statement = connection.createStatement()) {
                for (String sql : statements) {
                    String asked = expanded(sql);
                    assertThat(asked).doesNotContain("$");
                    try (ResultSet rows = statement.executeQuery(asked)) {
                        assertThat(rows.next()).as(sql).isTrue();
                        assertTime(sql, rows);
                    }
                }
                // A rate is in bits a second: the flow's octets over the minute.
                try (ResultSet rows = statement.executeQuery(expanded(statements.get(0)))) {
                    rows.next();
                    double rate = rows.getDouble("value");
                    try (Statement other = connection.createStatement();
                            ResultSet sum =
                                    other.executeQuery("SELECT sum(octets) * 8 / 60.0 FROM flowledger.flows_scaled")) {
                        sum.next();
                        assertThat(rate).isEqualTo(sum.getDouble(1));
                    }
                }
            }
        }
    }

    private static void assertTime(String sql, ResultSet rows) throws Exception {
        if (sql.contains("timeGroupAlias")) {
            assertThat(rows.getLong("time")).as(sql).isBetween(NOON.getEpochSecond(), NOON.getEpochSecond() + 60);
        }
    }

    @Test
    void eachMetricIsOneThatACollectorTells() throws Exception {
        JsonNode dashboard = dashboard("flowledger-prometheus.json");
        Set<String> asked = new TreeSet<>();
        List<String> expressions = texts(dashboard, "expr");
        expressions.addAll(texts(dashboard.path("templating"), "query"));
        for (String expression : expressions) {
            Matcher name = Pattern.compile("flowledger_\\w+").matcher(expression);
            while (name.find()) {
                asked.add(name.group());
            }
        }
        assertThat(asked).hasSizeGreaterThan(20);

        try (TestDatabase database = TestDatabase.create();
                ChildProcess run = ChildProcess.flowledger(
                        Map.of("FLOWLEDGER_DATABASE", database.databaseUrl(), "FLOWLEDGER_DATA_DIR", data.toString()),
                        "run",
                        "--listen",
                        "udp://127.0.0.1:0",
                        "--web",
                        "http://127.0.0.1:0")) {
            String console = run.awaitOut("Console: +(\\S+)").group(1);
            run.awaitOut("Ready\\.");
            for (byte[] faulty : faulty()) {
                send(port(console), faulty);
            }
            Deadline.await("all of " + asked, PATIENCE, () -> told(console).containsAll(asked));
            assertThat(run.terminate()).isZero();
        }
    }

    /** A datagram, a Set and a record that cannot be used: reasons are told once there is one. */
    private static List<byte[]> faulty() {
        byte[] unknownVersion = {0, 77, 0, 0};
        byte[] reservedSet =
                IpfixEncoder.message().set(5, OctetWriter.octets().u32(0)).encode();
        byte[] cutSample = OctetWriter.octets()
                .u32(5)
                .u32(1)
                .address("192.0.2.1")
                .u32(0)
                .u32(1)
                .u32(1000)
                .u32(1)
                .u32(1)
                .u32(8)
                .u64(0)
                .toByteArray();
        return List.of(unknownVersion, reservedSet, cutSample);
    }

    private static void send(int port, byte[] datagram) throws Exception {
        try (DatagramSocket socket = new DatagramSocket()) {
            InetAddress here = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
            socket.send(new DatagramPacket(datagram, datagram.length, here, port));
        }
    }

    private static int port(String console) throws Exception {
        String status = get(console + "/api/v1/status");
        Matcher port = Pattern.compile("udp 127\\.0\\.0\\.1 port (\\d+)").matcher(status);
        assertThat(port.find()).as(status).isTrue();
        return Integer.parseInt(port.group(1));
    }

    private static Set<String> told(String console) throws Exception {
        Set<String> told = new HashSet<>();
        get(console + "/metrics")
                .lines()
                .filter(line -> !line.startsWith("#"))
                .forEach(line -> told.add(line.split("[{ ]")[0]));
        return told;
    }

    private static String get(String uri) throws Exception {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(URI.create(uri)).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }
}
