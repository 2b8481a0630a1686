package io.flowledger.store;

import static io.flowledger.store.Flows.NOON;
import static io.flowledger.store.Flows.ROUTER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowledger.flow.batch.Batch;
import io.flowledger.flow.layout.FlowsLayout;
import io.flowledger.flow.ledger.LedgerCounter;
import io.flowledger.store.ingest.Landing;
import io.flowledger.store.ledger.Audit;
import io.flowledger.store.redecode.Replacement;
import java.sql.Connection;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rows are replaced as a whole or not at all, and the books with them. */
class ReplacementTest {
    private static final Instant FROM = Instant.parse("2026-11-24T12:00:00Z");
    private static final Instant TO = Instant.parse("2026-11-24T12:01:00Z");
    private static final Instant LATER = Instant.parse("2026-11-24T12:01:00Z");

    private StoreFixture fixture;
    private Connection connection;

    @BeforeEach
    void open() throws Exception {
        fixture = StoreFixture.open(FlowsLayout.FLOWS);
        connection = fixture.database().connect();
        Batch batch = Flows.batch(0, 10);
        Flows.add(batch, ROUTER, LATER, 9, 1000);
        batch.ledger().get(0).add(LedgerCounter.SEQUENCE_LOST, 5);
        try (Landing landing = fixture.store().landing(fixture.source())) {
            landing.land(batch);
        }
    }

    @AfterEach
    void close() throws Exception {
        connection.close();
        fixture.close();
    }

    private Replacement begin() throws Exception {
        return Replacement.begin(
                connection, fixture.store().table(), fixture.source().sourceId(), FROM, TO);
    }

    private static Batch decodedAnew() {
        Batch batch = new Batch();
        batch.begin(0);
        batch.advance(10);
        for (int i = 0; i < 3; i++) {
            Flows.add(batch, ROUTER, NOON, i, 500 + i);
        }
        return batch;
    }

    @Test
    void rowsAndBooksOfTheRangeAreReplaced() throws Exception {
        try (Replacement replacement = begin()) {
            replacement.add(decodedAnew());
            assertThat(fixture.value("SELECT count(*) FROM flowledger.flows")).isEqualTo("11");
            assertThat(replacement.finish()).isEqualTo(new Replacement.Replaced(10, 3, 0));
        }
        assertThat(fixture.list("SELECT octets FROM flowledger.flows ORDER BY octets"))
                .containsExactly("500", "501", "502", "1000");
        assertThat(fixture.list("SELECT concat_ws(' ', datagrams_received, rows, sequence_lost) FROM flowledger.ledger"
                        + " ORDER BY minute"))
                .containsExactly("3 3 5", "1 1 0");
        assertThat(Audit.run(connection, fixture.store().table(), null).balanced())
                .isTrue();
        assertThat(fixture.value("SELECT position FROM flowledger.source")).isEqualTo("10");
    }

    @Test
    void withoutAFinishNothingChanges() throws Exception {
        try (Replacement replacement = begin()) {
            replacement.add(decodedAnew());
        }
        assertThat(fixture.value("SELECT count(*) FROM flowledger.flows")).isEqualTo("11");
        assertThat(Audit.run(connection, fixture.store().table(), null).balanced())
                .isTrue();
    }

    @Test
    void aRefusedRowIsSetApartHereToo() throws Exception {
        fixture.execute("ALTER TABLE flowledger.flows ADD CHECK (octets <> 501)");
        try (Replacement replacement = begin()) {
            replacement.add(decodedAnew());
            assertThat(replacement.finish()).isEqualTo(new Replacement.Replaced(10, 2, 1));
        }
        assertThat(Audit.run(connection, fixture.store().table(), null).balanced())
                .isTrue();
    }

    @Test
    void rowsLandedInTheRangeMeanwhileStopIt() throws Exception {
        try (Replacement replacement = begin();
                Landing landing = fixture.store().landing(fixture.source())) {
            replacement.add(decodedAnew());
            landing.land(Flows.batch(10, 1));
            assertThatThrownBy(replacement::finish).isInstanceOf(IllegalStateException.class);
        }
        assertThat(fixture.value("SELECT count(*) FROM flowledger.flows")).isEqualTo("12");
        assertThat(Audit.run(connection, fixture.store().table(), null).balanced())
                .isTrue();
    }

    @Test
    void rowsOfAnotherSourceAreNotTouched() throws Exception {
        Source other = fixture.store().source(UUID.randomUUID(), "import");
        try (Landing landing = fixture.store().landing(other)) {
            landing.land(Flows.batch(0, 2));
        }
        assertThatThrownBy(this::begin)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Source " + other.sourceId() + " has 2 rows");
    }

    @Test
    void onlyWholeMinutesAreReplaced() {
        assertThatThrownBy(() -> Replacement.begin(
                        connection, fixture.store().table(), fixture.source().sourceId(), FROM, TO.plusMillis(1)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
