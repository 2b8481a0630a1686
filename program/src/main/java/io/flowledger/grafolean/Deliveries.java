package io.flowledger.grafolean;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowledger.store.connect.StopSignal;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Sends what waits in {@code flowledger.grafolean_report}: what was tried least first, and of these the oldest.
 *
 * <p>A report that is young is sent as grafolean-netflow-bot sends it: POST, and Grafolean gives it the present time. An older
 * one, because Grafolean was away, is sent with PUT and the time of its interval; PUT twice is the same as once. When the answer
 * to a POST is lost nobody knows whether the values are there: it is not sent again but counted as in doubt. That it is being
 * sent is committed before, so that the same holds when this program is killed; and what became of it is kept here until the
 * database has taken it, so that the same holds when the database goes away in between.
 *
 * <p>One program at a time sends: a lock in the database is held meanwhile. One thread.
 */
final class Deliveries {
    private static final System.Logger LOG = System.getLogger(Deliveries.class.getName());
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Statuses that say something of this request; all others may be otherwise the next time. */
    private static final Set<Integer> FINAL = Set.of(400, 405, 409, 410, 411, 415, 422, 501);

    private static final int TOO_LARGE = 413;

    /** Statuses that say something of us: nothing else would be taken either. */
    private static final Set<Integer> FOR_ALL = Set.of(401, 408, 429);

    private final GrafoleanApi api;
    private final ReportCounters counters;
    private final StopSignal stop;

    /** What became of a report, as long as the database does not know it. */
    private @Nullable Outcome open;

    private boolean saidLocked;

    Deliveries(GrafoleanApi api, ReportCounters counters, StopSignal stop) {
        this.api = api;
        this.counters = counters;
        this.stop = stop;
    }

    /** How sending ended. */
    private enum End {
        SENT,
        WAITS,
        IN_DOUBT,
        GIVEN_UP,
        HALVED
    }

    /** What follows for the reports behind it. */
    private enum Next {
        GO_ON,
        ACCOUNT_WAITS,
        ALL_WAIT
    }

    private record Outcome(
            Report report, End end, Next next, @Nullable String error) {
        static Outcome waits(Report report, Next next) {
            return new Outcome(report, End.WAITS, next, null);
        }
    }

    /**
     * Sends all that waits, until Grafolean does not take something.
     *
     * @param connection in auto-commit mode; holds the lock until it is closed
     * @return false when something waits still, and Grafolean is to be left alone for a while
     */
    boolean send(Connection connection) throws SQLException {
        if (!isOurs(connection)) {
            return false;
        }
        settle(connection);
        counters.add(ReportQueue.Counter.IN_DOUBT, ReportQueue.recover(connection));
        counters.add(ReportQueue.Counter.GIVEN_UP, ReportQueue.expire(connection));
        try {
            return send(connection, ReportQueue.waiting(connection));
        } finally {
            counters.waiting(ReportQueue.waiting(connection).size());
        }
    }

    private boolean send(Connection connection, List<Long> reportIds) throws SQLException {
        Set<String> waitingAccounts = new HashSet<>();
        for (long reportId : reportIds) {
            if (stop.isStopped()) {
                return false;
            }
            Report report = ReportQueue.find(connection, reportId);
            if (report == null || waitingAccounts.contains(report.accountId())) {
                continue;
            }
            Next next = send(connection, report);
            if (next == Next.ALL_WAIT) {
                return false;
            }
            if (next == Next.ACCOUNT_WAITS) {
                waitingAccounts.add(report.accountId());
            }
        }
        return waitingAccounts.isEmpty();
    }

    private boolean isOurs(Connection connection) throws SQLException {
        boolean ours = ReportQueue.lock(connection);
        if (!ours && !saidLocked) {
            LOG.log(Level.WARNING, "another bot sends the values of this database; this one leaves it to that");
        }
        saidLocked = !ours;
        return ours;
    }

    private Next send(Connection connection, Report report) throws SQLException {
        String method = report.isYoung() ? "POST" : "PUT";
        // Should marking it fail, it has not been sent, marked or not.
        open = Outcome.waits(report, Next.ALL_WAIT);
        ReportQueue.mark(connection, report, method);
        boolean post = method.equals("POST");
        open = new Outcome(report, post ? End.IN_DOUBT : End.WAITS, Next.ALL_WAIT, "failed while it was sent");
        Outcome outcome = attempt(report, method);
        open = outcome;
        settle(connection);
        return outcome.next();
    }

