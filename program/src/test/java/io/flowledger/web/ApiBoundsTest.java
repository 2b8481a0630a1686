package io.flowledger.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.flowledger.embedded.TestDatabase;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Answers are bounded: lists come in pages, and a question has only so much time. */
class ApiBoundsTest {
    @TempDir
    private static Path directory;

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

    @Test
    void flowsComeInPages() throws Exception {
        JsonNode first = web.json("/api/v1/flows?limit=2&" + WebFixture.WINDOW);
        String next = URLEncoder.encode(first.path("next").asText(), StandardCharsets.UTF_8);
        JsonNode second = web.json("/api/v1/flows?limit=2&after=" + next + "&" + WebFixture.WINDOW);

        assertThat(first.path("rows")).hasSize(2);
        assertThat(second.path("rows")).hasSize(1);
        assertThat(second.path("next").isNull()).isTrue();
        assertThat(first.at("/rows/0/received_at").asText()).isEqualTo("2026-05-01T12:00:01Z");
    }

    @Test
    void theLargestFlowsHaveNoNextPage() throws Exception {
        JsonNode largest = web.json("/api/v1/flows?limit=2&order=octets&" + WebFixture.WINDOW);

        assertThat(largest.path("rows")).hasSize(2);
        assertThat(largest.path("next").isNull()).isTrue();
        assertThat(web.get("/api/v1/flows?order=octets&after=1:1").statusCode()).isEqualTo(400);
    }

    @Test
    void listsComeInPages() throws Exception {
        try (TestDatabase own = TestDatabase.create()) {
            WebFixture.land(directory.resolve("pages"), own);
            try (Connection connection = own.connect();
                    Statement statement = connection.createStatement()) {
                for (int i = 2; i <= 5; i++) {
                    copy(statement, "flowledger.stream", "192.0.2." + i);
                    copy(statement, "flowledger.ledger", "192.0.2." + i);
                }
                statement.execute(
                        "INSERT INTO flowledger.option_value SELECT source_id, '192.0.2.1', 9, 0, 'interface_name',"
                                + " i::text, 'port ' || i, 1, now() FROM flowledger.source, generate_series(101, 104) AS i");
            }
            try (WebFixture paged = new WebFixture(directory, own, WebFixture.open())) {
                List<String> all = List.of("192.0.2.1", "192.0.2.2", "192.0.2.3", "192.0.2.4", "192.0.2.5");
                assertThat(pages(paged, "exporters", "exporters", "address")).isEqualTo(all);
                assertThat(pages(paged, "ledger", "exporters", "exporter")).isEqualTo(all);
                assertThat(pages(paged, "interfaces?exporter=192.0.2.1", "interfaces", "index"))
                        .containsSubsequence("101", "102", "103", "104")
                        .doesNotHaveDuplicates();
                // Whatever the page, the total is that of all.
                assertThat(paged.json("/api/v1/ledger?limit=1&" + WebFixture.WINDOW)
                                .at("/total/received")
                                .asLong())
                        .isEqualTo(15);
                assertThat(paged.get("/api/v1/exporters?after=router").statusCode())
                        .isEqualTo(400);
            }
        }
    }

    private static void copy(Statement statement, String table, String exporter) throws Exception {
        statement.execute("CREATE TEMP TABLE copied AS SELECT * FROM " + table + " WHERE exporter = '192.0.2.1';"
                + " UPDATE copied SET exporter = '" + exporter + "'; INSERT INTO " + table
                + " SELECT * FROM copied; DROP TABLE copied");
    }

    /** Asks for pages of two until there are no more. */
    private static List<String> pages(WebFixture web, String path, String list, String key) throws Exception {
        List<String> keys = new ArrayList<>();
        String after = "";
        do {
            JsonNode page = web.json("/api/v1/" + path + (path.contains("?") ? "&" : "?") + "limit=2&after=" + after
                    + "&" + WebFixture.WINDOW);
            assertThat(page.path(list).size()).isBetween(1, 2);
            page.path(list).forEach(one -> keys.add(one.path(key).asText()));
            after = page.path("next").asText("");
        } while (!after.isEmpty() && !after.equals("null"));
        return keys;
    }

    @Test
    void aQuestionThatTakesTooLongIsAProblemThatSaysSo() throws Exception {
        try (Connection locking = database.connect();
                Statement lock = locking.createStatement();
                WebFixture impatient = WebFixture.impatient(directory, database, Duration.ofMillis(300))) {
            locking.setAutoCommit(false);
            lock.execute("LOCK TABLE flowledger.flows IN ACCESS EXCLUSIVE MODE");
            for (String path : List.of("top", "timeseries", "conversations", "flows", "exporters")) {
                HttpResponse<String> answer = impatient.get("/api/v1/" + path + "?" + WebFixture.WINDOW);
                assertThat(answer.statusCode()).as(path).isEqualTo(504);
                assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
                JsonNode problem = Json.MAPPER.readTree(answer.body());
                assertThat(problem.path("type").asText()).isEqualTo("urn:flowledger:problem:timed-out");
                assertThat(problem.path("detail").asText()).contains("shorter time");
            }
            locking.rollback();
            assertThat(impatient.get("/api/v1/top?" + WebFixture.WINDOW).statusCode())
                    .isEqualTo(200);
        }
    }
}
