package io.flowledger.grafolean;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowledger.child.ChildProcess;
import io.flowledger.child.Deadline;
import io.flowledger.embedded.TestDatabase;
import io.flowledger.flow.layout.GrafoleanLayout;
import io.flowledger.store.Store;
import io.flowledger.store.connect.Database;
import io.flowledger.store.connect.StopSignal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The bot as a process, against Grafolean's API as it is described. */
class BotTest {
    private static ChildProcess bot(TestDatabase database, StandIn grafolean, String token) throws Exception {
        return ChildProcess.flowledger(
                Map.of(
                        "BACKEND_URL", grafolean.url(),
                        "BOT_TOKEN", token,
                        "JOBS_REFRESH_INTERVAL", "1",
                        "DB_HOST", database.server().host(),
                        "DB_PORT", Integer.toString(database.server().port()),
                        "DB_DATABASE", database.name(),
                        "DB_USERNAME", database.user(),
                        "DB_PASSWORD", database.password()),
                "bot");
    }

    private static long number(TestDatabase database, String sql) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private static void execute(TestDatabase database, String sql) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    void itSuggestsUnknownExportersReadsEachIntervalAndSendsWhatWaits() throws Exception {
        try (TestDatabase database = TestDatabase.create();
                StandIn grafolean = new StandIn()) {
            grafolean.device("5", "192.0.2.1");
            try (ChildProcess bot = bot(database, grafolean, StandIn.TOKEN)) {
                bot.awaitOut("Ready\\.");
                execute(
                        database,
                        "INSERT INTO netflow_exporters VALUES ('192.0.2.1'), ('198.51.100.7'), ('2001:db8::1');"
                                + "INSERT INTO netflow_flows2 VALUES (now() AT TIME ZONE 'UTC', '192.0.2.1', 1, 6, 0, 80,"
                                + " 50000, 1, 2, '10.0.0.1', '10.0.0.2')");
                execute(
                        database,
                        "INSERT INTO flowledger.grafolean_report (job_id, account_id, interval_from, interval_to, body)"
                                + " VALUES ('aggr/1min/7', '7', now(), now(), '[{\"p\":\"netflow.1min.ingress\",\"v\":\"5\"}]')");
                assertThat(bot.terminate()).as("%s", bot).isZero();
            }
            try (ChildProcess bot = bot(database, grafolean, StandIn.TOKEN)) {
                bot.awaitOut("Ready\\.");
                Deadline.await(
                        "values",
                        ChildProcess.PATIENCE,
                        () -> grafolean.received().size() == 1);
                Deadline.await(
                        "a suggestion",
                        ChildProcess.PATIENCE,
                        () -> !grafolean.suggestions().isEmpty());
                Deadline.await(
                        "the first run of the job of a minute",
                        ChildProcess.PATIENCE,
                        () -> number(database, "SELECT count(*) FROM netflow_bot_jobs2 WHERE job_id = 'aggr/1min/7'")
                                == 1);
                assertThat(bot.terminate()).as("%s", bot).isZero();
            }
            assertThat(grafolean.received().get(0).lines()).containsExactly("netflow.1min.ingress 5");
            assertThat(grafolean.suggestions())
                    .containsExactly("{\"name\":\"198.51.100.7 (NetFlow exporter)\",\"entity_type\":\"device\","
                            + "\"details\":{\"ipv4\":\"198.51.100.7\"}}");
            assertThat(number(database, "SELECT sent FROM flowledger.grafolean_delivery"))
                    .isEqualTo(1);
        }
    }

    /** Makes the tables, a job of a minute that has read before, and one row of each exporter's traffic after that. */
    private static void traffic(TestDatabase database, long octets) throws Exception {
        Store.open(
                        Database.at(database.jdbcUrl(), database.user(), database.password()),
                        GrafoleanLayout.GRAFOLEAN,
                        new StopSignal())
                .close();
        execute(
                database,
                "INSERT INTO netflow_bot_jobs2 VALUES ('aggr/1min/7', now() AT TIME ZONE 'UTC' - interval '1 hour')"
                        + " ON CONFLICT DO NOTHING; INSERT INTO netflow_flows2 VALUES (clock_timestamp() AT TIME ZONE 'UTC',"
                        + " '192.0.2.1', " + octets + ", 6, 0, 80, 50000, 1, 2, '10.0.0.1', '10.0.0.2')");
    }

    /** The sum of the account's ingress in all values that were taken. */
    private static long ingress(StandIn grafolean) {
        return grafolean.received().stream()
                .flatMap(received -> received.lines().stream())
                .filter(line -> line.startsWith("netflow.1min.ingress "))
                .mapToLong(line -> Long.parseLong(line.substring(line.indexOf(' ') + 1)))
                .sum();
    }

