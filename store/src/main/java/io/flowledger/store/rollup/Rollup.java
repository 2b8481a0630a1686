package io.flowledger.store.rollup;

import io.flowledger.store.schema.FlowTable;
import io.flowledger.store.schema.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sums marked buckets anew, each in one transaction that takes away the marks it saw: rows that land meanwhile bring marks
 * that it does not see, so that the bucket is summed once more. Minutes are summed from the rows, hours from minutes and days
 * from hours, the latter two when nothing within them is marked any more. An advisory lock lets one do it at a time.
 *
 * <p>Not thread safe: one connection.
 */
public final class Rollup implements AutoCloseable {
    /** "rollup" and a number. */
    private static final long LOCK = 0x726f6c6c75700001L;

    /** A minute that is changed again and again is summed after this many seconds all the same. */
    private static final int LONGEST_WAIT_SECONDS = 300;

    /** As long as marks come at least this often, somebody is landing. */
    private static final int LANDING_SECONDS = 5;

    /** After so many buckets in a row statistics are taken: until autovacuum does, questions would be planned as for few sums. */
    private static final int MANY_BUCKETS = 300;

    private final Connection connection;
    private final FlowTable table;
    private final RollupSettings settings;
    private final MinuteSums minutes;
    private final MinuteWriter writer;
    private int sinceStatistics;

    /**
     * A connection of its own, which {@link #close()} closes.
     *
     * @param connection in auto-commit mode
     */
    public Rollup(Connection connection, FlowTable table, RollupSettings settings) throws SQLException {
        this(connection, table, settings, MinuteSums.MOST_KEYS);
    }

    /** With room for so many keys of a minute. */
    Rollup(Connection connection, FlowTable table, RollupSettings settings, int mostKeys) throws SQLException {
        this.minutes = new MinuteSums(connection, table, mostKeys);
        this.writer = new MinuteWriter(connection);
        this.connection = connection;
        this.table = table;
        this.settings = settings;
        Sql.execute(
                connection,
                "SET work_mem = '128MB'; SET jit = off; SET enable_sort = off;"
                        // A minute's part of an hour is found by the index, even before there are statistics that say
                        // so.
                        + "SET enable_seqscan = off; SET max_parallel_workers_per_gather = 0; SET TIME ZONE 'UTC'");
    }

    /** A bucket that was summed. */
    public record Summed(RollupLevel level, Instant bucket) {}

    /** Sums the next bucket that is due; null when none is. */
    public @Nullable Summed next() throws SQLException {
        return next(settings.settle().toMillis());
    }

    /** As {@link #next()}, not waiting for buckets to settle or to be over. */
    public @Nullable Summed nextAtOnce() throws SQLException {
        return next(-1);
    }

    private @Nullable Summed next(long settleMillis) throws SQLException {
        lock();
        try {
            for (RollupLevel level : RollupLevel.values()) {
                Instant bucket = due(level, settleMillis);
                if (bucket != null) {
                    sum(level, bucket);
                    sinceStatistics++;
                    return new Summed(level, bucket);
                }
            }
            minutes.rest();
            if (sinceStatistics >= MANY_BUCKETS) {
                sinceStatistics = 0;
                for (RollupLevel level : RollupLevel.values()) {
                    Sql.execute(connection, "ANALYZE " + level.qualifiedTable());
                }
            }
            return null;
        } finally {
            if (!connection.isClosed()) {
                unlock();
            }
        }
    }

    /** Nobody sums until {@link #unlock()}. */
    public void lock() throws SQLException {
        Sql.execute(connection, "SELECT pg_advisory_lock(" + LOCK + ")");
    }

    /** Ends what {@link #lock()} began. */
    public void unlock() throws SQLException {
        Sql.execute(connection, "SELECT pg_advisory_unlock(" + LOCK + ")");
    }

