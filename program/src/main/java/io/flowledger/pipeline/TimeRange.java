package io.flowledger.pipeline;

import io.flowledger.flow.batch.Batch;
import io.flowledger.flow.batch.ParkedSet;
import io.flowledger.flow.batch.RowBuffer;
import io.flowledger.flow.ledger.LedgerEntry;
import io.flowledger.store.copy.TupleText;
import java.time.Instant;

/**
 * Whole minutes of receive time, and what of a batch falls into them.
 *
 * @param from first minute
 * @param to the minute after the last one
 */
record TimeRange(Instant from, Instant to) {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    boolean holdsSeconds(long seconds) {
        return seconds >= from.getEpochSecond() && seconds < to.getEpochSecond();
    }

    /** Fills {@code part} with the rows, books and waiting Sets of {@code whole} that were received in the range. */
    void copy(Batch whole, Batch part, String timeColumn) {
        part.begin(whole.firstPosition());
        for (RowBuffer rows : whole.rows()) {
            copyRows(rows, whole, part, timeColumn);
        }
        for (LedgerEntry entry : whole.ledger()) {
            if (holdsSeconds(entry.minuteSeconds())) {
                int index = part.ledgerIndex(entry.key(), entry.minuteSeconds());
                part.ledger().get(index).addAll(entry);
            }
        }
        for (ParkedSet set : whole.parked()) {
            if (holdsSeconds(Math.floorDiv(set.receivedAtNanos(), NANOS_PER_SECOND))) {
                part.park(set);
            }
        }
        for (ParkedSet set : whole.unparked()) {
            if (holdsSeconds(Math.floorDiv(set.receivedAtNanos(), NANOS_PER_SECOND))) {
                part.unpark(set);
            }
        }
    }

    private void copyRows(RowBuffer rows, Batch whole, Batch part, String timeColumn) {
        RowBuffer into = part.buffer(rows.columns(), rows.hourSeconds());
        for (int row = 0; row < rows.rowCount(); row++) {
            long seconds = Math.floorDiv(TupleText.receivedAtMicros(rows, row, timeColumn), 1_000_000L);
            if (!holdsSeconds(seconds)) {
                continue;
            }
            int length = rows.rowOffset(row + 1) - rows.rowOffset(row);
            int at = into.reserve(length);
            System.arraycopy(rows.bytes(), rows.rowOffset(row), into.bytes(), at, length);
            LedgerEntry entry = whole.ledger().get(rows.ledgerIndex(row));
            into.endRow(at + length, rows.position(row), part.ledgerIndex(entry.key(), entry.minuteSeconds()));
            part.countRows(1, length);
        }
    }
}
