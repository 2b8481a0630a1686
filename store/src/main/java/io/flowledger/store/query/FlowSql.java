package io.flowledger.store.query;

import io.flowledger.store.filter.ColumnNames;
import io.flowledger.store.filter.Filter;
import io.flowledger.store.filter.SqlText;
import io.flowledger.store.rollup.RollupLevel;
import io.flowledger.store.rollup.Segment;
import io.flowledger.store.schema.FlowTable;
import io.flowledger.store.schema.PackedFlows;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The SQL of questions over rows and their sums. Users' values are parameters, without exception. */
final class FlowSql {
    private static final String TOTALS = "coalesce(sum(octets), 0) AS octets, coalesce(sum(packets), 0) AS packets,"
            + " coalesce(sum(flows), 0) AS flows, coalesce(sum(unscaled), 0) AS unscaled";

    private static final String SUMMED =
            "coalesce(sum(octets), 0), coalesce(sum(packets), 0), coalesce(sum(flows), 0), coalesce(sum(unscaled), 0)";
    private static final String NAMED_SUMS =
            "sum(octets) AS octets, sum(packets) AS packets, sum(flows) AS flows, sum(unscaled) AS unscaled";

    private final FlowTable table;
    private final TableNames names;
    private @Nullable String rowsBesideBlocks;

    FlowSql(FlowTable table) {
        this.table = table;
        this.names = new TableNames(table.layout());
    }

    TableNames names() {
        return names;
    }

    /** Reads rows and blocks themselves from now on, in place of the view of both; null: the flows by their name. */
    void readsBlocksBeside(@Nullable String rows) {
        rowsBesideBlocks = rows;
    }

    /** Sums of all flows, then whether keys were summed as others. */
    SqlText total(Window window, Filter filter, Reading reading) {
        SqlText sql = new SqlText().add("SELECT " + SUMMED + ", bool_or(other) FROM (");
        grouped(sql, new Question(window, filter, List.of(), null), reading);
        return sql.add(") AS part");
    }

    /** Sums of all flows for each step, numbered from 1970, and whether keys were summed as others. */
    SqlText totals(TimeseriesQuery query, Reading reading) {
        SqlText sql = new SqlText().add("SELECT step, " + SUMMED + ", bool_or(other) FROM (");
        grouped(sql, new Question(query.window(), query.filter(), List.of(), query.step()), reading);
        return sql.add(") AS part GROUP BY 1");
    }

    /**
     * The largest groups with part 0 and the most octets that each may have; then with part 1 the sums of the rest and the
     * most octets that one of the groups left out may have; then with part 2, when keys were summed as others, the most
     * octets that one of those may have.
     */
    SqlText top(TopQuery query, Reading reading) {
        SqlText sql = new SqlText().add("WITH groups AS MATERIALIZED (");
        grouped(sql, new Question(query.window(), query.filter(), query.by(), null), reading);
        String keys = keyNames(query.by());
        String noKeys = "NULL, ".repeat(query.by().size());
        String order = order(query.order(), query.by().size());
        sql.add("), top AS MATERIALIZED (SELECT * FROM groups WHERE NOT other ORDER BY " + order + " LIMIT ")
                .parameter(query.limit())
                .add("), every AS (SELECT count(*) FILTER (WHERE NOT other) AS keys, " + TOTALS
                        + " FROM groups), shown AS (SELECT"
                        + " count(*) AS keys, min(octets) AS least, " + TOTALS
                        + " FROM top) SELECT * FROM (SELECT 0 AS part, " + keys
                        + "octets, packets, flows, unscaled, octets + slack AS most FROM top UNION ALL SELECT 1, "
                        + noKeys
                        + "e.octets - s.octets, e.packets - s.packets, e.flows - s.flows, e.unscaled - s.unscaled,"
                        + " CASE WHEN e.keys > s.keys THEN (SELECT max(octets + slack) FROM groups WHERE NOT other"
                        + " AND octets <= s.least) END FROM every e CROSS JOIN shown s UNION ALL SELECT 2, " + noKeys
                        + "0, 0, 0, 0, sum(slack) FROM groups WHERE other HAVING count(*) > 0) AS answer ORDER BY part, "
                        + order);
        return sql;
    }

