package io.flowledger.store.ingest;

import io.flowledger.flow.batch.Batch;
import io.flowledger.flow.batch.RowBuffer;
import io.flowledger.flow.batch.SideTable;
import io.flowledger.flow.ledger.LedgerCounter;
import io.flowledger.store.copy.TupleText;
import io.flowledger.store.schema.FlowTable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Rows of one attempt to land a batch that the database refuses, each with what it said. They are kept beside the batch, so
 * that another attempt begins with the batch's own figures.
 */
public final class RefusedRows {
    private final Map<Counted, Long> counts = new HashMap<>();
    private final List<Refused> rows = new ArrayList<>();

    private record Refused(FlowTable table, RowBuffer buffer, int row, SQLException fault) {}

    /** A ledger entry of the batch and the counter that counted a row. */
    private record Counted(int ledgerIndex, LedgerCounter counter) {}

    /** The database refuses row {@code row} of {@code buffer}; {@code side} is null when it is one of the flows. */
    void add(FlowTable table, @Nullable SideTable side, RowBuffer buffer, int row, SQLException fault) {
        rows.add(new Refused(table, buffer, row, fault));
        LedgerCounter counter = side == null ? LedgerCounter.ROWS : side.counter();
        counts.merge(new Counted(buffer.ledgerIndex(row), counter), 1L, Long::sum);
    }

    /** Rows refused. */
    public int count() {
        return rows.size();
    }

    /** Rows refused of those that the batch's ledger entry {@code ledgerIndex} counts in {@code counter}. */
    public long count(int ledgerIndex, LedgerCounter counter) {
        // Asked for each entry and counter of each batch, and nearly always there is nothing.
        return counts.isEmpty() ? 0 : counts.getOrDefault(new Counted(ledgerIndex, counter), 0L);
    }

    /** What the database said of the first one. */
    String firstMessage() {
        return rows.isEmpty() ? "" : String.valueOf(rows.get(0).fault.getMessage());
    }

    /** Writes the rows into flowledger.poison_row. */
    public void write(Connection connection, int sourceId, Batch batch) throws SQLException {
        if (rows.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(
                "INSERT INTO flowledger.poison_row (source_id, position, received_at, exporter, sqlstate, message, columns,"
                        + " tuple) VALUES (?, ?, 'epoch'::timestamptz + ? * interval '1 microsecond', ?::inet, ?, ?, ?, ?)")) {
            for (Refused refused : rows) {
                RowBuffer buffer = refused.buffer;
                int row = refused.row;
                statement.setInt(1, sourceId);
                statement.setLong(2, buffer.position(row));
                statement.setLong(
                        3,
                        TupleText.receivedAtMicros(
                                buffer, row, refused.table.time().name()));
                statement.setString(
                        4,
                        batch.ledger()
                                .get(buffer.ledgerIndex(row))
                                .key()
                                .exporter()
                                .toString());
                statement.setString(5, refused.fault.getSQLState());
                statement.setString(6, String.valueOf(refused.fault.getMessage()));
                statement.setString(7, TupleText.describe(buffer, row));
                statement.setBytes(
                        8, Arrays.copyOfRange(buffer.bytes(), buffer.rowOffset(row), buffer.rowOffset(row + 1)));
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }
}
