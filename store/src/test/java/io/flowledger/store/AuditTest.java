package io.flowledger.store;

import static io.flowledger.store.Flows.NOON;
import static io.flowledger.store.Flows.ROUTER;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowledger.flow.batch.Batch;
import io.flowledger.flow.batch.ListenerDrop;
import io.flowledger.flow.batch.ParkedSet;
import io.flowledger.flow.layout.FlowsLayout;
import io.flowledger.flow.ledger.LedgerCounter;
import io.flowledger.flow.ledger.LedgerEntry;
import io.flowledger.store.ingest.Landing;
import io.flowledger.store.ledger.Audit;
import io.flowledger.store.ledger.AuditReport;
import io.flowledger.store.ledger.ExporterBooks;
import io.flowledger.wire.fault.DecodeFault;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AuditTest {
    private StoreFixture fixture;

    @BeforeEach
    void open() throws Exception {
        fixture = StoreFixture.open(FlowsLayout.FLOWS);
        try (Landing landing = fixture.store().landing(fixture.source())) {
            landing.land(Flows.batch(0, 10));
            Batch batch = new Batch();
            batch.begin(10);
            batch.advance(20);
            Flows.add(batch, ROUTER, Instant.parse("2026-11-24T10:00:00Z"), 10, 10);
            Flows.add(batch, Flows.key("2001:db8::5", 10, 0), NOON, 11, 11);
            LedgerEntry entry = batch.ledger().get(batch.ledgerIndex(ROUTER, 1_795_514_400L));
            entry.add(LedgerCounter.DATAGRAMS_RECEIVED, 2);
            entry.add(LedgerCounter.DATAGRAMS_PARKED, 1);
            entry.add(LedgerCounter.SETS_PARKED, 1);
            entry.refuseDatagrams(DecodeFault.HEADER_CUT, 1);
            batch.park(new ParkedSet(ROUTER, 256, 12, 20, 100, 1_795_514_400_000_000_000L, false));
            batch.drop(new ListenerDrop(2055, 1_795_514_400L, 3, 4));
            landing.land(batch);
        }
    }

    @AfterEach
    void close() throws Exception {
        fixture.close();
    }

    private AuditReport audit(@Nullable Instant since) throws Exception {
        return Audit.run(fixture.connection(), fixture.store().table(), since);
    }

    private ExporterBooks router() throws Exception {
        return audit(null).exporters().get(0);
    }

    @Test
    void rightBooksBalance() throws Exception {
        AuditReport report = audit(null);
        assertThat(report.exporters())
                .allSatisfy(books -> assertThat(books.problems()).isEmpty());
        assertThat(report.balanced()).isTrue();
        assertThat(report.kernelDropped()).isEqualTo(3);
        assertThat(report.journalFullDropped()).isEqualTo(4);
        assertThat(report.exporters()).extracting(ExporterBooks::exporter).containsExactly("192.0.2.1", "2001:db8::5");
        ExporterBooks router = report.exporters().get(0);
        assertThat(router.value(LedgerCounter.DATAGRAMS_RECEIVED)).isEqualTo(13);
        assertThat(router.comparedRows()).isEqualTo(11);
        assertThat(router.tableRows()).isEqualTo(11);
        assertThat(router.waitingSets()).isEqualTo(1);
        assertThat(router.reasons().get(LedgerCounter.DATAGRAMS_REFUSED)).containsEntry("HEADER_CUT", 1L);
    }

    @Test
    void onlyTheTimeAskedForIsLookedAt() throws Exception {
        AuditReport report = audit(Instant.parse("2026-11-24T12:00:59Z"));
        assertThat(report.exporters().get(0).comparedRows()).isEqualTo(10);
        assertThat(audit(Instant.parse("2026-11-24T12:01:00Z")).exporters()).isEmpty();
    }

    @Test
    void aRowThatIsNotThereIsNoticed() throws Exception {
        fixture.execute("DELETE FROM flowledger.flows WHERE octets = 3");
        assertThat(router().problems())
                .containsExactly("hour 2026-11-24T12:00:00Z: the ledger has 10 rows, table flows has 9");
        assertThat(audit(null).balanced()).isFalse();
    }

    @Test
    void aRowTooManyIsNoticed() throws Exception {
        fixture.execute("INSERT INTO flowledger.flows SELECT * FROM flowledger.flows WHERE octets = 3");
        assertThat(router().problems())
                .containsExactly("hour 2026-11-24T12:00:00Z: the ledger has 10 rows, table flows has 11");
    }

    @Test
    void rowsOfADroppedPartitionAreExpiredAndNotMissing() throws Exception {
        fixture.execute("DROP TABLE flowledger.flows_20261124_12");
        ExporterBooks router = router();
        assertThat(router.problems()).isEmpty();
        assertThat(router.comparedRows()).isEqualTo(1);
        assertThat(router.expiredRows()).isEqualTo(10);
    }

    @Test
    void anEquationThatDoesNotHoldIsNamedWithItsMinute() throws Exception {
        fixture.execute("UPDATE flowledger.ledger SET datagrams_received = datagrams_received + 2,"
                + " records_seen = records_seen - 1 WHERE minute = '2026-11-24 10:00+00'");
        assertThat(router().problems())
                .hasSize(2)
                .anySatisfy(problem -> assertThat(problem)
                        .contains("domain 1, version 9")
                        .endsWith("datagrams received - stored - parked - refused = 2"))
                .anySatisfy(problem -> assertThat(problem)
                        .endsWith("records seen + reverse rows - rows - NAT events - discarded packets"
                                + " - options records - skipped = -1"));
    }

    @Test
    void aWaitingSetThatTheLedgerDoesNotKnowIsNoticed() throws Exception {
        fixture.execute("DELETE FROM flowledger.parked_set");
        assertThat(router().problems()).containsExactly("sets_parked = 1, flowledger.parked_set has 0");
    }

    @Test
    void reasonsThatDoNotSumUpAreNoticed() throws Exception {
        fixture.execute("UPDATE flowledger.ledger_reason SET count = 5");
        assertThat(router().problems()).containsExactly("datagrams_refused = 1, its reasons sum up to 5");
    }
}