    /**
     * Groups for each step with their place among all; those beyond the limit are one, whose place is NULL. The last column
     * is whether keys were summed as others.
     */
    SqlText timeseries(TimeseriesQuery query, Reading reading) {
        int count = query.by().size();
        String keys = keyNames(query.by());
        String partition = keys.substring(0, keys.length() - 2);
        SqlText sql = new SqlText().add("WITH steps AS (");
        grouped(sql, new Question(query.window(), query.filter(), query.by(), query.step()), reading);
        sql.add("), weighed AS (SELECT *, sum(" + query.order().column() + ") OVER (PARTITION BY other, " + partition
                + ") AS weight FROM steps), ranked AS (SELECT *, dense_rank() OVER (ORDER BY other, weight DESC, "
                + partition + ") AS place FROM weighed), marked AS (SELECT *, CASE WHEN NOT other AND place <= ");
        sql.parameter(query.limit()).add(" THEN place END AS shown FROM ranked) SELECT shown, step, ");
        for (int i = 0; i < count; i++) {
            sql.add("CASE WHEN shown IS NOT NULL THEN key" + i + " END, ");
        }
        sql.add("sum(octets), sum(packets), sum(flows), sum(unscaled), bool_or(other) FROM marked");
        groupBy(sql, 1, count + 2);
        return sql.add(" ORDER BY shown NULLS LAST, step");
    }

    /**
     * What is summed.
     *
     * @param step null when the whole window is one
     */
    private record Question(
            Window window,
            Filter filter,
            List<Dimension> by,
            @Nullable Duration step) {
        int groups() {
            return by.size() + (step == null ? 0 : 1);
        }
    }

    /**
     * A query for the columns step (when there are steps), key0 …, other, octets, packets, flows, unscaled and slack, by which
     * the octets of a group may be more than they are.
     */
    private void grouped(SqlText sql, Question question, Reading reading) {
        SumsChoice sums = reading.sums();
        if (sums == null) {
            rows(sql, question, reading.of(null));
            return;
        }
        sql.add("SELECT " + (question.step == null ? "" : "step, ") + keyNames(question.by) + "other, " + NAMED_SUMS
                + ", sum(slack) AS slack FROM (");
        String union = "";
        for (RollupLevel level : RollupLevel.values()) {
            List<Segment> segments = reading.of(level);
            if (!segments.isEmpty()) {
                sums(sql.add(union), question, sums, level, segments);
                union = " UNION ALL ";
            }
        }
        List<Segment> segments = reading.of(null);
        if (!segments.isEmpty()) {
            rows(sql.add(union), question, segments);
        }
        sql.add(") AS part");
        groupBy(sql, 1, question.groups() + 1);
    }

    private void rows(SqlText sql, Question question, List<Segment> segments) {
        sql.add("SELECT ");
        step(sql, question.step, table.timeAsInstant());
        keys(sql, question.by, names);
        sql.add("false AS other, ");
        sums(sql);
        sql.add(", 0::numeric AS slack FROM ");
        String rows = rowsBesideBlocks;
        if (rows == null) {
            sql.add(table.qualifiedName());
            ends(sql, question.by, names);
            sql.add(" WHERE ");
            within(sql, names.sql("received_at"), segments);
        } else {
            rowsAndBlocks(sql, rows, segments);
            ends(sql, question.by, names);
            sql.add(" WHERE true");
        }
        filter(sql, question.filter, names);
        counted(sql, question.by);
        groupBy(sql, 1, question.groups());
    }

    /**
     * What the view of the flows gives, in a form for which PostgreSQL makes better plans: the times of rows are not looked at
     * in blocks that lie within a segment as a whole, and how many rows there will be is known.
     */
    private void rowsAndBlocks(SqlText sql, String rows, List<Segment> segments) {
        String columns = String.join(", ", columns());
        sql.add("(SELECT " + columns + " FROM " + rows + " WHERE ");
        within(sql, names.sql("received_at"), segments);
        sql.add(" UNION ALL SELECT " + columns + " FROM " + new PackedFlows(table).unpacked() + " WHERE ");
        String or = "(";
        for (Segment segment : segments) {
            sql.add(or + "hour >= ");
            instant(sql, micros(segment.from().truncatedTo(ChronoUnit.HOURS)), false);
            sql.add(" AND hour < ");
            instant(sql, micros(segment.to()), false);
            sql.add(" AND (first_time >= ");
            instant(sql, micros(segment.from()), false);
            sql.add(" AND last_time < ");
            instant(sql, micros(segment.to()), false);
            sql.add(" OR ");
            within(sql, names.sql("received_at"), List.of(segment));
            sql.add(")");
            or = " OR ";
        }
        sql.add(")) AS flows");
    }

