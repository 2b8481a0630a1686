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
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Reports to Grafolean what exporters sent, in the place of grafolean-netflow-bot. One thread reads the flows, one sends values,
 * one asks for entities, so that none of them waits for another: a slow Grafolean delays no report, a long list no delivery.
 */
public final class GrafoleanBot implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(GrafoleanBot.class.getName());
    private static final long TICK_NANOS = 500_000_000L;
    private static final long READY_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long SUGGEST_NANOS = TimeUnit.MINUTES.toNanos(2);
    private static final long EXPIRE_NANOS = TimeUnit.HOURS.toNanos(1);
    private static final Duration KEEP = Duration.ofDays(5);
    private static final int ANSWER_MILLIS = 60_000;

    /** How long at the end an answer or a statement is waited for, and then the threads that were interrupted in it. */
    private static final long LAST_MILLIS = 5_000;

    private final GrafoleanApi api;
    private final Store store;
    private final StopSignal stop;
    private final long refreshNanos;
    private final boolean expires;
    private final ReportJob job;
    private final ReportCounters counters = new ReportCounters();
    private final Map<String, Long> due = new HashMap<>();
    private final List<Thread> threads = new ArrayList<>();

    /** Numbers of the server processes that do something for us. */
    private final Set<Integer> backends = ConcurrentHashMap.newKeySet();

    private volatile EntityList entities = EntityList.empty();
    private volatile @Nullable Throwable failure;

    /** Whether something may wait to be sent; at the start what an earlier process left. */
    private volatile boolean waiting = true;

    /** Whether Grafolean was there once. */
    private volatile boolean met;

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
        threads.add(new Thread(() -> guardedToTheEnd(this::ask), "grafolean"));
        threads.add(new Thread(() -> guardedToTheEnd(this::deliver), "deliveries"));
        threads.add(new Thread(() -> guardedToTheEnd(this::report), "reports"));
        threads.forEach(Thread::start);
    }

    /** What became of reports. */
    public ReportCounters counters() {
        return counters;
    }

    /** What ended it before it was asked to end, or null. */
    public @Nullable Throwable failure() {
        return failure;
    }

    /** An error that nobody expects ends all of it, rather than that a part is missing and nobody knows. */
    private void guardedToTheEnd(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException | Error e) {
            failure = e;
            stop.stop();
        }
    }

    /** Asks for entities, and suggests some. */
    private void ask() {
        String userId = awaitGrafolean();
        if (userId.isEmpty()) {
            return;
        }
        met = true;
        Suggestions suggestions = new Suggestions(api, store.table());
        long refreshAt = System.nanoTime();
        long suggestAt = refreshAt;
        do {
            long now = System.nanoTime();
            if (now - refreshAt >= 0) {
                boolean fetched = guarded("the list of entities", () -> {
                    entities = EntityList.fetch(api, userId, entities);
                    return true;
                });
                refreshAt = System.nanoTime() + (fetched ? refreshNanos : Math.min(refreshNanos, READY_NANOS));
            }
            if (now - suggestAt >= 0 && !entities.wanted().isEmpty()) {
                suggestAt = now + SUGGEST_NANOS;
                guarded("suggesting exporters", () -> {
                    suggestions.suggest(with(suggestions::seen), entities);
                    return true;
                });
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

    /** Sends what waits. */
    private void deliver() {
        Deliveries deliveries = new Deliveries(api, counters, stop);
        Backoff backoff = new Backoff(new SplittableRandom());
        long deliverAt = System.nanoTime();
        do {
            if (met && waiting && System.nanoTime() - deliverAt >= 0) {
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

    /** Work on a connection. */
    @FunctionalInterface
    private interface Work<T> {
        T on(Connection connection) throws SQLException;
    }

    private <T> T with(Work<T> work) throws SQLException {
        try (Connection connection = store.database().connect("grafolean")) {
            int backend = backend(connection);
            backends.add(backend);
            try {
                return work.on(connection);
            } finally {
                backends.remove(backend);
            }
        }
    }

    private static int backend(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT pg_backend_pid()");
                ResultSet rows = statement.executeQuery()) {
            rows.next();
            return rows.getInt(1);
        }
    }

    /** Ends the statements that run for us. */
    private void cancel() {
        if (backends.isEmpty()) {
            return;
        }
        try (Connection connection = store.database().connect("cancel");
                PreparedStatement statement = connection.prepareStatement("SELECT pg_cancel_backend(?)")) {
            for (int backend : backends) {
                statement.setInt(1, backend);
                statement.execute();
            }
        } catch (SQLException e) {
            LOG.log(Level.DEBUG, "statements cannot be cancelled: {0}", e.getMessage());
        }
    }

    /** Something that may fail and is done again later. */
    @FunctionalInterface
    private interface Attempt {
        boolean succeeds() throws SQLException, GrafoleanException;
    }

    private boolean guarded(String what, Attempt attempt) {
        try {
            return attempt.succeeds();
        } catch (SQLException | GrafoleanException e) {
            LOG.log(
                    stop.isStopped() ? Level.DEBUG : Level.WARNING,
                    "{0}: {1}; it is tried again",
                    what,
                    e.getMessage());
            return false;
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, what + " failed; it is tried again", e);
            return false;
        }
    }

    /**
     * Ends it. An answer of Grafolean or of the database is waited for a few seconds; after that values that are being sent are
     * in doubt, and counted so, and a report that is being made is made by the next process.
     */
    @Override
    public void close() {
        stop.stop();
        if (!join()) {
            api.abort();
            cancel();
            join();
        }
    }

    /** Waits for the threads; false when the time for that is over. */
    private boolean join() {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LAST_MILLIS);
        for (Thread thread : threads) {
            try {
                thread.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime())));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        return threads.stream().noneMatch(Thread::isAlive);
    }
}
