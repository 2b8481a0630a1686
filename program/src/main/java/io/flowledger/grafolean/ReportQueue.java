package io.flowledger.grafolean;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The tables of what is to be sent and of what became of it; connections are in auto-commit mode, and again so afterwards. */
final class ReportQueue {
    /** How long reports wait. */
    static final int DAYS = 5;

    /** Of the advisory lock of the one that sends; a number of our own. */
    private static final long LOCK = 0x466c_6f77_4772_6166L;

    /** What is counted for each job, by its column. */
    enum Counter {
        SENT,
        IN_DOUBT,
        GIVEN_UP;

        private String column() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private ReportQueue() {}

    /** Takes the lock of the one that sends, until the connection is closed; false when another has it. */
    static boolean lock(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT pg_try_advisory_lock(?)")) {
            statement.setLong(1, LOCK);
            try (ResultSet rows = statement.executeQuery()) {
                rows.next();
                return rows.getBoolean(1);
            }
        }
    }

    /** Puts values at the end. */
    static void add(Connection connection, String jobId, String accountId, String from, String to, String body)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "INSERT INTO flowledger.grafolean_report (job_id, account_id, interval_from,"
                        + " interval_to, body) VALUES (?, ?, ?::timestamp, ?::timestamp, ?)")) {
            statement.setString(1, jobId);
            statement.setString(2, accountId);
            statement.setString(3, from);
            statement.setString(4, to);
            statement.setString(5, body);
            statement.executeUpdate();
        }
    }

    /** What waits, in the order in which it is sent. */
    static List<Long> waiting(Connection connection) throws SQLException {
        List<Long> ids = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(
                        "SELECT report_id FROM flowledger.grafolean_report ORDER BY attempts, report_id");
                ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                ids.add(rows.getLong(1));
            }
        }
        return ids;
    }

    static @Nullable Report find(Connection connection, long reportId) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("SELECT job_id, account_id, extract(epoch FROM interval_to)::float8,"
                        + " extract(epoch FROM now() - created_at)::bigint, body"
                        + " FROM flowledger.grafolean_report WHERE report_id = ?")) {
            select.setLong(1, reportId);
            try (ResultSet rows = select.executeQuery()) {
                return rows.next()
                        ? new Report(
                                reportId,
                                rows.getString(1),
                                rows.getString(2),
                                rows.getDouble(3),
                                rows.getLong(4),
                                rows.getString(5))
                        : null;
            }
        }
    }

    /** Notes that a report is being sent, or with null that it is not. */
    static void mark(Connection connection, Report report, @Nullable String method) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(
                "UPDATE flowledger.grafolean_report SET method = ?, attempts = attempts + ? WHERE report_id = ?")) {
            update.setString(1, method);
            update.setInt(2, method == null ? 0 : 1);
            update.setLong(3, report.reportId());
            update.executeUpdate();
        }
    }

    /** Removes a report and counts it; false when it was removed before, and counted then. */
    static boolean finish(Connection connection, Report report, Counter counter, @Nullable String error)
            throws SQLException {
        return atomically(connection, () -> {
            boolean there = delete(connection, report);
            if (there) {
                count(connection, report.jobId(), counter, error);
            }
            return there;
        });
    }

    /** Puts two in the place of a report. */
    static void halve(Connection connection, Report report, String[] bodies) throws SQLException {
        atomically(connection, () -> {
            for (String body : bodies) {
                try (PreparedStatement insert = connection.prepareStatement(
                        "INSERT INTO flowledger.grafolean_report (job_id, account_id, interval_from, interval_to,"
                                + " created_at, body) SELECT job_id, account_id, interval_from, interval_to,"
                                + " created_at, ? FROM flowledger.grafolean_report WHERE report_id = ?")) {
                    insert.setString(1, body);
                    insert.setLong(2, report.reportId());
                    insert.executeUpdate();
                }
            }
            return delete(connection, report);
        });
    }

    private static boolean delete(Connection connection, Report report) throws SQLException {
        try (PreparedStatement delete =
                connection.prepareStatement("DELETE FROM flowledger.grafolean_report WHERE report_id = ?")) {
            delete.setLong(1, report.reportId());
            return delete.executeUpdate() == 1;
        }
    }

    /**
     * Decides on what was being sent when an earlier process ended; only for the one that has the lock.
     *
     * @return how many reports nobody knows of whether they arrived; they are removed and counted
     */
    static int recover(Connection connection) throws SQLException {
        return atomically(connection, () -> {
            try (PreparedStatement update = connection.prepareStatement(
                    "UPDATE flowledger.grafolean_report SET method = NULL WHERE method = 'PUT'")) {
                update.executeUpdate();
            }
            return removed(connection, "method = 'POST'", Counter.IN_DOUBT, "ended while it was sent");
        });
    }

    /** Gives up what is too old; how many, which are removed and counted. */
    static int expire(Connection connection) throws SQLException {
        return atomically(
                connection,
                () -> removed(
                        connection,
                        "created_at < now() - make_interval(days => " + DAYS + ")",
                        Counter.GIVEN_UP,
                        "Grafolean was away for " + DAYS + " days"));
    }

    private static int removed(Connection connection, String condition, Counter counter, String error)
            throws SQLException {
        List<String> jobs = new ArrayList<>();
        try (PreparedStatement delete = connection.prepareStatement(
                        "DELETE FROM flowledger.grafolean_report WHERE " + condition + " RETURNING job_id");
                ResultSet rows = delete.executeQuery()) {
            while (rows.next()) {
                jobs.add(rows.getString(1));
            }
        }
        for (String job : jobs) {
            count(connection, job, counter, error);
        }
        return jobs.size();
    }

    private static void count(Connection connection, String jobId, Counter counter, @Nullable String error)
            throws SQLException {
        String column = counter.column();
        try (PreparedStatement upsert =
                connection.prepareStatement("INSERT INTO flowledger.grafolean_delivery AS d (job_id, " + column
                        + ", last_sent_at, last_error) VALUES (?, 1, CASE WHEN ? THEN now() END, ?)"
                        + " ON CONFLICT (job_id) DO UPDATE SET " + column + " = d." + column + " + 1,"
                        + " last_sent_at = coalesce(excluded.last_sent_at, d.last_sent_at),"
                        + " last_error = coalesce(excluded.last_error, d.last_error)")) {
            upsert.setString(1, jobId);
            upsert.setBoolean(2, counter == Counter.SENT);
            upsert.setString(3, error);
            upsert.executeUpdate();
        }
    }

    /** Statements of one transaction. */
    @FunctionalInterface
    private interface Statements<T> {
        T run() throws SQLException;
    }

    private static <T> T atomically(Connection connection, Statements<T> statements) throws SQLException {
        connection.setAutoCommit(false);
        try {
            T result = statements.run();
            connection.commit();
            return result;
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }
}
