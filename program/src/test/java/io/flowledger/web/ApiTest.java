package io.flowledger.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.flowledger.child.Deadline;
import io.flowledger.embedded.TestDatabase;
import io.flowledger.pipeline.JournalFixture;
import io.flowledger.store.connect.Database;
import io.flowledger.wire.encode.Netflow5Encoder;
import io.flowledger.wire.encode.Netflow5RecordEncoder;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The routes over a real database, held against the document and against SQL. */
class ApiTest {
    @TempDir
    private static Path directory;

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static TestDatabase database;
    private static WebFixture web;

    @BeforeAll
    static void open() throws Exception {
        database = TestDatabase.create();
        WebFixture.land(directory, database);
        web = new WebFixture(directory, database, WebFixture.open());
    }

    @AfterAll
    static void close() throws Exception {
        web.close();
        database.close();
    }

    private static long sql(String query) throws Exception {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    /** A request for each operation of the document that answers with JSON. */
    private static final Map<String, String> REQUESTS = Map.ofEntries(
            Map.entry("top", "/api/v1/top?by=src_addr,dst_port&" + WebFixture.WINDOW),
            Map.entry("timeseries", "/api/v1/timeseries?by=service&step=60&" + WebFixture.WINDOW),
            Map.entry("conversations", "/api/v1/conversations?ends=net&" + WebFixture.WINDOW),
            Map.entry("flows", "/api/v1/flows?limit=2&" + WebFixture.WINDOW),
            Map.entry("exporters", "/api/v1/exporters?" + WebFixture.WINDOW),
            Map.entry("exporter", "/api/v1/exporters/192.0.2.1?" + WebFixture.WINDOW),
            Map.entry("interfaces", "/api/v1/interfaces?exporter=192.0.2.1&" + WebFixture.WINDOW),
            Map.entry("ledger", "/api/v1/ledger?" + WebFixture.WINDOW),
            Map.entry("completions", "/api/v1/completions?text=src%20"),
            Map.entry("filter", "/api/v1/filter?text=src%20prot"),
            Map.entry("status", "/api/v1/status"),
            Map.entry("healthz", "/healthz"),
            Map.entry("readyz", "/readyz"),
            Map.entry("openapi", "/openapi.json"));

    @Test
    void everyAnswerIsAsTheDocumentSays() throws Exception {
        JsonNode document = web.json("/openapi.json");
        for (Operation operation : ApiDocument.load().operations()) {
            JsonNode declared = document.path("paths")
                    .path(operation.path())
                    .path(operation.method().toLowerCase(Locale.ROOT));
            JsonNode schema = declared.at("/responses/200/content/application~1json/schema");
            if (!schema.isMissingNode()) {
                String request = REQUESTS.get(operation.id());
                assertThat(request).as("a request for %s", operation.id()).isNotNull();
                HttpResponse<String> answer = web.get(String.valueOf(request));
                assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
                assertThat(SchemaCheck.faults(document, schema, Json.MAPPER.readTree(answer.body())))
                        .as(operation.id())
                        .isEmpty();
            }
        }
    }

    @Test
    void topAgreesWithTheTable() throws Exception {
        JsonNode top = web.json("/api/v1/top?by=src_addr&" + WebFixture.WINDOW);

        assertThat(top.at("/total/octets").asLong()).isEqualTo(sql("SELECT sum(octets) FROM flowledger.flows"));
        assertThat(top.at("/total/flows").asLong()).isEqualTo(3);
        assertThat(top.at("/rows/0/key").has("src_addr")).isTrue();
    }

    @Test
    void timeseriesHasEachStep() throws Exception {
        JsonNode answer = web.json("/api/v1/timeseries?step=60&" + WebFixture.WINDOW);

        assertThat(answer.path("times")).hasSize(11);
        assertThat(answer.at("/times/1").asLong()).isEqualTo(WebFixture.NOON.getEpochSecond());
        assertThat(answer.at("/total/flows/1").asLong()).isEqualTo(3);
        assertThat(answer.path("series")).isEmpty();
    }

    @Test
    void theLedgerBalances() throws Exception {
        JsonNode ledger = web.json("/api/v1/ledger?" + WebFixture.WINDOW);

        assertThat(ledger.at("/total/received").asLong()).isEqualTo(3);
        assertThat(ledger.at("/total/stored").asLong()).isEqualTo(2);
        assertThat(ledger.at("/total/refused").asLong()).isEqualTo(1);
        assertThat(ledger.at("/total/lostRecords").asLong()).isEqualTo(3);
        assertThat(ledger.path("balanced").asBoolean()).isTrue();
        assertThat(ledger.at("/exporters/0/exporter").asText()).isEqualTo("192.0.2.1");
        assertThat(ledger.at("/reasons/0/reason").asText()).isEqualTo("unknown_version");
    }

    @Test
    void anExporterIsDescribed() throws Exception {
        JsonNode exporter = web.json("/api/v1/exporters/192.0.2.1?" + WebFixture.WINDOW);

        assertThat(exporter.path("flows").asLong()).isEqualTo(3);
        assertThat(exporter.path("lostRecords").asLong()).isEqualTo(3);
        assertThat(exporter.path("lastFault").asText()).isEqualTo("unknown_version");
        assertThat(web.get("/api/v1/exporters/192.0.2.99").statusCode()).isEqualTo(404);
    }

    @Test
    void interfacesOfWhatIsNoAddressAreNotThoseOfAll() throws Exception {
        HttpResponse<String> answer = web.get("/api/v1/interfaces?exporter=router&" + WebFixture.WINDOW);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(Json.MAPPER.readTree(answer.body()).path("parameter").asText())
                .isEqualTo("exporter");
    }

    @Test
    void aWrongFilterIsToldWithItsPlace() throws Exception {
        HttpResponse<String> answer = web.get("/api/v1/top?filter=src%20prot%2080");
        JsonNode problem = Json.MAPPER.readTree(answer.body());

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(problem.path("type").asText()).isEqualTo("urn:flowledger:problem:filter");
        assertThat(problem.path("position").asInt()).isEqualTo(4);
        assertThat(problem.path("expected")).isNotEmpty();
    }

    @Test
    void wrongParametersAreNamed() throws Exception {
        for (String query : List.of(
                "by=colour",
                "limit=0",
                "limit=many",
                "order=size",
                "last=soon",
                "last=5",
                "from=yesterday",
                "from=2026-05-02&to=2026-05-01",
                "last=1h&last=2h",
                "colour=red")) {
            HttpResponse<String> answer = web.get("/api/v1/top?" + query);
            assertThat(answer.statusCode()).as(query).isEqualTo(400);
            assertThat(Json.MAPPER.readTree(answer.body()).path("detail").asText())
                    .as(query)
                    .startsWith(query.substring(0, query.indexOf('=')));
        }
    }

    @Test
    void aQuestionThatIsTooLongForTheStepsIsRefused() throws Exception {
        assertThat(web.get("/api/v1/timeseries?last=7d&step=1").statusCode()).isEqualTo(400);
    }

    @Test
    void liveEventsComeWithIdsForReconnecting() throws Exception {
        HttpResponse<InputStream> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(web.uri("/api/v1/live")).build(),
                        HttpResponse.BodyHandlers.ofInputStream());

        assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/event-stream; charset=utf-8");
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
            assertThat(lines.readLine()).isEqualTo("retry: 3000");
            assertThat(lines.readLine()).isEmpty();
            assertThat(lines.readLine()).startsWith("id: ");
            assertThat(lines.readLine()).isEqualTo("event: tick");
            JsonNode tick = Json.MAPPER.readTree(lines.readLine().substring("data: ".length()));
            assertThat(tick.at("/status/database/state").asText()).isEqualTo("up");
        }
    }

    @Test
    void metricsAreInTheFormOfPrometheus() throws Exception {
        HttpResponse<String> answer = web.get("/metrics");

        assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/plain; version=0.0.4; charset=utf-8");
        assertThat(answer.body().lines())
                .allMatch(
                        line -> line.matches("# (HELP|TYPE) [a-z_]+ .+|[a-z_]+(\\{[a-z_]+=\"[^\"]*\"})? -?[0-9.E+-]+"));
        assertThat(answer.body()).contains("flowledger_web_requests_total{status=\"2xx\"}");
    }

    @Test
    void nothingCanBeWrittenOverTheseConnections() throws Exception {
        ReadConnections connections = new ReadConnections(1, Duration.ofSeconds(5), Clock.systemUTC());
        connections.to(Database.at(database.jdbcUrl(), database.user(), database.password()));
        try (ReadConnections.Lease lease = connections.take();
                Statement statement = lease.connection().createStatement()) {
            assertThatThrownBy(() -> statement.execute("DELETE FROM flowledger.ledger"))
                    .hasMessageContaining("read-only transaction");
        } finally {
            connections.close();
        }
    }

    @Test
    void aQuestionOfAClientThatHasGoneIsCancelled() throws Exception {
        try (Connection locking = database.connect();
                Statement lock = locking.createStatement()) {
            locking.setAutoCommit(false);
            lock.execute("LOCK TABLE flowledger.flows IN ACCESS EXCLUSIVE MODE");
            try (Socket client =
                    new Socket(InetAddress.getLoopbackAddress(), web.uri("/").getPort())) {
                client.getOutputStream()
                        .write("GET /api/v1/top?last=1h HTTP/1.1\r\nHost: localhost\r\n\r\n"
                                .getBytes(StandardCharsets.US_ASCII));
                Deadline.await("a question that waits", PATIENCE, () -> waiting() == 1);
            }
            // The lock is still held: only a cancel ends it before the time-out of 30 s.
            Deadline.await("its end", PATIENCE, () -> waiting() == 0);
        }
        assertThat(web.get("/api/v1/top?last=1h").statusCode()).isEqualTo(200);
    }

    private static long waiting() throws Exception {
        return sql("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                + " AND application_name = 'flowledger web' AND wait_event_type = 'Lock'");
    }

    @Test
    void aStatementThatTakesTooLongIsEnded() throws Exception {
        try (ReadConnections connections = new ReadConnections(1, Duration.ofMillis(50), Clock.systemUTC())) {
            connections.to(Database.at(database.jdbcUrl(), database.user(), database.password()));
            try (ReadConnections.Lease lease = connections.take();
                    Statement statement = lease.connection().createStatement()) {
                assertThatThrownBy(() -> statement.execute("SELECT pg_sleep(60)"))
                        .hasMessageContaining("statement timeout");
            }
        }
    }

    @Test
    void completionsOfferValuesThatAreInTheNewestFlowsAndNamesStandBesideKeys() throws Exception {
        try (TestDatabase own = TestDatabase.create()) {
            try (JournalFixture journal = new JournalFixture(directory.resolve("newest"), own)) {
                journal.append(
                        Instant.now(),
                        Netflow5Encoder.datagram()
                                .record(Netflow5RecordEncoder.flow())
                                .encode());
                journal.land(true);
            }
            try (Connection connection = own.connect();
                    Statement statement = connection.createStatement()) {
                statement.execute("INSERT INTO flowledger.flows (received_at, exporter, application, src_as, protocol,"
                        + " src_port, dst_port, in_if) SELECT max(received_at), '192.0.2.1', 'video \"x\" call', 64500, 17, 53,"
                        + " 40000, 3 FROM flowledger.flows");
                statement.execute(
                        "INSERT INTO flowledger.rollup_mark (level, bucket)"
                                + " SELECT DISTINCT 'minute', date_trunc('minute', received_at) FROM flowledger.flows ON CONFLICT DO NOTHING");
                statement.execute(
                        "INSERT INTO flowledger.option_value SELECT source_id, '192.0.2.1', 9, 0, 'interface_name', '3',"
                                + " 'ge-0/0/3', 1, now() FROM flowledger.source");
                statement.execute("UPDATE flowledger.stream SET name = 'core1'");
            }
            try (WebFixture fresh = new WebFixture(directory, own, WebFixture.open())) {
                assertThat(items(fresh, "exporter ")).contains("192.0.2.1");
                assertThat(items(fresh, "tcp and exporter 192.")).containsExactly("192.0.2.1");
                assertThat(items(fresh, "exporter 10.")).isEmpty();
                assertThat(fresh.json("/api/v1/completions?text=exporter%20192")
                                .at("/items/0/detail")
                                .asText())
                        .startsWith("core1, exporter, ");
                assertThat(items(fresh, "exporter Co")).containsExactly("\"core1\"");
                assertThat(items(fresh, "in if g")).containsExactly("\"ge-0/0/3\"");
                assertThat(fresh.json("/api/v1/top?by=in_if&filter=in%20if%20%22ge-0/0/3%22%20exporter%20core1")
                                .at("/total/flows")
                                .asInt())
                        .isEqualTo(1);
                assertThat(items(fresh, "as 64")).contains("64500");
                assertThat(items(fresh, "app v")).containsExactly("\"video x call\"");
                assertThat(items(fresh, "src po")).containsExactly("port", "portrange");
                JsonNode names = fresh.json("/api/v1/top?by=protocol,service,in_if&filter=udp")
                        .at("/rows/0/names");
                assertThat(names.toString())
                        .isEqualTo("{\"protocol\":\"udp\",\"service\":\"dns\",\"in_if\":\"ge-0/0/3\"}");
                assertThat(fresh.json("/api/v1/flows?filter=udp")
                                .at("/rows/0/names")
                                .toString())
                        .isEqualTo(
                                "{\"exporter\":\"core1\",\"src_port\":\"dns\",\"protocol\":\"udp\",\"in_if\":\"ge-0/0/3\"}");
                assertThat(fresh.json("/api/v1/top?by=exporter&filter=udp")
                                .at("/rows/0/names/exporter")
                                .asText())
                        .isEqualTo("core1");
            }
        }
    }

    private static List<String> items(WebFixture web, String text) throws Exception {
        JsonNode answer = web.json("/api/v1/completions?text=" + URLEncoder.encode(text, StandardCharsets.UTF_8));
        return answer.path("items").findValuesAsText("text");
    }

    @Test
    void aConsoleOfItsOwnIsReadyOnlyWhileTheDatabaseAnswers() throws Exception {
        AtomicReference<String> where = new AtomicReference<>(database.jdbcUrl());
        Database switched = new Database(where::get, database.user(), () -> database.password(), Duration.ofSeconds(5));
        try (WebFixture alone = new WebFixture(directory, switched, WebFixture.open())) {
            assertThat(alone.get("/readyz").statusCode()).isEqualTo(200);

            where.set("jdbc:postgresql://127.0.0.1:1/nothing");
            sql("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = current_database()"
                    + " AND pid <> pg_backend_pid()");
            Deadline.await("not ready", PATIENCE, () -> alone.get("/readyz").statusCode() == 503);
            assertThat(alone.json("/readyz").path("reasons").path(0).asText()).contains("database");
            assertThat(alone.get("/healthz").statusCode()).isEqualTo(200);

            where.set(database.jdbcUrl());
            Deadline.await("ready", PATIENCE, () -> alone.get("/readyz").statusCode() == 200);
        }
    }

    @Test
    void aDatabaseThatIsAwayIsSaid() throws Exception {
        try (WebFixture away = WebFixture.withoutDatabase(directory)) {
            HttpResponse<String> answer = away.get("/api/v1/top");
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(Json.MAPPER.readTree(answer.body()).path("type").asText())
                    .isEqualTo("urn:flowledger:problem:database-away");
            assertThat(answer.headers().firstValue("Retry-After")).isPresent();
            assertThat(away.json("/api/v1/status").at("/database/state").asText())
                    .isEqualTo("starting");
            assertThat(away.get("/readyz").statusCode()).isEqualTo(503);
            assertThat(away.get("/healthz").statusCode()).isEqualTo(200);
        }
    }
}
