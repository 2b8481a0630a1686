package io.flowledger.store.ledger;

import io.flowledger.flow.ledger.LedgerCounter;
import io.flowledger.store.ledger.ExporterBooks.Gathering;
import io.flowledger.store.schema.FlowTable;
import io.flowledger.store.schema.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Compares the rows that the ledger says were stored with those in the table, by exporter and hour. Hours that the table has no
 * longer, and those in which somebody else wrote it before us, are left out.
 */
final class RowComparison {
    private static final int PROBLEMS_NAMED = 20;

    private final Connection connection;
    private final FlowTable table;
    private final LedgerCounter counter;
    private final long sinceMicros;

    RowComparison(Connection connection, FlowTable table, LedgerCounter counter, long sinceMicros) {
        this.connection = connection;
        this.table = table;
        this.counter = counter;
        this.sinceMicros = sinceMicros;
    }

    /** Gives the figures of an exporter. */
    @FunctionalInterface
    interface Books {
        Gathering of(String exporter);
    }

    void compare(Books books) throws SQLException {
        List<Gathering> all = new ArrayList<>();
        read(books, all, "flowledger.ledger", "exporter", "minute", "sum(" + counter.column() + ")", 0);
        read(
                books,
                all,
                table.qualifiedName(),
                Sql.identifier(table.exporter().name()),
                table.timeAsInstant(),
                "count(*)",
                1);
        @Nullable Set<Long> hours = table.hours(connection);
        long oldest = hours == null ? oldestHour() : 0;
        long othersUntil = othersUntil();
        for (Gathering gathering : all) {
            gathering.rowsByHour.forEach((hour, rows) -> {
                boolean kept = hours == null ? hour >= oldest : hours.contains(hour);
                if (hour <= othersUntil) {
                    return;
                }
                boolean flows = counter == LedgerCounter.ROWS;
                if (!kept) {
                    gathering.expiredRows += flows ? rows[0] : 0;
                    return;
                }
                gathering.comparedRows += flows ? rows[0] : 0;
                gathering.tableRows += flows ? rows[1] : 0;
                if (rows[0] != rows[1] && gathering.problems.size() < PROBLEMS_NAMED) {
                    gathering.problems.add("hour " + Instant.ofEpochSecond(hour) + ": the ledger has " + rows[0]
                            + " rows, table " + table.layout().table() + " has " + rows[1]);
                }
            });
            gathering.rowsByHour.clear();
        }
    }

    private void read(
            Books books, List<Gathering> all, String from, String exporter, String time, String count, int index)
            throws SQLException {
        Audit.query(
                connection,
                "SELECT host(" + exporter + "), (floor(extract(epoch FROM " + time + ") / 3600) * 3600)::bigint, "
                        + count + " FROM " + from + " WHERE " + time + " >= " + Audit.since("?") + " GROUP BY 1, 2",
                sinceMicros,
                rows -> {
                    Gathering gathering = books.of(rows.getString(1));
                    if (gathering.rowsByHour.isEmpty()) {
                        all.add(gathering);
                    }
                    gathering.rowsByHour.computeIfAbsent(rows.getLong(2), missing -> new long[2])[index] =
                            rows.getLong(3);
                });
    }

    private long oldestHour() throws SQLException {
        String oldest = Sql.text(
                connection,
                "SELECT (floor(extract(epoch FROM min(" + table.timeAsInstant() + ")) / 3600) * 3600)::bigint FROM "
                        + table.qualifiedName());
        return oldest == null ? Long.MAX_VALUE : Long.parseLong(oldest);
    }

    /** The hour up to which somebody else wrote the table, or the lowest number. */
    private long othersUntil() throws SQLException {
        String hour = Sql.text(
                connection,
                "SELECT (floor(extract(epoch FROM others_until) / 3600) * 3600)::bigint FROM flowledger.flow_table"
                        + " WHERE name = ?",
                table.qualifiedName());
        return hour == null ? Long.MIN_VALUE : Long.parseLong(hour);
    }
}
