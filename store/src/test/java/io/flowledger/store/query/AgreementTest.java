package io.flowledger.store.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowledger.flow.batch.Batch;
import io.flowledger.flow.layout.FlowsLayout;
import io.flowledger.store.StoreFixture;
import io.flowledger.store.filter.Filter;
import io.flowledger.store.ingest.Landing;
import io.flowledger.store.redecode.Replacement;
import io.flowledger.store.rollup.RandomFlows;
import io.flowledger.store.rollup.Rollup;
import io.flowledger.store.rollup.RollupSettings;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/**
 * Whatever is asked: an answer from the sums, one from the rows, and SQL that is written here agree to the octet. Rows came
 * late, were replaced, and not all minutes are summed.
 */
class AgreementTest {
    private static final Instant BEGIN = Instant.parse("2026-11-21T22:58:00Z");
    private static final int MINUTES_APART = 13;
    private static final int MINUTES = 200;

    /** Filters, with their meaning in SQL. */
    private static final String[][] TERMS = {
        {"exporter 192.0.2.1", "exporter = '192.0.2.1'"},
        {"exporter 192.0.2.2/31", "exporter IN ('192.0.2.2', '192.0.2.3')"},
        {"tcp", "protocol = 6"},
        {"in if 3", "in_if = 3"},
        {"out if 1", "out_if = 1"},
        {"src net 10.0.0.0/14", "src_addr <<= '10.0.0.0/14'"},
        {"dst host 198.51.100.7", "dst_addr = '198.51.100.7'"},
        {"dst port < 9", "dst_port < 9"},
        {"src as 64503", "src_as = 64503"},
        {"app unknown", "application IS NULL"},
        {"octets > 1g", "octets > 1000000000"},
    };

    /** What flows are grouped by, in SQL. */
    private static final Map<String, String> GROUPS = Map.ofEntries(
            Map.entry("", ""),
            Map.entry("exporter", "host(exporter)"),
            Map.entry("protocol", "protocol"),
            Map.entry("direction,exporter", "direction, host(exporter)"),
            Map.entry("in_if", "in_if"),
            Map.entry("exporter,out_if,direction", "host(exporter), out_if, direction"),
            Map.entry("application", "application"),
            Map.entry("src_as", "src_as"),
            Map.entry("src_addr", "host(src_addr)"),
            Map.entry("conversation", "host(src_addr), host(dst_addr)"),
            Map.entry("dst_port", "dst_port"),
            Map.entry("protocol,dst_port", "protocol, dst_port"),
            Map.entry("service", "least(src_port, dst_port) || CASE protocol WHEN 6 THEN '/tcp' ELSE '/udp' END"),
            Map.entry(
                    "src_net",
                    "network(set_masklen(src_addr, CASE family(src_addr) WHEN 4 THEN 24 ELSE 48 END))::text"),
            Map.entry(
                    "src_net/12/32",
                    "network(set_masklen(src_addr, CASE family(src_addr) WHEN 4 THEN 12 ELSE 32 END))::text"),
            Map.entry("in_if,dst_port", "in_if, dst_port"));

    private static final List<String> GROUP_KEYS =
            GROUPS.keySet().stream().sorted().toList();

    private static final List<Measure> MEASURES = List.of(Measure.values());

    @SuppressWarnings("NullAway.Init") // by fill()
    private static StoreFixture fixture;

    @SuppressWarnings("NullAway.Init") // by fill()
    private static FlowQueries queries;

    @BeforeContainer
    static void fill() throws Exception {
        fixture = StoreFixture.open(FlowsLayout.FLOWS);
        fixture.execute("SET TIME ZONE 'UTC'");
        queries = new FlowQueries(fixture.connection(), fixture.store().table(), Duration.ofMinutes(5));
        RandomFlows flows = new RandomFlows(7, BEGIN);
        land(flows.batch(6000, MINUTES));
        sum(Integer.MAX_VALUE);
        land(flows.batch(40, MINUTES));
        sum(Integer.MAX_VALUE);
        Instant begin = BEGIN.plus(Duration.ofHours(20));
        try (Connection connection = fixture.database().connect();
                Replacement replacement = Replacement.begin(
                        connection,
                        fixture.store().table(),
                        fixture.source().sourceId(),
                        begin,
                        begin.plusSeconds(3600))) {
            Batch anew = flows.begun();
            for (int i = 0; i < 200; i++) {
                flows.addRow(anew, begin.plusSeconds(i * 17L), i * 1000L);
            }
            replacement.add(anew);
            replacement.finish();
        }
        sum(Integer.MAX_VALUE);
        land(flows.batch(15, MINUTES));
        sum(9);
    }

    @AfterContainer
    static void close() throws Exception {
        fixture.close();
    }

