package io.flowledger.store.block;

import io.flowledger.flow.layout.Column;
import io.flowledger.flow.layout.Context;
import io.flowledger.flow.layout.Layout;
import io.flowledger.store.schema.FlowTable;
import io.flowledger.store.schema.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/** Rows of any layout with what each column's type can hold, the ends of its range and NULL. */
final class RandomRows {
    private final SplittableRandom random;
    private final Layout layout;

    RandomRows(Layout layout, long seed) {
        this.layout = layout;
        this.random = new SplittableRandom(seed);
    }

    /** Inserts rows of the hour; what each column holds is drawn once, so that every form of a block comes about. */
    void insert(Connection connection, FlowTable table, long hour, int count) throws SQLException {
        connection.setAutoCommit(true);
        table.makePartitions(connection, List.of(hour));
        int[] kinds =
                layout.columns().stream().mapToInt(column -> random.nextInt(6)).toArray();
        StringBuilder sql = new StringBuilder("INSERT INTO ")
                .append(table.target(hour))
                .append(layout.columns().stream()
                        .map(column -> Sql.identifier(column.name()))
                        .collect(Collectors.joining(", ", " (", ") VALUES ")));
        for (int row = 0; row < count; row++) {
            sql.append(row == 0 ? "(" : ", (");
            for (int i = 0; i < kinds.length; i++) {
                sql.append(i == 0 ? "" : ", ").append(value(layout.columns().get(i), kinds[i], hour));
            }
            sql.append(')');
        }
        Sql.execute(connection, sql.toString());
    }

    private String value(Column column, int kind, long hour) {
        if (column.context() == Context.RECEIVED_AT) {
            return time(hour * 1_000_000L + random.nextLong(3_600_000_000L), column);
        }
        if (!column.notNull() && (kind == 0 || (kind == 1 && random.nextInt(3) == 0))) {
            return "NULL";
        }
        int size = kind == 2 ? 1 : kind == 3 ? 3 : Integer.MAX_VALUE;
        return switch (column.type()) {
            case TIMESTAMPTZ, TIMESTAMP ->
                kind == 4
                        ? pick(
                                "'infinity'",
                                "'-infinity'",
                                "'1969-12-31 23:59:59.999999'",
                                "'2290-01-01 00:00:00.000001'")
                        : kind == 5
                                ? time((hour + random.nextLong(size)) * 1_000_000L, column)
                                : time(hour * 1_000_000L - random.nextLong(1_000_000_000L), column);
            case BIGINT ->
                kind == 4
                        ? pick("-9223372036854775808", "9223372036854775807", "0", "4294967296")
                        : kind == 5
                                ? pick("-2147483648", "2147483647", "0", "65536")
                                : Long.toString(random.nextLong(Math.min(size, 65_536)));
            case INTEGER ->
                kind == 4
                        ? pick("-2147483648", "2147483647", "-1", "65536")
                        : Integer.toString(random.nextInt(Math.min(size, 65_536)));
            case SMALLINT ->
                kind == 4 ? pick("-32768", "32767", "0") : Integer.toString(random.nextInt(Math.min(size, 256)));
            case INET ->
                kind == 4
                        ? pick(
                                "'2001:db8::1'",
                                "'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff'",
                                "'192.0.2.1'",
                                "'192.0.2.0/24'")
                        : kind == 5 && random.nextInt(3) == 0
                                ? "'2001:db8::" + Integer.toHexString(random.nextInt(0x10000)) + "'"
                                : "'" + random.nextInt(256) + "." + random.nextInt(256) + ".0."
                                        + random.nextInt(Math.min(size, 256)) + "'";
            case MACADDR -> "'02:00:00:00:00:0" + random.nextInt(Math.min(size, 10)) + "'";
            case INTEGER_ARRAY -> pick("'{}'", "'{1}'", "'{16,NULL,-3}'");
            case TEXT -> pick("''", "'https'", "'ü ''quoted'''", "'{\"a\",b}'");
            case JSONB -> pick("'{}'", "'{\"a\": [1, null, \"x\"]}'", "'null'", "'{\"b\": 1.50}'");
        };
    }

    private String pick(String... values) {
        return values[random.nextInt(values.length)];
    }

    private static String time(long micros, Column column) {
        Instant instant =
                Instant.ofEpochSecond(Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1000);
        return "'" + instant + "'::timestamptz"
                + (column.type() == io.flowledger.flow.layout.ColumnType.TIMESTAMP ? " AT TIME ZONE 'UTC'" : "");
    }
}
