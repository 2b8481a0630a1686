package io.flowledger.store.query;

import io.flowledger.store.filter.Filter;
import io.flowledger.store.filter.SqlText;
import io.flowledger.store.schema.FlowTable;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** The SQL of questions over rows. Users' values are parameters, without exception. */
final class FlowSql {
    private final FlowTable table;
    private final TableNames names;

    FlowSql(FlowTable table) {
        this.table = table;
        this.names = new TableNames(table.layout());
    }

    TableNames names() {
        return names;
    }

    /** Sums of all flows. */
    SqlText total(Window window, Filter filter) {
        SqlText sql = new SqlText().add("SELECT ");
        sums(sql);
        from(sql, window, filter, List.of());
        return sql;
    }

    /** Sums of all flows for each step, numbered from 1970. */
    SqlText totals(TimeseriesQuery query) {
        SqlText sql = new SqlText().add("SELECT ");
        step(sql, query);
        sql.add(", ");
        sums(sql);
        from(sql, query.window(), query.filter(), List.of());
        return sql.add(" GROUP BY 1");
    }

    /** The largest groups, then a row with part 1 and the sums of the others. */
    SqlText top(TopQuery query) {
        SqlText sql = new SqlText().add("WITH groups AS MATERIALIZED (SELECT ");
        keys(sql, query.by());
        sums(sql);
        from(sql, query.window(), query.filter(), query.by());
        groupBy(sql, 1, query.by().size());
        String keys = keyNames(query.by());
        String order = order(query.order(), query.by().size());
        sql.add("), top AS MATERIALIZED (SELECT * FROM groups ORDER BY " + order + " LIMIT ")
                .parameter(query.limit())
                .add(") SELECT * FROM (SELECT 0 AS part, " + keys + "octets, packets, flows, unscaled FROM top"
                        + " UNION ALL SELECT 1, " + "NULL, ".repeat(query.by().size())
                        + difference("octets") + ", " + difference("packets") + ", " + difference("flows") + ", "
                        + difference("unscaled") + ") AS answer ORDER BY part, " + order);
        return sql;
    }

    private static String difference(String column) {
        return "(SELECT coalesce(sum(" + column + "), 0) FROM groups) - (SELECT coalesce(sum(" + column
                + "), 0) FROM top)";
    }

    /** Groups for each step with their place among all; those beyond the limit are one, whose place is NULL. */
    SqlText timeseries(TimeseriesQuery query) {
        int count = query.by().size();
        String keys = keyNames(query.by());
        String partition = keys.substring(0, keys.length() - 2);
        SqlText sql = new SqlText().add("WITH steps AS (SELECT ");
        step(sql, query);
        sql.add(" AS step, ");
        keys(sql, query.by());
        sums(sql);
        from(sql, query.window(), query.filter(), query.by());
        groupBy(sql, 1, count + 1);
        sql.add("), weighed AS (SELECT *, sum(" + query.order().column() + ") OVER (PARTITION BY " + partition
                + ") AS weight FROM steps), ranked AS (SELECT *, dense_rank() OVER (ORDER BY weight DESC, "
                + partition + ") AS place FROM weighed), marked AS (SELECT *, CASE WHEN place <= ");
        sql.parameter(query.limit()).add(" THEN place END AS shown FROM ranked) SELECT shown, step, ");
        for (int i = 0; i < count; i++) {
            sql.add("CASE WHEN shown IS NOT NULL THEN key" + i + " END, ");
        }
        sql.add("sum(octets), sum(packets), sum(flows), sum(unscaled) FROM marked");
        groupBy(sql, 1, count + 2);
        return sql.add(" ORDER BY shown NULLS LAST, step");
    }

    /** Rows, the newest first; the last two columns are what a cursor is made of. */
    SqlText flows(FlowsQuery query) {
        SqlText sql = new SqlText().add("SELECT ");
        table.layout()
                .columns()
                .forEach(column -> sql.add(names.sql(column.name())).add(", "));
        String time = names.sql("received_at");
        sql.add("floor(extract(epoch FROM " + table.timeAsInstant() + ") * 1000000)::bigint, ctid::text FROM "
                + table.qualifiedName() + " WHERE ");
        where(sql, query.window(), query.filter());
        String cursor = query.cursor();
        if (cursor != null) {
            String[] parts = cursor.split(":", 2);
            sql.add(" AND (" + time + ", ctid) < (");
            instant(sql, Long.parseLong(parts[0]));
            sql.add(", ").parameter(parts[1]).add("::tid)");
        }
        return sql.add(" ORDER BY " + time + " DESC, ctid DESC LIMIT ").parameter(query.limit() + 1L);
    }

    private void step(SqlText sql, TimeseriesQuery query) {
        sql.add("floor(date_part('epoch', " + table.timeAsInstant() + ") / ")
                .parameter((double) query.step().toSeconds())
                .add(")::bigint");
    }

    private void keys(SqlText sql, List<Dimension> by) {
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

    /** Exact: what is not sampled is summed as whole numbers, the rest as products that cannot overflow. */
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
            sql.add("coalesce(sum(" + name + ") FILTER (WHERE coalesce(sampling_rate, 1) <= 1), 0) + coalesce(sum("
                    + name + "::numeric * sampling_rate) FILTER (WHERE sampling_rate > 1), 0) AS " + column);
        }
    }

    private void from(SqlText sql, Window window, Filter filter, List<Dimension> by) {
        sql.add(" FROM " + table.qualifiedName());
        for (int i = 0; i < by.size(); i++) {
            if (by.get(i).isEither()) {
                String one = names.sql(by.get(i).columns().get(0));
                String other = names.sql(by.get(i).columns().get(1));
                sql.add(" CROSS JOIN LATERAL (VALUES (" + one + ", true), (" + other + ", " + other
                        + " IS DISTINCT FROM " + one + ")) AS end" + i + "(value, counted)");
            }
        }
        sql.add(" WHERE ");
        where(sql, window, filter);
        for (int i = 0; i < by.size(); i++) {
            if (by.get(i).isEither()) {
                sql.add(" AND end" + i + ".counted");
            }
        }
    }

    private void where(SqlText sql, Window window, Filter filter) {
        String time = names.sql("received_at");
        sql.add(time + " >= ");
        instant(sql, micros(window.from()));
        sql.add(" AND " + time + " < ");
        instant(sql, micros(window.to()));
        if (!filter.isEverything()) {
            sql.add(" AND (");
            filter.appendTo(sql, names);
            sql.add(")");
        }
    }

    /** A constant to the planner, so that it leaves out partitions when it plans. */
    private void instant(SqlText sql, long micros) {
        String text = Instant.EPOCH.plus(micros, ChronoUnit.MICROS).toString();
        sql.parameter(text).add("::timestamptz");
        if (table.time().type() == io.flowledger.flow.layout.ColumnType.TIMESTAMP) {
            sql.add(" AT TIME ZONE 'UTC'");
        }
    }

    private static long micros(Instant instant) {
        return Math.addExact(
                Math.multiplyExact(instant.getEpochSecond(), 1_000_000L), (instant.getNano() + 999) / 1000);
    }
}
