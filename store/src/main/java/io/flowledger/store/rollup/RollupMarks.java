package io.flowledger.store.rollup;

import io.flowledger.flow.layout.FlowsLayout;
import io.flowledger.flow.ledger.LedgerCounter;
import io.flowledger.flow.ledger.LedgerEntry;
import io.flowledger.store.bulk.UnnestStatement;
import io.flowledger.store.schema.FlowTable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.TreeSet;

/**
 * Marks the minutes whose rows a transaction changes, within that transaction. Marks are only ever added here, so that those
 * who land never wait for each other or for the sums; who sums takes away the marks that it saw.
 */
public final class RollupMarks {
    private static final long MICROS_PER_SECOND = 1_000_000L;

    private RollupMarks() {}

    /** True when sums are kept of the table's rows: they are of layout {@code flows}. */
    public static boolean areKept(FlowTable table) {
        return table.layout().equals(FlowsLayout.FLOWS);
    }

    /** Marks the minutes in which {@code entries} have rows. */
    public static void add(Connection connection, FlowTable table, List<LedgerEntry> entries) throws SQLException {
        if (!areKept(table)) {
            return;
        }
        TreeSet<Long> minutes = new TreeSet<>();
        for (LedgerEntry entry : entries) {
            if (entry.value(LedgerCounter.ROWS) != 0) {
                minutes.add(entry.minuteSeconds());
            }
        }
        UnnestStatement statement = new UnnestStatement(
                "INSERT INTO flowledger.rollup_mark (level, bucket) SELECT 'minute', "
                        + UnnestStatement.instant("t.minute"),
                "minute",
                "",
                UnnestStatement.Type.BIGINT);
        minutes.forEach(minute -> statement.add(minute * MICROS_PER_SECOND));
        statement.execute(connection);
    }

    /** Marks each minute from {@code from} until before {@code to} that the ledger knows. */
    public static void addRange(Connection connection, FlowTable table, Instant from, Instant to) throws SQLException {
        if (!areKept(table)) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(
                "INSERT INTO flowledger.rollup_mark (level, bucket) SELECT DISTINCT 'minute', minute"
                        + " FROM flowledger.ledger WHERE minute >= ? AND minute < ?")) {
            statement.setObject(1, from.atOffset(ZoneOffset.UTC));
            statement.setObject(2, to.atOffset(ZoneOffset.UTC));
            statement.executeUpdate();
        }
    }
}
