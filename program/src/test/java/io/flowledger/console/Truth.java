package io.flowledger.console;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What SQL says of the raw rows of a time and a question: by no code of ours. One thread. */
final class Truth implements AutoCloseable {
    /** The lower port and the protocol, where there are ports. */
    static final String SERVICE = "CASE WHEN protocol IN (6, 17) THEN least(src_port, dst_port) || '/' ELSE '' END"
            + " || CASE protocol WHEN 1 THEN 'icmp' WHEN 6 THEN 'tcp' WHEN 17 THEN 'udp' WHEN 58 THEN 'icmp6' END";

    private static final String OCTETS = "coalesce(octets, 0)::numeric * coalesce(sampling_rate, 1)";
    private static final String PACKETS = "coalesce(packets, 0)::numeric * coalesce(sampling_rate, 1)";

    private final Connection connection;
    private final Console console;

    Truth(Console console) throws Exception {
        this.console = console;
        this.connection = console.connect();
    }

    /** Sums of a group, sampled ones times their rate. */
    record Sums(double octets, double packets, long flows) {}

    /** Groups, the largest by octets first; the key's parts with a blank between. */
    Map<String, Sums> groups(String key, Question question) throws SQLException {
        Map<String, Sums> groups = new LinkedHashMap<>();
        select(
                "SELECT " + key + ", sum(" + OCTETS + "), sum(" + PACKETS + "), count(*) FROM flows WHERE "
                        + within(question) + " GROUP BY 1 ORDER BY 2 DESC, 1",
                row -> groups.put(
                        String.valueOf(row.getString(1)),
                        new Sums(row.getDouble(2), row.getDouble(3), row.getLong(4))));
        return groups;
    }

    Sums total(Question question) throws SQLException {
        return groups("'all'", question).getOrDefault("all", new Sums(0, 0, 0));
    }

    /** Sums of the steps of a group: of octets, packets and flows. */
    static final class Steps {
        private final double[] octets;
        private final double[] packets;
        private final double[] flows;

        Steps(int count) {
            octets = new double[count];
            packets = new double[count];
            flows = new double[count];
        }

        double[] octets() {
            return octets;
        }

        double[] packets() {
            return packets;
        }

        double[] flows() {
            return flows;
        }
    }

    /** Steps of the groups, in no order. */
    Map<String, Steps> steps(String key, Question question, int seconds) throws SQLException {
        long from = console.from().getEpochSecond();
        int count = (int) (console.to().getEpochSecond() - from) / seconds;
        Map<String, Steps> groups = new LinkedHashMap<>();
        select(
                "SELECT " + key + ", floor((extract(epoch FROM received_at) - " + from + ") / " + seconds
                        + ")::int, sum("
                        + OCTETS + "), sum(" + PACKETS + "), count(*) FROM flows WHERE " + within(question)
                        + " GROUP BY 1, 2",
                row -> {
                    Steps steps = groups.computeIfAbsent(String.valueOf(row.getString(1)), missing -> new Steps(count));
                    int at = row.getInt(2);
                    steps.octets()[at] = row.getDouble(3);
                    steps.packets()[at] = row.getDouble(4);
                    steps.flows()[at] = row.getLong(5);
                });
        return groups;
    }

    private static String within(Question question) {
        return "received_at >= ? AND received_at < ? AND (" + question.sql() + ")";
    }

    /** One number of the ledger of this time. */
    long ledger(String expression) throws SQLException {
        return ledger(expression, "true");
    }

    long ledger(String expression, String where) throws SQLException {
        long[] found = new long[1];
        select(
                "SELECT coalesce(" + expression + ", 0)::bigint FROM flowledger.ledger"
                        + " WHERE minute >= ? AND minute < ? AND " + where,
                row -> found[0] = row.getLong(1));
        return found[0];
    }

    /** Rows of a statement with the time's two ends as its parameters. */
    List<List<String>> rows(String sql) throws SQLException {
        List<List<String>> rows = new ArrayList<>();
        select(sql, row -> {
            List<String> values = new ArrayList<>();
            for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                values.add(String.valueOf(row.getString(i)));
            }
            rows.add(values);
        });
        return rows;
    }

    /** What is done with a row. */
    private interface RowReader {
        void read(ResultSet row) throws SQLException;
    }

    private void select(String sql, RowReader reader) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setTimestamp(1, Timestamp.from(console.from()));
            statement.setTimestamp(2, Timestamp.from(console.to()));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    reader.read(rows);
                }
            }
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }

    /** The sum of the steps. */
    static double sum(double[] steps) {
        BigDecimal sum = BigDecimal.ZERO;
        for (double step : steps) {
            sum = sum.add(BigDecimal.valueOf(step));
        }
        return sum.doubleValue();
    }
}
