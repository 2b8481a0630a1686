package io.flowledger.reference;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowledger.embedded.TestDatabase;
import io.flowledger.flow.layout.FlowsLayout;
import io.flowledger.store.Store;
import io.flowledger.store.connect.Database;
import io.flowledger.store.connect.StopSignal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Each statement of docs/recipes.md is run on a real database, with a clock that stands still. */
class RecipesTest {
    private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
    private static final String NOW = "timestamptz '2026-11-24 12:00:00+00'";

    /** Answers to the questions, by the beginning of their titles. */
    private static final Map<String, List<String>> ANSWERS = Map.ofEntries(
            Map.entry(
                    "Who sends",
                    List.of(
                            "198.51.100.7 600000000 400000 1",
                            "10.0.0.1 30000000 30000 1",
                            "203.0.113.66 2400 60 60",
                            "100.64.0.1 1200 30 1")),
            Map.entry(
                    "What do the interfaces",
                    List.of(
                            "2026-11-24 11:50:00+00 4 80000000",
                            "2026-11-24 11:50:00+00 ge-0/0/3 4000000",
                            "2026-11-24 11:51:00+00 ge-0/0/3 133",
                            "2026-11-24 11:52:00+00 4 320",
                            "2026-11-24 11:55:00+00 4 32000")),
            // 8,640 bins of which 500 carried 1 to 500 Mbit/s: 8,140 zeros, and the 8,208th is the 68th of the others.
            Map.entry("What is the 95th", List.of("68000000")),
            Map.entry("What did each customer", List.of("Acme 30001000 600000120", "Bravo 0 240320")),
            Map.entry(
                    "Which services", List.of("6 443 630000000 2", "6 80 240000 200", "6 22 2400 60", "17 53 1000 1")),
            Map.entry(
                    "Between which",
                    List.of("64501 64500 600000000 95.2", "64500 64501 30000000 4.8", "64500 64502 1000 0.0")),
            Map.entry("Who scans", List.of("203.0.113.66 60 1 60")),
            Map.entry("Who is being flooded", List.of("10.0.0.9 80 200 6000")),
            Map.entry("With whom", List.of("10.0.0.1 2026-11-24 11:49:00+00 2026-11-24 11:50:20+00 630000000")),
            Map.entry("What of the exports", List.of("192.0.2.1 5 90 2700 300 1 0", "192.0.2.2 9 50 1000 0 0 2")),
            // 1,000 there and 300 back by the teardown, of which updates counted 600 and 400 before; a short connection
            // of 50.
            Map.entry(
                    "What did the firewall",
                    List.of(
                            "10.0.5.1 10.0.5.9 443 1050 0",
                            "10.0.5.9 10.0.5.1 50001 300 0",
                            "10.0.5.3 10.0.5.9 22 null 1")));

    private static TestDatabase database;