    private List<String> columns() {
        return table.layout().columns().stream()
                .map(column -> names.sql(column.name()))
                .toList();
    }

    /** From the sums of a level; a question with steps does not ask for slack. */
    private void sums(SqlText sql, Question question, SumsChoice sums, RollupLevel level, List<Segment> segments) {
        boolean joined = sums.isKey() && question.step == null && !question.by.isEmpty();
        String known = sums.isFiltered() ? "CASE WHEN r.other THEN 0 ELSE r.%s END" : "r.%s";
        sql.add("SELECT ");
        step(sql, question.step, "r.bucket");
        keys(sql, question.by, sums);
        sql.add("r.other, " + known.formatted("scaled_octets") + " AS octets, " + known.formatted("scaled_packets")
                + " AS packets, " + known.formatted("flows") + "::numeric AS flows, "
                + known.formatted("unscaled_flows") + "::numeric AS unscaled, "
                + (joined
                        ? "r.hidden_octets - CASE WHEN r.other THEN 0 ELSE coalesce(o.hidden_octets, 0) END"
                        : "CASE WHEN r.other THEN r.scaled_octets ELSE 0 END")
                + " AS slack FROM " + level.qualifiedTable() + " AS r");
        if (joined) {
            sql.add(" LEFT JOIN (SELECT bucket, generation, exporter, hidden_octets FROM " + level.qualifiedTable()
                    + " WHERE other AND dimension = '" + sums.dimension().key() + "' AND ");
            within(sql, "bucket", segments);
            sql.add(") AS o USING (bucket, generation, exporter)");
        }
        ends(sql, question.by, sums);
        sql.add(" WHERE r.dimension = '" + sums.dimension().key() + "' AND ");
        within(sql, "r.bucket", segments);
        if (sums.isFiltered()) {
            sql.add(" AND (r.other OR true");
            filter(sql, question.filter, sums);
            sql.add(")");
        } else {
            filter(sql, question.filter, sums);
        }
        counted(sql, question.by);
    }

    /**
     * Rows, by default the newest first, then in the order of all their columns, so that a place among them stays the same wherever they
     * lie; the last column is the receive time in microseconds since 1970.
     */
    SqlText flows(FlowsQuery query) {
        FlowsCursor cursor = FlowsCursor.of(query.cursor());
        SqlText sql = new SqlText().add("SELECT ");
        List<String> columns = columns();
        columns.forEach(column -> sql.add(column).add(", "));
        String time = names.sql("received_at");
        sql.add("floor(extract(epoch FROM " + table.timeAsInstant() + ") * 1000000)::bigint FROM "
                + table.qualifiedName() + " WHERE ");
        within(
                sql,
                time,
                List.of(new Segment(null, query.window().from(), query.window().to())));
        filter(sql, query.filter(), names);
        if (!cursor.isStart()) {
            sql.add(" AND " + time + " <= ");
            instant(sql, cursor.fromMicros(), true);
        }
        sql.add(" ORDER BY " + largest(query.order()) + time + " DESC");
        columns.stream().filter(column -> !column.equals(time)).forEach(column -> sql.add(", " + column));
        return sql.add(" OFFSET ").parameter(cursor.skipped()).add(" LIMIT ").parameter(query.limit() + 1L);
    }

    /** What comes before the time in an order. */
    private String largest(FlowOrder order) {
        return switch (order) {
            case TIME -> "";
            case OCTETS -> scaled("octets") + " DESC NULLS LAST, ";
            case PACKETS -> scaled("packets") + " DESC NULLS LAST, ";
            case DURATION -> names.sql("flow_end") + " - " + names.sql("flow_start") + " DESC NULLS LAST, ";
        };
    }

    private String scaled(String column) {
        return names.has("sampling_rate")
                ? names.sql(column) + "::numeric * greatest(coalesce(sampling_rate, 1), 1)"
                : names.sql(column);
    }

