package io.flowledger.store.retention;

import io.flowledger.flow.ledger.LedgerCounter;
import io.flowledger.store.rollup.Rollup;
import io.flowledger.store.rollup.RollupLevel;
import io.flowledger.store.rollup.RollupSettings;
import io.flowledger.store.schema.FlowTable;
import io.flowledger.store.schema.Sql;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Drops partitions that are too old or for which there is no room, whole ones only. Sums outlive what they are sums of: what
 * is dropped has been summed before, and sums go only when what they are made from is gone. For want of room the largest
 * table gives its oldest partition; the newest one with rows, and those that reach into the future, stay.
 *
 * <p>TimescaleDB's hypertables are left to its own policies. Not thread safe: one connection.
 */
public final class Retention implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Retention.class.getName());
    private static final String LOCK_NOT_AVAILABLE = "55P03";
    private static final int ATTEMPTS = 3;

    /** Shorter than deadlock_timeout, so that it is never somebody else who is ended for what waits. */
    private static final long SHORT_MILLIS = 900;

    private final Connection connection;
    private final FlowTable table;
    private final RetentionSettings settings;
    private final Clock clock;
    private final LongSupplier freeOctets;
    private final Rollup rollup;
    private BooleanSupplier newerWait = () -> false;
    private long patienceMillis = SHORT_MILLIS;
    private @Nullable DropReason shortage;
    private @Nullable Partition refused;

    /**
     * A connection of its own, which {@link #close()} closes.
     *
     * @param connection in auto-commit mode
     * @param freeOctets of the disk that the database is on
     */
    public Retention(
            Connection connection,
            FlowTable table,
            RetentionSettings settings,
            RollupSettings sums,
            Clock clock,
            LongSupplier freeOctets)
            throws SQLException {
        this.connection = connection;
        this.table = table;
        this.settings = settings;
        this.clock = clock;
        this.freeOctets = freeOctets;
        this.rollup = new Rollup(connection, table, sums);
    }

    /**
     * Heeds that rows newer than all in the tables wait for room: then what was the newest may go, once its time is over.
     *
     * @param wait whether some wait now
     */
    public Retention newerWait(BooleanSupplier wait) {
        newerWait = wait;
        return this;
    }

    /**
     * How long a drop waits for those who read and write the table; 900 ms before. Who comes later waits behind it. Nothing
     * that others wait for is held meanwhile.
     */
    public Retention patience(Duration patience) {
        patienceMillis = Math.max(1, patience.toMillis());
        return this;
    }

    /** What there was not enough of at the last look, with nothing left to drop but the newest rows; null when there was. */
    public @Nullable DropReason shortage() {
        return shortage;
    }

    /** What was in use for longer than the patience and was left by the last {@link #enforce()}, or null. */
    public @Nullable Partition refused() {
        return refused;
    }

    /** What all our tables take on disk. */
    public static long octets(Connection connection) throws SQLException {
        return Partitions.octets(connection);
    }

    long octets() throws SQLException {
        return Partitions.octets(connection);
    }

    /** What would be dropped now, in that order. */
    public List<PartitionDrop> plan() throws SQLException {
        List<Partition> all = Partitions.read(connection, table);
        List<PartitionDrop> drops = new ArrayList<>();
        Instant now = clock.instant();
        List<Partition> finestFirst = new ArrayList<>(all);
        finestFirst.sort(Comparator.comparing(Partition::level, Comparator.nullsFirst(Comparator.naturalOrder())));
        for (Partition partition : finestFirst) {
            if (isTooOld(partition, now) && isFree(partition, all)) {
                drops.add(new PartitionDrop(partition, DropReason.AGE, -1));
                all.remove(partition);
            }
        }
        long gone = drops.stream().mapToLong(drop -> drop.partition().octets()).sum();
        long octets = settings.databaseOctets() == 0 ? 0 : Partitions.octets(connection) - gone;
        long free = settings.freeOctets() == 0 ? Long.MAX_VALUE : freeOctets.getAsLong() + gone;
        Set<Partition> kept = newest(all, now);
        shortage = null;
        while (octets > settings.databaseOctets() || free < settings.freeOctets()) {
            DropReason reason = octets > settings.databaseOctets() ? DropReason.BUDGET : DropReason.SPACE;
            Partition oldest = oldestOfLargest(all, kept);
            if (oldest == null) {
                shortage = reason;
                break;
            }
            drops.add(new PartitionDrop(oldest, reason, -1));
            all.remove(oldest);
            octets -= octets == 0 ? 0 : oldest.octets();
            free += free == Long.MAX_VALUE ? 0 : oldest.octets();
        }
        return drops;
    }

    /**
     * Drops what {@link #plan()} says, until it says nothing: sums that are made before rows go take room themselves. What is
     * being read for long is left for the next time.
     */
    public List<PartitionDrop> enforce() throws SQLException {
        List<PartitionDrop> done = new ArrayList<>();
        refused = null;
        int before;
        do {
            before = done.size();
            enforce(plan(), done);
        } while (done.size() > before);
        return done;
    }

    private void enforce(List<PartitionDrop> plan, List<PartitionDrop> done) throws SQLException {
        for (PartitionDrop planned : plan) {
            PartitionDrop dropped = drop(planned);
            if (dropped == null) {
                refused = planned.partition();
                return;
            }
            LOG.log(
                    planned.reason() == DropReason.AGE ? Level.INFO : Level.WARNING,
                    "dropped {0}, {1} to {2}, {3} rows, {4} octets: {5}",
                    dropped.partition().name(),
                    dropped.partition().from(),
                    dropped.partition().to(),
                    dropped.rows(),
                    dropped.partition().octets(),
                    dropped.reason().key());
            done.add(dropped);
        }
    }

    private boolean isTooOld(Partition partition, Instant now) throws SQLException {
        Duration age = settings.age(partition);
        if (age.isZero() || partition.to().plus(age).isAfter(now)) {
            return false;
        }
        return !isImported(partition)
                || (!settings.imports().isZero()
                        && !partition.to().plus(settings.imports()).isAfter(now));
    }

    private boolean isImported(Partition partition) throws SQLException {
        return Sql.exists(
                connection,
                "SELECT FROM flowledger.source s JOIN flowledger.ledger l USING (source_id) WHERE s.kind = 'import' AND l."
                        + LedgerCounter.ROWS.column() + " > 0 AND l.minute >= " + instant(partition.from())
                        + " AND l.minute < " + instant(partition.to()));
    }

    /** Whether it holds rows of flows: not those of the tables beside them, nor sums. */
    private boolean holdsFlows(Partition partition) {
        return partition.table().equals(table.layout().table());
    }

    /** Whether nothing is there any more of which the partition holds the sums. */
    private boolean isFree(Partition partition, List<Partition> all) {
        RollupLevel level = partition.level();
        return all.stream()
                .noneMatch(other -> level != null
                        && other.overlaps(partition)
                        && (other.level() == null
                                ? holdsFlows(other)
                                : other.level().compareTo(level) < 0));
    }

    private Set<Partition> newest(List<Partition> all, Instant now) {
        Map<String, Partition> newest = new HashMap<>();
        Set<Partition> kept = new HashSet<>();
        for (Partition partition : all) {
            if (partition.to().isAfter(now)) {
                kept.add(partition);
            }
            if (!partition.isEmpty()) {
                newest.put(partition.table(), partition);
            }
        }
        if (!newerWait.getAsBoolean()) {
            kept.addAll(newest.values());
        }
        return kept;
    }

    private @Nullable Partition oldestOfLargest(List<Partition> all, Set<Partition> kept) {
        Map<String, Long> octets = new HashMap<>();
        Map<String, Partition> oldest = new HashMap<>();
        for (Partition partition : all) {
            octets.merge(partition.table(), partition.octets(), Long::sum);
            if (!kept.contains(partition) && isFree(partition, all)) {
                oldest.putIfAbsent(partition.table(), partition);
            }
        }
        return oldest.values().stream()
                .max(Comparator.comparingLong(partition -> octets.getOrDefault(partition.table(), 0L)))
                .orElse(null);
    }

    /** Null when it is in use. */
    private @Nullable PartitionDrop drop(PartitionDrop planned) throws SQLException {
        Partition partition = planned.partition();
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            RollupLevel summed = summedIn(partition);
            if (summed != null) {
                rollup.sumMarked(partition.from(), partition.to(), summed);
            }
            rollup.lock();
            try {
                connection.setAutoCommit(false);
                Long rows = dropUnmarked(planned);
                if (rows != null) {
                    connection.commit();
                    table.forgetPartitions();
                    return new PartitionDrop(partition, planned.reason(), rows);
                }
            } catch (SQLException e) {
                if (!LOCK_NOT_AVAILABLE.equals(e.getSQLState())) {
                    throw e;
                }
                return null;
            } finally {
                if (!connection.isClosed()) {
                    connection.rollback();
                    connection.setAutoCommit(true);
                    rollup.unlock();
                }
            }
        }
        return null;
    }

    /** What the partition is summed in; null when nothing is made from it. */
    private @Nullable RollupLevel summedIn(Partition partition) {
        RollupLevel level = partition.level();
        if (level == null) {
            return holdsFlows(partition) ? RollupLevel.MINUTE : null;
        }
        return switch (level) {
            case MINUTE -> RollupLevel.HOUR;
            case HOUR -> RollupLevel.DAY;
            case DAY -> null;
        };
    }

    /** Null when rows came since it was summed. */
    private @Nullable Long dropUnmarked(PartitionDrop planned) throws SQLException {
        Partition partition = planned.partition();
        // What waits behind this lock is let through by PostgreSQL when what it waits for would wait for it.
        Sql.execute(connection, "SET LOCAL lock_timeout = " + patienceMillis);
        Sql.execute(connection, "LOCK TABLE ONLY " + partition.parent() + " IN ACCESS EXCLUSIVE MODE");
        Sql.execute(connection, "SET LOCAL lock_timeout = " + SHORT_MILLIS);
        Sql.execute(connection, "LOCK TABLE " + partition.name() + " IN ACCESS EXCLUSIVE MODE");
        RollupLevel summed = summedIn(partition);
        if (summed != null && rollup.isMarked(partition.from(), partition.to(), summed)) {
            return null;
        }
        long rows = rows(partition);
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO flowledger.dropped_partition (table_name, from_time, to_time, reason, rows, octets)"
                        + " VALUES (?, ?, ?, ?, ?, ?)")) {
            insert.setString(1, partition.table());
            insert.setObject(2, partition.from().atOffset(ZoneOffset.UTC));
            insert.setObject(3, partition.to().atOffset(ZoneOffset.UTC));
            insert.setString(4, planned.reason().key());
            insert.setLong(5, rows);
            insert.setLong(6, partition.octets());
            insert.executeUpdate();
        }
        if (holdsFlows(partition)) {
            table.dropHour(connection, partition.from().getEpochSecond());
        } else {
            Sql.execute(connection, "DROP TABLE " + partition.name());
        }
        return rows;
    }

    private long rows(Partition partition) throws SQLException {
        String range = " >= " + instant(partition.from()) + " AND %s < " + instant(partition.to());
        String count = Sql.text(
                connection,
                holdsFlows(partition)
                        ? "SELECT greatest(0, (SELECT coalesce(sum(" + LedgerCounter.ROWS.column()
                                + "), 0) FROM flowledger.ledger WHERE minute" + range.formatted("minute")
                                + ") - (SELECT coalesce(sum(rows), 0) FROM flowledger.dropped_partition WHERE table_name = "
                                + Sql.literal(partition.table()) + " AND from_time" + range.formatted("from_time")
                                + "))::bigint"
                        : "SELECT greatest(0, reltuples)::bigint FROM pg_class WHERE oid = "
                                + Sql.literal(partition.name()) + "::regclass");
        return count == null ? 0 : Long.parseLong(count);
    }

    private static String instant(Instant time) {
        return "to_timestamp(" + time.getEpochSecond() + ")";
    }

    @Override
    public void close() throws SQLException {
        rollup.close();
    }
}
