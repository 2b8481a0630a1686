package io.flowledger.web;

import com.fasterxml.jackson.databind.JsonNode;
import io.flowledger.config.WebAddress;
import io.flowledger.config.WebConfiguration;
import io.flowledger.embedded.TestDatabase;
import io.flowledger.flow.layout.FlowsLayout;
import io.flowledger.metric.CollectorState;
import io.flowledger.pipeline.JournalFixture;
import io.flowledger.store.connect.Database;
import io.flowledger.wire.encode.Netflow5Encoder;
import io.flowledger.wire.encode.Netflow5RecordEncoder;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The console over a database with a few flows, on a port of its own. */
final class WebFixture implements AutoCloseable {
    /** When the flows were received. */
    static final Instant NOON = Instant.parse("2026-05-01T12:00:00Z");

    /** A window around them. */
    static final String WINDOW = "from=2026-05-01T11:59&to=2026-05-01T12:10";

    private final WebService web;
    private final HttpClient client = HttpClient.newHttpClient();

    WebFixture(Path directory, TestDatabase database, WebConfiguration configuration) throws Exception {
        this(directory, Database.at(database.jdbcUrl(), database.user(), database.password()), configuration);
    }

    WebFixture(Path directory, Database database, WebConfiguration configuration) throws Exception {
        this(directory, configuration, Duration.ofSeconds(30));
        web.database(database);
    }

    /** One that is less patient than others. */
    static WebFixture impatient(Path directory, TestDatabase database, Duration timeout) throws Exception {
        WebFixture fixture = new WebFixture(directory, open(), timeout);
        fixture.web.database(Database.at(database.jdbcUrl(), database.user(), database.password()));
        return fixture;
    }

    /** One whose database is not there yet. */
    static WebFixture withoutDatabase(Path directory) throws Exception {
        return new WebFixture(directory, open(), Duration.ofSeconds(30));
    }

    private WebFixture(Path directory, WebConfiguration configuration, Duration timeout) throws Exception {
        WebAddress address = configuration.address();
        if (address == null) {
            throw new IllegalArgumentException("no address");
        }
        web = WebService.open(
                configuration,
                address,
                null,
                FlowsLayout.FLOWS,
                new CollectorState(Instant.now(), directory, 1 << 20),
                "flowledger test",
                timeout);
    }

    static WebConfiguration open() {
        return configuration(null, null);
    }

    static WebConfiguration configuration(@Nullable String password, @Nullable String token) {
        return new WebConfiguration(
                WebAddress.parse("http://127.0.0.1:0"), password, token, Duration.ofHours(1), List.of("flows.example"));
    }

    /** Lands two datagrams with three flows, a gap of three records between them, and one that is none. */
    static void land(Path directory, TestDatabase database) throws Exception {
        try (JournalFixture journal = new JournalFixture(directory, database)) {
            journal.append(
                    NOON,
                    Netflow5Encoder.datagram()
                            .flowSequence(10)
                            .record(Netflow5RecordEncoder.flow())
                            .record(Netflow5RecordEncoder.flow())
                            .encode());
            journal.append(
                    NOON.plusSeconds(1),
                    Netflow5Encoder.datagram()
                            .flowSequence(15)
                            .record(Netflow5RecordEncoder.flow())
                            .encode());
            journal.append(NOON.plusSeconds(2), new byte[] {0, 77, 0, 0});
            journal.land(true);
        }
    }

    URI uri(String path) {
        return URI.create(web.url() + path);
    }

    HttpResponse<String> send(HttpRequest request) throws Exception {
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<String> get(String path) throws Exception {
        return send(HttpRequest.newBuilder(uri(path)).build());
    }

    JsonNode json(String path) throws Exception {
        return Json.MAPPER.readTree(get(path).body());
    }

    @Override
    public void close() {
        web.close();
    }
}