    private static void step(SqlText sql, @Nullable Duration step, String instant) {
        if (step != null) {
            sql.add("floor(date_part('epoch', " + instant + ") / ")
                    .parameter((double) step.toSeconds())
                    .add(")::bigint AS step, ");
        }
    }

    private static void keys(SqlText sql, List<Dimension> by, ColumnNames names) {
        for (int i = 0; i < by.size(); i++) {
            by.get(i).appendTo(sql, names, "end" + i);
            sql.add(" AS key" + i + ", ");
        }
    }

    private static String keyNames(List<Dimension> by) {
        StringBuilder keys = new StringBuilder();
        for (int i = 0; i < by.size(); i++) {
            keys.append("key").append(i).append(", ");
        }
        return keys.toString();
    }

    private static void groupBy(SqlText sql, int first, int count) {
        for (int i = first; i < first + count; i++) {
            sql.add(i == first ? " GROUP BY " + i : ", " + i);
        }
    }

    private static String order(Measure measure, int keys) {
        StringBuilder order = new StringBuilder(measure.column()).append(" DESC");
        for (int i = 0; i < keys; i++) {
            order.append(", key").append(i);
        }
        return order.toString();
    }

    /** Exact: products of two numbers of 31 bits are whole numbers, which cost half of what others do. */
    private void sums(SqlText sql) {
        sum(sql, "octets");
        sql.add(", ");
        sum(sql, "packets");
        sql.add(", count(*)::numeric AS flows, "
                + (names.has("sampling_rate")
                        ? "count(*) FILTER (WHERE sampling_rate IS NULL)::numeric"
                        : "count(*)::numeric")
                + " AS unscaled");
    }

    private void sum(SqlText sql, String column) {
        if (!names.has(column)) {
            sql.add("0::numeric AS " + column);
        } else if (!names.has("sampling_rate")) {
            sql.add("coalesce(sum(" + names.sql(column) + "), 0) AS " + column);
        } else {
            String name = names.sql(column);
            String product =
                    " * greatest(sampling_rate, 1)) FILTER (WHERE (" + name + " | greatest(sampling_rate, 1)) >> 31";
            sql.add("coalesce(sum(" + name + product + " = 0), 0) + coalesce(sum(" + name + "::numeric" + product
                    + " <> 0), 0) AS " + column);
        }
    }

    private static void ends(SqlText sql, List<Dimension> by, ColumnNames names) {
        for (int i = 0; i < by.size(); i++) {
            if (by.get(i).isEither()) {
                String one = names.sql(by.get(i).columns().get(0));
                String other = names.sql(by.get(i).columns().get(1));
                sql.add(" CROSS JOIN LATERAL (VALUES (" + one + ", true), (" + other + ", " + other
                        + " IS DISTINCT FROM " + one + ")) AS end" + i + "(value, counted)");
            }
        }
    }

    private static void counted(SqlText sql, List<Dimension> by) {
        for (int i = 0; i < by.size(); i++) {
            if (by.get(i).isEither()) {
                sql.add(" AND end" + i + ".counted");
            }
        }
    }

    private void within(SqlText sql, String time, List<Segment> segments) {
        String or = "(";
        for (Segment segment : segments) {
            sql.add(or + time + " >= ");
            instant(sql, micros(segment.from()), segment.level() == null);
            sql.add(" AND " + time + " < ");
            instant(sql, micros(segment.to()), segment.level() == null);
            or = " OR ";
        }
        sql.add(")");
    }

    private static void filter(SqlText sql, Filter filter, ColumnNames names) {
        if (!filter.isEverything()) {
            sql.add(" AND (");
            filter.appendTo(sql, names);
            sql.add(")");
        }
    }

    /**
     * A constant to the planner, so that it leaves out partitions when it plans. A text would be none: what it means depends on
     * the session, so that PostgreSQL would read it anew for each row.
     */
    private void instant(SqlText sql, long micros, boolean isOfRow) {
        sql.parameter(Instant.EPOCH.plus(micros, ChronoUnit.MICROS)).add("::timestamptz");
        if (isOfRow && table.time().type() == io.flowledger.flow.layout.ColumnType.TIMESTAMP) {
            sql.add(" AT TIME ZONE 'UTC'");
        }
    }

    private static long micros(Instant instant) {
        return Math.addExact(
                Math.multiplyExact(instant.getEpochSecond(), 1_000_000L), (instant.getNano() + 999) / 1000);
    }
}
