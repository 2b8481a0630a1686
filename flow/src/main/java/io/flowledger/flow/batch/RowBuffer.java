package io.flowledger.flow.batch;

import io.flowledger.flow.layout.Column;
import java.util.Arrays;
import java.util.List;

/**
 * Rows of one COPY: the same columns in the same order, received in the same hour.
 *
 * <p>The octets are tuples of PostgreSQL's binary COPY format without the file header and trailer, so that they can be sent
 * as they are, whole or from any row to any other:
 *
 * <pre>
 *  0      2                6
 * +------+----------------+---------...--+----------------+--...
 * | cols | length or -1   | value        | length or -1   |
 * +------+----------------+---------...--+----------------+--...
 * </pre>
 *
 * <p>Beside each row stand its journal position and the index of its ledger entry in the batch, so that a row that the
 * database refuses can be named and the books kept right. Not thread safe; re-used from batch to batch.
 */
public final class RowBuffer {
    static final int INITIAL_OCTETS = 4 * 1024;
    private static final int INITIAL_ROWS = 32;
    /** From here on a buffer grows by a quarter of what it has: what is not needed of it would be there in each batch. */
    private static final int LARGE_OCTETS = 4 << 20;

    private static final int MAXIMUM_OCTETS = Integer.MAX_VALUE - 16;

    private final List<Column> columns;
    private final long hourSeconds;
    private final boolean reverse;
    private byte[] bytes = new byte[INITIAL_OCTETS];
    private int length;
    private int rowCount;
    private boolean used;
    private int[] rowEnds = new int[INITIAL_ROWS];
    private long[] positions = new long[INITIAL_ROWS];
    private int[] ledgerIndexes = new int[INITIAL_ROWS];

    /**
     * An empty buffer.
     *
     * @param columns columns in tuple order
     * @param hourSeconds start of the hour in which the rows were received, seconds since 1970
     */
    public RowBuffer(List<Column> columns, long hourSeconds) {
        this(columns, hourSeconds, false);
    }

    RowBuffer(List<Column> columns, long hourSeconds, boolean reverse) {
        this.columns = columns;
        this.hourSeconds = hourSeconds;
        this.reverse = reverse;
    }

    /** Columns in tuple order. */
    public List<Column> columns() {
        return columns;
    }

    /** Start of the hour in which the rows were received, seconds since 1970. */
    public long hourSeconds() {
        return hourSeconds;
    }

    /** True when these are the second rows of biflows: the direction back. */
    public boolean isReverse() {
        return reverse;
    }

    /** The tuples, valid in [0, {@link #length()}); replaced when the buffer grows. */
    public byte[] bytes() {
        return bytes;
    }

    /** Octets of all tuples. */
    public int length() {
        return length;
    }

    /** Rows held. */
    public int rowCount() {
        return rowCount;
    }

    /** Offset of the first octet of row {@code row}; for {@code rowCount()} the end. */
    public int rowOffset(int row) {
        return row == 0 ? 0 : rowEnds[row - 1];
    }

    /** Journal position of the datagram that gave row {@code row}. */
    public long position(int row) {
        return positions[row];
    }

    /** Index in {@link Batch#ledger()} of the entry that counted row {@code row}. */
    public int ledgerIndex(int row) {
        return ledgerIndexes[row];
    }

    /** True the first time since it was made or cleared. */
    boolean beginUse() {
        boolean first = !used;
        used = true;
        return first;
    }

    /** Makes room for {@code octets} more and returns the offset at which they may be written. */
    public int reserve(int octets) {
        long needed = (long) length + octets;
        if (needed > bytes.length) {
            if (needed > MAXIMUM_OCTETS) {
                throw new IllegalStateException("a batch of more than 2 GiB for one table; lower the batch size");
            }
            long more = bytes.length < LARGE_OCTETS ? bytes.length : bytes.length / 4;
            bytes = Arrays.copyOf(bytes, (int) Math.min(MAXIMUM_OCTETS, Math.max(needed, bytes.length + more)));
        }
        return length;
    }

    /** Ends a row at {@code end}; its octets have been written from the last row's end on. */
    public void endRow(int end, long position, int ledgerIndex) {
        if (rowCount == rowEnds.length) {
            int larger = rowCount * 2;
            rowEnds = Arrays.copyOf(rowEnds, larger);
            positions = Arrays.copyOf(positions, larger);
            ledgerIndexes = Arrays.copyOf(ledgerIndexes, larger);
        }
        rowEnds[rowCount] = end;
        positions[rowCount] = position;
        ledgerIndexes[rowCount] = ledgerIndex;
        rowCount++;
        length = end;
    }

    /** Forgets all rows and keeps the memory. */
    public void clear() {
        length = 0;
        rowCount = 0;
        used = false;
    }
}
