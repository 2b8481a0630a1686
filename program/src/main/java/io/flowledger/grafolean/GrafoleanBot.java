package io.flowledger.grafolean;

import io.flowledger.flow.layout.GrafoleanLayout;
import io.flowledger.store.Store;
import io.flowledger.store.connect.Backoff;
import io.flowledger.store.connect.StopSignal;
import io.flowledger.store.schema.FlowExpiry;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/**
 * Reports to Grafolean what exporters sent, in the place of grafolean-netflow-bot: one thread reads the flows, another speaks to
 * Grafolean, so that a slow Grafolean delays no report and a long report no delivery.
 */
public final class GrafoleanBot implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(GrafoleanBot.class.getName());
    private static final long TICK_NANOS = 500_000_000L;
    private static final long READY_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long SUGGEST_NANOS = TimeUnit.MINUTES.toNanos(2);
    private static final long EXPIRE_NANOS = TimeUnit.HOURS.toNanos(1);
    private static final Duration KEEP = Duration.ofDays(5);
    private static final int ANSWER_MILLIS = 60_000;

    private final GrafoleanApi api;
    private final Store store;
    private final StopSignal stop;
    private final long refreshNanos;
    private final boolean expires;
    private final ReportJob job;
    private final Map<String, Long> due = new HashMap<>();
    private final Set<String> suggested = new HashSet<>();
    private final List<Thread> threads = new ArrayList<>();
    private volatile EntityList entities = EntityList.empty();

    /** Whether something may wait to be sent; at the start what an earlier process left. */
    private volatile boolean waiting = true;

    /**
     * @param backendUrl of Grafolean's API
     * @param refresh how often Grafolean is asked for its entities
     * @param stop ends it
     */
    public GrafoleanBot(String backendUrl, String token, Duration refresh, Store store, StopSignal stop) {
        this.api = new GrafoleanApi(backendUrl, token, ANSWER_MILLIS);
        this.store = store;
        this.stop = stop;
        this.refreshNanos = refresh.toNanos();
        // Our own table has bounds of its own.
        this.expires = store.table().layout().equals(GrafoleanLayout.GRAFOLEAN);
        this.job = new ReportJob(store.table());
    }

    /** Begins; the first reports are made once Grafolean was reached. */
    public void start() {
        threads.add(new Thread(this::speak, "grafolean"));
        threads.add(new Thread(this::report, "reports"));
        threads.forEach(Thread::start);
    }

    /** Asks, suggests and delivers. */
    private void speak() {
        String userId = awaitGrafolean();
        if (userId.isEmpty()) {
            return;
        }
        Deliveries deliveries = new Deliveries(api);
        guarded(
                "an end in the midst of sending",
                () -> with(connection -> {
                    deliveries.recover(connection);
                    return true;
                }));
        Backoff backoff = new Backoff(new SplittableRandom());
        long refreshAt = System.nanoTime();
        long suggestAt = refreshAt;
        long deliverAt = refreshAt;
        do {
            long now = System.nanoTime();
            if (now - refreshAt >= 0) {
                refreshAt = now + refreshNanos;
                guarded("the list of entities", () -> {
                    entities = EntityList.fetch(api, userId);
                    return true;
                });
            }
            if (now - suggestAt >= 0 && !entities.wanted().isEmpty()) {
                suggestAt = now + SUGGEST_NANOS;
                guarded("suggesting exporters", this::suggest);
            }
            if (waiting && now - deliverAt >= 0) {
                waiting = false;
                if (guarded("sending values", () -> with(deliveries::send))) {
                    backoff.reset();
                } else {
                    waiting = true;
                    deliverAt = System.nanoTime() + backoff.next();
                }
            }
        } while (stop.pause(TICK_NANOS));
    }

    /** Waits until Grafolean is set up; our user, or nothing when the end came first. */
    private String awaitGrafolean() {
        boolean said = false;
        do {
            try {
                if (api.isReady()) {
                    String userId = api.userId();
                    LOG.log(Level.INFO, "Grafolean is there; reporting as user {0}", userId);
                    return userId;
                }
                LOG.log(said ? Level.DEBUG : Level.INFO, "Grafolean is not set up yet, waiting");
            } catch (GrafoleanException e) {
                LOG.log(
                        said ? Level.DEBUG : Level.WARNING,
                        "{0}; waiting for Grafolean{1}",
                        e.getMessage(),
                        e.status() == 401 ? ". Is the bot's token right?" : "");
            }
            said = true;
        } while (stop.pause(READY_NANOS));
        return "";
    }

    /** Runs reports that are due. */
    private void report() {
        long expireAt = System.nanoTime();
        do {
            long now = System.nanoTime();
            entities.wanted().forEach((account, wanted) -> {
                for (ReportInterval interval : ReportInterval.values()) {
                    reportWhenDue(interval, account, wanted, now);
                }
            });
            if (expires && now - expireAt >= 0) {
                expireAt = now + EXPIRE_NANOS;
                guarded(
                        "removing old flows",
                        () -> with(connection -> {
                            long dropped = FlowExpiry.dropOlder(connection, store.table(), KEEP, Instant.now());
                            LOG.log(Level.INFO, "flows older than 5 days: {0} partitions removed", dropped);
                            return true;
                        }));
            }
        } while (stop.pause(TICK_NANOS));
    }

    private void reportWhenDue(ReportInterval interval, String account, List<Entity> wanted, long now) {
        String jobId = interval.jobId(account);
        long at = due.computeIfAbsent(jobId, id -> now + TimeUnit.SECONDS.toNanos(interval.offsetSeconds()));
        if (wanted.isEmpty() || now - at < 0 || stop.isStopped()) {
            return;
        }
        long period = TimeUnit.SECONDS.toNanos(interval.seconds());
        due.put(jobId, at + ((now - at) / period + 1) * period);
        guarded(
                jobId,
                () -> with(connection -> {
                    long begun = System.nanoTime();
                    int values = job.run(connection, interval, account, wanted);
                    if (values > 0) {
                        waiting = true;
                    }
                    LOG.log(
                            Level.DEBUG,
                            "{0}: {1} values in {2} ms",
                            jobId,
                            values,
                            (System.nanoTime() - begun) / 1_000_000);
                    return true;
                }));
    }

    private boolean suggest() throws SQLException, GrafoleanException {
        List<String> seen = with(this::exporters);
        for (String exporter : seen) {
            // Grafolean's entities have IPv4 addresses only.
            if (exporter.indexOf(':') >= 0 || entities.known().contains(exporter)) {
                continue;
            }
            for (String account : entities.wanted().keySet()) {
                if (suggested.add(account + "/" + exporter)) {
                    api.suggest(account, exporter);
                    LOG.log(Level.INFO, "suggested exporter {0} to account {1}", exporter, account);
                }
            }
        }
        return true;
    }

    private List<String> exporters(Connection connection) throws SQLException {
        String sql = expires
                ? "SELECT host(ip) FROM \"" + store.table().schema() + "\".netflow_exporters ORDER BY ip"
                : "SELECT host(exporter) FROM flowledger.exporters ORDER BY exporter";
        List<String> seen = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                seen.add(rows.getString(1));
            }
        }
        return seen;
    }

    /** Work on a connection. */
    @FunctionalInterface
    private interface Work<T> {
        T on(Connection connection) throws SQLException;
    }

    private <T> T with(Work<T> work) throws SQLException {
        try (Connection connection = store.database().connect("grafolean")) {
            return work.on(connection);
        }
    }

    /** Something that may fail and is done again later. */
    @FunctionalInterface
    private interface Attempt {
        boolean succeeds() throws SQLException, GrafoleanException;
    }

    private static boolean guarded(String what, Attempt attempt) {
        try {
            return attempt.succeeds();
        } catch (SQLException | GrafoleanException e) {
            LOG.log(Level.WARNING, "{0}: {1}; it is tried again", what, e.getMessage());
            return false;
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, what + " failed; it is tried again", e);
            return false;
        }
    }

    @Override
    public void close() {
        stop.stop();
        for (Thread thread : threads) {
            try {
                thread.join(ANSWER_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
