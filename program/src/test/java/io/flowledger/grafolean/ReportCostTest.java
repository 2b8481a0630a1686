package io.flowledger.grafolean;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.flowledger.embedded.TestDatabase;
import io.flowledger.flow.layout.GrafoleanLayout;
import io.flowledger.store.Store;
import io.flowledger.store.connect.Database;
import io.flowledger.store.connect.StopSignal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/**
 * What a report of one minute costs, beside the statements that the bot of grafolean-netflow-bot is described to make, on the same
 * rows. The test holds that each row is read once; {@code bench/grafolean} runs it with 10 million rows and keeps the figures.
 */
class ReportCostTest {
    private static final int ROWS = Integer.getInteger("flowledger.report.rows", 20_000);
    private static final int INTERFACES = 1000;

    /** Interfaces whose statements are measured; all take alike, and all together hours. */
    private static final int SAMPLED = 5;

    private static final List<Entity> DEVICE = List.of(new Entity("5", "192.0.2.1"));
    private static final String WINDOW =
            " FROM netflow_flows2 WHERE client_ip = '192.0.2.1' AND direction = %d AND ts > '%s' AND ts <= '%s'";
    private static final String LARGEST = " ORDER BY sum(in_bytes) DESC LIMIT 10";

    /** Rows and buffers that a statement read, and its time. */
    private record Cost(long rows, long buffers, double seconds) {
        Cost plus(Cost other) {
            return new Cost(rows + other.rows, buffers + other.buffers, seconds + other.seconds);
        }

        Cost times(double factor) {
            return new Cost(Math.round(rows * factor), Math.round(buffers * factor), seconds * factor);
        }