    /** Sums all that is marked of a range at once, in buckets of {@code upTo} and shorter ones. */
    public void sumMarked(Instant from, Instant to, RollupLevel upTo) throws SQLException {
        lock();
        try {
            for (RollupLevel level : EnumSet.range(RollupLevel.MINUTE, upTo)) {
                for (Instant bucket : marked(level, from, to)) {
                    sum(level, bucket);
                }
            }
            minutes.rest();
        } finally {
            if (!connection.isClosed()) {
                unlock();
            }
        }
    }

    /** Whether anything is left for {@link #sumMarked} to do. */
    public boolean isMarked(Instant from, Instant to, RollupLevel upTo) throws SQLException {
        for (RollupLevel level : EnumSet.range(RollupLevel.MINUTE, upTo)) {
            if (!marked(level, from, to).isEmpty()) {
                return true;
            }
        }
        return false;
    }

    private List<Instant> marked(RollupLevel level, Instant from, Instant to) throws SQLException {
        List<Instant> buckets = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT DISTINCT extract(epoch FROM bucket)::bigint FROM flowledger.rollup_mark WHERE level = '"
                                + level.key() + "' AND bucket >= " + RollupSql.instant(level.bucketOf(from))
                                + " AND bucket < " + RollupSql.instant(to) + " ORDER BY 1")) {
            while (rows.next()) {
                buckets.add(Instant.ofEpochSecond(rows.getLong(1)));
            }
        }
        return buckets;
    }

    /** How many buckets are marked, whether they are due or not. */
    public long marked() throws SQLException {
        String count = Sql.text(connection, "SELECT count(DISTINCT (level, bucket)) FROM flowledger.rollup_mark");
        return count == null ? 0 : Long.parseLong(count);
    }

    /** Whether rows landed within the last few seconds. */
    boolean areRowsLanding() throws SQLException {
        return Sql.exists(
                connection,
                "SELECT FROM flowledger.rollup_mark WHERE level = 'minute' AND marked_at > now() - interval '"
                        + LANDING_SECONDS + " seconds'");
    }

    /** When the oldest mark was made, or null when nothing is marked. */
    @Nullable
    Instant oldestMark() throws SQLException {
        String seconds =
                Sql.text(connection, "SELECT extract(epoch FROM min(marked_at))::bigint FROM flowledger.rollup_mark");
        return seconds == null ? null : Instant.ofEpochSecond(Long.parseLong(seconds));
    }

    /** Marks all minutes from {@code from} until before {@code to} that have rows. */
    public void mark(Instant from, Instant to) throws SQLException {
        String time = Sql.identifier(table.time().name());
        Sql.execute(
                connection,
                "INSERT INTO flowledger.rollup_mark (level, bucket) SELECT DISTINCT 'minute', date_trunc('minute', "
                        + time
                        + ") FROM " + table.qualifiedName() + " WHERE " + time + " >= " + RollupSql.instant(from)
                        + " AND "
                        + time + " < " + RollupSql.instant(to));
    }

    private @Nullable Instant due(RollupLevel level, long settleMillis) throws SQLException {
        StringBuilder sql = new StringBuilder(
                        "SELECT extract(epoch FROM m.bucket)::bigint FROM flowledger.rollup_mark m WHERE level = '")
                .append(level.key())
                .append('\'');
        if (settleMillis >= 0) {
            sql.append(" AND (bucket > now() OR bucket < now() - ? * interval '1 millisecond')");
        }
        for (RollupLevel below : RollupLevel.values()) {
            if (below.compareTo(level) < 0) {
                sql.append(" AND NOT EXISTS (SELECT FROM flowledger.rollup_mark b WHERE b.level = '")
                        .append(below.key())
                        .append("' AND b.bucket >= m.bucket AND b.bucket < m.bucket + interval '")
                        .append(level.seconds())
                        .append(" seconds')");
            }
        }
        sql.append(" GROUP BY bucket");
        if (settleMillis >= 0) {
            sql.append(
                    " HAVING max(marked_at) < now() - ? * interval '1 millisecond' OR min(marked_at) < now() - interval '"
                            + LONGEST_WAIT_SECONDS + " seconds'");
        }
        sql.append(" ORDER BY bucket DESC LIMIT 1");
        try (PreparedStatement statement = connection.prepareStatement(sql.toString())) {
            if (settleMillis >= 0) {
                statement.setLong(1, level.seconds() * 1000 + settleMillis);
                statement.setLong(2, settleMillis);
            }
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() ? Instant.ofEpochSecond(rows.getLong(1)) : null;
            }
        }
    }

    private void sum(RollupLevel level, Instant bucket) throws SQLException {
        if (level == RollupLevel.MINUTE) {
            table.summarize(connection, bucket);
        }
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        connection.setAutoCommit(false);
        try {
            Sql.execute(
                    connection,
                    "DELETE FROM flowledger.rollup_mark WHERE level = '" + level.key() + "' AND bucket = "
                            + RollupSql.instant(bucket));
            int generation = generation(level, bucket);
            makePartition(level, bucket);
            Sql.execute(connection, RollupSql.delete(level, bucket, generation));
            if (level == RollupLevel.MINUTE) {
                writer.write(minutes.sum(bucket, settings.minuteKeys()), bucket, generation);
            } else {
                // It takes the rows of others for a few, whatever the statistics say, and goes through them for each
                // key.
                Sql.execute(connection, "SET LOCAL enable_nestloop = off");
                RollupLevel below = level == RollupLevel.HOUR ? RollupLevel.MINUTE : RollupLevel.HOUR;
                for (RollupDimension dimension : RollupDimension.values()) {
                    Sql.execute(
                            connection,
                            RollupSql.ofLevelBelow(level, below, dimension, bucket, generation, settings.longKeys()));
                }
            }
            markAbove(level, bucket);
            connection.commit();
        } finally {
            if (!connection.isClosed()) {
                connection.rollback();
                connection.setAutoCommit(true);
                connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
            }
        }
    }

    private void markAbove(RollupLevel level, Instant bucket) throws SQLException {
        if (level == RollupLevel.DAY) {
            return;
        }
        RollupLevel above = level == RollupLevel.MINUTE ? RollupLevel.HOUR : RollupLevel.DAY;
        String mark = "'" + above.key() + "', " + RollupSql.instant(above.bucketOf(bucket));
        Sql.execute(
                connection,
                "INSERT INTO flowledger.rollup_mark (level, bucket) SELECT " + mark
                        + " WHERE NOT EXISTS (SELECT FROM flowledger.rollup_mark WHERE (level, bucket) = (" + mark
                        + "))");
    }

    /** How often what the bucket is a sum of was dropped. */
    private int generation(RollupLevel level, Instant bucket) throws SQLException {
        String summed = switch (level) {
            case MINUTE -> table.layout().table();
            case HOUR -> RollupLevel.MINUTE.table();
            case DAY -> RollupLevel.HOUR.table();
        };
        String count = Sql.text(
                connection,
                "SELECT count(*) FROM flowledger.dropped_partition WHERE table_name = ? AND from_time < "
                        + RollupSql.instant(bucket.plusSeconds(level.seconds())) + " AND to_time > "
                        + RollupSql.instant(bucket),
                summed);
        return count == null ? 0 : Integer.parseInt(count);
    }

    private void makePartition(RollupLevel level, Instant bucket) throws SQLException {
        String name = "flowledger." + Sql.identifier(level.partition(bucket));
        if (Sql.text(connection, "SELECT to_regclass(?)", name) == null) {
            Sql.execute(
                    connection,
                    "CREATE TABLE " + name + " (LIKE " + level.qualifiedTable() + "); ALTER TABLE "
                            + level.qualifiedTable()
                            + " ATTACH PARTITION " + name + " FOR VALUES FROM ('"
                            + level.partitionFrom(bucket).atOffset(ZoneOffset.UTC) + "') TO ('"
                            + level.partitionTo(bucket).atOffset(ZoneOffset.UTC) + "')");
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
