package io.flowledger.store.block;

import io.flowledger.store.Store;
import io.flowledger.store.connect.StopSignal;
import io.flowledger.store.schema.SchemaException;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Packs what is due, in a thread of its own, until it is closed. What fails is tried again later: an hour that is not packed
 * stays what it was.
 *
 * <p>Safe for all threads.
 */
public final class PackWorker implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(PackWorker.class.getName());
    private static final long EVERY_NANOS = 60_000_000_000L;

    private final Store store;
    private final Duration age;
    private final InstantSource clock;
    private final StopSignal closed = new StopSignal();
    private final Thread thread;

    private PackWorker(Store store, Duration age, InstantSource clock) {
        this.store = store;
        this.age = age;
        this.clock = clock;
        this.thread = new Thread(this::run, "flowledger-pack");
        thread.setDaemon(true);
    }

    /**
     * Starts.
     *
     * @param age how long ago an hour has to have ended; zero for no packing at all
     */
    public static PackWorker start(Store store, Duration age, InstantSource clock) {
        PackWorker worker = new PackWorker(store, age, clock);
        if (!age.isZero()) {
            worker.thread.start();
        }
        return worker;
    }

    private void run() {
        do {
            try (Connection connection = store.database().connect("pack")) {
                pack(connection);
            } catch (SchemaException e) {
                LOG.log(Level.WARNING, "flows are not packed: {0}", e.getMessage());
                return;
            } catch (SQLException e) {
                LOG.log(
                        closed.isStopped() ? Level.DEBUG : Level.WARNING,
                        "flows were not packed and will be later: {0}",
                        e.getMessage());
            }
        } while (closed.pause(EVERY_NANOS));
    }

    private void pack(Connection connection) throws SQLException {
        Packing packing = new Packing(connection, store.table(), PackSettings.beside(), closed, System::nanoTime);
        packing.prepare();
        for (long hour : packing.due(age, clock.instant())) {
            Packing.Packed packed = packing.pack(hour, (done, total) -> {});
            if (packed == null) {
                return;
            }
            LOG.log(
                    Level.INFO,
                    "packed {0} flows of {1} into {2} blocks",
                    packed.rows(),
                    Instant.ofEpochSecond(hour),
                    packed.blocks());
        }
    }

    /** Ends; an hour that is being packed stays rows. */
    @Override
    public void close() {
        closed.stop(thread);
    }
}