    private static void land(Batch batch) throws SQLException {
        try (Landing landing = fixture.store().landing(fixture.source())) {
            landing.land(batch);
        }
    }

    private static void sum(int buckets) throws SQLException {
        try (Rollup rollup = new Rollup(
                fixture.database().connect(), fixture.store().table(), new RollupSettings(60, 90, Duration.ZERO))) {
            int done = 0;
            while (done < buckets && rollup.nextAtOnce() != null) {
                done++;
            }
        }
    }

    /** A random question, and what it means in SQL. */
    private record Asked(TopQuery top, Duration step, String groups, String condition) {
        static Asked random(long seed) throws Exception {
            SplittableRandom random = new SplittableRandom(seed);
            StringBuilder text = new StringBuilder();
            StringBuilder condition = new StringBuilder("true");
            for (int i = random.nextInt(3); i > 0; i--) {
                String[] term = TERMS[random.nextInt(random.nextBoolean() ? 2 : TERMS.length)];
                boolean not = random.nextInt(3) == 0;
                text.append(text.isEmpty() ? "" : " and ")
                        .append(not ? "not " : "")
                        .append(term[0]);
                condition
                        .append(not ? " AND NOT coalesce(" : " AND coalesce(")
                        .append(term[1])
                        .append(", false)");
            }
            long unit = List.of(1L, 60L, 3600L, 86_400L).get(random.nextInt(4));
            long begin = BEGIN.getEpochSecond() / unit * unit;
            long all = MINUTES * MINUTES_APART * 60L / unit;
            long from = begin + random.nextLong(all) * unit;
            // Half of the windows are short, or hardly any would be answered by minutes.
            all = random.nextBoolean() ? all : Math.max(1, all / 100);
            Window window = new Window(
                    Instant.ofEpochSecond(from), Instant.ofEpochSecond(from + (1 + random.nextLong(all)) * unit));
            String by = GROUP_KEYS.get(random.nextInt(GROUP_KEYS.size()));
            Duration step = Duration.ofSeconds(
                    List.of(1800L, 3600L, 7200L, 86_400L, 100L).get(random.nextInt(5)));
            return new Asked(
                    new TopQuery(
                            window,
                            Filter.parse(text.toString()),
                            Dimension.list(by),
                            MEASURES.get(random.nextInt(3)),
                            1 + random.nextInt(12)),
                    step,
                    GROUPS.getOrDefault(by, ""),
                    condition.toString());
        }

        /** All groups with their sums. */
        Map<List<Object>, Sums> rows(long stepSeconds) throws SQLException {
            Map<List<Object>, Sums> found = new HashMap<>();
            String step =
                    stepSeconds == 0 ? "" : "floor(extract(epoch FROM received_at) / " + stepSeconds + ")::bigint";
            String by = step + (step.isEmpty() || groups.isEmpty() ? "" : ", ") + groups;
            try (Statement statement = fixture.connection().createStatement();
                    ResultSet rows = statement.executeQuery(
                            "SELECT coalesce(sum(octets * greatest(coalesce(sampling_rate, 1)::numeric, 1)), 0),"
                                    + " coalesce(sum(packets * greatest(coalesce(sampling_rate, 1)::numeric, 1)), 0), count(*),"
                                    + " count(*) FILTER (WHERE sampling_rate IS NULL)" + (by.isEmpty() ? "" : ", ") + by
                                    + " FROM flowledger.flows WHERE received_at >= '"
                                    + top.window().from()
                                    + "' AND received_at < '" + top.window().to() + "' AND " + condition
                                    + (by.isEmpty() ? " HAVING count(*) > 0" : " GROUP BY " + by))) {
                int columns = rows.getMetaData().getColumnCount();
                while (rows.next()) {
                    List<Object> key = new ArrayList<>();
                    for (int i = 5; i <= columns; i++) {
                        Object value = rows.getObject(i);
                        key.add(value instanceof Number number ? (Object) number.longValue() : value);
                    }
                    found.put(key, new Sums(rows.getLong(1), rows.getLong(2), rows.getLong(3), rows.getLong(4)));
                }
            }
            return found;
        }

        @Override
        public String toString() {
            return top + ", step " + step;
        }
    }

    private static Sums sum(Iterable<Sums> all) {
        Sums sum = Sums.ZERO;
        for (Sums each : all) {
            sum = sum.plus(each);
        }
        return sum;
    }

    @Example
    void eachLevelAnswersWhereItCan() throws Exception {
        Set<AnswerSource> sources = EnumSet.noneOf(AnswerSource.class);
        for (long unit : List.of(1L, 60L, 3600L, 86_400L)) {
            for (long i = 0; i < 30; i++) {
                Instant from = BEGIN.truncatedTo(ChronoUnit.DAYS).plusSeconds(i * unit);
                TopQuery query = new TopQuery(
                        new Window(from, from.plusSeconds(unit)),
                        Filter.everything(),
                        Dimension.list("exporter"),
                        Measure.OCTETS,
                        10);
                sources.add(queries.trusting(Trust.EXACT).top(query).source());
            }
        }

        assertThat(sources).containsExactlyInAnyOrder(AnswerSource.values());
    }

