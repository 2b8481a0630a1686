package io.flowledger.store.query;

import io.flowledger.store.filter.Filter;
import io.flowledger.store.filter.SqlText;
import io.flowledger.store.rollup.RollupCoverage;
import io.flowledger.store.rollup.Segment;
import io.flowledger.store.schema.FlowTable;
import io.flowledger.store.schema.PackedFlows;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Puts questions to the database, each in a transaction that reads one snapshot and cannot write, and is cancelled when it
 * takes longer than it may.
 *
 * <p>One thread at a time asks; {@link #cancel} may be called from any.
 */
public final class FlowQueries {
    private static final int FETCHED_ROWS = 2000;

    private final Snapshot snapshot;
    private final Connection connection;
    private final FlowSql sql;
    private final PackedFlows packed;
    private final FlowTable table;
    private final Planner planner;
    private Trust trust = Trust.USUAL;

    /**
     * Questions over {@code connection}, which is in auto-commit mode between them.
     *
     * @param timeout of a question with all of its statements, at least 1 ms; zero for none
     */
    public FlowQueries(Connection connection, FlowTable table, Duration timeout) {
        this.snapshot = new Snapshot(connection, table, timeout);
        this.table = table;
        this.connection = connection;
        this.sql = new FlowSql(table);
        this.packed = new PackedFlows(table);
        this.planner = new Planner(connection, table);
    }

    /** Ends the question that runs, if one does; whoever asked it gets a {@link QueryStoppedException}. */
    public void cancel() throws SQLException {
        snapshot.cancel();
    }

    /** How exact answers have to be from now on; {@link Trust#USUAL} before. */
    public FlowQueries trusting(Trust wanted) {
        trust = wanted;
        return this;
    }

    /** The SQL of a question over the rows, with its values in place, for reading and for psql. */
    public String sql(TopQuery query) {
        return sql.top(query, rowsOf(query.window())).toString();
    }

    /** The SQL of a question over the rows, with its values in place, for reading and for psql. */
    public String sql(TimeseriesQuery query) {
        Reading rows = rowsOf(query.window());
        return (query.by().isEmpty() ? sql.totals(query, rows) : sql.timeseries(query, rows)).toString();
    }

    /** The SQL of a question with its values in place, for reading and for psql. */
    public String sql(FlowsQuery query) {
        return sql.flows(query).toString();
    }

    private static Reading rowsOf(Window window) {
        return new Reading(new RollupCoverage(List.of(new Segment(null, window.from(), window.to())), List.of()), null);
    }

    /**
     * The largest groups.
     *
     * @throws QueryStoppedException when it was cancelled or took too long
     * @throws io.flowledger.store.filter.AbsentColumnException when the table has no column that is asked for
     */
    public TopAnswer top(TopQuery query) throws SQLException {
        long begun = System.nanoTime();
        return snapshot.ask(() -> {
            snapshot.hurry();
            sql.readsBlocksBeside(packed.readableRows(connection));
            Reading best = planner.best(query.window(), query.filter(), query.by(), null, trust);
            TopAnswer answer = top(query, best, begun);
            return answer.accuracy().isExact() || isEnough(best, query.window())
                    ? answer
                    : top(query, planner.rows(query.window()), begun);
        });
    }

    private TopAnswer top(TopQuery query, Reading reading, long begun) throws SQLException {
        Sums[] sums = {Sums.ZERO, Sums.ZERO};
        List<Group> groups = new ArrayList<>();
        List<Long> most = new ArrayList<>();
        long[] rest = new long[2];
        boolean[] others = {false, false};
        int first = query.by().size() + 2;
        preferHashes(reading);
        snapshot.run(sql.top(query, reading), rows -> {
            int part = rows.getInt(1);
            if (part == 0) {
                groups.add(new Group(key(rows, 2, query.by()), sums(rows, first)));
                most.add(saturated(rows, first + 4));
            } else if (part == 1) {
                sums[0] = sums(rows, first);
                rest[0] = saturated(rows, first + 4);
            } else {
                rest[1] = saturated(rows, first + 4);
                others[0] = true;
            }
        });
        if (isDisjoint(query.by())) {
            sums[1] = groups.stream().map(Group::sums).reduce(sums[0], Sums::plus);
        } else {
            snapshot.run(sql.total(query.window(), query.filter(), reading), rows -> {
                sums[1] = sums(rows, 1);
                others[1] = rows.getBoolean(5);
            });
        }
        SumsChoice choice = reading.sums();
        boolean known = others[0] && query.order() == Measure.OCTETS;
        boolean filtered = choice != null && choice.isFiltered();
        most.replaceAll(octets -> plus(octets, rest[1]));
        boolean isExact =
                (!others[0] && !others[1]) || (known && !filtered && isSettled(groups, most, rest, query.limit()));
        return new TopAnswer(
                groups,
                sums[0],
                sums[1],
                reading.source(),
                since(begun),
                new Accuracy(isExact, isExact || !known ? List.of() : most, reading.missing()));
    }

    /**
     * New partitions and buckets have no statistics. PostgreSQL takes them for a few rows then: groups by sorting would go over
     * the disk, and a loop that joins sums with the sums of what was left out would read all of those once for each key.
     */
    private void preferHashes(Reading reading) throws SQLException {
        snapshot.execute(
                "SET LOCAL enable_sort = off; SET LOCAL enable_nestloop = " + (reading.sums() == null ? "on" : "off"));
    }

    /** Whether no group can have more than it says, and none left out more than the last of those. */
    private static boolean isSettled(List<Group> groups, List<Long> most, long[] rest, int limit) {
        for (int i = 0; i < groups.size(); i++) {
            if (most.get(i) != groups.get(i).sums().octets()) {
                return false;
            }
        }
        long last = groups.isEmpty() ? 0 : groups.get(groups.size() - 1).sums().octets();
        return groups.size() == limit && rest[1] < last && plus(rest[0], rest[1]) < last;
    }

    private static long plus(long one, long more) {
        return one > Long.MAX_VALUE - more ? Long.MAX_VALUE : one + more;
    }

    /** Whether an answer by the largest keys will do: the rows would take long, or are not there any more. */
    private boolean isEnough(Reading best, Window window) throws SQLException {
        if (trust != Trust.USUAL) {
            return trust == Trust.SUMS;
        }
        snapshot.hurry();
        if (!planner.rows(window).missing().isEmpty()) {
            return true;
        }
        long[] flows = new long[1];
        Reading exporters = new Reading(best.coverage(), SumsChoice.of(List.of(), Filter.everything()));
        snapshot.run(sql.total(window, Filter.everything(), exporters), rows -> flows[0] = rows.getLong(3));
        return flows[0] > Planner.ROWS_FOR_EXACTNESS;
    }

    /**
     * The largest groups over time.
     *
     * @throws QueryStoppedException when it was cancelled or took too long
     * @throws io.flowledger.store.filter.AbsentColumnException when the table has no column that is asked for
     */
    public TimeseriesAnswer timeseries(TimeseriesQuery query) throws SQLException {
        long begun = System.nanoTime();
        return snapshot.ask(() -> {
            snapshot.hurry();
            sql.readsBlocksBeside(packed.readableRows(connection));
            Reading best = planner.best(query.window(), query.filter(), query.by(), query.step(), trust);
            TimeseriesAnswer answer = timeseries(query, best, begun);
            return answer.accuracy().isExact() || isEnough(best, query.window())
                    ? answer
                    : timeseries(query, planner.rows(query.window()), begun);
        });
    }

    private TimeseriesAnswer timeseries(TimeseriesQuery query, Reading reading, long begun) throws SQLException {
        long stepSeconds = query.step().toSeconds();
        long first = Math.floorDiv(query.window().from().getEpochSecond(), stepSeconds);
        long last = Math.floorDiv(query.window().to().minusNanos(1).getEpochSecond(), stepSeconds);
        int count = Math.toIntExact(last - first + 1);
        List<Instant> times = new ArrayList<>();
        for (long step = first; step <= last; step++) {
            times.add(Instant.ofEpochSecond(step * stepSeconds));
        }
        List<Sums> total = zeros(count);
        List<Sums> other = zeros(count);
        List<List<@Nullable Object>> keys = new ArrayList<>();
        List<List<Sums>> values = new ArrayList<>();
        boolean[] others = new boolean[1];
        boolean summed = !query.by().isEmpty() && isDisjoint(query.by());
        preferHashes(reading);
        if (!summed) {
            snapshot.run(sql.totals(query, reading), rows -> {
                total.set(Math.toIntExact(rows.getLong(1) - first), sums(rows, 2));
                others[0] |= rows.getBoolean(6);
            });
        }
        if (!query.by().isEmpty()) {
            int sumsBegin = query.by().size() + 3;
            snapshot.run(sql.timeseries(query, reading), rows -> {
                int place = rows.getInt(1);
                boolean isOther = rows.wasNull();
                if (!isOther && place > keys.size()) {
                    keys.add(key(rows, 3, query.by()));
                    values.add(zeros(count));
                }
                (isOther ? other : values.get(place - 1))
                        .set(Math.toIntExact(rows.getLong(2) - first), sums(rows, sumsBegin));
                others[0] |= rows.getBoolean(sumsBegin + 4);
            });
        }
        for (int i = 0; summed && i < count; i++) {
            int step = i;
            total.set(i, values.stream().map(of -> of.get(step)).reduce(other.get(i), Sums::plus));
        }
        List<Series> series = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            series.add(new Series(keys.get(i), values.get(i)));
        }
        return new TimeseriesAnswer(
                times,
                query.step(),
                series,
                other,
                total,
                reading.source(),
                since(begun),
                new Accuracy(!others[0], List.of(), reading.missing()));
    }

    /**
     * Flows themselves.
     *
     * @throws QueryStoppedException when it was cancelled or took too long
     * @throws IllegalArgumentException when the cursor is none of ours
     */
    public FlowsAnswer flows(FlowsQuery query) throws SQLException {
        FlowsCursor cursor = FlowsCursor.of(query.cursor());
        int columns = table.layout().columns().size();
        return snapshot.ask(() -> {
            List<List<@Nullable Object>> found = new ArrayList<>();
            List<Long> times = new ArrayList<>();
            snapshot.run(sql.flows(query), rows -> {
                found.add(row(rows, columns));
                times.add(rows.getLong(columns + 1));
            });
            boolean more = found.size() > query.limit();
            return new FlowsAnswer(
                    table.layout().columns(),
                    more ? found.subList(0, query.limit()) : found,
                    more,
                    more && query.order() == FlowOrder.TIME
                            ? cursor.after(times.subList(0, query.limit())).toString()
                            : null);
        });
    }

    /** Takes flows one after the other. */
    public interface FlowSink {
        /** One flow, its values in the order of the layout's columns; numbers are Long, all else text. */
        void take(List<@Nullable Object> values) throws IOException;
    }

    /**
     * Flows themselves, the newest first, one after the other: for more than fit into memory.
     *
     * @throws QueryStoppedException when it was cancelled or took too long
     * @throws IOException when the sink throws one
     */
    public void eachFlow(Window window, Filter filter, FlowSink sink) throws SQLException, IOException {
        int columns = table.layout().columns().size();
        SqlText all = sql.flows(new FlowsQuery(window, filter, Integer.MAX_VALUE, null));
        try {
            snapshot.ask(() -> {
                snapshot.run(all, FETCHED_ROWS, rows -> {
                    try {
                        sink.take(row(rows, columns));
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
                return columns;
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static List<@Nullable Object> row(ResultSet rows, int columns) throws SQLException {
        List<@Nullable Object> row = new ArrayList<>(columns);
        for (int i = 1; i <= columns; i++) {
            row.add(value(rows, i));
        }
        return Collections.unmodifiableList(row);
    }

    /** Whether each flow is in one group only, so that the groups together are all flows and need not be read twice. */
    private static boolean isDisjoint(List<Dimension> by) {
        return by.stream().noneMatch(Dimension::isEither);
    }

    private static List<Sums> zeros(int count) {
        return new ArrayList<>(Collections.nCopies(count, Sums.ZERO));
    }

    private static Duration since(long begun) {
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    private static List<@Nullable Object> key(ResultSet rows, int first, List<Dimension> by) throws SQLException {
        List<@Nullable Object> key = new ArrayList<>();
        for (int i = 0; i < by.size(); i++) {
            key.add(value(rows, first + i));
        }
        return key;
    }

    private static @Nullable Object value(ResultSet rows, int column) throws SQLException {
        String text = rows.getString(column);
        if (text == null) {
            return null;
        }
        return switch (rows.getMetaData().getColumnTypeName(column)) {
            case "int2", "int4", "int8" -> Long.valueOf(text);
            default -> text;
        };
    }

    private static Sums sums(ResultSet rows, int first) throws SQLException {
        return new Sums(
                saturated(rows, first),
                saturated(rows, first + 1),
                saturated(rows, first + 2),
                saturated(rows, first + 3));
    }

    private static long saturated(ResultSet rows, int column) throws SQLException {
        BigDecimal value = rows.getBigDecimal(column);
        if (value == null) {
            return 0;
        }
        return value.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0 ? Long.MAX_VALUE : value.longValue();
    }
}
