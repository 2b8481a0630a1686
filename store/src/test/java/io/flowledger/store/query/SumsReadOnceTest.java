package io.flowledger.store.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowledger.flow.layout.FlowsLayout;
import io.flowledger.store.StoreFixture;
import io.flowledger.store.filter.Filter;
import io.flowledger.store.ingest.Landing;
import io.flowledger.store.rollup.RandomFlows;
import io.flowledger.store.rollup.Rollup;
import io.flowledger.store.rollup.RollupSettings;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a question costs in rows that PostgreSQL reads, whatever it knows of the tables. */
class SumsReadOnceTest {
    private static final Instant BEGIN = Instant.parse("2026-11-23T00:00:00Z");
    /** Minutes 13 apart. */
    private static final int MINUTES = 100;

    private StoreFixture fixture;

    @BeforeEach
    void fill() throws Exception {
        fixture = StoreFixture.open(FlowsLayout.FLOWS);
        try (Landing landing = fixture.store().landing(fixture.source());
                Rollup rollup = new Rollup(
                        fixture.database().connect(),
                        fixture.store().table(),
                        new RollupSettings(4, 6, Duration.ZERO))) {
            landing.land(new RandomFlows(5, BEGIN).batch(6000, MINUTES));
            while (rollup.nextAtOnce() != null) {
                // Until nothing is due.
            }
        }
    }

    @AfterEach
    void close() throws Exception {
        fixture.close();
    }

    /** As it is for a while after each bucket that is new. */
    @Test
    void sumsOfWhichNoStatisticsAreKnownAreReadAFewTimesNotOnceForEachOther() throws Exception {
        TopQuery query = new TopQuery(
                new Window(BEGIN, BEGIN.plus(Duration.ofMinutes(13 * MINUTES))),
                Filter.everything(),
                Dimension.list("conversation"),
                Measure.OCTETS,
                10);
        long kept = Long.parseLong(
                fixture.value("SELECT count(*) FROM flowledger.rollup_minute WHERE dimension = 'conversation'"));
        assertThat(fixture.value("SELECT count(*) FROM pg_statistic s JOIN pg_class c ON c.oid = s.starelid"
                        + " WHERE c.relname LIKE 'rollup_%' AND c.relkind = 'r'"))
                .isEqualTo("0");
        long before = rowsRead();
        new FlowQueries(fixture.connection(), fixture.store().table(), Duration.ofMinutes(5))
                .trusting(Trust.SUMS)
                .top(query);
        assertThat(rowsRead() - before).isBetween(1L, 10 * kept);
    }

    private long rowsRead() throws SQLException {
        List<String> read = fixture.list("SELECT pg_stat_force_next_flush(), pg_stat_clear_snapshot()");
        assertThat(read).hasSize(1);
        return Long.parseLong(fixture.value("SELECT coalesce(sum(seq_tup_read + coalesce(idx_tup_fetch, 0)), 0)::bigint"
                + " FROM pg_stat_user_tables WHERE relname LIKE 'rollup_%'"));
    }
}
