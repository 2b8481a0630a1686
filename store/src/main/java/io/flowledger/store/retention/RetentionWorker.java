package io.flowledger.store.retention;

import io.flowledger.store.Store;
import io.flowledger.store.connect.StopSignal;
import io.flowledger.store.rollup.RollupMarks;
import io.flowledger.store.rollup.RollupSettings;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.time.Clock;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Enforces retention every half minute, in a thread of its own, until it is closed.
 *
 * <p>Safe for all threads.
 */
public final class RetentionWorker implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(RetentionWorker.class.getName());
    private static final long EVERY_NANOS = 30_000_000_000L;
    private static final long SAY_NANOS = 3_600_000_000_000L;

    private final Store store;
    private final RetentionSettings settings;
    private final RollupSettings sums;
    private final LongSupplier freeOctets;
    private boolean wasFull;
    private long saidNanos;
    private final StopSignal closed = new StopSignal();
    private final Map<DropReason, AtomicLong> rows = new EnumMap<>(DropReason.class);
    private final Map<DropReason, AtomicLong> octets = new EnumMap<>(DropReason.class);
    private final Thread thread;

    private RetentionWorker(Store store, RetentionSettings settings, RollupSettings sums, LongSupplier freeOctets) {
        this.store = store;
        this.settings = settings;
        this.sums = sums;
        this.freeOctets = freeOctets;
        for (DropReason reason : DropReason.values()) {
            rows.put(reason, new AtomicLong());
            octets.put(reason, new AtomicLong());
        }
        this.thread = new Thread(this::run, "flowledger-retention");
        thread.setDaemon(true);
    }

    /** Starts; does nothing when the layout is not ours. */
    public static RetentionWorker start(
            Store store, RetentionSettings settings, RollupSettings sums, LongSupplier freeOctets) {
        RetentionWorker worker = new RetentionWorker(store, settings, sums, freeOctets);
        if (RollupMarks.areKept(store.table())) {
            worker.thread.start();
        }
        return worker;
    }

    /** Rows of flows dropped since the start. */
    public long rows(DropReason reason) {
        AtomicLong count = rows.get(reason);
        return count == null ? 0 : count.get();
    }

    /** Octets on disk dropped since the start, of all tables. */
    public long octets(DropReason reason) {
        AtomicLong count = octets.get(reason);
        return count == null ? 0 : count.get();
    }

    private void run() {
        do {
            try (Retention retention = new Retention(
                    store.database().connect("retention"),
                    store.table(),
                    settings,
                    sums,
                    Clock.systemUTC(),
                    freeOctets)) {
                List<PartitionDrop> drops = retention.enforce();
                note(retention.isFull());
                for (PartitionDrop drop : drops) {
                    count(octets.get(drop.reason()), drop.partition().octets());
                    if (drop.partition().table().equals(store.table().layout().table())) {
                        count(rows.get(drop.reason()), drop.rows());
                    }
                }
            } catch (SQLException e) {
                LOG.log(
                        closed.isStopped() ? Level.DEBUG : Level.WARNING,
                        "old partitions were not dropped and will be later: {0}",
                        e.getMessage());
            }
        } while (closed.pause(EVERY_NANOS));
    }

    /** Says when it begins and ends that there is no room, and once an hour in between. */
    private void note(boolean isFull) {
        long now = System.nanoTime();
        if (isFull && (!wasFull || now - saidNanos > SAY_NANOS)) {
            saidNanos = now;
            LOG.log(
                    Level.WARNING,
                    "there is no room, and nothing is left to drop but the newest rows: make room, or raise database-size");
        } else if (!isFull && wasFull) {
            LOG.log(Level.INFO, "there is room again");
        }
        wasFull = isFull;
    }

    private static void count(@Nullable AtomicLong counter, long more) {
        if (counter != null) {
            counter.addAndGet(more);
        }
    }

    /** Ends; what is being dropped is finished first, for at most five seconds. */
    @Override
    public void close() {
        closed.stop(thread);
    }
}
