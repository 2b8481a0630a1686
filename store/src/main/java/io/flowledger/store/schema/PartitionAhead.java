package io.flowledger.store.schema;

import io.flowledger.flow.batch.SideTable;
import io.flowledger.store.connect.Database;
import io.flowledger.store.connect.StopSignal;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes partitions before rows need them, so that no landing waits for one at the turn of the hour. Landing does not rely on
 * it: it makes what it misses.
 *
 * <p>Safe for all threads.
 */
public final class PartitionAhead implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(PartitionAhead.class.getName());
    private static final int HOURS_AHEAD = 2;
    private static final long EVERY_NANOS = 600_000_000_000L;

    private final Database database;
    private final FlowTable table;
    private final Clock clock;
    private final StopSignal stop;
    private final StopSignal closed = new StopSignal();
    private @Nullable Thread thread;

    /** Makes none before {@link #makeNow} or {@link #start()}. */
    public PartitionAhead(Database database, FlowTable table, Clock clock, StopSignal stop) {
        this.database = database;
        this.table = table;
        this.clock = clock;
        this.stop = stop;
    }

    /** Makes the partitions of this hour and the next two; {@code connection} is not used for anything else. */
    public void makeNow(Connection connection) throws SQLException {
        long hour = Math.floorDiv(clock.instant().getEpochSecond(), FlowTable.PARTITION_SECONDS)
                * FlowTable.PARTITION_SECONDS;
        List<Long> hours = new ArrayList<>();
        for (int i = 0; i <= HOURS_AHEAD; i++) {
            hours.add(hour + i * FlowTable.PARTITION_SECONDS);
        }
        makeNow(connection, table, hours);
        for (SideTable side : SideTable.values()) {
            FlowTable beside = table.side(side);
            if (beside.isInUse()) {
                makeNow(connection, beside, hours);
            }
        }
    }

    private static void makeNow(Connection connection, FlowTable of, List<Long> hours) throws SQLException {
        List<Long> unknown = of.unknownHours(hours);
        if (unknown.isEmpty()) {
            return;
        }
        connection.setAutoCommit(false);
        of.makePartitions(connection, unknown);
        connection.commit();
        of.remember(unknown);
    }

    /** Makes them every ten minutes from now on. */
    public synchronized void start() {
        if (thread == null) {
            Thread maker = new Thread(this::run, "flowledger-partitions");
            maker.setDaemon(true);
            maker.start();
            thread = maker;
        }
    }

    private void run() {
        while (closed.pause(EVERY_NANOS) && !stop.isStopped()) {
            try (Connection connection = database.connect("partitions")) {
                makeNow(connection);
            } catch (SQLException e) {
                LOG.log(Level.DEBUG, "partitions were not made ahead of time: {0}", e.getMessage());
            }
        }
    }

    @Override
    public void close() {
        closed.stop();
    }
}
