package io.flowledger.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowledger.child.ChildProcess;
import io.flowledger.child.Deadline;
import io.flowledger.embedded.TestDatabase;
import io.flowledger.flow.layout.FlowsLayout;
import io.flowledger.store.Store;
import io.flowledger.store.connect.Database;
import io.flowledger.store.connect.StopSignal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TopCommandTest {
    private static TestDatabase database;

    @BeforeAll
    static void fill() throws Exception {
        database = TestDatabase.create();
        Store.open(
                        Database.at(database.jdbcUrl(), database.user(), database.password()),
                        FlowsLayout.FLOWS,
                        new StopSignal())
                .close();
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "INSERT INTO flowledger.flows (received_at, exporter, octets, packets, src_addr, dst_port,"
                            + " protocol, sampling_rate) SELECT now() - interval '1 second', '192.0.2.1', 1000, 2,"
                            + " ('10.0.0.' || i % 3)::inet, 443, 6, 10 FROM generate_series(1, 6) AS i");
            statement.execute(
                    "INSERT INTO flowledger.flows (received_at, exporter, octets, packets, src_addr, dst_addr, protocol,"
                            + " in_if, out_if, ingress_vrf, application, src_port, dst_port, tcp_flags) VALUES (now() - interval '1 second',"
                            + " '192.0.2.2', 5, 1, '2001:db8:1234:5678:9abc:def0:1234:5678', '2001:db8:1234:5678:9abc:def0:1234:9999',"
                            + " 17, 3, 4, 7, '13:5', 53, 40000, 18), (now() - interval '1 second', '192.0.2.3', 4, 1, NULL, NULL, 17, 3, 4,"
                            + " 8, '13:6', 53, 40000, NULL)");
            statement.execute("INSERT INTO flowledger.source (journal_id, kind) VALUES (gen_random_uuid(), 'listen');"
                    + "INSERT INTO flowledger.option_value SELECT 1, exporter::inet, 9, 5, kind, scope, value, 1, now()"
                    + " FROM (VALUES ('192.0.2.2', 'interface_name', '3', 'ge-0/0/3'), ('192.0.2.2', 'interface_description', '3',"
                    + " 'uplink'), ('192.0.2.2', 'interface_name', '4', 'lo0'), ('192.0.2.3', 'interface_name', '4', 'lo0'),"
                    + " ('192.0.2.3', 'interface_description', '3', 'customer'), ('192.0.2.2', 'vrf_name', '7', 'red'),"
                    + " ('192.0.2.2', 'application_name', '218103813', 'dns')) v(exporter, kind, scope, value)");
            statement.execute("INSERT INTO flowledger.rollup_mark (level, bucket)"
                    + " SELECT DISTINCT 'minute', date_trunc('minute', received_at) FROM flowledger.flows");
        }
    }

    @AfterAll
    static void dropDatabase() throws Exception {
        database.close();
    }

    private static Performance perform(int columns, String... args) {
        List<String> words = new ArrayList<>(List.of(args));
        return Performance.of(
                Map.of("FLOWLEDGER_DATABASE", database.databaseUrl()), "", columns, words.toArray(new String[0]));
    }

    @Test
    void aTableHasUnitsNamesTheOthersAndTheTotal() {
        Performance top = perform(80, "top", "--by", "src_addr,dst_port", "--limit", "1", "--last", "5m", "tcp");

        assertThat(top.err()).isEmpty();
        assertThat(top.status()).isZero();
        assertThat(top.out())
                .contains("443 (https)")
                .contains("20.0k")
                .contains("other")
                .contains("60.0k")
                .contains("33.3%");
    }

    @Test
    void numbersHaveTheNamesThatExportersAndRegistriesGiveThem() {
        String perExporter =
                perform(120, "top", "--by", "exporter,in_if,ingress_vrf", "udp").out();
        assertThat(perExporter)
                .contains("3 (ge-0/0/3)", "7 (red)", "3 (customer)")
                .doesNotContain("uplink", "8 (");

        // 13:5 is the engine and the selector of 218103813; interface 3 is called differently by its exporters.
        String overAll = perform(120, "top", "--by", "application,in_if,out_if,service", "udp")
                .out();
        assertThat(overAll)
                .contains("13:5 (dns)", "4 (lo0)", "53/udp (dns)")
                .doesNotContain("ge-0/0/3", "customer", "13:6 (");

        assertThat(perform(120, "top", "--numeric", "--by", "exporter,in_if,protocol", "udp")
                        .out())
                .contains("192.0.2.2      3        17       5")
                .doesNotContain("ge-0/0/3", "udp");
        assertThat(perform(120, "timeseries", "--by", "protocol", "--step", "1h")
                        .out())
                .contains("tcp", "udp");
    }

    @Test
    void tablesFitTheTerminal() {
        for (int columns : new int[] {60, 80, 120, 200}) {
            Performance flows = perform(columns, "flows", "exporter", "192.0.2.2");
            assertThat(flows.out().lines().filter(line -> line.length() > columns))
                    .isEmpty();
            assertThat(flows.out()).contains("src_addr", "dst_addr", "protocol");
            Performance top = perform(columns, "top", "--by", "src_addr,dst_addr");
            assertThat(top.out().lines().filter(line -> line.length() > columns))
                    .isEmpty();
            assertThat(top.out()).contains("octets", "share");
        }
        assertThat(perform(80, "flows", "exporter", "192.0.2.2").out()).contains(" columns more: --format csv");
        assertThat(perform(0, "flows", "exporter", "192.0.2.2").out())
                .contains("2001:db8:1234:5678:9abc:def0:1234:5678", "ingress_vrf")
                .doesNotContain("…");
    }

    @Test
    void aQuestionIsCancelledInTheDatabaseWhenTheProgramIsInterrupted() throws Exception {
        try (Connection locking = database.connect();
                Statement lock = locking.createStatement()) {
            locking.setAutoCommit(false);
            lock.execute("LOCK TABLE flowledger.flows IN ACCESS EXCLUSIVE MODE");
            try (ChildProcess top =
                    ChildProcess.flowledger(Map.of("FLOWLEDGER_DATABASE", database.databaseUrl()), "top")) {
                Deadline.await("a question that waits", ChildProcess.PATIENCE, () -> waiting() == 1);
                assertThat(ChildProcess.start(Map.of(), List.of("kill", "-INT", Long.toString(top.pid())))
                                .awaitExit())
                        .isZero();
                // The lock is still held: only a cancel ends the statement.
                Deadline.await("its end", ChildProcess.PATIENCE, () -> waiting() == 0);
                assertThat(top.awaitExit()).isEqualTo(130);
            }
        }
    }

    private static long waiting() throws Exception {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT count(*) FROM pg_stat_activity"
                        + " WHERE datname = current_database() AND wait_event_type = 'Lock'")) {
            rows.next();
            return rows.getLong(1);
        }
    }

    @Test
    void whoWaitsOnATerminalIsToldSoAndTheLineIsRemoved() throws Exception {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        try (Waiting waiting = new Waiting(new PrintStream(said, true, StandardCharsets.UTF_8), 40, 0)) {
            Deadline.await(
                    "a line",
                    ChildProcess.PATIENCE,
                    () -> said.toString(StandardCharsets.UTF_8).contains("asking the database"));
        }
        assertThat(said.toString(StandardCharsets.UTF_8)).endsWith("\r" + " ".repeat(39) + "\r");

        ByteArrayOutputStream nothing = new ByteArrayOutputStream();
        new Waiting(new PrintStream(nothing, true, StandardCharsets.UTF_8), 0, 0).close();
        assertThat(nothing.size()).isZero();
    }

    @Test
    void programsGetPlainNumbers() {
        assertThat(perform(0, "top", "--by", "protocol", "--format", "json", "--last", "5m", "tcp")
                        .out())
                .isEqualTo("{\"protocol\":6,\"octets\":60000,\"packets\":120,\"flows\":6,"
                        + "\"octets_at_most\":60000,\"exact\":true}\n");
        assertThat(perform(0, "flows", "--format", "csv", "--limit", "2", "host", "10.0.0.1")
                        .out()
                        .lines())
                .hasSize(3);
        assertThat(perform(0, "timeseries", "--step", "1h", "--last", "1h", "--format", "csv", "tcp")
                        .out())
                .contains(",total,60000,120,6,true\n");
    }

    @Test
    void aFilterThatCannotBeReadIsShownWithThePlace() {
        Performance top = perform(80, "top", "host", "192.0.2.1", "and", "prot", "tcp");

        assertThat(top.status()).isEqualTo(ExitCode.USAGE.status());
        assertThat(top.err())
                .contains("did you mean")
                .contains("  host 192.0.2.1 and prot tcp\n  " + " ".repeat(19) + "^^^^\n");
    }

    @Test
    void theSqlIsPrintedWhenAskedFor() {
        assertThat(perform(0, "top", "--sql", "port", "53").out()).contains("\"src_port\" = 53 OR \"dst_port\" = 53");
    }
}
