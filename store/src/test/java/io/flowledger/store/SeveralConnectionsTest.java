package io.flowledger.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowledger.flow.batch.Batch;
import io.flowledger.flow.layout.FlowsLayout;
import io.flowledger.store.connect.Database;
import io.flowledger.store.connect.StoppedException;
import io.flowledger.store.ingest.Landing;
import io.flowledger.store.ingest.PositionConflictException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rows are copied over several connections at once, and each row lands once, in the order of the journal. */
class SeveralConnectionsTest {
    private static final int ROWS = 2_000;

    private StoreFixture fixture;
    private CuttingProxy proxy;

    @BeforeEach
    void open() throws Exception {
        fixture = StoreFixture.open(FlowsLayout.FLOWS);
        proxy = new CuttingProxy(
                fixture.database().server().host(), fixture.database().server().port());
    }

    @AfterEach
    void close() throws Exception {
        proxy.close();
        fixture.close();
    }

    private Store storeThroughProxy() throws Exception {
        String url = "jdbc:postgresql://127.0.0.1:" + proxy.port() + "/"
                + fixture.database().name();
        return Store.open(
                Database.at(url, fixture.database().user(), fixture.database().password()),
                FlowsLayout.FLOWS,
                fixture.stop());
    }

    private static CompletableFuture<Landing.Landed> start(Landing landing, Batch batch, long number, int lane) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return landing.land(batch, number, lane);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private void awaitWaiting(String state, int count) throws SQLException {
        while (!fixture.value("SELECT count(*) FROM pg_stat_activity WHERE " + state
                        + " AND application_name LIKE 'flowledger landing%' AND datname = current_database()")
                .equals(Integer.toString(count))) {
            Thread.onSpinWait();
        }
    }

    private static final String COPIED = "state = 'idle in transaction' AND query LIKE 'COPY%'";

    private void assertLandedOnce(long rows, int batches) throws Exception {
        assertThat(fixture.value("SELECT count(*) || ' ' || count(DISTINCT octets) FROM flowledger.flows"))
                .isEqualTo(rows + " " + rows);
        assertThat(fixture.value("SELECT position || ' ' || batches FROM flowledger.source"))
                .isEqualTo(rows + " " + batches);
        assertThat(fixture.value("SELECT sum(rows) FROM flowledger.ledger")).isEqualTo(Long.toString(rows));
    }

    @Test
    void theNextBatchIsCopiedBeforeTheOneBeforeItIsThere() throws Exception {
        try (Landing landing = fixture.store().landing(fixture.source(), 2)) {
            landing.land(Flows.batch(0, ROWS), 0, 0);
            CompletableFuture<Landing.Landed> second = start(landing, Flows.batch(2 * ROWS, ROWS), 2, 1);
            awaitWaiting(COPIED, 1);
            assertLandedOnce(ROWS, 1);
            landing.land(Flows.batch(ROWS, ROWS), 1, 0);
            assertThat(second.get(1, TimeUnit.MINUTES)).isEqualTo(new Landing.Landed(ROWS, 0, 0));
            assertLandedOnce(3 * ROWS, 3);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "UPDATE flowledger.source, BEFORE",
        "UPDATE flowledger.source, BEFORE_THE_ANSWER",
        "COPY \"flowledger\", BEFORE",
        "PGCOPY, BEFORE",
        "PGCOPY, WITH",
        "INSERT INTO flowledger.ledger, BEFORE_THE_ANSWER",
        "COMMIT, BEFORE",
        "COMMIT, WITH",
        "COMMIT, BEFORE_THE_ANSWER"
    })
    void aConnectionCutWhileTwoBatchesAreUnderWayCostsNoRow(String sent, CuttingProxy.Cut how) throws Exception {
        try (Store store = storeThroughProxy();
                Landing landing = store.landing(fixture.source(), 2, nanos -> true)) {
            landing.land(Flows.batch(0, ROWS), 0, 0);
            CompletableFuture<Landing.Landed> second = start(landing, Flows.batch(2 * ROWS, ROWS), 2, 1);
            awaitWaiting(COPIED, 1);
            proxy.cutAt(sent, how);
            Landing.Landed before = landing.land(Flows.batch(ROWS, ROWS), 1, 0);
            Landing.Landed ahead = second.get(1, TimeUnit.MINUTES);
            // The driver spells COMMIT out once a connection, so that it is cut where rows were copied ahead.
            assertThat(before.failedAttempts()).isEqualTo(sent.equals("COMMIT") ? 0 : 1);
            assertThat(ahead.failedAttempts()).isEqualTo(sent.equals("COMMIT") ? 1 : 0);
            assertThat(before.rows() + ahead.rows()).isEqualTo(2 * ROWS);
            assertThat(proxy.cuts()).isEqualTo(1);
            assertLandedOnce(3 * ROWS, 3);
        }
    }

