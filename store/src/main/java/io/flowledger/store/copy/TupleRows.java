package io.flowledger.store.copy;

import io.flowledger.wire.cursor.Octets;
import java.sql.SQLException;
import java.util.Arrays;

/**
 * Rows of binary COPY as they came, with the place of each cell.
 *
 * <p>Not thread safe.
 */
public final class TupleRows {
    /** Signature, flags and the length of a header extension that there is none of. */
    private static final int HEADER_OCTETS = 19;

    private final int columns;
    private byte[] octets = new byte[1 << 16];
    private int end;
    private int[] offsets = new int[1 << 12];
    private int[] lengths = new int[1 << 12];
    private int count;

    public TupleRows(int columns) {
        this.columns = columns;
    }

    public void clear() {
        end = 0;
        count = 0;
    }

    public int count() {
        return count;
    }

    public byte[] octets() {
        return octets;
    }

    /** Where the cell's value begins in {@link #octets()}. */
    public int offset(int row, int column) {
        return offsets[row * columns + column];
    }

    /** The value's length in octets, -1 for NULL. */
    public int length(int row, int column) {
        return lengths[row * columns + column];
    }

    public boolean isNull(int row, int column) {
        return length(row, column) < 0;
    }

    /** The value of a cell of 2, 4 or 8 octets, with its sign. */
    public long number(int row, int column) {
        int length = length(row, column);
        int unusedBits = Long.SIZE - length * Byte.SIZE;
        return Octets.unsigned(octets, offset(row, column), length) << unusedBits >> unusedBits;
    }

    public boolean equal(int row, int other, int column) {
        int offset = offset(row, column);
        int otherOffset = offset(other, column);
        int length = length(row, column);
        return length == length(other, column)
                && (length <= 0
                        || Arrays.equals(octets, offset, offset + length, octets, otherOffset, otherOffset + length));
    }

    /** Takes what a COPY TO gave: in pgjdbc a message is the file header or a tuple, or both, but is never cut. */
    public void take(byte[] message) throws SQLException {
        int offset = message.length >= HEADER_OCTETS && message[0] == 'P' ? HEADER_OCTETS : 0;
        while (offset + 2 <= message.length && Octets.u16(message, offset) == columns) {
            offset = takeTuple(message, offset + 2);
        }
        if (offset != message.length && !(offset + 2 == message.length && Octets.u16(message, offset) == 0xffff)) {
            throw new SQLException("COPY gave a tuple of other than " + columns + " columns");
        }
    }

    private int takeTuple(byte[] message, int first) {
        int cell = count * columns;
        if (cell + columns > offsets.length) {
            int size = Math.max(offsets.length * 2, cell + columns);
            offsets = Arrays.copyOf(offsets, size);
            lengths = Arrays.copyOf(lengths, size);
        }
        int offset = first;
        for (int column = 0; column < columns; column++) {
            int length = (int) Octets.u32(message, offset);
            offset += 4;
            offsets[cell + column] = end;
            lengths[cell + column] = length;
            if (length > 0) {
                if (end + length > octets.length) {
                    octets = Arrays.copyOf(octets, Math.max(octets.length * 2, end + length));
                }
                System.arraycopy(message, offset, octets, end, length);
                end += length;
                offset += length;
            }
        }
        count++;
        return offset;
    }
}
