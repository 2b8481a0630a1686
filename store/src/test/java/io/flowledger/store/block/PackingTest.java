package io.flowledger.store.block;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowledger.flow.batch.Batch;
import io.flowledger.flow.layout.FlowsLayout;
import io.flowledger.flow.layout.GrafoleanLayout;
import io.flowledger.flow.layout.Layout;
import io.flowledger.store.Flows;
import io.flowledger.store.StoreFixture;
import io.flowledger.store.filter.Filter;
import io.flowledger.store.filter.FilterException;
import io.flowledger.store.ingest.Landing;
import io.flowledger.store.ledger.Audit;
import io.flowledger.store.query.Dimension;
import io.flowledger.store.query.FlowQueries;
import io.flowledger.store.query.FlowsAnswer;
import io.flowledger.store.query.FlowsQuery;
import io.flowledger.store.query.Measure;
import io.flowledger.store.query.TimeseriesAnswer;
import io.flowledger.store.query.TimeseriesQuery;
import io.flowledger.store.query.TopAnswer;
import io.flowledger.store.query.TopQuery;
import io.flowledger.store.query.Window;
import io.flowledger.store.redecode.Replacement;
import io.flowledger.store.schema.FlowTable;
import io.flowledger.store.schema.PackedFlows;
import io.flowledger.store.schema.Schema;
import io.flowledger.store.schema.SchemaException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever reads sees the same rows before and after; what happens meanwhile changes none. */
class PackingTest {
    private static final long HOUR = Instant.parse("2026-11-24T12:00:00Z").getEpochSecond();
    private static final Duration NONE = Duration.ZERO;
    private static final Instant LATER = Instant.parse("2026-12-01T00:00:00Z");
    private static final PackSettings SMALL = new PackSettings(100, 150, 0, 1);

    private static Packing packing(StoreFixture fixture, Connection connection, PackSettings settings) {
        return new Packing(connection, fixture.store().table(), settings, nanos -> true, System::nanoTime);
    }

    private static void pack(StoreFixture fixture) throws SQLException {
        try (Connection connection = fixture.database().connect()) {
            Packing packing = packing(fixture, connection, SMALL);
            packing.prepare();
            for (long hour : packing.due(NONE, LATER)) {
                assertThat(packing.pack(hour, (done, total) -> {})).isNotNull();
            }
        }
    }

    private static void land(StoreFixture fixture, Batch batch) throws Exception {
        try (Landing landing = fixture.store().landing(fixture.source())) {
            landing.land(batch);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"flows", "grafolean"})
    void everyValueOfEveryTypeComesBack(String layoutName) throws Exception {
        Layout layout = Layout.named(layoutName);
        assertThat(layout).isNotNull();
        try (StoreFixture fixture = StoreFixture.open(layout)) {
            FlowTable table = fixture.store().table();
            for (int seed = 0; seed < 12; seed++) {
                long hour = HOUR + seed * 9L * FlowTable.PARTITION_SECONDS;
                new RandomRows(layout, seed).insert(fixture.connection(), table, hour, seed == 0 ? 1 : 330);
            }
            String name = table.qualifiedName();
            fixture.execute("CREATE TABLE before AS SELECT * FROM " + name);
            pack(fixture);
            assertThat(fixture.value("SELECT count(*) FROM " + table.rows(fixture.connection())))
                    .isEqualTo("0");
            assertThat(fixture.value("SELECT count(*) FROM " + name)).isEqualTo(Integer.toString(11 * 330 + 1));
            assertThat(fixture.list("SELECT b::text FROM (TABLE before EXCEPT ALL TABLE " + name + ") b"))
                    .isEmpty();
            try (Connection connection = fixture.database().connect()) {
                connection.setAutoCommit(false);
                assertThat(Unpacking.unpack(connection, table, Instant.EPOCH, LATER))
                        .isPositive();
                connection.commit();
            }
            assertThat(fixture.list("SELECT b::text FROM (TABLE before EXCEPT ALL TABLE "
                            + table.rows(fixture.connection()) + ") b"))
                    .isEmpty();
        }
    }

