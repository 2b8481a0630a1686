package io.flowledger.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.flowledger.embedded.TestDatabase;
import io.flowledger.flow.layout.FlowsLayout;
import io.flowledger.store.Store;
import io.flowledger.store.connect.Database;
import io.flowledger.store.connect.StopSignal;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What answers of the command line say of themselves: how exact they are, in which zone, what is left out. */
class AnswerFormsTest {
    private static final List<String> TIMES = List.of("--from", "2026-03-10T09:00", "--to", "2026-03-10T09:10");

    private static TestDatabase database;

    /** Five sources in one minute, with 500, 400, 300, 200 and 100 octets, of which the sums keep the two largest of each measure. */
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
            store.table()
                    .makePartitions(
                            connection,
                            List.of(Instant.parse("2026-03-10T09:00:00Z").getEpochSecond()));
            statement.execute(
                    "INSERT INTO flowledger.flows (received_at, exporter, octets, packets, src_addr, dst_addr,"
                            + " flow_start, flow_end) SELECT '2026-03-10 09:00:30+00', '192.0.2.1', 100 * i, 6 - i,"
                            + " '10.0.0.6'::inet - i, CASE WHEN i = 5 THEN '10.0.0.2' ELSE '10.0.0.1' END::inet,"
                            + " '2026-03-10 09:00:00+00', '2026-03-10 09:00:00+00'::timestamptz + (i * 7 % 5) * interval '1 s'"
                            + " FROM generate_series(1, 5) AS i");
            statement.execute(
                    "INSERT INTO flowledger.source (journal_id, kind) VALUES (gen_random_uuid(), 'listen');"
                            + "INSERT INTO flowledger.stream (source_id, exporter, export_version, observation_domain, first_seen,"
                            + " last_seen, template_count, sequence, name) VALUES (1, '192.0.2.1', 9, 0, now(), now(), 0, '', 'core1')");
            statement.execute("INSERT INTO flowledger.rollup_mark (level, bucket)"
                    + " SELECT DISTINCT 'minute', date_trunc('minute', received_at) FROM flowledger.flows");
            connection.commit();
        }
        Performance rollup = Performance.of(environment(), "", 0, "rollup", "--minute-keys", "2");
        assertThat(rollup.status()).as(rollup.err()).isZero();
    }

    @AfterAll
    static void dropDatabase() throws Exception {
        database.close();
    }

    private static Map<String, String> environment() {
        return Map.of("FLOWLEDGER_DATABASE", database.databaseUrl());
    }

    private static Performance perform(String command, String... args) {
        List<String> words = new ArrayList<>(List.of(command));
        words.addAll(TIMES);
        words.addAll(List.of(args));
        Performance performance = Performance.of(environment(), "", 0, words.toArray(new String[0]));
        assertThat(performance.status()).as(performance.err()).isZero();
        return performance;
    }

    private static JsonNode json(Performance performance) throws Exception {
        return new ObjectMapper().readTree(performance.out());
    }

    @Test
    void eachRowForAProgramTellsHowFarItCanBeReliedOn() throws Exception {
        Performance exact = perform("top", "--limit", "1", "--format", "json");
        assertThat(exact.out())
                .isEqualTo("{\"src_addr\":\"10.0.0.1\",\"octets\":500,\"packets\":1,\"flows\":1,"
                        + "\"octets_at_most\":500,\"exact\":true}\n");
        assertThat(exact.err()).isEmpty();

        Performance inexact = perform("top", "--trust", "sums", "--limit", "4", "--format", "json");
        JsonNode first =
                new ObjectMapper().readTree(inexact.out().lines().findFirst().orElseThrow());
        assertThat(first.path("octets").asLong()).isEqualTo(500);
        assertThat(first.path("octets_at_most").asLong()).isBetween(500L, 1500L);
        assertThat(first.path("exact").asBoolean(true)).isFalse();
        assertThat(inexact.out().lines()).hasSize(3);
        assertThat(inexact.err()).isEqualTo("not exact: of the largest keys, see --trust\n");

        Performance series =
                perform("timeseries", "--by", "src_addr", "--step", "10m", "--trust", "sums", "--format", "csv");
        assertThat(series.out().lines())
                .containsExactly(
                        "time,series,src_addr,octets,packets,flows,exact",
                        "2026-03-10T09:00:00Z,total,,1500,15,5,false",
                        "2026-03-10T09:00:00Z,group,10.0.0.1,500,1,1,false",
                        "2026-03-10T09:00:00Z,group,10.0.0.2,400,2,1,false",
                        // Kept for its packets.
                        "2026-03-10T09:00:00Z,group,10.0.0.5,100,5,1,false",
                        "2026-03-10T09:00:00Z,other,,500,7,2,false");
        assertThat(series.err()).isEqualTo("not exact: of the largest keys, see --trust\n");
    }

    @Test
    void theWholeAnswerHasTheOthersTheTotalNamesAndItsSource() throws Exception {
        JsonNode top = json(perform("top", "--by", "exporter,src_addr", "--limit", "1", "--whole"));
        assertThat(top.at("/rows/0/names").toString()).isEqualTo("{\"exporter\":\"core1\"}");
        assertThat(top.at("/other/octets").asLong()).isEqualTo(1000);
        assertThat(top.at("/total/octets").asLong()).isEqualTo(1500);
        assertThat(top.path("source").asText()).isEqualTo("rows");
        assertThat(top.path("exact").asBoolean()).isTrue();
        assertThat(top.path("missing")).isEmpty();

        JsonNode series = json(perform("timeseries", "--by", "src_addr", "--step", "1m", "--trust", "sums", "--whole"));
        assertThat(series.path("source").asText()).isEqualTo("minute");
        assertThat(series.path("exact").asBoolean(true)).isFalse();
        // Ten minutes in 120 steps at most.
        assertThat(json(perform("timeseries", "--whole")).path("stepSeconds").asInt())
                .isEqualTo(5);
        assertThat(json(perform("flows", "--whole", "--limit", "2")).path("rows"))
                .hasSize(2);
    }

    @Test
    void plainNumbersLeaveOutUnitsAndNamesAndNothingElse() {
        assertThat(perform("top", "--by", "exporter", "--numeric").out().lines().filter(line -> !line.contains(" ms")))
                .containsExactly(
                        "exporter   octets  packets  flows  bit/s  share",
                        "192.0.2.1    1500       15      5     20  100.0%",
                        "other           0        0      0      0    0.0%",
                        "total        1500       15      5     20  100.0%",
                        "from sums by minute",
                        "sampling rate not known of 5 flows");
        assertThat(perform("top", "--numeric").out()).contains("2026-03-10T09:00:00Z to 2026-03-10T09:10:00Z, ");
        assertThat(perform("top", "--by", "exporter").out()).contains("192.0.2.1 (core1)    1.5k");
        assertThat(perform("flows").out()).contains("192.0.2.1 (core1)");
    }

    @Test
    void theLargestFlowsComeFirstWhenAskedFor() {
        assertThat(sources("octets")).containsExactly("10.0.0.1", "10.0.0.2", "10.0.0.3", "10.0.0.4", "10.0.0.5");
        assertThat(sources("packets")).containsExactly("10.0.0.5", "10.0.0.4", "10.0.0.3", "10.0.0.2", "10.0.0.1");
        // i * 7 % 5 seconds: 2, 4, 1, 3 and 0 for the sources 5, 4, 3, 2 and 1.
        assertThat(sources("duration")).containsExactly("10.0.0.4", "10.0.0.2", "10.0.0.5", "10.0.0.3", "10.0.0.1");
    }

    private static List<String> sources(String order) {
        return perform("flows", "--order", order, "--format", "csv")
                .out()
                .lines()
                .skip(1)
                .map(line -> line.replaceFirst("^.*?(10\\.0\\.0\\.\\d).*$", "$1"))
                .toList();
    }

    @Test
    void bothDirectionsOfAPairAreOneRow() {
        // 10.0.0.1 sent 500 to 10.0.0.2, which sent 400 back.
        assertThat(perform("top", "--by", "pair", "--limit", "2", "--format", "csv")
                        .out()
                        .lines())
                .containsExactly(
                        "pair,octets,packets,flows,octets_at_most,exact",
                        "10.0.0.1 10.0.0.2,900,3,2,900,true",
                        "10.0.0.1 10.0.0.3,300,3,1,300,true");
    }

    @Test
    void timesAreReadAndPrintedInTheZone() {
        List<String> words = List.of("timeseries", "--from", "2026-03-10T10:00", "--to", "2026-03-10T10:00:50");
        List<String> berlin = new ArrayList<>(words);
        berlin.addAll(List.of("--tz", "Europe/Berlin", "--step", "1m", "--rate", "--format", "csv"));
        // 1,500 octets in the 50 s of the step that are asked for.
        assertThat(Performance.of(environment(), "", 0, berlin.toArray(new String[0]))
                        .out()
                        .lines())
                .containsExactly(
                        "time,series,octets,packets,flows,bits_per_second,packets_per_second,flows_per_second,exact",
                        "2026-03-10T10:00:00+01:00,total,1500,15,5,240,0,0,true");
        List<String> flows =
                List.of("flows", "--tz", "+05:30", "--from", "2026-03-10T14:30", "--to", "2026-03-10T14:31");
        assertThat(Performance.of(environment(), "", 0, flows.toArray(new String[0]))
                        .out())
                .contains("2026-03-10T14:30:30+05:30");

        Performance unknown = Performance.of(environment(), "", 0, "top", "--tz", "Mars/Olympus");
        assertThat(unknown.status()).isEqualTo(ExitCode.USAGE.status());
        assertThat(unknown.err()).contains("\"Mars/Olympus\" is no time zone");
    }
}
