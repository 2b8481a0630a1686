package io.flowledger.store.retention;

import io.flowledger.store.Store;
import io.flowledger.store.connect.StopSignal;
import io.flowledger.store.rollup.RollupMarks;
import io.flowledger.store.rollup.RollupSettings;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Enforces retention every half minute, and at once when the disk's reserve is touched, in a thread of its own, until it is
 * closed. Where a partition is in use it tries again soon, and with more patience each time: who asks and lands waits behind it
 * then, so that questions which overlap cannot keep it from ever going.
 *
 * <p>Safe for all threads.
 */
public final class RetentionWorker implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(RetentionWorker.class.getName());
    private static final Duration EVERY = Duration.ofSeconds(30);
    private static final Duration SOON = Duration.ofSeconds(1);
    private static final long SAY_NANOS = 3_600_000_000_000L;

    /** The last is somewhat less than a question may take. */
    private static final long[] PATIENCE_MILLIS = {900, 900, 900, 3_000, 10_000, 25_000};

    private final Store store;
    private final RetentionSettings settings;
    private final RollupSettings sums;
    private final LongSupplier freeOctets;
    private final BooleanSupplier newerWait;
    private final Clock clock;
    private final Duration every;
    private int refusals;
    private boolean wasFull;
    private long saidNanos;
    private volatile @Nullable DropReason shortage;
    private volatile long databaseOctets = -1;
    private final StopSignal closed = new StopSignal();
    private final Map<DropReason, AtomicLong> rows = new EnumMap<>(DropReason.class);
    private final Map<DropReason, AtomicLong> octets = new EnumMap<>(DropReason.class);
    private final AtomicLong looks = new AtomicLong();
    private final Thread thread;

    private RetentionWorker(
            Store store,
            RetentionSettings settings,
            RollupSettings sums,
            LongSupplier freeOctets,
            BooleanSupplier newerWait,
            Clock clock,
            Duration every) {
        this.store = store;
        this.settings = settings;
        this.sums = sums;
        this.freeOctets = freeOctets;
        this.newerWait = newerWait;
        this.clock = clock;
        this.every = every;
        for (DropReason reason : DropReason.values()) {
            rows.put(reason, new AtomicLong());
            octets.put(reason, new AtomicLong());
        }
        this.thread = new Thread(this::run, "flowledger-retention");
        thread.setDaemon(true);
    }

    /**
     * Starts; does nothing when the layout is not ours.
     *
     * @param newerWait whether rows newer than all in the tables wait for room
     */
    public static RetentionWorker start(
            Store store,
            RetentionSettings settings,
            RollupSettings sums,
            LongSupplier freeOctets,
            BooleanSupplier newerWait) {
        return start(store, settings, sums, freeOctets, newerWait, Clock.systemUTC(), EVERY);
    }

    static RetentionWorker start(
            Store store,
            RetentionSettings settings,
            RollupSettings sums,
            LongSupplier freeOctets,
            BooleanSupplier newerWait,
            Clock clock,
            Duration every) {
        RetentionWorker worker = new RetentionWorker(store, settings, sums, freeOctets, newerWait, clock, every);
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

    /** What there was not enough of at the last look, with nothing left to drop but the newest rows; null when there was. */
    public @Nullable DropReason shortage() {
        return shortage;
    }

    /** What all our tables took on disk at the last look; -1 before. */
    public long databaseOctets() {
        return databaseOctets;
    }

    /** What they may take; zero for no bound. */
    public long budgetOctets() {
        return settings.databaseOctets();
    }

    /** How often it has looked. */
    long looks() {
        return looks.get();
    }

    private void run() {
        do {
            look();
            looks.incrementAndGet();
        } while (pause());
    }

    private void look() {
        try (Retention retention = new Retention(
                        store.database().connect("retention"), store.table(), settings, sums, clock, freeOctets)
                .newerWait(newerWait)
                .patience(Duration.ofMillis(PATIENCE_MILLIS[Math.min(refusals, PATIENCE_MILLIS.length - 1)]))) {
            List<PartitionDrop> drops = retention.enforce();
            for (PartitionDrop drop : drops) {
                count(octets.get(drop.reason()), drop.partition().octets());
                if (drop.partition().table().equals(store.table().layout().table())) {
                    count(rows.get(drop.reason()), drop.rows());
                }
            }
            databaseOctets = retention.octets();
            note(retention.refused());
            note(retention.shortage());
        } catch (SQLException | UncheckedIOException e) {
            LOG.log(
                    closed.isStopped() ? Level.DEBUG : Level.WARNING,
                    "old partitions were not dropped and will be later: {0}",
                    e.getMessage());
        }
    }

    /** Until the next look; false at the end. */
    private boolean pause() {
        if (refusals > 0 && refusals < PATIENCE_MILLIS.length) {
            return closed.pause(Math.min(SOON.toNanos(), every.toNanos()));
        }
        long end = System.nanoTime() + every.toNanos();
        while (closed.pause(Math.max(0, Math.min(SOON.toNanos(), end - System.nanoTime())))) {
            if (end - System.nanoTime() <= 0 || (refusals == 0 && shortage == null && isReserveTouched())) {
                return true;
            }
        }
        return false;
    }

    private boolean isReserveTouched() {
        try {
            return settings.freeOctets() > 0 && freeOctets.getAsLong() < settings.freeOctets();
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    private void note(@Nullable Partition refused) {
        refusals = refused == null ? 0 : Math.min(refusals + 1, PATIENCE_MILLIS.length);
        if (refused != null && refusals == PATIENCE_MILLIS.length) {
            LOG.log(
                    Level.WARNING,
                    "{0} could not be dropped: a question or a transaction has held its table for longer than {1} s",
                    refused.name(),
                    PATIENCE_MILLIS[PATIENCE_MILLIS.length - 1] / 1000);
        }
    }

    /** Says when it begins and ends that there is no room, and once an hour in between. */
    private void note(@Nullable DropReason wanting) {
        boolean isFull = wanting != null;
        long now = System.nanoTime();
        if (isFull && (!wasFull || now - saidNanos > SAY_NANOS)) {
            saidNanos = now;
            LOG.log(
                    Level.WARNING,
                    wanting == DropReason.BUDGET
                            ? "the tables take more than database-size, and nothing is left to drop but the newest rows: raise it"
                            : "less than disk-reserve is free, and nothing is left to drop but the newest rows: make room");
        } else if (!isFull && wasFull) {
            LOG.log(Level.INFO, "there is room again");
        }
        wasFull = isFull;
        shortage = wanting;
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
