package io.flowledger.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowledger.cli.Performance;
import io.flowledger.embedded.TestDatabase;
import io.flowledger.flow.layout.FlowsLayout;
import io.flowledger.store.Store;
import io.flowledger.store.connect.Database;
import io.flowledger.store.connect.StopSignal;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is asked, the command line, the API and hand-written SQL give the same sums, to the octet. */
class AgreementTest {
    private static final Instant BEGIN = Instant.parse("2026-03-10T09:00:00Z");
    private static final int SECONDS = 3 * 3600;
    private static final int ROUNDS = 60;
    private static final String SCALED = "octets::numeric * greatest(coalesce(sampling_rate, 1), 1)";

    /** A filter, and the same in SQL. */
    private static final String[][] FILTERS = {
        {"", "true"},
        {"proto tcp and dst port 443", "protocol = 6 AND dst_port = 443"},
        {"src net 10.0.0.0/28 or dst net 2001:db8::/32", "src_addr <<= '10.0.0.0/28' OR dst_addr <<= '2001:db8::/32'"},
        {"not (udp or in if 3)", "(protocol = 17 OR in_if = 3) IS NOT TRUE"},
        {"octets > 1.5k and not flags S", "octets > 1500 AND (tcp_flags & 2 = 2) IS NOT TRUE"},
        {"exporter 192.0.2.1 in vlan unknown", "exporter = '192.0.2.1' AND vlan IS NULL"},
        {
            "port in [53, 80-443] and as 64501",
            "(src_port = 53 OR src_port BETWEEN 80 AND 443 OR dst_port = 53 OR dst_port"
                    + " BETWEEN 80 AND 443) AND (src_as = 64501 OR dst_as = 64501)"
        },
        {"app \"a b\" or packets <= 3", "application = 'a b' OR packets <= 3"},
    };

    /** A dimension, and the same in SQL as text. */
    private static final Map<String, String> DIMENSIONS = new TreeMap<>(Map.of(
            "src_addr", "host(src_addr)",
            "dst_port", "dst_port::text",
            "protocol", "protocol::text",
            "exporter", "host(exporter)",
            "in_if", "in_if::text",
            "src_as", "src_as::text",
            "application", "application",
            "vlan", "vlan::text",
            "src_net/24", "text(network(set_masklen(src_addr, CASE family(src_addr) WHEN 4 THEN 24 ELSE 48 END)))"));

    @TempDir
    private static Path directory;

