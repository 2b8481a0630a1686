package io.flowledger.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowledger.embedded.EmbeddedPostgres;
import io.flowledger.embedded.ServerSettings;
import io.flowledger.flow.layout.FlowsLayout;
import io.flowledger.store.connect.Database;
import io.flowledger.store.connect.StopSignal;
import io.flowledger.store.connect.StoppedException;
import io.flowledger.store.ingest.Landing;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever happens to the database or the way to it, each row lands once. */
class OutageTest {
    private static final int ROWS = 5_000;

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

    private void assertLandedOnce(long rows) throws Exception {
        assertThat(fixture.value("SELECT count(*) || ' ' || count(DISTINCT octets) FROM flowledger.flows"))
                .isEqualTo(rows + " " + rows);
        assertThat(fixture.value("SELECT position FROM flowledger.source")).isEqualTo(Long.toString(rows));
        assertThat(fixture.value("SELECT sum(rows) FROM flowledger.ledger")).isEqualTo(Long.toString(rows));
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
    void aConnectionCutAtAnyMomentCostsNoRow(String sent, CuttingProxy.Cut how) throws Exception {
        try (Store store = storeThroughProxy();
                Landing landing = store.landing(fixture.source(), nanos -> true)) {
            proxy.cutAt(sent, how);
            Landing.Landed landed = landing.land(Flows.batch(0, ROWS));
            assertThat(proxy.cuts()).isEqualTo(1);
            assertThat(landed.rows()).isEqualTo(ROWS);
            assertThat(landed.failedAttempts()).isEqualTo(1);
            landing.land(Flows.batch(ROWS, 1));
            assertLandedOnce(ROWS + 1);
        }
    }

    @Test
    void aServerProcessThatIsKilledCostsNoRow() throws Exception {
        try (Landing landing = fixture.store().landing(fixture.source(), nanos -> true)) {
            int position = 0;
            for (int round = 0; round < 10; round++) {
                CompletableFuture<Void> killer = CompletableFuture.runAsync(() -> {
                    try (Connection connection = fixture.database().connect()) {
                        Flows.list(
                                connection,
                                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                                        + " WHERE application_name LIKE 'flowledger landing%'"
                                        + " AND datname = current_database()");
                    } catch (java.sql.SQLException e) {
                        throw new IllegalStateException(e);
                    }
                });
                landing.land(Flows.batch(position, 500));
                position += 500;
                killer.get(1, TimeUnit.MINUTES);
            }
            landing.land(Flows.batch(position, 1));
            assertLandedOnce(position + 1);
        }
    }

    @Test
    void aFullOrForbiddingDatabaseIsWaitedFor() throws Exception {
        AtomicInteger waits = new AtomicInteger();
        fixture.execute("ALTER TABLE flowledger.ledger RENAME TO ledger_away");
        try (Landing landing = fixture.store().landing(fixture.source(), nanos -> {
            if (waits.incrementAndGet() == 3) {
                try {
                    fixture.execute("ALTER TABLE flowledger.ledger_away RENAME TO ledger");
                } catch (java.sql.SQLException e) {
                    throw new IllegalStateException(e);
                }
            }
            return true;
        })) {
            landing.land(Flows.batch(0, 3));
        }
        assertThat(waits).hasValue(3);
        assertLandedOnce(3);
    }

    @Test
    void theStopSignalEndsTheWait() throws Exception {
        fixture.execute("ALTER TABLE flowledger.ledger RENAME TO ledger_away");
        try (Landing landing = fixture.store().landing(fixture.source(), fixture.stop())) {
            CompletableFuture<Landing.Landed> landed =
                    CompletableFuture.supplyAsync(() -> landing.land(Flows.batch(0, 1)));
            fixture.stop().stop();
            assertThatThrownBy(() -> landed.get(1, TimeUnit.MINUTES)).hasCauseInstanceOf(StoppedException.class);
        }
    }

    @Test
    void abortEndsALandingThatIsBlockedInTheDatabase() throws Exception {
        try (Connection blocker = fixture.database().connect();
                Landing landing = fixture.store().landing(fixture.source(), fixture.stop())) {
            blocker.setAutoCommit(false);
            Flows.execute(blocker, "LOCK TABLE flowledger.ledger IN ACCESS EXCLUSIVE MODE");
            CompletableFuture<Landing.Landed> landed =
                    CompletableFuture.supplyAsync(() -> landing.land(Flows.batch(0, 1)));
            while (!fixture.value("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
                            + " AND application_name LIKE 'flowledger landing%' AND datname = current_database()")
                    .equals("1")) {
                Thread.onSpinWait();
            }
            landing.abort();
            assertThatThrownBy(() -> landed.get(1, TimeUnit.MINUTES)).hasCauseInstanceOf(StoppedException.class);
        }
    }

    @Test
    void aServerThatIsStoppedAndStartedAgainCostsNoRow(@TempDir Path directory) throws Exception {
        ServerSettings settings = ServerSettings.standard().withDurable(false);
        RunningServer server = new RunningServer(EmbeddedPostgres.openOrAttach(directory, settings));
        Database database = new Database(
                () -> server.now.jdbcUrl(), server.now.user(), () -> server.now.password(), Duration.ofSeconds(10));
        StopSignal stop = new StopSignal();
        int batches = 60;
        try (Store store = Store.open(database, FlowsLayout.FLOWS, stop);
                Landing landing = store.landing(store.source(UUID.randomUUID(), "listen"))) {
            AtomicInteger done = new AtomicInteger();
            CompletableFuture<Void> lander = CompletableFuture.runAsync(() -> {
                for (int i = 0; i < batches; i++) {
                    landing.land(Flows.batch(i * 100L, 100));
                    done.incrementAndGet();
                }
            });
            for (int round = 1; round <= 2; round++) {
                while (done.get() < round * 10) {
                    Thread.onSpinWait();
                }
                server.now.close();
                server.now = EmbeddedPostgres.openOrAttach(directory, settings);
            }
            lander.get(2, TimeUnit.MINUTES);
            try (Connection connection =
                    DriverManager.getConnection(server.now.jdbcUrl(), server.now.user(), server.now.password())) {
                assertThat(Flows.value(
                                connection, "SELECT count(*) || ' ' || count(DISTINCT octets) FROM flowledger.flows"))
                        .isEqualTo("6000 6000");
                assertThat(Flows.value(connection, "SELECT position || ' ' || batches FROM flowledger.source"))
                        .isEqualTo("6000 60");
            }
        } finally {
            server.now.close();
        }
    }

    private static final class RunningServer {
        private volatile EmbeddedPostgres now;

        RunningServer(EmbeddedPostgres now) {
            this.now = now;
        }
    }
}