    @BeforeAll
    static void fill() throws Exception {
        database = TestDatabase.create();
        try (Store store = Store.open(
                        Database.at(database.jdbcUrl(), database.user(), database.password()),
                        FlowsLayout.FLOWS,
                        new StopSignal());
                Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            List<Long> hours = LongStream.rangeClosed(0, 96)
                    .mapToObj(hour -> NOON.getEpochSecond() - hour * 3600)
                    .collect(Collectors.toList());
            store.table().makePartitions(connection, hours);
            statement.execute("""
                    INSERT INTO flowledger.flows (received_at, flow_start, exporter, in_if, out_if, src_addr, src_port, dst_addr,
                        dst_port, protocol, tcp_flags, octets, packets, sampling_rate, src_as, dst_as) VALUES
                    ('2026-11-24 11:50:10+00', '2026-11-24 11:49:00+00', '192.0.2.1', 3, 4, '10.0.0.1', 50000, '198.51.100.7', 443, 6,
                        27, 3000000, 3000, 10, 64500, 64501),
                    ('2026-11-24 11:50:20+00', NULL, '192.0.2.1', 4, 3, '198.51.100.7', 443, '10.0.0.1', 50000, 6,
                        27, 60000000, 40000, 10, 64501, 64500),
                    ('2026-11-24 11:51:00+00', NULL, '192.0.2.1', 3, 4, '10.0.0.2', 50001, '203.0.113.9', 53, 17,
                        NULL, 1000, 10, NULL, 64500, 64502);
                    INSERT INTO flowledger.flows (received_at, exporter, in_if, out_if, src_addr, src_port, dst_addr, dst_port,
                        protocol, tcp_flags, octets, packets, sampling_rate)
                    SELECT timestamptz '2026-11-24 11:52:00+00', inet '192.0.2.1', 4, 3, inet '203.0.113.66', 40000, '10.0.0.0'::inet + i, 22, 6, 2,
                        40, 1, 1 FROM generate_series(1, 60) i
                    UNION ALL SELECT '2026-11-24 11:55:00+00', '192.0.2.1', 4, 3, '100.64.0.0'::inet + i, 40000, '10.0.0.9', 80, 6, 2,
                        1200, 30, 1 FROM generate_series(1, 200) i
                    UNION ALL SELECT timestamptz '2026-11-23 00:00:00+00' - i * interval '5 minutes', '192.0.2.1', 3, 4,
                        '10.9.9.9', 1, '10.9.9.8', 2, 17, NULL, i * 37500000::bigint, 1, NULL FROM generate_series(1, 500) i;
                    INSERT INTO flowledger.flows (received_at, exporter, src_addr, src_port, dst_addr, dst_port, protocol, octets,
                        firewall_event) VALUES
                    ('2026-11-24 06:00:00+00', '192.0.2.9', '10.0.5.1', 50001, '10.0.5.9', 443, 6, NULL, 1),
                    ('2026-11-24 06:01:00+00', '192.0.2.9', '10.0.5.1', 50001, '10.0.5.9', 443, 6, 600, 5),
                    ('2026-11-24 06:02:00+00', '192.0.2.9', '10.0.5.1', 50001, '10.0.5.9', 443, 6, 400, 5),
                    ('2026-11-24 06:02:00+00', '192.0.2.9', '10.0.5.1', 50001, '10.0.5.9', 443, 6, 1000, 2),
                    ('2026-11-24 06:02:00+00', '192.0.2.9', '10.0.5.9', 443, '10.0.5.1', 50001, 6, 300, 2),
                    ('2026-11-24 06:05:00+00', '192.0.2.9', '10.0.5.1', 50002, '10.0.5.9', 443, 6, 50, 2),
                    ('2026-11-24 06:06:00+00', '192.0.2.9', '10.0.5.3', 50003, '10.0.5.9', 22, 6, NULL, 3);
                    INSERT INTO flowledger.source (journal_id, kind) VALUES (gen_random_uuid(), 'listen');
                    INSERT INTO flowledger.option_value VALUES
                        (1, '192.0.2.1', 9, 0, 'interface_name', '3', 'ge-0/0/3', 1, '2026-11-24 11:00:00+00');
                    INSERT INTO flowledger.ledger (source_id, exporter, observation_domain, export_version, minute,
                        datagrams_received, datagrams_stored, datagrams_refused, datagrams_parked, records_seen, sequence_lost) VALUES
                    (1, '192.0.2.1', 0, 5, '2026-11-24 11:50:00+00', 60, 59, 1, 0, 1800, 300),
                    (1, '192.0.2.1', 0, 5, '2026-11-24 11:51:00+00', 30, 30, 0, 0, 900, 0),
                    (1, '192.0.2.2', 0, 9, '2026-11-24 11:51:00+00', 50, 48, 0, 2, 1000, 0),
                    (1, '192.0.2.2', 0, 9, '2026-11-20 11:51:00+00', 50, 48, 0, 2, 1000, 7);
                    """);
            connection.commit();
        }
    }

    @AfterAll
    static void drop() throws Exception {
        database.close();
    }

    private static Map<String, String> recipes() throws Exception {
        Map<String, String> recipes = new LinkedHashMap<>();
        Matcher recipe = Pattern.compile("^## (.+?)$.*?^```sql$(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL)
                .matcher(Files.readString(Path.of("..", "docs", "recipes.md")));
        while (recipe.find()) {
            recipes.put(recipe.group(1), recipe.group(2));
        }
        return recipes;
    }

    @Test
    void everyRecipeGivesTheAnswerThatItPromises() throws Exception {
        Map<String, String> recipes = recipes();
        assertThat(recipes).hasSameSizeAs(ANSWERS);
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("SET search_path = flowledger, public; SET TIME ZONE 'UTC'");
            for (Map.Entry<String, String> recipe : recipes.entrySet()) {
                List<String> expected = ANSWERS.entrySet().stream()
                        .filter(answer -> recipe.getKey().startsWith(answer.getKey()))
                        .map(Map.Entry::getValue)
                        .findFirst()
                        .orElseThrow();
                List<String> rows = new ArrayList<>();
                try (ResultSet answer = statement.executeQuery(recipe.getValue().replace("now()", NOW))) {
                    while (answer.next()) {
                        List<String> cells = new ArrayList<>();
                        for (int i = 1; i <= answer.getMetaData().getColumnCount(); i++) {
                            cells.add(answer.getString(i));
                        }
                        rows.add(String.join(" ", cells));
                    }
                }
                assertThat(rows).as(recipe.getKey()).startsWith(expected.toArray(new String[0]));
                if (!recipe.getKey().startsWith("Who sends")) {
                    assertThat(rows).as(recipe.getKey()).hasSameSizeAs(expected);
                }
            }
        }
    }
}
