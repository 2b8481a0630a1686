package io.flowledger.store.rollup;

import io.flowledger.store.Store;
import io.flowledger.store.connect.StopSignal;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Sums what is due, in a thread of its own, until it is closed. While rows land it rests after each bucket as long as the bucket
 * took, so that it has at most half of one core. Errors are waited out: the marks stay.
 *
 * <p>Safe for all threads.
 */
public final class RollupWorker implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(RollupWorker.class.getName());
    private static final long IDLE_NANOS = 1_000_000_000L;
    private static final long FAILED_NANOS = 10_000_000_000L;
    private static final long LANDING_NANOS = 1_000_000_000L;
    private static final long COUNT_NANOS = 15_000_000_000L;

    private final Store store;
    private final RollupSettings settings;
    private volatile @Nullable Marked marked;
    private final StopSignal closed = new StopSignal();
    private final Thread thread;

    private RollupWorker(Store store, RollupSettings settings) {
        this.store = store;
        this.settings = settings;
        this.thread = new Thread(this::run, "flowledger-rollup");
        thread.setDaemon(true);
    }

    /** Starts; does nothing when the layout is one that no sums are kept of. */
    public static RollupWorker start(Store store, RollupSettings settings) {
        RollupWorker worker = new RollupWorker(store, settings);
        if (RollupMarks.areKept(store.table())) {
            worker.thread.start();
        }
        return worker;
    }

    /**
     * What is to be summed.
     *
     * @param buckets minutes, hours and days
     * @param oldest when the oldest mark of them was made; null when there is none
     */
    public record Marked(long buckets, @Nullable Instant oldest) {}

    /** What was to be summed some seconds ago; null when it was not looked at yet. */
    public @Nullable Marked marked() {
        return marked;
    }

    private void run() {
        @Nullable Rollup rollup = null;
        boolean areRowsLanding = true;
        long landingAt = System.nanoTime();
        long countAt = landingAt;
        while (!closed.isStopped()) {
            long rest;
            try {
                if (rollup == null) {
                    rollup = new Rollup(store.database().connect("rollup"), store.table(), settings);
                }
                long begun = System.nanoTime();
                if (begun - countAt >= 0) {
                    countAt = begun + COUNT_NANOS;
                    marked = new Marked(rollup.marked(), rollup.oldestMark());
                }
                if (begun - landingAt >= 0) {
                    landingAt = begun + LANDING_NANOS;
                    areRowsLanding = rollup.areRowsLanding();
                }
                if (rollup.next() == null) {
                    rest = IDLE_NANOS;
                } else {
                    rest = areRowsLanding ? System.nanoTime() - begun : 0;
                }
            } catch (SQLException e) {
                LOG.log(
                        closed.isStopped() ? Level.DEBUG : Level.WARNING,
                        "sums were not brought up to date and will be later: {0}",
                        e.getMessage());
                close(rollup);
                rollup = null;
                rest = FAILED_NANOS;
            }
            closed.pause(rest);
        }
        close(rollup);
    }

    private static void close(@Nullable Rollup rollup) {
        if (rollup != null) {
            try {
                rollup.close();
            } catch (SQLException e) {
                LOG.log(Level.DEBUG, "a connection could not be closed: {0}", e.getMessage());
            }
        }
    }

    /** Ends; what is being summed is finished first, for at most five seconds. */
    @Override
    public void close() {
        closed.stop(thread);
    }
}
