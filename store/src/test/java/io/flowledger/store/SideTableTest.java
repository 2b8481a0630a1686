package io.flowledger.store;

import static io.flowledger.store.Flows.NOON;
import static io.flowledger.store.Flows.ROUTER;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowledger.flow.batch.Batch;
import io.flowledger.flow.batch.SideTable;
import io.flowledger.flow.layout.Column;
import io.flowledger.flow.layout.FlowsLayout;
import io.flowledger.store.ingest.Landing;
import io.flowledger.store.ledger.Audit;
import io.flowledger.store.redecode.Replacement;
import io.flowledger.store.schema.PartitionAhead;
import java.sql.Connection;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rows of the tables beside that of the flows land, are counted and replaced, and have partitions, as flows do. */
class SideTableTest {
    private static final Instant FROM = Instant.parse("2026-11-24T12:00:00Z");
    private static final Instant TO = Instant.parse("2026-11-24T12:01:00Z");
    private static final String NEXT_HOURS = "20261124_14";

    private StoreFixture fixture;
    private Connection connection;

    @BeforeEach
    void open() throws Exception {
        fixture = StoreFixture.open(FlowsLayout.FLOWS);
        connection = fixture.database().connect();
    }

    @AfterEach
    void close() throws Exception {
        connection.close();
        fixture.close();
    }

    private static Batch batch(int events) {
        Batch batch = new Batch();
        batch.begin(0);
        for (int i = 0; i < events; i++) {
            TupleEncoder.addSideRow(
                    batch, ROUTER, SideTable.NAT_EVENT, NOON, columns(SideTable.NAT_EVENT), NOON, "192.0.2.1");
        }
        for (SideTable table : List.of(SideTable.DISCARDED_PACKET, SideTable.SFLOW_COUNTER)) {
            TupleEncoder.addSideRow(batch, ROUTER, table, NOON, columns(table), NOON, "192.0.2.1");
        }
        batch.advance(10);
        return batch;
    }

    private static List<Column> columns(SideTable table) {
        return Stream.of("received_at", "exporter").map(table.layout()::column).toList();
    }

    private void land(Batch batch) throws Exception {
        try (Landing landing = fixture.store().landing(fixture.source())) {
            landing.land(batch);
        }
    }

    private String counts() throws Exception {
        return fixture.value("SELECT concat_ws(' ', (SELECT count(*) FROM flowledger.nat_event),"
                + " (SELECT count(*) FROM flowledger.discarded_packet),"
                + " (SELECT count(*) FROM flowledger.sflow_counter))");
    }

    @Test
    void rowsLandInTheirTablesAndTheBooksBalance() throws Exception {
        land(batch(3));
        assertThat(counts()).isEqualTo("3 1 1");
        assertThat(Audit.run(connection, fixture.store().table(), null).balanced())
                .isTrue();
        fixture.execute("DELETE FROM flowledger.nat_event WHERE ctid = (SELECT max(ctid) FROM flowledger.nat_event)");
        assertThat(Audit.run(connection, fixture.store().table(), null).balanced())
                .isFalse();
    }

    @Test
    void rowsAreReplacedWithThoseOfFlows() throws Exception {
        land(batch(3));
        try (Replacement replacement = Replacement.begin(
                connection, fixture.store().table(), fixture.source().sourceId(), FROM, TO)) {
            replacement.add(batch(2));
            assertThat(replacement.finish()).isEqualTo(new Replacement.Replaced(5, 4, 0));
        }
        assertThat(counts()).isEqualTo("2 1 1");
        assertThat(Audit.run(connection, fixture.store().table(), null).balanced())
                .isTrue();
    }

    @Test
    void partitionsAreMadeAheadOnceRowsCame() throws Exception {
        try (PartitionAhead ahead = new PartitionAhead(
                StoreFixture.access(fixture.database()),
                fixture.store().table(),
                Clock.fixed(NOON, ZoneOffset.UTC),
                fixture.stop())) {
            ahead.makeNow(connection);
            connection.setAutoCommit(true);
            assertThat(partitions()).containsExactly("flows_" + NEXT_HOURS);
            land(batch(1));
            ahead.makeNow(connection);
            assertThat(partitions())
                    .containsExactly(
                            "discarded_packet_" + NEXT_HOURS,
                            "flows_" + NEXT_HOURS,
                            "nat_event_" + NEXT_HOURS,
                            "sflow_counter_" + NEXT_HOURS);
        }
    }

    private List<String> partitions() throws Exception {
        return fixture.list("SELECT relname FROM pg_class WHERE relkind = 'r' AND relname LIKE '%" + NEXT_HOURS
                + "' ORDER BY relname");
    }
}
