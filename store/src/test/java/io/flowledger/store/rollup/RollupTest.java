package io.flowledger.store.rollup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowledger.flow.batch.Batch;
import io.flowledger.flow.layout.FlowsLayout;
import io.flowledger.store.Flows;
import io.flowledger.store.StoreFixture;
import io.flowledger.store.ingest.Landing;
import io.flowledger.store.redecode.Replacement;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whatever lands, comes late or is replaced: each dimension sums to what the rows sum to, at each level. */
class RollupTest {
    private static final Instant BEGIN = Instant.parse("2026-11-23T22:58:00Z");
    private static final RollupSettings FEW_KEYS = new RollupSettings(4, 6, Duration.ZERO);
    private StoreFixture fixture;
    private RandomFlows flows;

    @BeforeEach
    void open() throws Exception {
        fixture = StoreFixture.open(FlowsLayout.FLOWS);
        fixture.execute("SET TIME ZONE 'UTC'");
        flows = new RandomFlows(20_261_124, BEGIN);
    }

    @AfterEach
    void close() throws Exception {
        fixture.close();
    }

    private Rollup rollup() throws SQLException {
        return new Rollup(fixture.database().connect(), fixture.store().table(), FEW_KEYS);
    }

    private void sumAll() throws SQLException {
        sumAll(rollup());
    }

    private static void sumAll(Rollup rollupOf) throws SQLException {
        try (Rollup rollup = rollupOf) {
            Rollup.Summed summed;
            do {
                summed = rollup.nextAtOnce();
            } while (summed != null);
            assertThat(rollup.marked()).isZero();
        }
    }

    private void land(Batch batch) throws SQLException {
        try (Landing landing = fixture.store().landing(fixture.source())) {
            landing.land(batch);
        }
    }

    private void assertSumsAreTheRows() throws SQLException {
        for (RollupLevel level : RollupLevel.values()) {
            String rows = totals(
                    "flowledger.flows",
                    "date_trunc('" + level.key() + "', received_at AT TIME ZONE 'UTC')",
                    "count(*)",
                    "count(*) FILTER (WHERE sampling_rate IS NULL)",
                    "coalesce(sum(octets), 0)",
                    "coalesce(sum(packets), 0)",
                    "coalesce(sum(octets::numeric * greatest(coalesce(sampling_rate, 1), 1)), 0)",
                    "coalesce(sum(packets::numeric * greatest(coalesce(sampling_rate, 1), 1)), 0)");
            for (RollupDimension dimension : RollupDimension.values()) {
                String sums = totals(
                        level.qualifiedTable() + " WHERE dimension = '" + dimension.key() + "'",
                        "bucket AT TIME ZONE 'UTC'",
                        "sum(flows)",
                        "sum(unscaled_flows)",
                        "sum(octets)",
                        "sum(packets)",
                        "sum(scaled_octets)",
                        "sum(scaled_packets)");
                assertThat(sums).as("%s by %s", level, dimension).isEqualTo(rows);
            }
        }
    }

    private String totals(String from, String bucket, String... measures) throws SQLException {
        return fixture
                .list("SELECT concat_ws(' ', exporter, " + bucket + ", " + String.join(", ", measures) + ") FROM "
                        + from + " GROUP BY exporter, " + bucket + " ORDER BY 1")
                .stream()
                .collect(Collectors.joining("\n"));
    }

    @Test
    void randomBatchesLateRowsAndReplacedRowsSumToTheOctet() throws Exception {
        for (int round = 0; round < 3; round++) {
            land(flows.batch(800, 10));
            land(flows.batch(50, 10));
            sumAll();
            assertSumsAreTheRows();
        }
        try (Connection connection = fixture.database().connect();
                Replacement replacement = Replacement.begin(
                        connection,
                        fixture.store().table(),
                        fixture.source().sourceId(),
                        BEGIN.plusSeconds(600),
                        BEGIN.plusSeconds(1200))) {
            Batch anew = flows.begun();
            for (int i = 0; i < 40; i++) {
                flows.addRow(anew, BEGIN.plusSeconds(780 + i), i);
            }
            replacement.add(anew);
            replacement.finish();
        }
        sumAll();
        assertSumsAreTheRows();
        assertThat(fixture.value("SELECT count(*) FROM flowledger.rollup_minute WHERE other"))
                .isNotEqualTo("0");
    }

    @Test
    void keysOfAMinuteAreExactAndThoseOfADayWithinTheirBounds() throws Exception {
        land(flows.batch(1500, 10));
        sumAll();
        String rows = "SELECT date_trunc('%s', received_at) AS bucket, exporter, src_addr,"
                + " sum(octets::numeric * greatest(coalesce(sampling_rate, 1), 1)) AS octets FROM flowledger.flows GROUP BY 1, 2, 3";
        assertThat(fixture.value("SELECT count(*) FROM flowledger.rollup_minute r JOIN ("
                        + rows.formatted("minute")
                        + ") f USING (bucket, exporter, src_addr) WHERE r.dimension = 'src_addr' AND NOT other"
                        + " AND (r.scaled_octets <> f.octets OR r.hidden_octets <> 0)"))
                .isEqualTo("0");
        for (String level : List.of("hour", "day")) {
            assertThat(fixture.value("SELECT count(*) FROM flowledger.rollup_" + level + " r JOIN ("
                            + rows.formatted(level)
                            + ") f USING (bucket, exporter, src_addr) WHERE r.dimension = 'src_addr' AND NOT other"
                            + " AND f.octets NOT BETWEEN r.scaled_octets AND r.scaled_octets + r.hidden_octets"))
                    .isEqualTo("0");
        }
    }

