package io.flowledger.grafolean;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.flowledger.flow.layout.GrafoleanLayout;
import io.flowledger.store.schema.FlowTable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One account's report of one interval: reads what came since the last time and puts the values into the queue of what is to be
 * sent, in the same transaction that notes how far it has read. So no interval is read twice or left out.
 */
final class ReportJob {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final TrafficReader reader;
    private final String jobs;

    ReportJob(FlowTable table) {
        this.reader = new TrafficReader(table);
        this.jobs = table.layout().equals(GrafoleanLayout.GRAFOLEAN)
                ? "\"" + table.schema() + "\".netflow_bot_jobs2"
                : "flowledger.grafolean_job";
    }

    /**
     * Runs it. The first run only notes where the next begins.
     *
     * @param connection in auto-commit mode, and so again afterwards
     * @return how many values there are to be sent
     */
    int run(Connection connection, ReportInterval interval, String accountId, List<Entity> entities)
            throws SQLException {
        connection.setAutoCommit(false);
        try {
            int values = read(connection, interval, accountId, entities);
            connection.commit();
            return values;
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }

    private int read(Connection connection, ReportInterval interval, String accountId, List<Entity> entities)
            throws SQLException {
        String jobId = interval.jobId(accountId);
        execute(connection, "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ");
        execute(connection, "SET LOCAL work_mem = '64MB'");
        execute(connection, "SET LOCAL jit = off");
        String last = lastUsed(connection, jobId);
        if (last == null) {
            String newest = reader.newest(connection, entities);
            if (newest != null) {
                save(connection, jobId, newest);
            }
            return 0;
        }
        Traffic traffic = reader.since(connection, interval, entities, last);
        if (traffic == null) {
            return 0;
        }
        ReportQueue.add(connection, jobId, accountId, last, traffic.newest(), body(traffic.values()));
        save(connection, jobId, traffic.newest());
        return traffic.values().size();
    }

    private static String body(List<MetricValue> values) {
        ArrayNode body = JSON.createArrayNode();
        for (MetricValue value : values) {
            body.addObject().put("p", value.path()).put("v", value.octets());
        }
        return body.toString();
    }

    private @Nullable String lastUsed(Connection connection, String jobId) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT last_used_ts::text FROM " + jobs + " WHERE job_id = ? FOR UPDATE")) {
            statement.setString(1, jobId);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() ? rows.getString(1) : null;
            }
        }
    }

    private void save(Connection connection, String jobId, String newest) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("INSERT INTO " + jobs
                + " (job_id, last_used_ts) VALUES (?, ?::timestamp) ON CONFLICT (job_id) DO UPDATE"
                + " SET last_used_ts = excluded.last_used_ts")) {
            statement.setString(1, jobId);
            statement.setString(2, newest);
            statement.executeUpdate();
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
