package io.flowledger.store;

import static io.flowledger.store.Flows.NOON;
import static io.flowledger.store.Flows.ROUTER;
import static io.flowledger.store.Flows.list;
import static io.flowledger.store.Flows.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowledger.embedded.TestDatabase;
import io.flowledger.flow.batch.Batch;
import io.flowledger.flow.batch.ListenerDrop;
import io.flowledger.flow.batch.StreamKey;
import io.flowledger.flow.layout.FlowsLayout;
import io.flowledger.flow.ledger.LedgerCounter;
import io.flowledger.store.connect.Database;
import io.flowledger.store.connect.StopSignal;
import io.flowledger.store.ingest.Landing;
import io.flowledger.store.ingest.PositionConflictException;
import io.flowledger.wire.fault.DecodeFault;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LandingTest {
    private final StopSignal stop = new StopSignal();
    private TestDatabase database;
    private Connection connection;
    private Store store;
    private Source source;

    @BeforeEach
    void open() throws Exception {
        database = TestDatabase.create();
        connection = database.connect();
        store = Store.open(
                Database.at(database.jdbcUrl(), database.user(), database.password()), FlowsLayout.FLOWS, stop);
        source = store.source(UUID.randomUUID(), "listen");
    }

    @AfterEach
    void close() throws Exception {
        stop.stop();
        store.close();
        connection.close();
        database.close();
    }

    @Test
    void rowsLandWithTheirPositionAndLedger() throws Exception {
        try (Landing landing = store.landing(source)) {
            Landing.Landed landed = landing.land(Flows.batch(0, 3));
            assertThat(landed).isEqualTo(new Landing.Landed(3, 0, 0));
            landing.land(Flows.batch(3, 2));
            assertThat(landing.position()).isEqualTo(5);
        }
        assertThat(list(connection, "SELECT octets FROM flowledger.flows ORDER BY octets"))
                .containsExactly("0", "1", "2", "3", "4");
        assertThat(list(
                        connection,
                        "SELECT concat_ws(' ', received_at AT TIME ZONE 'UTC', exporter, src_addr, tableoid::regclass)"
                                + " FROM flowledger.flows WHERE octets = 4"))
                .containsExactly("2026-11-24 12:00:30 192.0.2.1 2001:db8::1 flows_20261124_12");
        assertThat(value(connection, "SELECT position || ' ' || batches FROM flowledger.source"))
                .isEqualTo("5 2");
        assertThat(
                        list(
                                connection,
                                "SELECT concat_ws(' ', exporter, observation_domain, export_version, minute AT TIME ZONE 'UTC',"
                                        + " datagrams_received, datagrams_stored, rows, records_skipped) FROM flowledger.ledger"))
                .containsExactly("192.0.2.1 1 9 2026-11-24 12:00:00 5 5 5 0");
        assertThat(store.restore(source).position()).isEqualTo(5);
    }

    @Test
    void rowsOfAnyAgeGetTheirPartition() throws Exception {
        Batch batch = new Batch();
        batch.begin(0);
        Flows.add(batch, ROUTER, Instant.parse("1999-12-31T23:59:59.999999Z"), 0, 1);
        Flows.add(batch, ROUTER, Instant.parse("1969-12-31T23:59:59Z"), 0, 2);
        Flows.add(batch, ROUTER, Instant.parse("2106-02-07T06:28:15Z"), 0, 3);
        batch.advance(1);
        try (Landing landing = store.landing(source)) {
            landing.land(batch);
        }
        assertThat(list(connection, "SELECT tableoid::regclass FROM flowledger.flows ORDER BY octets"))
                .containsExactly("flows_19991231_23", "flows_19691231_23", "flows_21060207_06");
        assertThat(list(
                        connection,
                        "SELECT am.amname || ' ' || array_to_string(c.reloptions, ',') FROM pg_index i"
                                + " JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_am am ON am.oid = c.relam"
                                + " WHERE i.indrelid = 'flowledger.flows_19991231_23'::regclass"))
                .containsExactly("brin autosummarize=on");
    }

    @Test
    void aPartitionThatWasDroppedIsMadeAgain() throws Exception {
        try (Landing landing = store.landing(source, nanos -> true)) {
            landing.land(Flows.batch(0, 1));
            Flows.execute(connection, "DROP TABLE flowledger.flows_20261124_12");
            Landing.Landed landed = landing.land(Flows.batch(1, 1));
            assertThat(landed).isEqualTo(new Landing.Landed(1, 0, 1));
        }
        assertThat(list(connection, "SELECT octets FROM flowledger.flows")).containsExactly("1");
    }

    @Test
    void twoWhoLandTheSameSourceCannotBothDoIt() throws Exception {
        try (Landing one = store.landing(source);
                Landing other = store.landing(source)) {
            one.land(Flows.batch(0, 2));
            assertThatThrownBy(() -> other.land(Flows.batch(0, 2)))
                    .isInstanceOf(PositionConflictException.class)
                    .hasMessageContaining("position 2");
        }
        assertThat(value(connection, "SELECT count(*) FROM flowledger.flows")).isEqualTo("2");
    }

    @Test
    void aBatchThatBeginsElsewhereIsRefused() throws Exception {
        try (Landing landing = store.landing(source)) {
            assertThatThrownBy(() -> landing.land(Flows.batch(7, 1))).isInstanceOf(PositionConflictException.class);
        }
    }

    @Test
    void reasonsAndDropsAddUp() throws Exception {
        try (Landing landing = store.landing(source)) {
            for (int i = 0; i < 2; i++) {
                Batch batch = new Batch();
                batch.begin(i);
                batch.advance(i + 1);
                int index = batch.ledgerIndex(ROUTER, NOON.getEpochSecond() / 60 * 60);
                batch.ledger().get(index).add(LedgerCounter.DATAGRAMS_RECEIVED, 1);
                batch.ledger().get(index).refuseDatagrams(DecodeFault.HEADER_CUT, 1);
                batch.drop(new ListenerDrop(2055, 60, 3, 4));
                landing.land(batch);
            }
        }
        assertThat(list(connection, "SELECT concat_ws(' ', counter, reason, count) FROM flowledger.ledger_reason"))
                .containsExactly("datagrams_refused HEADER_CUT 2");
        assertThat(list(
                        connection,
                        "SELECT concat_ws(' ', listener_port, kernel_dropped, journal_full_dropped)"
                                + " FROM flowledger.listener_drop"))
                .containsExactly("2055 6 8");
    }

    @Test
    void tenThousandStreamsLandInAFewSeconds() throws Exception {
        try (Landing landing = store.landing(source)) {
            for (int round = 0; round < 2; round++) {
                Batch batch = new Batch();
                batch.begin(round);
                batch.advance(round + 1);
                for (int i = 0; i < 10_000; i++) {
                    StreamKey key = Flows.key("10.0." + i / 250 + "." + i % 250, 10, i);
                    Flows.add(batch, key, NOON, round, i);
                    batch.streams().add(Flows.stream(key));
                }
                long start = System.nanoTime();
                landing.land(batch);
                Duration took = Duration.ofNanos(System.nanoTime() - start);
                assertThat(took).isLessThan(Duration.ofSeconds(20));
                System.getLogger(LandingTest.class.getName())
                        .log(System.Logger.Level.INFO, "10,000 streams landed in {0} ms", took.toMillis());
            }
        }
        assertThat(value(connection, "SELECT count(*) || ' ' || sum(rows) FROM flowledger.ledger"))
                .isEqualTo("10000 20000");
        assertThat(value(connection, "SELECT count(*) FROM flowledger.stream")).isEqualTo("10000");
    }
}
