package io.flowledger.store.retention;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowledger.flow.batch.Batch;
import io.flowledger.flow.layout.FlowsLayout;
import io.flowledger.store.Flows;
import io.flowledger.store.StoreFixture;
import io.flowledger.store.filter.Filter;
import io.flowledger.store.ingest.Landing;
import io.flowledger.store.query.FlowQueries;
import io.flowledger.store.query.Measure;
import io.flowledger.store.query.TopQuery;
import io.flowledger.store.query.Window;
import io.flowledger.store.rollup.RandomFlows;
import io.flowledger.store.rollup.RollupSettings;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Retention beside those who land and those who ask, all at the same time. */
class RetentionWorkerTest {
    private static final Instant BEGIN = Instant.parse("2026-01-30T20:00:00Z");
    private static final RollupSettings FEW_KEYS = new RollupSettings(4, 6, Duration.ZERO);
    private static final Duration SOON = Duration.ofMillis(20);
    private static final int HOURS = 24;
    private static final int PARTS = 4;
    private static final int ROWS = 1500;

    private volatile Instant now = BEGIN;
    private final AtomicBoolean over = new AtomicBoolean();
    private final ExecutorService others = Executors.newCachedThreadPool();
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
        over.set(true);
        others.shutdownNow();
        fixture.close();
    }

    /** The time that the test says it is. */
    private final class ToldClock extends Clock {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }

    private RetentionWorker worker(RetentionSettings settings, LongSupplier free, Duration every) {
        return RetentionWorker.start(fixture.store(), settings, FEW_KEYS, free, () -> false, new ToldClock(), every);
    }

    private Batch batch(Instant from, int rows) {
        Batch batch = flows.begun();
        for (int i = 0; i < rows; i++) {
            flows.addRow(batch, from.plusSeconds(i % 60), 1000 + i);
        }
        return flows.ended(batch);
    }

    /** Waits within the database, as there is nothing to be notified of. */
    private void until(String what, BooleanSupplier condition) throws SQLException {
        for (int i = 0; i < 3000 && !condition.getAsBoolean(); i++) {
            fixture.execute("SELECT pg_sleep(0.02)");
        }
        assertThat(condition.getAsBoolean()).as(what).isTrue();
    }

    @Test
    @Timeout(180)
    void underSustainedLoadTheBudgetHoldsTheNewestRowsStayAndNoQuestionSeesAWrongTotal() throws Exception {
        AtomicLong begun = new AtomicLong();
        AtomicLong landed = new AtomicLong();
        List<Future<Long>> readers = new ArrayList<>();
        readers.add(others.submit(() -> askForTotals(landed, begun)));
        readers.add(others.submit(this::readRows));
        long budget;
        long hour;
        long most = 0;
        long dropped;
        try (Landing landing = fixture.store().landing(fixture.source())) {
            int part = landUntil(landing, 0, 5 * PARTS, begun, landed);
            hour = -Retention.octets(fixture.connection());
            part = landUntil(landing, part, 6 * PARTS, begun, landed);
            budget = Retention.octets(fixture.connection());
            hour += budget;
            try (RetentionWorker worker =
                    worker(RetentionSettings.forEver().within(budget, 0), () -> Long.MAX_VALUE, SOON)) {
                for (; part < HOURS * PARTS; part++) {
                    landUntil(landing, part, part + 1, begun, landed);
                    // In truth some thirty looks go by meanwhile.
                    long looks = worker.looks();
                    until("a whole look", () -> worker.looks() > looks + 1);
                    most = Math.max(most, Retention.octets(fixture.connection()));
                    assertThat(worker.shortage()).isNull();
                    assertThat(fixture.value("SELECT count(*) FROM flowledger.flows WHERE received_at >= '"
                                    + BEGIN.plusSeconds(part / PARTS * 3600L) + "'"))
                            .isEqualTo(Integer.toString((part % PARTS + 1) * ROWS));
                }
                dropped = worker.octets(DropReason.BUDGET);
            }
        } finally {
            over.set(true);
        }

        for (Future<Long> reader : readers) {
            assertThat(reader.get()).isGreaterThan(20);
        }
        assertThat(dropped).isGreaterThan(5 * hour);
        assertThat(most).as("budget %d, an hour %d", budget, hour).isLessThanOrEqualTo(budget + hour);
        assertThat(total()).isEqualTo((long) HOURS * PARTS * ROWS);
    }

    /** Lands parts of hours, as their time comes; returns the number of the next. */
    private int landUntil(Landing landing, int first, int end, AtomicLong begun, AtomicLong landed) {
        for (int part = first; part < end; part++) {
            now = BEGIN.plusSeconds(part * (3600L / PARTS));
            begun.addAndGet(ROWS);
            landing.land(batch(now, ROWS));
            landed.addAndGet(ROWS);
        }
        return end;
    }

    private long total() throws SQLException {
        try (Connection connection = fixture.database().connect()) {
            return total(new FlowQueries(connection, fixture.store().table(), Duration.ofMinutes(1)));
        }
    }

    private static long total(FlowQueries queries) throws SQLException {
        return queries.top(new TopQuery(
                        new Window(BEGIN, BEGIN.plus(Duration.ofDays(2))),
                        Filter.everything(),
                        List.of(),
                        Measure.OCTETS,
                        1))
                .total()
                .flows();
    }

    private long askForTotals(AtomicLong landed, AtomicLong begun) throws SQLException {
        long questions = 0;
        try (Connection connection = fixture.database().connect()) {
            FlowQueries queries = new FlowQueries(connection, fixture.store().table(), Duration.ofMinutes(1));
            while (!over.get()) {
                long least = landed.get();
                long total = total(queries);
                assertThat(total).isBetween(least, begun.get());
                questions++;
            }
        }
        return questions;
    }

    private long readRows() throws SQLException {
        long questions = 0;
        try (Connection connection = fixture.database().connect()) {
            while (!over.get()) {
                Flows.value(connection, "SELECT count(*), sum(octets) FROM flowledger.flows");
                questions++;
            }
        }
        return questions;
    }

    /** Each holds the table for 2.5 s, and there is always one with more than 1.2 s to go: 900 ms are never enough. */
    @Test
    @Timeout(120)
    void questionsThatOverlapDoNotKeepOldRowsForEver() throws Exception {
        try (Landing landing = fixture.store().landing(fixture.source())) {
            landing.land(batch(BEGIN, 10));
        }
        Future<?> first = others.submit(() -> hold(0));
        Future<?> second = others.submit(() -> hold(1.25));
        now = BEGIN.plus(Duration.ofDays(9));
        RetentionSettings settings = RetentionSettings.ofAges(
                Duration.ofDays(1), Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO);
        until("the table is held", () -> held() == 2);
        try (RetentionWorker worker = worker(settings, () -> 0, SOON)) {
            until("rows are dropped", () -> worker.rows(DropReason.AGE) == 10);
            assertThat(worker.looks()).isGreaterThan(1);
        }
        over.set(true);
        first.get();
        second.get();
        assertThat(total()).isEqualTo(10);
    }

    private Void hold(double after) throws SQLException {
        try (Connection connection = fixture.database().connect()) {
            Flows.value(connection, "SELECT pg_sleep(" + after + ")");
            connection.setAutoCommit(false);
            while (!over.get()) {
                Flows.value(connection, "SELECT pg_sleep(2.5), count(*) FROM flowledger.flows");
                connection.commit();
            }
        }
        return null;
    }

    private long held() {
        try {
            return Long.parseLong(
                    fixture.value("SELECT count(*) FROM pg_locks WHERE granted AND mode = 'AccessShareLock'"
                            + " AND relation = 'flowledger.flows'::regclass AND pid <> pg_backend_pid()"));
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    @Timeout(60)
    void whenTheReserveIsTouchedItLooksAtOnceAndSaysThatItIsShort() throws Exception {
        try (Landing landing = fixture.store().landing(fixture.source())) {
            landing.land(batch(BEGIN, 10));
            landing.land(batch(BEGIN.plusSeconds(3600), 10));
        }
        now = BEGIN.plusSeconds(5000);
        AtomicLong free = new AtomicLong(1000);
        RetentionSettings settings = RetentionSettings.forEver().within(0, 1000);
        try (RetentionWorker worker = worker(settings, free::get, Duration.ofHours(1))) {
            until("a look", () -> worker.looks() == 1);
            assertThat(worker.shortage()).isNull();
            assertThat(worker.octets(DropReason.SPACE)).isZero();
            assertThat(worker.databaseOctets()).isPositive();

            free.set(999);
            until("it is short", () -> worker.shortage() == DropReason.SPACE);
            assertThat(worker.rows(DropReason.SPACE)).isEqualTo(10);
        }
        assertThat(fixture.value("SELECT count(*) FROM flowledger.flows")).isEqualTo("10");
    }
}