    @Property(tries = 120)
    void topListsFromSumsAndFromRowsAreThoseOfHandWrittenSql(@ForAll long seed) throws Exception {
        Asked asked = Asked.random(seed);
        Map<List<Object>, Sums> truth = asked.rows(0);
        TopAnswer rows = queries.trusting(Trust.ROWS).top(asked.top());
        TopAnswer exact = queries.trusting(Trust.EXACT).top(asked.top());
        TopAnswer usual = queries.trusting(Trust.USUAL).top(asked.top());

        assertThat(rows.source()).isEqualTo(AnswerSource.ROWS);
        assertThat(rows.total()).as("%s", asked).isEqualTo(sum(truth.values()));
        for (Group group : rows.rows()) {
            if (rows.total().flows() > 0) {
                assertThat(group.sums()).as("%s %s", asked, group.key()).isEqualTo(truth.get(group.key()));
            }
        }
        for (TopAnswer answer : List.of(exact, usual)) {
            assertThat(answer.accuracy().isExact()).isTrue();
            assertThat(answer.total()).as("%s", asked).isEqualTo(rows.total());
            assertThat(answer.other()).as("%s", asked).isEqualTo(rows.other());
            if (rows.total().flows() > 0) {
                assertThat(answer.rows()).as("%s", asked).isEqualTo(rows.rows());
            }
        }
    }

    @Property(tries = 80)
    void whatIsLeftToTheLargestKeysStaysWithinItsBounds(@ForAll long seed) throws Exception {
        Asked asked = Asked.random(seed);
        Map<List<Object>, Sums> truth = asked.rows(0);
        TopAnswer answer = queries.trusting(Trust.SUMS).top(asked.top());
        boolean keysFiltered = asked.top().filter().columns().stream().anyMatch(column -> !column.equals("exporter"));

        if (!keysFiltered || answer.accuracy().isExact()) {
            assertThat(answer.total()).as("%s", asked).isEqualTo(sum(truth.values()));
        }
        Sums sum = answer.other();
        for (int i = 0; i < answer.rows().size(); i++) {
            Group group = answer.rows().get(i);
            sum = sum.plus(group.sums());
            Sums rows = truth.getOrDefault(group.key(), Sums.ZERO);
            assertThat(group.sums().octets()).as("%s", asked).isLessThanOrEqualTo(rows.octets());
            assertThat(group.sums().flows()).as("%s", asked).isLessThanOrEqualTo(rows.flows());
            if (!answer.accuracy().octetsAtMost().isEmpty()) {
                assertThat(answer.accuracy().octetsAtMost().get(i))
                        .as("%s", asked)
                        .isGreaterThanOrEqualTo(rows.octets());
            } else if (answer.accuracy().isExact()) {
                assertThat(group.sums()).as("%s", asked).isEqualTo(rows);
            }
        }
        assertThat(sum).as("%s", asked).isEqualTo(answer.total());
    }

    @Property(tries = 60)
    void seriesFromSumsAndFromRowsAreThoseOfHandWrittenSql(@ForAll long seed) throws Exception {
        Asked asked = Asked.random(seed);
        TopQuery top = asked.top();
        TimeseriesQuery query =
                new TimeseriesQuery(top.window(), top.filter(), top.by(), top.order(), top.limit(), asked.step());
        Map<List<Object>, Sums> truth = asked.rows(asked.step().toSeconds());
        TimeseriesAnswer rows = queries.trusting(Trust.ROWS).timeseries(query);
        TimeseriesAnswer exact = queries.trusting(Trust.EXACT).timeseries(query);

        assertThat(exact.series()).as("%s", asked).isEqualTo(rows.series());
        assertThat(exact.other()).as("%s", asked).isEqualTo(rows.other());
        assertThat(exact.total()).as("%s", asked).isEqualTo(rows.total());
        for (int i = 0; i < rows.times().size(); i++) {
            long step = rows.times().get(i).getEpochSecond() / asked.step().toSeconds();
            List<Sums> there = new ArrayList<>();
            truth.forEach((key, sums) -> {
                if (key.get(0).equals(step)) {
                    there.add(sums);
                }
            });
            assertThat(rows.total().get(i)).as("%s", asked).isEqualTo(sum(there));
            for (Series series : rows.series()) {
                List<Object> key = new ArrayList<>();
                key.add(step);
                key.addAll(series.key());
                assertThat(series.sums().get(i)).as("%s", asked).isEqualTo(truth.getOrDefault(key, Sums.ZERO));
            }
        }
    }
}