    @Test
    void aKillInTheMidstOfSendingDoublesNothingAndIsCounted() throws Exception {
        try (TestDatabase database = TestDatabase.create();
                StandIn grafolean = new StandIn()) {
            grafolean.device("5", "192.0.2.1");
            // Each run is another power of two, so that the sum tells which came, and whether one came twice.
            for (int run = 0; run < 3; run++) {
                traffic(database, 1L << run);
                int before = grafolean.received().size();
                grafolean.nextAnswers(run == 1 ? StandIn.TAKEN_AND_HELD : 204);
                try (ChildProcess bot = bot(database, grafolean, StandIn.TOKEN)) {
                    Deadline.await(
                            "values",
                            ChildProcess.PATIENCE,
                            () -> grafolean.received().size() > before);
                    if (run != 1) {
                        Deadline.await(
                                "the note that they were sent",
                                ChildProcess.PATIENCE,
                                () -> number(database, "SELECT count(*) FROM flowledger.grafolean_report") == 0);
                    }
                    bot.kill();
                }
            }
            assertThat(ingress(grafolean)).isEqualTo(0b111);
            assertThat(number(database, "SELECT sent * 10 + in_doubt FROM flowledger.grafolean_delivery"))
                    .isEqualTo(21);
        }
    }

    @Test
    void aKillWhileValuesWaitLosesNothingThatIsNotCounted() throws Exception {
        try (TestDatabase database = TestDatabase.create()) {
            try (StandIn away = new StandIn()) {
                away.device("5", "192.0.2.1");
                // The first gets no answer and is in doubt; the second is refused for now and waits.
                away.nextAnswers(StandIn.GONE, 500, 500, 500, 500, 500, 500, 500, 500, 500, 500, 500, 500, 500, 500);
                for (int run = 0; run < 2; run++) {
                    traffic(database, 1L << run);
                    try (ChildProcess bot = bot(database, away, StandIn.TOKEN)) {
                        bot.awaitErr(run == 0 ? "are not sent again" : "status 500; the values wait");
                        bot.kill();
                    }
                }
                assertThat(away.received()).isEmpty();
            }
            try (StandIn grafolean = new StandIn()) {
                grafolean.device("5", "192.0.2.1");
                traffic(database, 4);
                try (ChildProcess bot = bot(database, grafolean, StandIn.TOKEN)) {
                    Deadline.await(
                            "all intervals",
                            ChildProcess.PATIENCE,
                            () -> number(
                                            database,
                                            "SELECT coalesce(sum(sent + in_doubt), 0) FROM flowledger.grafolean_delivery")
                                    == 3);
                    assertThat(bot.terminate()).as("%s", bot).isZero();
                }
                // The kill may have hit while the second was tried again, and then that is in doubt as well.
                long sent = number(database, "SELECT sent FROM flowledger.grafolean_delivery");
                assertThat(ingress(grafolean)).isEqualTo(sent == 2 ? 0b110 : 0b100);
                assertThat(grafolean.received()).hasSize((int) sent);
            }
        }
    }

    @Test
    void askedToEndWhileGrafoleanIsSlowItEndsSoonAndSaysWhatIsInDoubt() throws Exception {
        try (TestDatabase database = TestDatabase.create();
                StandIn grafolean = new StandIn()) {
            grafolean.device("5", "192.0.2.1");
            grafolean.nextAnswers(StandIn.TAKEN_AND_HELD);
            traffic(database, 1);
            try (ChildProcess bot = bot(database, grafolean, StandIn.TOKEN)) {
                Deadline.await(
                        "values",
                        ChildProcess.PATIENCE,
                        () -> grafolean.received().size() == 1);
                assertThat(bot.terminate()).as("%s", bot).isZero();
            }
            assertThat(number(database, "SELECT in_doubt FROM flowledger.grafolean_delivery"))
                    .isEqualTo(1);
        }
    }

    @Test
    void anAddressOrATokenThatCannotBeIsRefusedWithoutShowingIt() throws Exception {
        Map<String, Map<String, String>> wrong = Map.of(
                "which Grafolean\\? Set BACKEND_URL", Map.of("BOT_TOKEN", "x"),
                "BACKEND_URL: expected the address", Map.of("BACKEND_URL", "ftp://host/api", "BOT_TOKEN", "x"),
                "no user and password", Map.of("BACKEND_URL", "http://me:hidden@host/api", "BOT_TOKEN", "x"),
                "wants a bot's token", Map.of("BACKEND_URL", "http://host/api"),
                "cannot be read from /nowhere: there is no such file",
                        Map.of("BACKEND_URL", "http://host/api", "BOT_TOKEN_FROM_FILE", "/nowhere"),
                "BOT_TOKEN holds no token", Map.of("BACKEND_URL", "http://host/api", "BOT_TOKEN", "a\nhidden"));
        for (Map.Entry<String, Map<String, String>> entry : wrong.entrySet()) {
            try (ChildProcess bot = ChildProcess.flowledger(entry.getValue(), "bot")) {
                assertThat(bot.awaitExit()).isEqualTo(3);
                bot.awaitErr(entry.getKey());
                assertThat(bot.toString()).doesNotContain("hidden");
            }
        }
    }

    @Test
    void aWrongTokenIsSaidAndNotShown() throws Exception {
        try (TestDatabase database = TestDatabase.create();
                StandIn grafolean = new StandIn();
                ChildProcess bot = bot(database, grafolean, "wrong-token")) {
            bot.awaitErr("answered with status 401; waiting for Grafolean\\. Is the bot's token right\\?");
            assertThat(bot.terminate()).as("%s", bot).isZero();
            assertThat(String.join("\n", bot.err())).doesNotContain("wrong-token");
        }
    }
}