    @Test
    void aMinuteOfMoreKeysThanThereIsRoomForIsReadInPartsAndSumsToTheSame() throws Exception {
        land(flows.batch(1500, 4));
        sumAll();
        String all = "SELECT to_jsonb(r)::text FROM flowledger.rollup_minute r ORDER BY 1";
        List<String> atOnce = fixture.list(all);
        try (Rollup rollup = rollup()) {
            rollup.mark(BEGIN.minus(Duration.ofDays(1)), BEGIN.plus(Duration.ofDays(1)));
        }
        sumAll(new Rollup(fixture.database().connect(), fixture.store().table(), FEW_KEYS, 40));
        assertThat(fixture.list(all)).isEqualTo(atOnce);
        assertSumsAreTheRows();
    }

    @Test
    void allKeysOfAMinuteOfManyRowsAreExactWhenThereIsRoomForThem() throws Exception {
        land(flows.batch(9000, 3));
        fixture.execute(
                "UPDATE flowledger.flows SET in_if = 4294967290 + in_if, src_as = 1073741822 + in_if WHERE src_port"
                        + " % 3 = 0; UPDATE flowledger.flows SET out_if = -1, dst_as = 256 + out_if WHERE src_port % 5 = 0");
        sumAll(new Rollup(
                fixture.database().connect(),
                fixture.store().table(),
                new RollupSettings(100_000, 100_000, Duration.ZERO)));
        for (RollupDimension dimension : RollupDimension.values()) {
            String columns = dimension.columns().stream()
                    .map(column -> ", coalesce((" + column + ")::text, 'unknown')")
                    .collect(Collectors.joining());
            String expressions = dimension.columns().stream()
                    .map(column -> ", coalesce((" + RollupDimension.expression(column) + ")::text, 'unknown')")
                    .collect(Collectors.joining());
            assertThat(fixture.list("SELECT concat_ws(' ', bucket, exporter" + columns
                            + ", flows, octets, packets, scaled_octets, scaled_packets) FROM flowledger.rollup_minute"
                            + " WHERE dimension = '" + dimension.key() + "' ORDER BY 1"))
                    .as("by %s", dimension)
                    .isEqualTo(fixture.list(
                            "SELECT concat_ws(' ', date_trunc('minute', received_at), exporter" + expressions
                                    + ", count(*), sum(octets), coalesce(sum(packets), 0),"
                                    + " sum(octets::numeric * greatest(coalesce(sampling_rate, 1), 1)),"
                                    + " coalesce(sum(packets::numeric * greatest(coalesce(sampling_rate, 1), 1)), 0))"
                                    + " FROM flowledger.flows GROUP BY date_trunc('minute', received_at), exporter"
                                    + expressions
                                    + " ORDER BY 1"));
        }
    }

    @Test
    void octetsBeyondABigintAreSummedAllTheSame() throws Exception {
        Batch batch = flows.begun();
        for (int i = 0; i < 30; i++) {
            flows.addRow(batch, BEGIN, Long.MAX_VALUE - i);
        }
        land(flows.ended(batch));
        sumAll();
        assertSumsAreTheRows();
    }

    @Test
    void afterManyBucketsPostgresqlKnowsHowManySumsThereAre() throws Exception {
        Batch batch = flows.begun();
        for (int minute = 0; minute < 310; minute++) {
            flows.addRow(batch, BEGIN.plus(Duration.ofMinutes(minute)), minute + 1);
        }
        land(flows.ended(batch));
        sumAll();
        assertThat(fixture.list("SELECT relname FROM pg_class WHERE relkind = 'r' AND reltuples < 1"
                        + " AND relname ~ '^rollup_(minute|hour|day)_'"))
                .isEmpty();
    }

    @Test
    void rowsAreSaidToLandUntilNoneDidForSomeSeconds() throws Exception {
        try (Rollup rollup = rollup()) {
            assertThat(rollup.areRowsLanding()).isFalse();
            land(flows.batch(20, 2));
            assertThat(rollup.areRowsLanding()).isTrue();
            fixture.execute("UPDATE flowledger.rollup_mark SET marked_at = marked_at - interval '6 seconds'");
            assertThat(rollup.areRowsLanding()).isFalse();
        }
    }

    @Test
    void aWorkerThatIsKilledInTheMiddleLeavesTheMarks() throws Exception {
        land(flows.batch(200, 3));
        try (Connection blocker = fixture.database().connect();
                Connection killed = fixture.database().connect()) {
            String pid = Flows.value(killed, "SELECT pg_backend_pid()");
            blocker.setAutoCommit(false);
            Flows.execute(
                    blocker, "LOCK TABLE flowledger.rollup_day, flowledger.rollup_hour, flowledger.rollup_minute");
            Thread killer = new Thread(() -> {
                try {
                    while (!fixture.value(
                                    "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND pid = "
                                            + pid)
                            .equals("1")) {
                        Thread.onSpinWait();
                    }
                    fixture.value("SELECT pg_terminate_backend(" + pid + ")");
                } catch (SQLException e) {
                    throw new IllegalStateException(e);
                }
            });
            Rollup rollup = new Rollup(killed, fixture.store().table(), FEW_KEYS);
            killer.start();
            assertThatThrownBy(rollup::nextAtOnce).isInstanceOf(SQLException.class);
            killer.join();
        }
        sumAll();
        assertSumsAreTheRows();
    }
}
