package io.flowledger.pipeline;

import io.flowledger.store.connect.StopSignal;
import io.flowledger.store.retention.DropReason;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Whether there is room to land more: a flag that is looked at before each batch. While there is none, batches wait and
 * datagrams stay in the journal, so that it is never PostgreSQL that finds the disk full.
 *
 * <p>It closes when less than half of the reserve is free, or when retention has no room within the budget and nothing left to
 * drop, and opens again by itself; of the reserve an eighth more must be free then, so that it does not open for a single batch.
 *
 * <p>Threads: one of its own looks once a second; all may ask.
 */
public final class RoomGate implements Room, AutoCloseable {
    /** What there is not enough of. */
    public enum Shortage {
        /** Free space on the disk of the embedded PostgreSQL. */
        DISK,
        /** Room within database-size. */
        BUDGET;

        /** As in metrics and the API. */
        public String key() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static final System.Logger LOG = System.getLogger(RoomGate.class.getName());
    private static final long LOOK_NANOS = 1_000_000_000L;

    /** How long one who waits may take to see that it is open. */
    private static final long WAIT_MILLIS = 50;

    private final long reserveOctets;
    private final LongSupplier freeOctets;
    private final Runnable onClosed;
    private final StopSignal closed = new StopSignal();
    private final Thread thread;
    private volatile Supplier<@Nullable DropReason> retention = () -> null;
    private volatile @Nullable Shortage shortage;

    /**
     * A gate that has not looked yet, and is open.
     *
     * @param reserveOctets what is to stay free; zero when the disk is somebody else's business
     * @param freeOctets of the disk that the database is on
     * @param onClosed told each time that it closes, on its thread or on that of {@link #start}
     */
    public RoomGate(long reserveOctets, LongSupplier freeOctets, Runnable onClosed) {
        this.reserveOctets = reserveOctets;
        this.freeOctets = freeOctets;
        this.onClosed = onClosed;
        this.thread = new Thread(this::run, "flowledger-room");
        thread.setDaemon(true);
    }

    /** Looks for the first time, and once a second from then on. */
    public RoomGate start() {
        look();
        thread.start();
        return this;
    }

    /** Heeds from now on what retention could not make room for. */
    public void heed(Supplier<@Nullable DropReason> wanting) {
        retention = wanting;
    }

    /** What there is not enough of; null when batches may land. */
    public @Nullable Shortage shortage() {
        return shortage;
    }

    public boolean isOpen() {
        return shortage == null;
    }

    @Override
    public boolean await(BooleanSupplier isEnding) throws InterruptedException {
        while (!isOpen()) {
            if (isEnding.getAsBoolean()) {
                return false;
            }
            TimeUnit.MILLISECONDS.sleep(WAIT_MILLIS);
        }
        return true;
    }

    /** Free octets below which it is closed. */
    public static long least(long reserveOctets) {
        return reserveOctets / 2;
    }

    private void run() {
        while (closed.pause(LOOK_NANOS)) {
            look();
        }
    }

    void look() {
        long free = 0;
        Shortage found = null;
        try {
            free = reserveOctets == 0 ? 0 : freeOctets.getAsLong();
        } catch (UncheckedIOException e) {
            LOG.log(Level.DEBUG, "cannot tell the free space: {0}", e.getMessage());
            return;
        }
        long least = least(reserveOctets) + (shortage == Shortage.DISK ? reserveOctets / 8 : 0);
        if (reserveOctets > 0 && free < least) {
            found = Shortage.DISK;
        } else if (retention.get() == DropReason.BUDGET) {
            found = Shortage.BUDGET;
        }
        if (found != shortage) {
            Shortage before = shortage;
            shortage = found;
            say(found, free);
            if (before == null) {
                onClosed.run();
            }
        }
    }

    private void say(@Nullable Shortage found, long free) {
        if (found == null) {
            LOG.log(Level.INFO, "there is room again: rows are stored");
        } else if (found == Shortage.DISK) {
            LOG.log(
                    Level.WARNING,
                    "only {0} MiB of the disk are free, less than half of disk-reserve: no rows are stored until there is"
                            + " room, and datagrams wait in the journal. Make room on the disk.",
                    free >> 20);
        } else {
            LOG.log(
                    Level.WARNING,
                    "the tables take more than database-size, and nothing is left to drop but the newest: no rows are stored"
                            + " until there is room, and datagrams wait in the journal. Raise database-size.");
        }
    }

    @Override
    public void close() {
        closed.stop(thread);
    }
}