    /** Grafolean's table has an index of times, some 150 kB for these rows. */
    @Test
    void whatTheRowsTookIsGivenBackWithTheirIndexes() throws Exception {
        try (StoreFixture fixture = StoreFixture.open(GrafoleanLayout.GRAFOLEAN)) {
            FlowTable table = fixture.store().table();
            new RandomRows(GrafoleanLayout.GRAFOLEAN, 1).insert(fixture.connection(), table, HOUR, 6000);
            pack(fixture);
            assertThat(Long.parseLong(fixture.value("SELECT pg_indexes_size('" + table.target(HOUR) + "'::regclass)")))
                    .isLessThan(64 * 1024);
        }
    }

    @Test
    void lateRowsLieBesideTheBlocksUntilTheyArePackedToo() throws Exception {
        try (StoreFixture fixture = StoreFixture.open(FlowsLayout.FLOWS)) {
            land(fixture, Flows.batch(0, 10));
            pack(fixture);
            land(fixture, Flows.batch(10, 3));
            assertThat(fixture.value("SELECT count(*) || ' ' || sum(octets) FROM flowledger.flows"))
                    .isEqualTo("13 78");
            assertThat(fixture.value("SELECT count(*) FROM flowledger.flows_rows"))
                    .isEqualTo("3");
            try (Connection connection = fixture.database().connect()) {
                assertThat(packing(fixture, connection, PackSettings.beside()).due(NONE, LATER))
                        .isEmpty();
            }
            pack(fixture);
            assertThat(fixture.value("SELECT count(*) || ' ' || sum(octets) FROM flowledger.flows"))
                    .isEqualTo("13 78");
            assertThat(fixture.value("SELECT count(*) FROM flowledger.flows_rows"))
                    .isEqualTo("0");
            assertThat(Audit.run(fixture.connection(), fixture.store().table(), null)
                            .balanced())
                    .isTrue();
        }
    }

    @Test
    void packedRowsAreReplacedAsRowsAre() throws Exception {
        try (StoreFixture fixture = StoreFixture.open(FlowsLayout.FLOWS);
                Connection connection = fixture.database().connect()) {
            Batch batch = Flows.batch(0, 10);
            Flows.add(batch, Flows.ROUTER, Flows.NOON.plusSeconds(60), 9, 1000);
            land(fixture, batch);
            pack(fixture);
            try (Replacement replacement = Replacement.begin(
                    connection,
                    fixture.store().table(),
                    fixture.source().sourceId(),
                    Instant.parse("2026-11-24T12:00:00Z"),
                    Instant.parse("2026-11-24T12:01:00Z"))) {
                Batch anew = new Batch();
                anew.begin(0);
                anew.advance(10);
                Flows.add(anew, Flows.ROUTER, Flows.NOON, 0, 500);
                replacement.add(anew);
                assertThat(fixture.value("SELECT count(*) FROM flowledger.flows"))
                        .isEqualTo("11");
                try (Connection other = fixture.database().connect()) {
                    assertThat(packing(fixture, other, SMALL).pack(HOUR, (done, total) -> {}))
                            .isNull();
                }
                assertThat(replacement.finish()).isEqualTo(new Replacement.Replaced(10, 1, 0));
            }
            assertThat(fixture.list("SELECT octets FROM flowledger.flows ORDER BY octets"))
                    .containsExactly("500", "1000");
            assertThat(Audit.run(connection, fixture.store().table(), null).balanced())
                    .isTrue();
        }
    }

    @Test
    void whoLooksAtAnOlderStateSeesTheSameRowsAfterwards() throws Exception {
        try (StoreFixture fixture = StoreFixture.open(FlowsLayout.FLOWS);
                Connection reader = fixture.database().connect()) {
            land(fixture, Flows.batch(0, 10));
            try (Connection connection = fixture.database().connect()) {
                packing(fixture, connection, SMALL).prepare();
            }
            reader.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            reader.setAutoCommit(false);
            assertThat(Flows.value(reader, "SELECT count(*) FROM flowledger.ledger"))
                    .isEqualTo("1");
            pack(fixture);
            assertThat(Flows.value(reader, "SELECT count(*) || ' ' || sum(octets) FROM flowledger.flows"))
                    .isEqualTo("10 45");
        }
    }

