package io.flowledger.grafolean;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowledger.embedded.TestDatabase;
import io.flowledger.flow.layout.GrafoleanLayout;
import io.flowledger.store.Store;
import io.flowledger.store.connect.Database;
import io.flowledger.store.connect.StopSignal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Nothing is posted twice for an interval, and nothing is lost without being counted, whatever fails and whenever. */
class DeliveryFaultTest {
    private TestDatabase database;
    private Store store;
    private StandIn grafolean;
    private final ReportCounters counters = new ReportCounters();

    @BeforeEach
    void open() throws Exception {
        database = TestDatabase.create();
        store = Store.open(
                Database.at(database.jdbcUrl(), database.user(), database.password()),
                GrafoleanLayout.GRAFOLEAN,
                new StopSignal());
        grafolean = new StandIn();
    }

    @AfterEach
    void close() throws Exception {
        grafolean.close();
        store.close();
        database.close();
    }

    private Deliveries deliveries() {
        return deliveries(60_000);
    }

    private Deliveries deliveries(int answerMillis) {
        return new Deliveries(
                new GrafoleanApi(grafolean.url(), StandIn.TOKEN, answerMillis), counters, new StopSignal());
    }

    /** Puts a report of two values into the queue. */
    private static void report(Connection connection, String account, int number) throws SQLException {
        ReportQueue.add(
                connection,
                "aggr/1min/" + account,
                account,
                "2026-11-24 10:00:00",
                "2026-11-24 10:01:00",
                "[{\"p\":\"interval." + number + ".a\",\"v\":\"1\"},{\"p\":\"interval." + number
                        + ".b\",\"v\":\"2\"}]");
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private long number(String sql) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private void dropConnections() {
        try (Connection connection = database.connect()) {
            execute(
                    connection,
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'flowledger grafolean'"
                            + " AND datname = current_database()");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** How often each value was taken; the same value at the same time, by PUT, is there once. */
    private Map<String, Integer> taken() {
        Map<String, Integer> taken = new HashMap<>();
        Map<String, Boolean> timed = new HashMap<>();
        for (StandIn.Received received : grafolean.received()) {
            received.values().forEach(value -> {
                boolean put = received.method().equals("PUT");
                if (!put || timed.put(value.toString(), true) == null) {
                    taken.merge(value.path("p").asText(), 1, Integer::sum);
                }
            });
        }
        return taken;
    }

    @Test
    void hundredIntervalsSurviveErrorsSlownessKillsAndADatabaseThatGoesAway() throws Exception {
        long seed = Long.getLong("flowledger.delivery.seed", 20_261_124L);
        Random random = new Random(seed);
        Integer[] answers = {
            204,
            204,
            204,
            204,
            500,
            503,
            401,
            429,
            403,
            404,
            413,
            StandIn.GONE,
            StandIn.TAKEN_AND_GONE,
            StandIn.TAKEN_AND_HELD
        };
        boolean[] away = {false};
        grafolean.onValues(() -> {
            if (away[0]) {
                away[0] = false;
                dropConnections();
            }
        });
        Deliveries deliveries = deliveries(300);
        int intervals = 100;
        int added = 0;
        for (int round = 0; round < 600 && (added < intervals || left() > 0); round++) {
            try (Connection connection = store.database().connect("grafolean")) {
                if (added < intervals) {
                    report(connection, Integer.toString(7), added++);
                }
                if (random.nextInt(4) == 0) {
                    // Grafolean was away for so long that values are sent with their time.
                    execute(
                            connection,
                            "UPDATE flowledger.grafolean_report SET created_at = created_at - interval '10 minutes'"
                                    + " WHERE method IS NULL");
                }
                grafolean.nextAnswers(answers[added < intervals ? random.nextInt(answers.length) : 0]);
                away[0] = random.nextInt(8) == 0;
                deliveries.send(connection);
            } catch (SQLException e) {
                // The connection was dropped while values were sent.
                assertThat(e.getSQLState()).as("%s", e).isNotNull();
            }
            if (random.nextInt(8) == 0) {
                // As after a kill: nothing is known but what the database has.
                deliveries = deliveries(300);
            }
        }
        assertThat(left()).as("seed %d", seed).isZero();
        Map<String, Integer> taken = taken();
        assertThat(taken.values()).as("seed %d", seed).allMatch(times -> times == 1);
        long sent = number("SELECT sent FROM flowledger.grafolean_delivery");
        long lost = number("SELECT in_doubt + given_up FROM flowledger.grafolean_delivery");
        // A report is a whole interval, or a half of it after a 413: values count.
        long absent = 2L * intervals - taken.size();
        assertThat(absent).as("seed %d", seed).isLessThanOrEqualTo(2 * lost);
        assertThat(sent + lost).as("seed %d", seed).isBetween((long) intervals, 2L * intervals);
    }

    private long left() throws SQLException {
        return number("SELECT count(*) FROM flowledger.grafolean_report");
    }

    @Test
    void aDatabaseThatGoesAwayBetweenAnAnswerAndItsNoteDoublesNothing() throws Exception {
        Deliveries deliveries = deliveries();
        grafolean.onValues(this::dropConnections);
        try (Connection connection = store.database().connect("grafolean")) {
            report(connection, "7", 1);
            assertThat(catchSql(() -> deliveries.send(connection))).isTrue();
        }
        grafolean.onValues(() -> {});
        try (Connection connection = store.database().connect("grafolean")) {
            assertThat(deliveries.send(connection)).isTrue();
        }
        assertThat(grafolean.received()).hasSize(1);
        assertThat(number("SELECT sent * 10 + in_doubt FROM flowledger.grafolean_delivery"))
                .isEqualTo(10);
        assertThat(List.of(counters.sent(), counters.inDoubt(), counters.givenUp(), counters.waiting()))
                .containsExactly(1L, 0L, 0L, 0L);
    }

    /** Work with the database. */
    private interface Work {
        void run() throws SQLException;
    }

    private static boolean catchSql(Work work) {
        try {
            work.run();
            return false;
        } catch (SQLException e) {
            return true;
        }
    }

    @Test
    void anAccountThatIsRefusedKeepsNoOtherWaiting() throws Exception {
        Deliveries deliveries = deliveries();
        try (Connection connection = store.database().connect("grafolean")) {
            report(connection, "8", 1);
            report(connection, "8", 2);
            report(connection, "7", 3);
            // The stand-in has no account 8 and answers 404 for it.
            assertThat(deliveries.send(connection)).isFalse();
            assertThat(grafolean.received()).hasSize(1);
            assertThat(left()).isEqualTo(2);
        }
    }

    @Test
    void whatIsTooLargeIsSentInHalves() throws Exception {
        Deliveries deliveries = deliveries();
        try (Connection connection = store.database().connect("grafolean")) {
            report(connection, "7", 1);
            grafolean.nextAnswers(413);
            assertThat(deliveries.send(connection)).isFalse();
            assertThat(deliveries.send(connection)).isTrue();
            assertThat(grafolean.received())
                    .extracting(StandIn.Received::lines)
                    .containsExactly(List.of("interval.1.a 1"), List.of("interval.1.b 2"));
        }
    }

    @Test
    void oneOfTwoBotsSends() throws Exception {
        Deliveries one = deliveries();
        Deliveries other = deliveries();
        try (Connection first = store.database().connect("grafolean");
                Connection second = store.database().connect("grafolean")) {
            report(first, "7", 1);
            grafolean.onValues(() -> assertThat(
                            catchSql(() -> assertThat(other.send(second)).isFalse()))
                    .isFalse());
            assertThat(one.send(first)).isTrue();
            assertThat(other.send(second)).isFalse();
            assertThat(grafolean.received()).hasSize(1);
        }
    }
}
