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
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Where each part of a window is to be read from, so that the sums of the parts are those of the rows: days that are exact
 * and whole, in between hours, minutes, and rows. To be read in the snapshot in which the question is put.
 *
 * @param segments without gaps, in order; neighbours differ in their level
 * @param missing parts of the window that cannot be told any more, as retention dropped what held them
 */
public record RollupCoverage(List<Segment> segments, List<Segment> missing) {
    private static final RollupLevel[] COARSEST_FIRST = {RollupLevel.DAY, RollupLevel.HOUR, RollupLevel.MINUTE};

    public RollupCoverage {
        segments = List.copyOf(segments);
        missing = List.copyOf(missing);
    }

    /**
     * Keeps partitions from being dropped until the transaction ends. To be called before anything is read in it: a partition
     * that is dropped between the snapshot and the first look at a table would be missed without a trace.
     */
    public static void hold(Connection connection, FlowTable table) throws SQLException {
        StringBuilder tables = new StringBuilder("ONLY ").append(table.qualifiedName());
        for (RollupLevel level : RollupMarks.areKept(table) ? RollupLevel.values() : new RollupLevel[0]) {
            tables.append(", ONLY ").append(level.qualifiedTable());
        }
        Sql.execute(connection, "LOCK TABLE " + tables + " IN ACCESS SHARE MODE");
    }

    /** Where everything is to be read from the rows. */
    public static RollupCoverage ofRows(Connection connection, FlowTable table, Instant from, Instant to)
            throws SQLException {
        return new Reading(connection, table, from, to).whole();
    }

    /**
     * Where sums may be read up to a level.
     *
     * @param coarsest the longest buckets that are of use
     */
    public static RollupCoverage of(
            Connection connection, FlowTable table, Instant from, Instant to, RollupLevel coarsest)
            throws SQLException {
        Reading reading = new Reading(connection, table, from, to);
        reading.readMarks(connection, from, to);
        for (int i = 0; i < COARSEST_FIRST.length; i++) {
            if (COARSEST_FIRST[i] == coarsest) {
                reading.cover(i, from, to);
            }
        }
        return reading.end();
    }

    /** What is read while the segments are found. */
    private static final class Reading {
        private final Map<RollupLevel, TreeSet<Instant>> marks = new EnumMap<>(RollupLevel.class);
        private final Map<String, List<Segment>> dropped = new java.util.HashMap<>();
        private final String rows;
        private final Instant from;
        private final Instant to;
        private final List<Segment> segments = new ArrayList<>();

        Reading(Connection connection, FlowTable table, Instant from, Instant to) throws SQLException {
            this.rows = table.layout().table();
            this.from = from;
            this.to = to;
            for (RollupLevel level : RollupLevel.values()) {
                marks.put(level, new TreeSet<>());
            }
            try (PreparedStatement statement = connection.prepareStatement(
                    "SELECT table_name, extract(epoch FROM from_time), extract(epoch FROM to_time)"
                            + " FROM flowledger.dropped_partition WHERE from_time < ? AND to_time > ? ORDER BY 2")) {
                statement.setObject(1, to.atOffset(ZoneOffset.UTC));
                statement.setObject(2, from.atOffset(ZoneOffset.UTC));
                try (ResultSet found = statement.executeQuery()) {
                    while (found.next()) {
                        dropped.computeIfAbsent(found.getString(1), name -> new ArrayList<>())
                                .add(new Segment(
                                        null,
                                        Instant.ofEpochSecond(found.getLong(2)),
                                        Instant.ofEpochSecond(found.getLong(3))));
                    }
                }
            }
        }

        void readMarks(Connection connection, Instant begin, Instant end) throws SQLException {
            try (Statement statement = connection.createStatement();
                    ResultSet found = statement.executeQuery("SELECT DISTINCT level, extract(epoch FROM bucket)::bigint"
                            + " FROM flowledger.rollup_mark WHERE bucket >= "
                            + RollupSql.instant(RollupLevel.DAY.bucketOf(begin)) + " AND bucket < "
                            + RollupSql.instant(end.plusSeconds(1)))) {
                while (found.next()) {
                    for (RollupLevel level : RollupLevel.values()) {
                        if (level.key().equals(found.getString(1))) {
                            marksOf(level).add(Instant.ofEpochSecond(found.getLong(2)));
                        }
                    }
                }
            }
        }

        private NavigableSet<Instant> marksOf(RollupLevel level) {
            return marks.getOrDefault(level, new TreeSet<>());
        }

        void cover(int depth, Instant begin, Instant end) {
            if (depth == COARSEST_FIRST.length) {
                add(new Segment(null, begin, end));
                return;
            }
            RollupLevel level = COARSEST_FIRST[depth];
            Instant at = begin;
            while (at.isBefore(end)) {
                Instant bucket = level.bucketOf(at);
                Instant next = bucket.plusSeconds(level.seconds());
                Instant stop = next.isBefore(end) ? next : end;
                if (at.equals(bucket) && stop.equals(next) && isExact(level, bucket, next)) {
                    add(new Segment(level, bucket, next));
                } else {
                    cover(depth + 1, at, stop);
                }
                at = stop;
            }
        }

        private boolean isExact(RollupLevel level, Instant bucket, Instant next) {
            for (RollupLevel each : RollupLevel.values()) {
                if (each.compareTo(level) <= 0) {
                    Instant mark = marksOf(each).ceiling(bucket);
                    if (mark != null && mark.isBefore(next)) {
                        return false;
                    }
                }
            }
            return !isDropped(level.table(), bucket, next);
        }

        private boolean isDropped(String table, Instant begin, Instant end) {
            return dropped.getOrDefault(table, List.of()).stream()
                    .anyMatch(gone -> gone.from().isBefore(end) && gone.to().isAfter(begin));
        }

        private void add(Segment segment) {
            Segment last = segments.isEmpty() ? null : segments.get(segments.size() - 1);
            if (last != null && last.level() == segment.level()) {
                segments.set(segments.size() - 1, new Segment(last.level(), last.from(), segment.to()));
            } else {
                segments.add(segment);
            }
        }

        RollupCoverage whole() {
            segments.add(new Segment(null, from, to));
            return end();
        }

        RollupCoverage end() {
            List<Segment> missing = new ArrayList<>();
            for (Segment segment : segments) {
                for (Segment gone :
                        segment.level() == null ? dropped.getOrDefault(rows, List.of()) : List.<Segment>of()) {
                    Instant begin = later(gone.from(), segment.from());
                    Instant end = gone.to().isBefore(segment.to()) ? gone.to() : segment.to();
                    if (begin.isBefore(end)) {
                        addTo(missing, begin, end);
                    }
                }
            }
            return new RollupCoverage(segments, missing);
        }

        private static void addTo(List<Segment> missing, Instant begin, Instant end) {
            @Nullable Segment last = missing.isEmpty() ? null : missing.get(missing.size() - 1);
            if (last != null && !last.to().isBefore(begin)) {
                missing.set(missing.size() - 1, new Segment(null, last.from(), later(last.to(), end)));
            } else {
                missing.add(new Segment(null, begin, end));
            }
        }

        private static Instant later(Instant one, Instant other) {
            return one.isBefore(other) ? other : one;
        }
    }
}
