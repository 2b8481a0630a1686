package io.flowledger.grafolean;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Sends what waits in {@code flowledger.grafolean_report}, the oldest first.
 *
 * <p>A report that is young is sent as grafolean-netflow-bot sends it: POST, and Grafolean gives it the present time. An older
 * one, because Grafolean was away, is sent with PUT and the time of its interval; PUT twice is the same as once. When the answer
 * to a POST is lost nobody knows whether the values are there: it is not sent again but counted as in doubt. That it is being
 * sent is committed before, so that the same holds when this program is killed.
 *
 * <p>One thread.
 */
final class Deliveries {
    private static final System.Logger LOG = System.getLogger(Deliveries.class.getName());
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<Integer> TRY_AGAIN = Set.of(401, 403, 408, 429);
    private static final int LEAST_YOUNG_SECONDS = 30;
    private static final int DAYS = 5;

    private final GrafoleanApi api;

    Deliveries(GrafoleanApi api) {
        this.api = api;
    }

    /** A report that is taken from the queue. */
    private record Report(
            long reportId, String jobId, String accountId, double toSeconds, long ageSeconds, String body) {
        boolean isYoung() {
            return ageSeconds
                    <= Math.max(LEAST_YOUNG_SECONDS, ReportInterval.ofJob(jobId).seconds() / 2);
        }
    }

    /** Decides on what was being sent when an earlier process ended. */
    void recover(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                        "DELETE FROM flowledger.grafolean_report WHERE method = 'POST' RETURNING job_id");
                ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                count(connection, rows.getString(1), "in_doubt", "ended while it was sent");
            }
        }
        try (PreparedStatement update = connection.prepareStatement(
                "UPDATE flowledger.grafolean_report SET method = NULL WHERE method = 'PUT'")) {
            update.executeUpdate();
        }
    }

    /**
     * Sends all that waits.
     *
     * @return false when Grafolean did not take one and is to be left alone for a while
     */
    boolean send(Connection connection) throws SQLException {
        expire(connection);
        for (Report report = next(connection); report != null; report = next(connection)) {
            if (!send(connection, report)) {
                return false;
            }
        }
        return true;
    }

    private boolean send(Connection connection, Report report) throws SQLException {
        String method = report.isYoung() ? "POST" : "PUT";
        mark(connection, report, method);
        try {
            api.values(method, report.accountId(), method.equals("POST") ? report.body() : timed(report));
            finish(connection, report, "sent", null);
            return true;
        } catch (GrafoleanException e) {
            return failed(connection, report, method, e);
        }
    }

    private boolean failed(Connection connection, Report report, String method, GrafoleanException e)
            throws SQLException {
        boolean doubtful = e.kind() == GrafoleanException.Kind.DOUBTFUL;
        if (doubtful && method.equals("POST")) {
            finish(connection, report, "in_doubt", e.getMessage());
            LOG.log(
                    Level.WARNING,
                    "{0}; whether the values are there is not known, they are not sent again",
                    e.getMessage());
            return false;
        }
        boolean again = doubtful
                || e.kind() == GrafoleanException.Kind.NOT_SENT
                || (e.status() >= 500 && e.status() != 501)
                || TRY_AGAIN.contains(e.status());
        if (again) {
            mark(connection, report, null);
            LOG.log(
                    Level.WARNING,
                    "{0}; the values wait{1}",
                    e.getMessage(),
                    e.status() == 401 || e.status() == 403 ? ". Is the bot's token right, and may it write?" : "");
            return false;
        }
        finish(connection, report, "given_up", e.getMessage());
        LOG.log(
                Level.ERROR,
                "{0}; the values of {1} are lost{2}",
                e.getMessage(),
                report.jobId(),
                method.equals("PUT") ? ": this Grafolean takes no values with their time" : "");
        return true;
    }

    /** The values with the time of the interval's end. */
    private static String timed(Report report) {
        try {
            JsonNode body = JSON.readTree(report.body());
            for (JsonNode value : body) {
                ((ObjectNode) value).put("t", report.toSeconds());
            }
            return body.toString();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("report " + report.reportId() + " is no JSON", e);
        }
    }

    private static @Nullable Report next(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                        "SELECT report_id, job_id, account_id, extract(epoch FROM interval_to)::float8,"
                                + " extract(epoch FROM now() - created_at)::bigint, body"
                                + " FROM flowledger.grafolean_report ORDER BY report_id LIMIT 1");
                ResultSet rows = select.executeQuery()) {
            return rows.next()
                    ? new Report(
                            rows.getLong(1),
                            rows.getString(2),
                            rows.getString(3),
                            rows.getDouble(4),
                            rows.getLong(5),
                            rows.getString(6))
                    : null;
        }
    }

    private static void mark(Connection connection, Report report, @Nullable String method) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(
                "UPDATE flowledger.grafolean_report SET method = ?, attempts = attempts + ? WHERE report_id = ?")) {
            update.setString(1, method);
            update.setInt(2, method == null ? 0 : 1);
            update.setLong(3, report.reportId());
            update.executeUpdate();
        }
    }

    private static void finish(Connection connection, Report report, String counter, @Nullable String error)
            throws SQLException {
        connection.setAutoCommit(false);
        try {
            try (PreparedStatement delete =
                    connection.prepareStatement("DELETE FROM flowledger.grafolean_report WHERE report_id = ?")) {
                delete.setLong(1, report.reportId());
                delete.executeUpdate();
            }
            count(connection, report.jobId(), counter, error);
            connection.commit();
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }

    private static void count(Connection connection, String jobId, String counter, @Nullable String error)
            throws SQLException {
        try (PreparedStatement upsert =
                connection.prepareStatement("INSERT INTO flowledger.grafolean_delivery AS d (job_id, "
                        + counter + ", last_sent_at, last_error) VALUES (?, 1, CASE WHEN ? THEN now() END, ?)"
                        + " ON CONFLICT (job_id) DO UPDATE SET " + counter + " = d." + counter + " + 1,"
                        + " last_sent_at = coalesce(excluded.last_sent_at, d.last_sent_at),"
                        + " last_error = coalesce(excluded.last_error, d.last_error)")) {
            upsert.setString(1, jobId);
            upsert.setBoolean(2, counter.equals("sent"));
            upsert.setString(3, error);
            upsert.executeUpdate();
        }
    }

    private static void expire(Connection connection) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement("DELETE FROM flowledger.grafolean_report"
                        + " WHERE created_at < now() - make_interval(days => " + DAYS + ") RETURNING job_id");
                ResultSet rows = delete.executeQuery()) {
            while (rows.next()) {
                count(connection, rows.getString(1), "given_up", "Grafolean was away for " + DAYS + " days");
            }
        }
    }
}
