package io.flowledger.store;

import static io.flowledger.store.Flows.NOON;
import static io.flowledger.store.Flows.ROUTER;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowledger.flow.batch.Batch;
import io.flowledger.flow.layout.FlowsLayout;
import io.flowledger.store.ingest.Landing;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rows that the database refuses stand alone; the others land. */
class RefusedRowTest {
    private StoreFixture fixture;

    @BeforeEach
    void open() throws Exception {
        fixture = StoreFixture.open(FlowsLayout.FLOWS);
    }

    @AfterEach
    void close() throws Exception {
        fixture.close();
    }

    @Test
    void rowsThatAConstraintOfTheUserForbidsAreSetApart() throws Exception {
        fixture.execute("ALTER TABLE flowledger.flows ADD CONSTRAINT few CHECK (octets NOT IN (3, 4, 77))");
        try (Landing landing = fixture.store().landing(fixture.source())) {
            assertThat(landing.land(Flows.batch(0, 100))).isEqualTo(new Landing.Landed(97, 3, 1));
            assertThat(landing.land(Flows.batch(100, 10))).isEqualTo(new Landing.Landed(10, 0, 0));
        }
        assertThat(fixture.value("SELECT count(*) FROM flowledger.flows")).isEqualTo("107");
        assertThat(fixture.list("SELECT concat_ws(' ', position, sqlstate, exporter, received_at AT TIME ZONE 'UTC')"
                        + " FROM flowledger.poison_row ORDER BY position"))
                .containsExactly(
                        "3 23514 192.0.2.1 2026-11-24 12:00:30",
                        "4 23514 192.0.2.1 2026-11-24 12:00:30",
                        "77 23514 192.0.2.1 2026-11-24 12:00:30");
        assertThat(fixture.value("SELECT columns FROM flowledger.poison_row WHERE position = 77"))
                .isEqualTo("received_at=2026-11-24T12:00:30Z exporter=192.0.2.1 export_version=9 octets=77"
                        + " src_addr=2001:db8:0:0:0:0:0:1");
        assertThat(fixture.value("SELECT concat_ws(' ', records_seen, rows, records_skipped) FROM flowledger.ledger"))
                .isEqualTo("110 107 3");
        assertThat(fixture.list("SELECT concat_ws(' ', counter, reason, count) FROM flowledger.ledger_reason"))
                .containsExactly("records_skipped ROW_REFUSED_BY_DATABASE 3");
    }

    @Test
    void aValueThatTheTypeCannotHoldIsSetApart() throws Exception {
        Batch batch = new Batch();
        batch.begin(0);
        Flows.add(batch, ROUTER, NOON, 0, 1, "{\"name\": \"eth0\"}");
        Flows.add(batch, ROUTER, NOON, 1, 2, "{\"name\": \"\\u0000\"}");
        Flows.add(batch, ROUTER, NOON, 2, 3, "not JSON");
        batch.advance(3);
        try (Landing landing = fixture.store().landing(fixture.source())) {
            assertThat(landing.land(batch)).isEqualTo(new Landing.Landed(1, 2, 1));
        }
        assertThat(fixture.list("SELECT octets FROM flowledger.flows")).containsExactly("1");
        assertThat(fixture.list("SELECT sqlstate FROM flowledger.poison_row ORDER BY position"))
                .containsExactly("22P05", "22P02");
    }

    @Test
    void aConstraintThatIsCheckedAtCommitFindsItsRowToo() throws Exception {
        fixture.execute("CREATE TABLE allowed (octets bigint PRIMARY KEY); INSERT INTO allowed VALUES (0), (2);"
                + "ALTER TABLE flowledger.flows ADD FOREIGN KEY (octets) REFERENCES allowed"
                + " DEFERRABLE INITIALLY DEFERRED");
        try (Landing landing = fixture.store().landing(fixture.source())) {
            assertThat(landing.land(Flows.batch(0, 3))).isEqualTo(new Landing.Landed(2, 1, 1));
        }
        assertThat(fixture.list("SELECT position FROM flowledger.poison_row")).containsExactly("1");
    }

    @Test
    void aRowInTheWrongPartitionIsNotTakenForPoison() throws Exception {
        // Of a day for which nobody makes partitions ahead of time.
        Batch batch = Flows.batch(0, 1);
        Flows.add(batch, ROUTER, Instant.parse("2026-03-01T14:00:00Z"), 0, 9);
        fixture.execute("CREATE TABLE flowledger.flows_20260301_14 PARTITION OF flowledger.flows"
                + " FOR VALUES FROM ('2026-03-01 14:30+00') TO ('2026-03-01 15:00+00')");
        try (Landing landing = fixture.store().landing(fixture.source(), nanos -> {
            try {
                fixture.execute("DROP TABLE flowledger.flows_20260301_14");
            } catch (java.sql.SQLException e) {
                throw new IllegalStateException(e);
            }
            return true;
        })) {
            assertThat(landing.land(batch).rows()).isEqualTo(2);
        }
        assertThat(fixture.value("SELECT count(*) FROM flowledger.poison_row")).isEqualTo("0");
    }

    @Test
    void aRowRefusedWhileMostOfALargeCopyIsStillToBeSentIsSetApart() throws Exception {
        fixture.execute("ALTER TABLE flowledger.flows ADD CHECK (octets NOT IN (0, 49999))");
        try (Landing landing = fixture.store().landing(fixture.source())) {
            assertThat(landing.land(Flows.batch(0, 50_000))).isEqualTo(new Landing.Landed(49_998, 2, 1));
        }
        assertThat(fixture.value("SELECT count(DISTINCT octets) FROM flowledger.flows"))
                .isEqualTo("49998");
        assertThat(fixture.list("SELECT position FROM flowledger.poison_row ORDER BY position"))
                .containsExactly("0", "49999");
    }

    @Test
    void aBatchOfNothingButRefusedRowsLands() throws Exception {
        fixture.execute("ALTER TABLE flowledger.flows ADD CHECK (octets < 0)");
        try (Landing landing = fixture.store().landing(fixture.source())) {
            assertThat(landing.land(Flows.batch(0, 200))).isEqualTo(new Landing.Landed(0, 200, 1));
            assertThat(landing.position()).isEqualTo(200);
        }
        assertThat(fixture.value("SELECT count(*) FROM flowledger.poison_row")).isEqualTo("200");
    }
}