    /** Writes down what became of the last report, if that could not be done at once. */
    private void settle(Connection connection) throws SQLException {
        Outcome outcome = open;
        if (outcome == null) {
            return;
        }
        switch (outcome.end()) {
            case WAITS -> ReportQueue.mark(connection, outcome.report(), null);
            case HALVED -> ReportQueue.halve(connection, outcome.report(), halves(outcome.report()));
            case SENT, IN_DOUBT, GIVEN_UP -> {
                boolean counted =
                        ReportQueue.finish(connection, outcome.report(), column(outcome.end()), outcome.error());
                counters.add(column(outcome.end()), counted ? 1 : 0);
            }
        }
        open = null;
    }

    private static ReportQueue.Counter column(End end) {
        return switch (end) {
            case SENT -> ReportQueue.Counter.SENT;
            case IN_DOUBT -> ReportQueue.Counter.IN_DOUBT;
            case GIVEN_UP -> ReportQueue.Counter.GIVEN_UP;
            case WAITS, HALVED -> throw new IllegalArgumentException(end + " is not counted");
        };
    }

    private Outcome attempt(Report report, String method) {
        try {
            api.values(method, report.accountId(), method.equals("POST") ? report.body() : timed(report));
            return new Outcome(report, End.SENT, Next.GO_ON, null);
        } catch (GrafoleanException e) {
            Outcome outcome = failed(report, method, e);
            say(outcome, method, e);
            return outcome;
        }
    }

    private static Outcome failed(Report report, String method, GrafoleanException e) {
        switch (e.kind()) {
            case NOT_SENT -> {
                return Outcome.waits(report, Next.ALL_WAIT);
            }
            case DOUBTFUL -> {
                return method.equals("POST")
                        ? new Outcome(report, End.IN_DOUBT, Next.ALL_WAIT, e.getMessage())
                        : Outcome.waits(report, Next.ALL_WAIT);
            }
            case REFUSED -> {
                if (e.status() == TOO_LARGE && values(report).size() > 1) {
                    return new Outcome(report, End.HALVED, Next.ACCOUNT_WAITS, null);
                }
                if (FINAL.contains(e.status()) || e.status() == TOO_LARGE) {
                    return new Outcome(report, End.GIVEN_UP, Next.GO_ON, e.getMessage());
                }
                return Outcome.waits(report, FOR_ALL.contains(e.status()) ? Next.ALL_WAIT : Next.ACCOUNT_WAITS);
            }
        }
        throw new IllegalStateException(e.kind() + " is not known");
    }

    private static void say(Outcome outcome, String method, GrafoleanException e) {
        switch (outcome.end()) {
            case WAITS ->
                LOG.log(
                        Level.WARNING,
                        "{0}; the values wait{1}",
                        e.getMessage(),
                        e.status() == 401 || e.status() == 403 ? ". Is the bot's token right, and may it write?" : "");
            case IN_DOUBT ->
                LOG.log(
                        Level.WARNING,
                        "{0}; whether the values are there is not known, they are not sent again",
                        e.getMessage());
            case GIVEN_UP ->
                LOG.log(
                        Level.ERROR,
                        "{0}; the values of {1} are lost{2}",
                        e.getMessage(),
                        outcome.report().jobId(),
                        method.equals("PUT") ? ": this Grafolean takes no values with their time" : "");
            case HALVED -> LOG.log(Level.INFO, "{0}; the values are sent in two halves", e.getMessage());
            case SENT -> throw new IllegalArgumentException("nothing failed");
        }
    }

    private static JsonNode values(Report report) {
        try {
            return JSON.readTree(report.body());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("report " + report.reportId() + " is no JSON", e);
        }
    }

    /** The values with the time of the interval's end. */
    private static String timed(Report report) {
        JsonNode body = values(report);
        for (JsonNode value : body) {
            ((ObjectNode) value).put("t", report.toSeconds());
        }
        return body.toString();
    }

    private static String[] halves(Report report) {
        JsonNode all = values(report);
        ArrayNode first = JSON.createArrayNode();
        ArrayNode second = JSON.createArrayNode();
        for (int i = 0; i < all.size(); i++) {
            (i < all.size() / 2 ? first : second).add(all.get(i));
        }
        return new String[] {first.toString(), second.toString()};
    }
}
