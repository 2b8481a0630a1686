package io.flowledger.grafolean;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowledger.child.ChildProcess;
import io.flowledger.child.Deadline;
import io.flowledger.embedded.TestDatabase;
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