    private static TestDatabase database;
    private static WebFixture web;

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
            long begin = BEGIN.getEpochSecond();
            store.table().makePartitions(connection, List.of(begin, begin + 3600, begin + 7200, begin + 10_800));
            statement.execute("SELECT setseed(0.42)");
            statement.execute(
                    "INSERT INTO flowledger.flows (received_at, exporter, octets, packets, sampling_rate, src_addr,"
                            + " dst_addr, src_port, dst_port, protocol, in_if, tcp_flags, application, vlan, src_as, dst_as)"
                            + " SELECT '" + BEGIN + "'::timestamptz + random() * " + SECONDS + " * interval '1 s',"
                            + " '192.0.2.0'::inet + (random() * 2)::int, nullif((random() * 5000)::bigint, 0), (random() * 9)::int,"
                            + " (ARRAY[NULL, 1, 100, 4096, 0])[1 + (random() * 4)::int], CASE WHEN random() < 0.8 THEN '10.0.0.0'::inet"
                            + " + (random() * 300)::int WHEN random() < 0.8 THEN '2001:db8::'::inet + (random() * 9)::int END,"
                            + " '2001:db8::'::inet + (random() * 50)::int, (random() * 600)::int, (ARRAY[443, 53, 80, NULL])[1 + (random()"
                            + " * 3)::int], (ARRAY[6, 17, 1])[1 + (random() * 2)::int], nullif((random() * 4)::int, 0), (random() * 31)::int,"
                            + " (ARRAY['a b', 'dns', NULL])[1 + (random() * 2)::int], nullif((random() * 3)::int, 0), 64500 + (random() *"
                            + " 3)::int, 64500 + (random() * 3)::int FROM generate_series(1, 5000)");
            statement.execute(
                    "INSERT INTO flowledger.rollup_mark (level, bucket)"
                            + " SELECT DISTINCT 'minute', date_trunc('minute', received_at) FROM flowledger.flows ON CONFLICT DO NOTHING");
            connection.commit();
        }
        web = new WebFixture(directory, database, WebFixture.open());
    }

    @AfterAll
    static void close() throws Exception {
        web.close();
        database.close();
    }

    /** Sums by key, from hand-written SQL. */
    private static Map<String, String> sql(String from, String to, String condition, List<String> by) throws Exception {
        String keys = by.isEmpty()
                ? "''"
                : "concat_ws('|', "
                        + String.join(
                                ", ",
                                by.stream()
                                        .map(key -> "coalesce(" + DIMENSIONS.get(key) + ", 'null')")
                                        .toList())
                        + ")";
        Map<String, String> sums = new TreeMap<>();
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery("SELECT " + keys + ", coalesce(sum(" + SCALED + "), 0), coalesce(sum("
                                + SCALED.replace("octets", "packets")
                                + "), 0), count(*) FROM flowledger.flows WHERE received_at >= '"
                                + from + "' AND received_at < '" + to + "' AND (" + condition + ") GROUP BY 1")) {
            while (rows.next()) {
                sums.put(rows.getString(1), rows.getString(2) + " " + rows.getString(3) + " " + rows.getString(4));
            }
        }
        return sums;
    }

    private static String sums(JsonNode of) {
        return of.path("octets").asText() + " " + of.path("packets").asText() + " "
                + of.path("flows").asText();
    }

    private static String key(JsonNode of, List<String> by) {
        List<String> parts = new ArrayList<>();
        by.forEach(key -> parts.add(of.path(key).asText()));
        return String.join("|", parts);
    }

    private static long[] plus(long[] sums, JsonNode more, int sign) {
        sums[0] += sign * more.path("octets").asLong();
        sums[1] += sign * more.path("packets").asLong();
        sums[2] += sign * more.path("flows").asLong();
        return sums;
    }

    @Test
    void commandLineApiAndSqlAgreeToTheOctetFromRowsAndFromSums() throws Exception {
        assertAllAgree();
        Performance rollup = Performance.of(Map.of("FLOWLEDGER_DATABASE", database.databaseUrl()), "", 0, "rollup");
        assertThat(rollup.status()).as(rollup.err()).isZero();
        assertThat(web.json("/api/v1/top?by=protocol&from=" + BEGIN + "&to=" + BEGIN.plusSeconds(SECONDS))
                        .path("source")
                        .asText())
                .isNotEqualTo("rows");
        assertAllAgree();
    }

    private static void assertAllAgree() throws Exception {
        Random random = new Random(20260310);
        List<String> keys = List.copyOf(DIMENSIONS.keySet());
        for (int round = 0; round < ROUNDS; round++) {
            String[] filter = FILTERS[random.nextInt(FILTERS.length)];
            List<String> by = new ArrayList<>();
            for (int i = random.nextInt(3); i >= 0; i--) {
                String key = keys.get(random.nextInt(keys.size()));
                if (!by.contains(key)) {
                    by.add(key);
                }
            }
            int first = random.nextInt(SECONDS - 60);
            String from = BEGIN.plusSeconds(first).toString();
            String to = BEGIN.plusSeconds(first + 1L + random.nextInt(SECONDS - first))
                    .toString();
            String what = String.join(" ", by) + " [" + filter[0] + "] " + from + " " + to;
            Map<String, String> expected = sql(from, to, filter[1], by);

            JsonNode api = web.json("/api/v1/top?limit=1000&by=" + String.join(",", by) + "&from=" + from + "&to=" + to
                    + "&filter=" + URLEncoder.encode(filter[0], StandardCharsets.UTF_8));
            Map<String, String> asked = new TreeMap<>();
            for (JsonNode row : api.path("rows")) {
                asked.put(key(row.path("key"), by), sums(row));
            }
            assertAgrees("API: " + what, asked, expected, api);

            Map<String, String> printed = new TreeMap<>();
            for (String line : commandLine(from, to, by, filter[0])) {
                ObjectNode row = (ObjectNode) Json.MAPPER.readTree(line);
                printed.put(key(row, by), sums(row));
            }
            assertThat(printed).as("CLI: " + what).isEqualTo(asked);
        }
    }

    /** With more groups than are shown, those that are shown are right and the others make up the total. */
    private static void assertAgrees(
            String what, Map<String, String> asked, Map<String, String> expected, JsonNode api) {
        if (expected.size() <= 1000) {
            assertThat(asked).as(what).isEqualTo(expected);
        } else {
            assertThat(expected.entrySet()).as(what).containsAll(asked.entrySet());
        }
        long[] total = new long[3];
        for (String sums : expected.values()) {
            String[] parts = sums.split(" ");
            for (int i = 0; i < 3; i++) {
                total[i] += Long.parseLong(parts[i]);
            }
        }
        assertThat(plus(new long[3], api.path("total"), 1)).as(what).isEqualTo(total);
        api.path("rows").forEach(row -> plus(total, row, -1));
        assertThat(plus(new long[3], api.path("other"), 1)).as(what).isEqualTo(total);
    }

    private static List<String> commandLine(String from, String to, List<String> by, String filter) {
        List<String> args = new ArrayList<>(List.of(
                "top",
                "--format",
                "json",
                "--limit",
                "1000",
                "--by",
                String.join(",", by),
                "--from",
                from,
                "--to",
                to));
        if (!filter.isEmpty()) {
            args.add(filter);
        }
        Performance top = Performance.of(
                Map.of("FLOWLEDGER_DATABASE", database.databaseUrl()), "", 0, args.toArray(new String[0]));
        assertThat(top.err()).isEmpty();
        return top.out().lines().toList();
    }
}