    @Test
    void aServerProcessThatIsKilledWhileItHoldsCopiedRowsCostsNoRow() throws Exception {
        try (Landing landing = fixture.store().landing(fixture.source(), 2, nanos -> true)) {
            landing.land(Flows.batch(0, ROWS), 0, 0);
            CompletableFuture<Landing.Landed> second = start(landing, Flows.batch(2 * ROWS, ROWS), 2, 1);
            awaitWaiting(COPIED, 1);
            fixture.value("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE " + COPIED
                    + " AND application_name LIKE 'flowledger landing%' AND datname = current_database()");
            landing.land(Flows.batch(ROWS, ROWS), 1, 0);
            assertThat(second.get(1, TimeUnit.MINUTES)).isEqualTo(new Landing.Landed(ROWS, 0, 1));
            assertLandedOnce(3 * ROWS, 3);
        }
    }

    @Test
    void copiedRowsGiveWayWhenTheBatchBeforeThemWaitsForALock() throws Exception {
        try (Connection dropper = fixture.database().connect();
                Landing landing = fixture.store().landing(fixture.source(), 2)) {
            landing.land(Flows.batch(0, ROWS), 0, 0);
            CompletableFuture<Landing.Landed> second = start(landing, Flows.batch(2 * ROWS, ROWS), 2, 1);
            awaitWaiting(COPIED, 1);
            // It waits for the copied rows, and the batch before them waits behind it.
            CompletableFuture<Void> drop = CompletableFuture.runAsync(() -> {
                try {
                    Flows.execute(
                            dropper, "BEGIN; LOCK TABLE flowledger.flows_20261124_12 IN ACCESS EXCLUSIVE MODE; COMMIT");
                } catch (SQLException e) {
                    throw new IllegalStateException(e);
                }
            });
            while (!fixture.value("SELECT count(*) FROM pg_locks WHERE NOT granted AND mode = 'AccessExclusiveLock'"
                            + " AND relation = 'flowledger.flows_20261124_12'::regclass")
                    .equals("1")) {
                Thread.onSpinWait();
            }
            assertThat(start(landing, Flows.batch(ROWS, ROWS), 1, 0).get(1, TimeUnit.MINUTES))
                    .isEqualTo(new Landing.Landed(ROWS, 0, 0));
            drop.get(1, TimeUnit.MINUTES);
            assertThat(second.get(1, TimeUnit.MINUTES).rows()).isEqualTo(ROWS);
            assertLandedOnce(3 * ROWS, 3);
        }
    }

    @Test
    void aRefusedRowIsSetApartWhicheverConnectionCopiesIt() throws Exception {
        fixture.execute("ALTER TABLE flowledger.flows ADD CHECK (octets NOT IN (2500, 4500))");
        try (Landing landing = fixture.store().landing(fixture.source(), 2)) {
            landing.land(Flows.batch(0, ROWS), 0, 0);
            CompletableFuture<Landing.Landed> second = start(landing, Flows.batch(2 * ROWS, ROWS), 2, 1);
            assertThat(landing.land(Flows.batch(ROWS, ROWS), 1, 0)).isEqualTo(new Landing.Landed(ROWS - 1, 1, 1));
            assertThat(second.get(1, TimeUnit.MINUTES)).isEqualTo(new Landing.Landed(ROWS - 1, 1, 1));
        }
        assertThat(fixture.value("SELECT count(*) || ' ' || count(DISTINCT octets) FROM flowledger.flows"))
                .isEqualTo("5998 5998");
        assertThat(fixture.list("SELECT position FROM flowledger.poison_row ORDER BY 1"))
                .containsExactly("2500", "4500");
    }

    @Test
    void manyBatchesOverThreeConnectionsLandInOrder() throws Exception {
        int batches = 60;
        try (Landing landing = fixture.store().landing(fixture.source(), 3, nanos -> true)) {
            List<CompletableFuture<Void>> lanes = new ArrayList<>();
            for (int lane = 0; lane < 3; lane++) {
                int first = lane;
                lanes.add(CompletableFuture.runAsync(
                        () -> {
                            for (int i = first; i < batches; i += 3) {
                                start(landing, Flows.batch(i * 100L, 100), i, first)
                                        .join();
                            }
                        },
                        task -> new Thread(task).start()));
            }
            for (CompletableFuture<Void> lane : lanes) {
                lane.get(2, TimeUnit.MINUTES);
            }
            assertLandedOnce(batches * 100L, batches);
        }
    }

    @Test
    void whenABatchCannotBeLandedThoseAfterItAreNot() throws Exception {
        try (Landing landing = fixture.store().landing(fixture.source(), 2)) {
            landing.land(Flows.batch(0, ROWS), 0, 0);
            CompletableFuture<Landing.Landed> second = start(landing, Flows.batch(2 * ROWS, ROWS), 2, 1);
            awaitWaiting(COPIED, 1);
            fixture.execute("UPDATE flowledger.source SET position = position + 1");
            assertThatThrownBy(() -> landing.land(Flows.batch(ROWS, ROWS), 1, 0))
                    .isInstanceOf(PositionConflictException.class);
            assertThatThrownBy(() -> second.get(1, TimeUnit.MINUTES)).hasCauseInstanceOf(StoppedException.class);
        }
        assertThat(fixture.value("SELECT count(*) FROM flowledger.flows")).isEqualTo(Integer.toString(ROWS));
    }
}