    @Test
    void whenTheServerEndsPackingInTheMidstNothingIsChanged() throws Exception {
        try (StoreFixture fixture = StoreFixture.open(FlowsLayout.FLOWS);
                Connection connection = fixture.database().connect()) {
            land(fixture, Flows.batch(0, 400));
            Packing packing = packing(fixture, connection, SMALL);
            packing.prepare();
            assertThatThrownBy(() -> packing.pack(HOUR, (done, total) -> {
                        try {
                            fixture.value("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                                    + " WHERE state = 'idle in transaction'");
                        } catch (SQLException e) {
                            throw new IllegalStateException(e);
                        }
                    }))
                    .isInstanceOf(SQLException.class);
            assertThat(fixture.value("SELECT count(*) FROM flowledger.flows_rows"))
                    .isEqualTo("400");
            assertThat(fixture.value("SELECT count(*) FROM flowledger.flows")).isEqualTo("400");
        }
    }

    @Test
    void toldToStopItLeavesTheRows() throws Exception {
        try (StoreFixture fixture = StoreFixture.open(FlowsLayout.FLOWS);
                Connection connection = fixture.database().connect()) {
            land(fixture, Flows.batch(0, 400));
            Packing packing = new Packing(connection, fixture.store().table(), SMALL, nanos -> false, System::nanoTime);
            packing.prepare();
            assertThat(packing.pack(HOUR, (done, total) -> {})).isNull();
            assertThat(fixture.value("SELECT count(*) FROM flowledger.flows_rows"))
                    .isEqualTo("400");
        }
    }

    @Test
    void theWorkOfASecondIsBounded() throws Exception {
        try (StoreFixture fixture = StoreFixture.open(FlowsLayout.FLOWS);
                Connection connection = fixture.database().connect()) {
            Batch batch = Flows.batch(0, 200);
            for (int i = 0; i < 200; i++) {
                Flows.add(batch, Flows.ROUTER, Flows.NOON.plusSeconds(1), 199, i);
            }
            land(fixture, batch);
            List<Long> waits = new java.util.ArrayList<>();
            Packing packing = new Packing(
                    connection,
                    fixture.store().table(),
                    new PackSettings(100, 150, 100, 1),
                    nanos -> {
                        waits.add(nanos);
                        return true;
                    },
                    () -> 0);
            packing.prepare();
            packing.pack(HOUR, (done, total) -> {});
            assertThat(waits).containsExactly(2_000_000_000L, 4_000_000_000L);
        }
    }

    @Test
    void aQuestionThatNamesOnlyTheTimeReadsNoOtherDay() throws Exception {
        try (StoreFixture fixture = StoreFixture.open(FlowsLayout.FLOWS)) {
            for (int day = 0; day < 3; day++) {
                new RandomRows(FlowsLayout.FLOWS, day)
                        .insert(fixture.connection(), fixture.store().table(), HOUR + day * 86_400L, 10);
            }
            pack(fixture);
            assertThat(fixture.list("EXPLAIN SELECT sum(octets) FROM flowledger.flows"))
                    .filteredOn(line -> line.contains(" on flows_blocks"))
                    .hasSize(3);
            assertThat(fixture.list("EXPLAIN SELECT sum(octets) FROM flowledger.flows"
                            + " WHERE received_at >= '2026-11-25 13:00+00' AND received_at < '2026-11-25 14:00+00'"))
                    .filteredOn(line -> line.contains(" on flows_blocks"))
                    .hasSize(1);
        }
    }

    @Test
    void questionsOverPackedHoursHaveTheSameAnswers() throws Exception {
        try (StoreFixture fixture = StoreFixture.open(FlowsLayout.FLOWS)) {
            land(fixture, Flows.batch(0, 10));
            pack(fixture);
            FlowQueries queries =
                    new FlowQueries(fixture.connection(), fixture.store().table(), Duration.ofSeconds(60));
            Window window = new Window(Flows.NOON.minusSeconds(60), Flows.NOON.plusSeconds(60));
            assertThat(queries.top(new TopQuery(
                                    window, Filter.everything(), Dimension.list("exporter"), Measure.OCTETS, 10))
                            .total()
                            .octets())
                    .isEqualTo(45);
            FlowsAnswer first = queries.flows(new FlowsQuery(window, Filter.everything(), 6, null));
            FlowsAnswer second = queries.flows(new FlowsQuery(window, Filter.everything(), 6, first.next()));
            assertThat(first.rows()).hasSize(6).doesNotContainAnyElementsOf(second.rows());
            assertThat(second.rows()).hasSize(4);
            assertThat(second.next()).isNull();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"flows", "grafolean"})
    void aWindowThatCutsBlocksHasTheSameGroups(String layoutName) throws Exception {
        Layout layout = Layout.named(layoutName);
        assertThat(layout).isNotNull();
        try (StoreFixture fixture = StoreFixture.open(layout)) {
            FlowTable table = fixture.store().table();
            for (int seed = 0; seed < 8; seed++) {
                long hour = HOUR + seed * FlowTable.PARTITION_SECONDS;
                new RandomRows(layout, seed).insert(fixture.connection(), table, hour, 330);
            }
            FlowQueries queries = new FlowQueries(fixture.connection(), table, Duration.ofSeconds(60));
            List<Object> before = answers(queries);
            pack(fixture);
            assertThat(answers(queries)).isEqualTo(before);
            String address = layoutName.equals("flows") ? "dst_addr" : "ipvx_dst_addr";
            assertThat(fixture.value("SELECT count(\"" + address + ".ipv4\") > 0 AND count(\"" + address
                            + ".words\") > 0 FROM " + new PackedFlows(table).blocks()))
                    .isEqualTo("t");
            new RandomRows(layout, 7).insert(fixture.connection(), table, HOUR, 50);
            List<Object> late = answers(queries);
            assertThat(late).isNotEqualTo(before);
            pack(fixture);
            assertThat(answers(queries)).isEqualTo(late);
        }
    }

    private static List<Object> answers(FlowQueries queries) throws SQLException {
        List<Object> answers = new java.util.ArrayList<>();
        for (int minutes : List.of(1, 31, 90, 480)) {
            Instant from = Instant.ofEpochSecond(HOUR).plusSeconds(600).plusNanos(1_000);
            Window window = new Window(from, from.plusSeconds(minutes * 60L));
            for (String by :
                    List.of("", "protocol", "addr", "src_port,dst_port", "src_addr", "dst_addr,protocol,exporter")) {
                for (String filter : List.of("", "protocol 6 or protocol 17")) {
                    Filter which = filter.isEmpty() ? Filter.everything() : parsed(filter);
                    TopAnswer top = queries.top(new TopQuery(window, which, Dimension.list(by), Measure.OCTETS, 1000));
                    answers.add(List.of(top.rows(), top.total()));
                }
            }
            for (String by : List.of("", "dst_addr")) {
                TimeseriesAnswer series = queries.timeseries(new TimeseriesQuery(
                        window, Filter.everything(), Dimension.list(by), Measure.OCTETS, 10, Duration.ofMinutes(7)));
                answers.add(List.of(series.total(), series.series()));
            }
        }
        return answers;
    }

    private static Filter parsed(String filter) {
        try {
            return Filter.parse(filter);
        } catch (FilterException e) {
            throw new IllegalArgumentException(e);
        }
    }

    @Test
    void thePlannerSeesThatABlockIsManyRows() throws Exception {
        try (StoreFixture fixture = StoreFixture.open(FlowsLayout.FLOWS)) {
            land(fixture, Flows.batch(0, 400));
            pack(fixture);
            // In a select list a set counts as one row when plans are compared, and workers pass on the arrays of each
            // row.
            assertThat(fixture.list("EXPLAIN SELECT exporter, sum(octets) FROM flowledger.flows GROUP BY exporter"))
                    .noneMatch(line -> line.contains("ProjectSet"))
                    .anyMatch(line -> line.contains("Function Scan on generate_series"));
        }
    }

    @Test
    void rightsViewsAndColumnsStay() throws Exception {
        try (StoreFixture fixture = StoreFixture.open(FlowsLayout.FLOWS)) {
            land(fixture, Flows.batch(0, 10));
            String role = "reads_blocks_" + ProcessHandle.current().pid();
            fixture.execute(
                    "CREATE ROLE " + role + " LOGIN PASSWORD 'secret'; GRANT USAGE ON SCHEMA flowledger TO " + role
                            + "; GRANT SELECT ON flowledger.flows TO " + role
                            + "; CREATE VIEW large AS SELECT octets FROM flowledger.flows WHERE octets > 7");
            try {
                pack(fixture);
                assertThat(fixture.value("SELECT count(*) FROM large")).isEqualTo("2");
                assertThat(fixture.value("SELECT sum(octets) FROM flowledger.flows_scaled"))
                        .isEqualTo("45");
                try (Connection reader =
                        DriverManager.getConnection(fixture.database().jdbcUrl(), role, "secret")) {
                    assertThat(Flows.value(reader, "SELECT count(*) FROM flowledger.flows"))
                            .isEqualTo("10");
                }
                try (Connection connection = fixture.database().connect()) {
                    FlowTable again = Schema.migrate(connection, FlowsLayout.FLOWS);
                    assertThat(again.kind()).isEqualTo(FlowTable.Kind.PARTITIONED);
                    assertThat(again.rows(connection)).isEqualTo("\"flowledger\".\"flows_rows\"");
                    assertThat(again.hours(connection)).contains(HOUR);
                }
            } finally {
                fixture.execute("DROP OWNED BY " + role + "; DROP ROLE " + role);
            }
        }
    }

    @Test
    void aColumnOfALaterVersionIsNullInBlocksThatAreThere() throws Exception {
        Layout earlier = new Layout(
                "flows",
                "flows",
                FlowsLayout.FLOWS.columns().stream()
                        .filter(column -> !column.name().equals("tos"))
                        .toList());
        try (StoreFixture fixture = StoreFixture.open(earlier);
                Connection connection = fixture.database().connect()) {
            land(fixture, Flows.batch(0, 10));
            pack(fixture);
            FlowTable table = Schema.migrate(connection, FlowsLayout.FLOWS);
            new RandomRows(FlowsLayout.FLOWS, 3).insert(connection, table, HOUR + FlowTable.PARTITION_SECONDS, 5);
            fixture.execute("UPDATE flowledger.flows_rows SET tos = 7");
            Packing packing = new Packing(connection, table, SMALL, nanos -> true, System::nanoTime);
            packing.pack(HOUR + FlowTable.PARTITION_SECONDS, (done, total) -> {});
            assertThat(fixture.value("SELECT count(*) || ' ' || sum(tos) FROM flowledger.flows"))
                    .isEqualTo("15 35");
        }
    }

    @Test
    void aMaterializedViewOverTheTableIsInTheWayAndIsNamed() throws Exception {
        try (StoreFixture fixture = StoreFixture.open(GrafoleanLayout.GRAFOLEAN);
                Connection connection = fixture.database().connect()) {
            fixture.execute("CREATE MATERIALIZED VIEW daily AS SELECT sum(in_bytes) FROM netflow_flows2");
            assertThatThrownBy(() -> packing(fixture, connection, SMALL).prepare())
                    .isInstanceOf(SchemaException.class)
                    .hasMessageContaining("Materialized view daily");
            assertThat(fixture.value("SELECT relkind FROM pg_class WHERE relname = 'netflow_flows2'"))
                    .isEqualTo("p");
        }
    }
}
