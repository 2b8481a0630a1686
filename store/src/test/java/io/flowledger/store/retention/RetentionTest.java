package io.flowledger.store.retention;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowledger.flow.batch.Batch;
import io.flowledger.flow.batch.SideTable;
import io.flowledger.flow.batch.StreamKey;
import io.flowledger.flow.layout.Column;
import io.flowledger.flow.layout.FlowsLayout;
import io.flowledger.store.Flows;
import io.flowledger.store.StoreFixture;
import io.flowledger.store.TupleEncoder;
import io.flowledger.store.block.PackSettings;
import io.flowledger.store.block.Packing;
import io.flowledger.store.filter.Filter;
import io.flowledger.store.ingest.Landing;
import io.flowledger.store.query.FlowQueries;
import io.flowledger.store.query.Measure;
import io.flowledger.store.query.TopAnswer;
import io.flowledger.store.query.TopQuery;
import io.flowledger.store.query.Trust;
import io.flowledger.store.query.Window;
import io.flowledger.store.rollup.RandomFlows;
import io.flowledger.store.rollup.Rollup;
import io.flowledger.store.rollup.RollupLevel;
import io.flowledger.store.rollup.RollupSettings;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RetentionTest {
    private static final Instant BEGIN = Instant.parse("2026-01-30T20:00:00Z");
    private static final RollupSettings FEW_KEYS = new RollupSettings(4, 6, Duration.ZERO);
    private static final Duration DAY = Duration.ofDays(1);

    private StoreFixture fixture;
    private RandomFlows flows;

    @BeforeEach
    void open() throws Exception {
        fixture = StoreFixture.open(FlowsLayout.FLOWS);
        fixture.execute("SET TIME ZONE 'UTC'");
        flows = new RandomFlows(11, BEGIN);
    }

    @AfterEach
    void close() throws Exception {
        fixture.close();
    }

    private void land(Batch batch) throws SQLException {
        try (Landing landing = fixture.store().landing(fixture.source())) {
            landing.land(batch);
        }
    }

    /** Rows in each of some hours. */
    private Batch hours(int first, int count, int rows) {
        Batch batch = flows.begun();
        for (int hour = first; hour < first + count; hour++) {
            for (int i = 0; i < rows; i++) {
                flows.addRow(batch, BEGIN.plusSeconds(hour * 3600L + i % 120), 1000 + i);
            }
        }
        return flows.ended(batch);
    }

    private Retention retention(RetentionSettings settings, Instant now, long free) throws SQLException {
        return new Retention(
                fixture.database().connect(),
                fixture.store().table(),
                settings,
                FEW_KEYS,
                Clock.fixed(now, ZoneOffset.UTC),
                () -> free);
    }

    private static RetentionSettings ages(Duration flows, Duration minutes, Duration hours, Duration imports) {
        return RetentionSettings.ofAges(flows, minutes, hours, Duration.ZERO, imports);
    }

    private TopAnswer total(Trust trust) throws SQLException {
        return new FlowQueries(fixture.connection(), fixture.store().table(), Duration.ofMinutes(1))
                .trusting(trust)
                .top(new TopQuery(
                        new Window(BEGIN.minus(DAY), BEGIN.plus(Duration.ofDays(4))),
                        Filter.everything(),
                        List.of(),
                        Measure.OCTETS,
                        1));
    }

    @Test
    void rowsOlderThanTheirAgeGoByWholeHoursAndTheirSumsStay() throws Exception {
        land(hours(0, 50, 30));
        TopAnswer before = total(Trust.ROWS);
        Instant now = BEGIN.plus(Duration.ofHours(50));
        try (Retention retention = retention(ages(DAY, Duration.ZERO, Duration.ZERO, Duration.ZERO), now, 0)) {
            assertThat(retention.plan()).hasSize(26);
            assertThat(retention.enforce()).hasSize(26).allSatisfy(drop -> {
                assertThat(drop.rows()).isEqualTo(30);
                assertThat(drop.reason()).isEqualTo(DropReason.AGE);
                assertThat(drop.partition().to()).isBeforeOrEqualTo(now.minus(DAY));
            });
            assertThat(retention.enforce()).isEmpty();
        }

        assertThat(fixture.value("SELECT count(*) FROM flowledger.flows")).isEqualTo("720");
        assertThat(fixture.value("SELECT sum(rows) FROM flowledger.dropped_partition WHERE table_name = 'flows'"))
                .isEqualTo("780");
        TopAnswer after = total(Trust.USUAL);
        assertThat(after.total()).isEqualTo(before.total());
        assertThat(after.accuracy().missing()).isEmpty();
        TopAnswer rows = total(Trust.ROWS);
        assertThat(rows.total().flows()).isEqualTo(720);
        assertThat(rows.accuracy().missing()).containsExactly(new Window(BEGIN, BEGIN.plus(Duration.ofHours(26))));
    }

    @Test
    void packedHoursGoAsOthersDoAndTakeTheirBlocksWithThem() throws Exception {
        land(hours(0, 6, 300));
        try (Connection connection = fixture.database().connect()) {
            Packing packing = new Packing(
                    connection, fixture.store().table(), PackSettings.atOnce(), nanos -> true, System::nanoTime);
            packing.prepare();
            for (long hour : packing.due(Duration.ZERO, BEGIN.plus(Duration.ofHours(5)))) {
                assertThat(packing.pack(hour, (done, total) -> {})).isNotNull();
            }
        }
        TopAnswer before = total(Trust.ROWS);
        Instant now = BEGIN.plus(DAY).plus(Duration.ofHours(4));
        try (Retention retention = retention(ages(DAY, Duration.ZERO, Duration.ZERO, Duration.ZERO), now, 0)) {
            assertThat(retention.enforce()).hasSize(4).allSatisfy(drop -> {
                assertThat(drop.rows()).isEqualTo(300);
                assertThat(drop.partition().table()).isEqualTo("flows");
                assertThat(drop.partition().octets()).isPositive();
            });
        }

        assertThat(fixture.value("SELECT count(*) FROM flowledger.flows")).isEqualTo("600");
        assertThat(fixture.value("SELECT count(*) FROM flowledger.flows_rows")).isEqualTo("300");
        assertThat(fixture.list("SELECT relname FROM pg_inherits JOIN pg_class ON oid = inhrelid"
                        + " WHERE inhparent = 'flowledger.flows_blocks'::regclass"))
                .containsExactly("flows_blocks_20260131_00");
        assertThat(total(Trust.USUAL).total()).isEqualTo(before.total());
        assertThat(total(Trust.ROWS).accuracy().missing())
                .containsExactly(new Window(BEGIN, BEGIN.plus(Duration.ofHours(4))));
    }

    @Test
    void rowsThatComeLateForDroppedHoursAddToTheSumsOfThoseThatWereThere() throws Exception {
        land(hours(0, 3, 30));
        Instant now = BEGIN.plus(Duration.ofDays(3));
        RetentionSettings settings = ages(DAY, Duration.ZERO, Duration.ZERO, Duration.ZERO);
        for (int round = 1; round <= 3; round++) {
            try (Retention retention = retention(settings, now, 0)) {
                assertThat(retention.enforce()).hasSize(3);
            }
            assertThat(total(Trust.USUAL).total().flows()).isEqualTo(90L * round);
            land(hours(0, 3, 30));
        }
        try (Rollup rollup =
                new Rollup(fixture.database().connect(), fixture.store().table(), FEW_KEYS)) {
            rollup.sumMarked(BEGIN, now, RollupLevel.DAY);
        }
        assertThat(total(Trust.USUAL).total().flows()).isEqualTo(360);
    }

    @Test
    void sumsGoOnlyWhenWhatTheyAreMadeFromIsGone() throws Exception {
        land(hours(0, 30, 20));
        TopAnswer before = total(Trust.ROWS);
        Instant now = BEGIN.plus(Duration.ofDays(100));
        try (Retention retention = retention(ages(Duration.ZERO, DAY, DAY, Duration.ZERO), now, 0)) {
            assertThat(retention.plan()).isEmpty();
        }
        try (Retention retention = retention(ages(DAY, DAY, DAY, Duration.ZERO), now, 0)) {
            retention.enforce();
            retention.enforce();
        }

        assertThat(fixture.value("SELECT count(*) FROM flowledger.flows")).isEqualTo("0");
        assertThat(fixture.value("SELECT count(*) FROM flowledger.rollup_minute"))
                .isEqualTo("0");
        assertThat(fixture.value("SELECT count(*) FROM flowledger.rollup_hour")).isEqualTo("0");
        assertThat(total(Trust.USUAL).total()).isEqualTo(before.total());
    }

    @Test
    void importedRowsAreNotDroppedByAgeUnlessAsked() throws Exception {
        land(hours(0, 4, 10));
        fixture.execute("UPDATE flowledger.source SET kind = 'import'");
        Instant now = BEGIN.plus(Duration.ofDays(100));
        try (Retention retention = retention(ages(DAY, DAY, DAY, Duration.ZERO), now, 0)) {
            assertThat(retention.enforce()).isEmpty();
        }
        try (Retention retention = retention(ages(DAY, DAY, DAY, Duration.ofDays(200)), now, 0)) {
            assertThat(retention.enforce()).isEmpty();
        }
        try (Retention retention = retention(ages(DAY, Duration.ZERO, Duration.ZERO, DAY), now, 0)) {
            assertThat(retention.enforce()).hasSize(4);
        }
    }

    @Test
    void theBudgetHoldsUnderSustainedLoadAndTheNewestRowsNeverGo() throws Exception {
        long fixed = Partitions.octets(fixture.connection());
        long budget = fixed + (3 << 20);
        RetentionSettings settings = RetentionSettings.forEver().within(budget, 0);
        int dropped = 0;
        for (int hour = 0; hour < 30; hour++) {
            land(hours(hour, 1, 2000));
            Instant now = BEGIN.plusSeconds(hour * 3600L + 1800);
            try (Retention retention = retention(settings, now, 0)) {
                for (PartitionDrop drop : retention.enforce()) {
                    assertThat(drop.reason()).isEqualTo(DropReason.BUDGET);
                    dropped++;
                }
            }
            assertThat(Partitions.octets(fixture.connection())).isLessThanOrEqualTo(budget);
            assertThat(fixture.value("SELECT count(*) FROM flowledger.flows WHERE received_at >= '"
                            + BEGIN.plusSeconds(hour * 3600L) + "'"))
                    .isEqualTo("2000");
        }
        assertThat(dropped).isGreaterThan(10);
        String kept = fixture.value("SELECT min(received_at) FROM flowledger.flows");
        assertThat(fixture.value("SELECT max(to_time) <= '" + kept + "' FROM flowledger.dropped_partition"
                        + " WHERE table_name = 'flows'"))
                .isEqualTo("t");
        assertThat(total(Trust.USUAL).total().flows()).isEqualTo(60_000);
    }

    @Test
    void withTooLittleFreeTheOldestGoAndTheNewestStaysHoweverLittleThereIs() throws Exception {
        land(hours(0, 5, 50));
        RetentionSettings settings = RetentionSettings.forEver().within(0, Long.MAX_VALUE / 2);
        try (Retention retention = retention(settings, BEGIN.plus(Duration.ofDays(9)), 1000)) {
            assertThat(retention.enforce())
                    .filteredOn(drop -> drop.partition().table().equals("flows"))
                    .hasSize(4)
                    .allSatisfy(drop -> assertThat(drop.reason()).isEqualTo(DropReason.SPACE));
        }
        assertThat(fixture.value("SELECT min(received_at)::text FROM flowledger.flows"))
                .startsWith("2026-01-31 00:00:00");
    }

    @Test
    void whileNewerRowsWaitForRoomTheNewestHourGoesTooOnceItIsOver() throws Exception {
        land(hours(0, 2, 50));
        RetentionSettings settings = RetentionSettings.forEver().within(1, 0);
        Instant before = BEGIN.plus(Duration.ofMinutes(119));
        try (Retention retention = retention(settings, before, 0).newerWait(() -> true)) {
            retention.enforce();
            assertThat(retention.shortage()).isEqualTo(DropReason.BUDGET);
        }
        assertThat(fixture.value("SELECT count(*) FROM flowledger.flows")).isEqualTo("50");
        try (Retention retention = retention(settings, BEGIN.plus(Duration.ofHours(2)), 0)) {
            retention.enforce();
        }
        assertThat(fixture.value("SELECT count(*) FROM flowledger.flows")).isEqualTo("50");
        try (Retention retention =
                retention(settings, BEGIN.plus(Duration.ofHours(2)), 0).newerWait(() -> true)) {
            retention.enforce();
        }
        assertThat(fixture.value("SELECT count(*) FROM flowledger.flows")).isEqualTo("0");
        assertThat(total(Trust.USUAL).total().flows()).isEqualTo(100);
    }

    @Test
    void natEventsAndCountersHaveAgesOfTheirOwn() throws Exception {
        StreamKey key = Flows.key("192.0.2.1", 9, 1);
        Batch batch = flows.begun();
        for (SideTable side : SideTable.values()) {
            List<Column> columns = Stream.of("received_at", "exporter")
                    .map(side.layout()::column)
                    .toList();
            TupleEncoder.addSideRow(batch, key, side, BEGIN, columns, BEGIN, "192.0.2.1");
        }
        flows.addRow(batch, BEGIN, 1000);
        land(flows.ended(batch));
        RetentionSettings settings = new RetentionSettings(
                DAY,
                Duration.ofDays(3),
                Duration.ofDays(2),
                Duration.ZERO,
                Duration.ZERO,
                Duration.ZERO,
                Duration.ZERO,
                0,
                0);

        assertThat(dropped(settings, 1)).containsExactly("discarded_packet", "flows");
        assertThat(dropped(settings, 2)).containsExactly("sflow_counter");
        assertThat(dropped(settings, 3)).containsExactly("nat_event");
        assertThat(dropped(settings, 4)).isEmpty();
    }

    /** The tables of which something goes so many days after the hour. */
    private List<String> dropped(RetentionSettings settings, int days) throws Exception {
        Instant now = BEGIN.plus(Duration.ofHours(1)).plus(Duration.ofDays(days));
        try (Retention retention = retention(settings, now, 0)) {
            return retention.enforce().stream()
                    .map(drop -> drop.partition().table())
                    .sorted()
                    .toList();
        }
    }

    @Test
    void aPartitionThatIsReadIsLeftForTheNextTime() throws Exception {
        land(hours(0, 2, 10));
        Instant now = BEGIN.plus(Duration.ofDays(9));
        RetentionSettings settings = ages(DAY, Duration.ZERO, Duration.ZERO, Duration.ZERO);
        try (Connection reader = fixture.database().connect();
                Retention retention = retention(settings, now, 0)) {
            reader.setAutoCommit(false);
            assertThat(Flows.value(reader, "SELECT count(*) FROM flowledger.flows"))
                    .isEqualTo("20");
            assertThat(retention.enforce()).isEmpty();
            assertThat(retention.refused()).isNotNull();
            reader.commit();
            assertThat(retention.enforce()).hasSize(2);
            assertThat(retention.refused()).isNull();
        }
    }
}
