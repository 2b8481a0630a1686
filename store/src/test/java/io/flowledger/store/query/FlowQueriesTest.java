package io.flowledger.store.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowledger.flow.layout.FlowsLayout;
import io.flowledger.store.StoreFixture;
import io.flowledger.store.filter.Filter;
import io.flowledger.store.filter.SqlText;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class FlowQueriesTest {
    private static final Instant FROM = Instant.parse("2026-11-24T12:00:00Z");
    private static final Window HOURS = new Window(FROM, FROM.plusSeconds(7200));
    private static final List<Measure> MEASURES = List.of(Measure.values());
    private static StoreFixture store;
    private static FlowQueries queries;

    /** 2,000 flows over two hours, with unknown values, both families, sampled and not, and a product beyond 2^63. */
    @BeforeAll
    static void fill() throws Exception {
        store = StoreFixture.open(FlowsLayout.FLOWS);
        store.connection().setAutoCommit(false);
        store.store()
                .table()
                .makePartitions(store.connection(), List.of(FROM.getEpochSecond(), FROM.getEpochSecond() + 3600));
        store.connection().commit();
        store.connection().setAutoCommit(true);
        store.execute(
                "INSERT INTO flowledger.flows (received_at, exporter, octets, packets, sampling_rate, src_addr, dst_addr,"
                        + " src_port, dst_port, protocol, in_if, tcp_flags, application, vlan, flow_start, flow_end, src_as, mpls_labels,"
                        + " src_mac, tos) SELECT '2026-11-24 12:00:00+00'::timestamptz + i * interval '3.6 seconds',"
                        + " ('192.0.2.' || i % 3)::inet, nullif(i * 7 % 1500, 0), i % 11, (ARRAY[NULL, 1, 100, 0])[1 + i % 4],"
                        + " CASE WHEN i % 5 = 0 THEN '2001:db8::'::inet + i % 7 ELSE '10.0.0.0'::inet + i % 600 END,"
                        + " CASE WHEN i % 9 = 0 THEN NULL ELSE '198.51.100.0'::inet + i % 40 END, i % 50, nullif(i % 6, 0) * 89,"
                        + " (ARRAY[6, 17, 1])[1 + i % 3], nullif(i % 4, 0), i % 32, (ARRAY['dns', 'HTTP', NULL])[1 + i % 3],"
                        + " i % 10, '2026-11-24 12:00:00+00'::timestamptz, '2026-11-24 12:00:00+00'::timestamptz"
                        + " + i * interval '10 ms', 64500 + i % 2, ARRAY[i % 3, 16], '00:00:5e:00:53:01'::macaddr, i % 64"
                        + " FROM generate_series(0, 1999) AS i");
        store.execute("INSERT INTO flowledger.flows (received_at, exporter, octets, packets, sampling_rate)"
                + " VALUES ('2026-11-24 12:30:00+00', '192.0.2.9', 9000000000000000000, 1, 1000)");
        store.execute("INSERT INTO flowledger.rollup_mark (level, bucket)"
                + " SELECT DISTINCT 'minute', date_trunc('minute', received_at) FROM flowledger.flows");
        queries = new FlowQueries(store.connection(), store.store().table(), Duration.ofSeconds(60));
    }

    @AfterAll
    static void close() throws Exception {
        store.close();
    }

    private static Filter filter(String text) throws Exception {
        return Filter.parse(text);
    }

    private static TopAnswer top(String text, String by, int limit) throws Exception {
        return queries.top(new TopQuery(HOURS, filter(text), Dimension.list(by), Measure.OCTETS, limit));
    }

    private static Sums sums(String condition) throws Exception {
        try (Statement statement = store.connection().createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT least(coalesce(sum(octets::numeric * greatest(coalesce(sampling_rate, 1), 1)), 0), 9223372036854775807),"
                                + " coalesce(sum(packets::numeric * greatest(coalesce(sampling_rate, 1), 1)), 0), count(*),"
                                + " count(*) - count(sampling_rate) FROM flowledger.flows WHERE " + condition)) {
            rows.next();
            return new Sums(rows.getLong(1), rows.getLong(2), rows.getLong(3), rows.getLong(4));
        }
    }

    @Test
    void filtersMeanWhatHandWrittenSqlSays() throws Exception {
        String[][] same = {
            {"any", "true"},
            {"src net 10.0.0.0/8", "src_addr <<= '10.0.0.0/8'"},
            {
                "not host 198.51.100.7",
                "dst_addr IS DISTINCT FROM '198.51.100.7' AND src_addr IS DISTINCT FROM '198.51.100.7'"
            },
            {"tcp and dst port 89", "protocol = 6 AND dst_port = 89"},
            {"port 30-40 or udp", "src_port BETWEEN 30 AND 40 OR dst_port BETWEEN 30 AND 40 OR protocol = 17"},
            {"dst port != 89", "dst_port IS DISTINCT FROM 89"},
            {"flags SA", "tcp_flags & 18 = 18"},
            {"app http", "application = 'HTTP'"},
            {"app h*p or app unknown", "application = 'HTTP' OR application IS NULL"},
            {"inet6", "family(src_addr) = 6"},
            {"duration > 10s", "flow_end - flow_start > '10 s'"},
            {"bps < 1k", "octets::numeric * 8 / nullif(extract(epoch FROM flow_end - flow_start), 0) < 1000"},
            {"pps >= 1", "packets / nullif(extract(epoch FROM flow_end - flow_start), 0) >= 1"},
            {"bpp > 100", "octets > 100 * packets AND packets > 0"},
            {"mpls 2", "mpls_labels[1] = 2"},
            {"mac 00:00:5e:00:53:01 and dscp 3", "src_mac IS NOT NULL AND tos / 4 = 3"},
            {
                "as in [64501, 64499] vlan 3 exporter 192.0.2.0/31",
                "src_as = 64501 AND vlan = 3 AND exporter IN ('192.0.2.0', '192.0.2.1')"
            },
            {"in if unknown and octets > 0.5k", "in_if IS NULL AND octets > 500"},
            {"not (not (not tcp))", "protocol IS DISTINCT FROM 6"},
        };
        for (String[] pair : same) {
            assertThat(top(pair[0], "", 1).total()).as(pair[0]).isEqualTo(sums(pair[1]));
        }
    }

    @Test
    void aFilterAndItsNegationTogetherAreAllFlows() throws Exception {
        long all = top("", "", 1).total().flows();
        for (String text :
                List.of("dst host 198.51.100.7", "app dns", "in if 2", "port > 80", "bps > 1k", "mpls 1", "vlan 3")) {
            assertThat(top(text, "", 1).total().flows()
                            + top("not (" + text + ")", "", 1).total().flows())
                    .as(text)
                    .isEqualTo(all);
        }
    }

    @Test
    void groupsAndTheOthersSumUpToTheTotal() throws Exception {
        Random random = new Random(7);
        List<String> keys = new ArrayList<>(Dimension.keys());
        keys.removeAll(List.of("addr", "port", "as", "if"));
        for (int round = 0; round < 60; round++) {
            String by = keys.get(round % keys.size());
            long from = FROM.getEpochSecond() + random.nextInt(3000);
            Window window =
                    new Window(Instant.ofEpochSecond(from), Instant.ofEpochSecond(from + 1 + random.nextInt(4000)));
            Filter filter = filter(
                    List.of("", "tcp or udp", "not inet6", "octets < 700").get(random.nextInt(4)));
            TopAnswer answer = queries.top(
                    new TopQuery(window, filter, Dimension.list(by), MEASURES.get(round % 3), 1 + random.nextInt(9)));
            long flows = answer.other().flows();
            long packets = answer.other().packets();
            for (Group group : answer.rows()) {
                flows += group.sums().flows();
                packets += group.sums().packets();
            }
            assertThat(flows).as(by).isEqualTo(answer.total().flows());
            assertThat(packets).as(by).isEqualTo(answer.total().packets());

            TimeseriesAnswer series = queries.timeseries(new TimeseriesQuery(
                    window, filter, Dimension.list(by), MEASURES.get(round % 3), 3, Duration.ofMinutes(5)));
            long octets = 0;
            for (int i = 0; i < series.times().size(); i++) {
                long step = series.other().get(i).flows();
                for (Series one : series.series()) {
                    step += one.sums().get(i).flows();
                }
                assertThat(step).isEqualTo(series.total().get(i).flows());
                octets += series.total().get(i).flows();
            }
            assertThat(octets).isEqualTo(answer.total().flows());
        }
    }

    @Test
    void theLargestComeFirstAndUnknownIsAGroup() throws Exception {
        TopAnswer answer = top("packets > 0 and not exporter 192.0.2.9", "application,protocol", 10);

        assertThat(answer.rows())
                .isSortedAccordingTo(
                        (a, b) -> Long.compare(b.sums().octets(), a.sums().octets()));
        assertThat(answer.rows())
                .extracting(Group::key)
                .contains(java.util.Arrays.asList(null, 1L), List.of("dns", 6L));
        assertThat(answer.other()).isEqualTo(Sums.ZERO);
    }

    @Test
    void aFlowCountsForBothItsEndsAndOnceInTheTotal() throws Exception {
        TopAnswer answer = top("src host 10.0.0.1", "addr", 100);

        assertThat(answer.rows()).anySatisfy(group -> {
            assertThat(group.key()).containsExactly("10.0.0.1");
            assertThat(group.sums()).isEqualTo(answer.total());
        });
        assertThat(answer.total()).isEqualTo(sums("src_addr = '10.0.0.1'"));
    }

    @Test
    void networksAreOfTheLengthThatIsAskedFor() throws Exception {
        assertThat(top("inet", "src_net/16", 5).rows()).extracting(Group::key).containsExactly(List.of("10.0.0.0/16"));
        assertThat(top("inet6", "src_net", 5).rows()).extracting(Group::key).containsExactly(List.of("2001:db8::/48"));
    }

    @Test
    void pagesOfFlowsGiveEachRowOnceNewestFirst() throws Exception {
        List<Object> seen = new ArrayList<>();
        String cursor = null;
        do {
            FlowsAnswer page = queries.flows(new FlowsQuery(HOURS, filter("tcp"), 97, cursor));
            page.rows().forEach(row -> seen.add(row.get(0)));
            cursor = page.next();
        } while (cursor != null);

        assertThat(seen)
                .hasSize(667)
                .doesNotHaveDuplicates()
                .isSortedAccordingTo(
                        (a, b) -> b.toString().length() == a.toString().length()
                                ? b.toString().compareTo(a.toString())
                                : 0);
        assertThatThrownBy(() -> queries.flows(new FlowsQuery(HOURS, Filter.everything(), 1, "x' OR true --")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theStatementsOfAQuestionShareItsTime() throws Exception {
        Duration patience = Duration.ofMillis(600);
        Snapshot snapshot = new Snapshot(store.connection(), store.store().table(), patience);
        int[] done = new int[1];

        // Each sleep is shorter than the time-out; the third does not fit any more.
        assertThatThrownBy(() -> snapshot.ask(() -> {
                    for (int i = 0; i < 3; i++) {
                        snapshot.run(new SqlText().add("SELECT pg_sleep(0.25)"), rows -> done[0]++);
                    }
                    return done[0];
                }))
                .isInstanceOfSatisfying(
                        QueryStoppedException.class,
                        e -> assertThat(e.isTimeout()).isTrue());
        assertThat(done[0]).isEqualTo(2);
    }

    @Test
    void aQuestionThatTakesTooLongIsCancelled() throws Exception {
        FlowQueries hasty = new FlowQueries(store.connection(), store.store().table(), Duration.ofMillis(1));

        assertThatThrownBy(() -> {
                    for (int i = 0; i < 50; i++) {
                        hasty.timeseries(new TimeseriesQuery(
                                HOURS,
                                Filter.everything(),
                                Dimension.list("addr,port"),
                                Measure.OCTETS,
                                5,
                                Duration.ofSeconds(1)));
                    }
                })
                .isInstanceOfSatisfying(
                        QueryStoppedException.class,
                        e -> assertThat(e.isTimeout()).isTrue());
        assertThat(top("", "", 1).total().flows()).isEqualTo(2001);
    }

    @Test
    void anUnknownDimensionNamesTheNearest() {
        assertThatThrownBy(() -> Dimension.list("src_adr")).hasMessageContaining("did you mean src_addr?");
    }
}