        String line(String what) {
            return String.format(Locale.ROOT, "| %s | %,d | %,d | %,.1f |%n", what, rows, buffers * 8 / 1024, seconds);
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String text(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    /** One exporter's rows of a minute: both directions, 1,000 interfaces, addresses of which some come much more often. */
    private static void fill(Connection connection) throws SQLException {
        execute(connection, "SELECT setseed(0.5)");
        execute(
                connection,
                "INSERT INTO netflow_flows2 SELECT date_trunc('hour', now() AT TIME ZONE 'UTC') + interval '10 min'"
                        + " + i * interval '60 s' / " + ROWS + ", '192.0.2.1', 40 + floor(random() * 150000)::bigint,"
                        + " (ARRAY[6, 6, 6, 17, 17, 1])[1 + i % 6], i % 2, (ARRAY[80, 443, 53, 22, 8080])[1 + i % 5],"
                        + " 1024 + i % 60000, 1 + floor(random() * " + INTERFACES + "), 1 + floor(random() * "
                        + INTERFACES + "), '10.0.0.0'::inet + floor(power(random(), 4) * 100000)::int,"
                        + " '172.16.0.0'::inet + floor(power(random(), 4) * 100000)::int"
                        + " FROM generate_series(1, " + ROWS + ") AS i");
        execute(connection, "VACUUM ANALYZE netflow_flows2");
    }

    private static Cost cost(Connection connection, String sql) throws Exception {
        JsonNode plan = new ObjectMapper()
                .readTree(text(connection, "EXPLAIN (ANALYZE, BUFFERS, TIMING OFF, FORMAT JSON) " + sql))
                .get(0);
        JsonNode top = plan.get("Plan");
        return new Cost(
                scanned(top),
                top.path("Shared Hit Blocks").asLong()
                        + top.path("Shared Read Blocks").asLong()
                        + top.path("Temp Read Blocks").asLong(),
                plan.path("Execution Time").asDouble() / 1000);
    }

    private static long scanned(JsonNode node) {
        long rows = 0;
        if (node.path("Node Type").asText().endsWith("Scan") && node.has("Relation Name")) {
            rows = (node.path("Actual Rows").asLong()
                            + node.path("Rows Removed by Filter").asLong()
                            + node.path("Rows Removed by Index Recheck").asLong())
                    * node.path("Actual Loops").asLong();
        }
        for (JsonNode child : node.path("Plans")) {
            rows += scanned(child);
        }
        return rows;
    }

    /** The statements of an exporter and a direction by the description: seven, without those of single interfaces. */
    private static List<String> theirs(int direction, String from, String to) {
        String window = WINDOW.formatted(direction, from, to);
        String remote = direction == 0 ? "ipvx_src_addr" : "ipvx_dst_addr";
        List<String> statements = new ArrayList<>();
        statements.add("SELECT sum(in_bytes)" + window);
        statements.add("SELECT client_ip, sum(in_bytes)" + window + " GROUP BY client_ip");
        statements.add("SELECT " + snmp(direction) + ", sum(in_bytes)" + window + " GROUP BY " + snmp(direction));
        for (String key : List.of(remote, "protocol", "ipvx_src_addr, ipvx_dst_addr", "l4_dst_port")) {
            statements.add("SELECT " + key + ", sum(in_bytes)" + window + " GROUP BY " + key + LARGEST);
        }
        return statements;
    }

    private static String ofInterface(int direction, int snmp, String from, String to) {
        String remote = direction == 0 ? "ipvx_src_addr" : "ipvx_dst_addr";
        return "SELECT " + remote + ", sum(in_bytes)" + WINDOW.formatted(direction, from, to) + " AND "
                + snmp(direction) + " = " + snmp + " GROUP BY " + remote + LARGEST;
    }

    private static String snmp(int direction) {
        return direction == 0 ? "input_snmp" : "output_snmp";
    }

    @Test
    void aReportReadsEachRowOfItsWindowOnce() throws Exception {
        try (TestDatabase database = TestDatabase.create();
                Store store = Store.open(
                        Database.at(database.jdbcUrl(), database.user(), database.password()),
                        GrafoleanLayout.GRAFOLEAN,
                        new StopSignal());
                Connection connection = store.connect("test")) {
            fill(connection);
            execute(connection, "SET jit = off");
            execute(connection, "SET work_mem = '64MB'");
            String from = text(connection, "SELECT min(ts) - interval '1 us' FROM netflow_flows2");
            String to = text(connection, "SELECT max(ts) FROM netflow_flows2");
            String ours = new TrafficReader(store.table())
                    .sums()
                    .replaceFirst("\\?", "'{192.0.2.1}'")
                    .replaceFirst("\\?", "'" + from + "'");
            Cost report = cost(connection, ours);
            assertThat(report.rows()).isEqualTo(ROWS);

            execute(
                    connection,
                    "INSERT INTO netflow_bot_jobs2 VALUES ('" + ReportInterval.MINUTE.jobId("7") + "', '" + from
                            + "')");
            long begun = System.nanoTime();
            int values = new ReportJob(store.table()).run(connection, ReportInterval.MINUTE, "7", DEVICE);
            double seconds = (System.nanoTime() - begun) / 1e9;
            assertThat(values).isGreaterThan(2 * INTERFACES);
            String page = System.getProperty("flowledger.report.page", "");
            if (!page.isEmpty()) {
                Files.writeString(Path.of(page), page(connection, report, values, seconds, from, to));
            }
        }
    }

    private static String page(Connection connection, Cost report, int values, double seconds, String from, String to)
            throws Exception {
        Cost lists = new Cost(0, 0, 0);
        Cost interfaces = new Cost(0, 0, 0);
        int statements = 0;
        for (int direction = 0; direction < 2; direction++) {
            for (String sql : theirs(direction, from, to)) {
                lists = lists.plus(cost(connection, sql));
                statements++;
            }
            for (int snmp = 1; snmp <= SAMPLED; snmp++) {
                interfaces = interfaces.plus(cost(connection, ofInterface(direction, snmp, from, to)));
            }
        }
        Cost all = interfaces.times((double) INTERFACES / SAMPLED);
        return String.format(
                        Locale.ROOT,
                        "%,d rows in the window, one exporter, both directions, %,d interfaces. The whole job, with the values"
                                + " put into the queue: %,d values in %,.1f s.%n%n"
                                + "| statements | rows read | MiB of buffers | s |%n| --- | ---: | ---: | ---: |%n",
                        ROWS,
                        INTERFACES,
                        values,
                        seconds)
                + report.line("ours: 1")
                + lists.line("as described, without single interfaces: " + statements)
                + interfaces.line("as described, of " + SAMPLED + " interfaces: " + 2 * SAMPLED)
                + all.line("as described, of all interfaces, multiplied from those: " + 2 * INTERFACES)
                + lists.plus(all).line("as described, together: " + (statements + 2 * INTERFACES));
    }
}
