package io.flowledger.store.block;

import io.flowledger.flow.layout.Column;
import io.flowledger.flow.layout.ColumnType;
import io.flowledger.store.copy.CopyTuple;
import io.flowledger.store.copy.TupleRows;
import io.flowledger.store.schema.BlockColumn;
import io.flowledger.store.schema.BlockForm;
import io.flowledger.wire.cursor.Octets;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes rows as a block: for each column the narrowest form that holds all its values, NULL for the other forms. A column of
 * which no row has a value costs a bit.
 *
 * <p>Not thread safe.
 */
final class BlockWriter {
    /** Columns of the table of blocks before those of the layout. */
    static final List<String> HEAD = List.of("hour", "first_time", "last_time", "row_count", "base");

    private static final long EPOCH_2000_MICROS = 946_684_800_000_000L;

    /** Beyond it the seconds of a time, with their fraction, have no exact place in a float8. */
    private static final long LATEST_MICROS = (1L << 32) * 1_000_000L;

    private static final long HALF_HOUR_MICROS = 1_800_000_000L;
    private static final int IPV4_CELL_OCTETS = 8;
    private static final int IPV4_FAMILY = 2;
    private static final int HOST_BITS = 32;

    private final List<BlockColumn> columns;
    private final int timeColumn;
    private final long hourMicros;
    private final long base;
    private final TupleRows rows;
    private final CopyTuple out;
    private int from;
    private int to;

    /**
     * @param hourSeconds the hour of all rows
     * @param columns those of the rows, in their order
     */
    BlockWriter(long hourSeconds, List<BlockColumn> columns, Column time, TupleRows rows, CopyTuple out) {
        this.columns = columns;
        this.timeColumn = columns.stream().map(BlockColumn::column).toList().indexOf(time);
        this.hourMicros = hourSeconds * 1_000_000L;
        this.base = hourMicros + HALF_HOUR_MICROS;
        this.rows = rows;
        this.out = out;
    }

    /** Writes the rows [{@code fromRow}, {@code toRow}), at least one and at most 32,767. */
    void write(int fromRow, int toRow) {
        from = fromRow;
        to = toRow;
        long first = Long.MAX_VALUE;
        long last = Long.MIN_VALUE;
        for (int row = from; row < to; row++) {
            long time = rows.number(row, timeColumn);
            first = Math.min(first, time);
            last = Math.max(last, time);
        }
        out.putShort(HEAD.size()
                + columns.stream().mapToInt(column -> column.forms().size()).sum());
        out.putLongCell(hourMicros - EPOCH_2000_MICROS);
        out.putLongCell(first);
        out.putLongCell(last);
        out.putInt(4);
        out.putInt(to - from);
        out.putLongCell(base);
        for (int i = 0; i < columns.size(); i++) {
            write(i, columns.get(i));
        }
    }

    private void write(int index, BlockColumn column) {
        BlockForm chosen = form(index, column);
        for (BlockForm form : column.forms()) {
            if (chosen == BlockForm.WORDS && form == BlockForm.WORDS) {
                putWords(index, column.column().type());
            } else if (form == chosen) {
                put(index, form, column.column().type());
            } else if (!(chosen == BlockForm.WORDS && form == BlockForm.PLACES)) {
                out.putNull();
            }
        }
    }

    private BlockForm form(int index, BlockColumn column) {
        boolean same = true;
        for (int row = from; row < to; row++) {
            same &= rows.equal(row, from, index);
        }
        if (same) {
            return BlockForm.ONE;
        }
        return switch (column.column().type()) {
            case TIMESTAMPTZ, TIMESTAMP -> timeForm(index);
            case BIGINT -> numberForm(index, true);
            case INTEGER -> numberForm(index, false);
            case SMALLINT -> BlockForm.WHOLE;
            case INET -> isIpv4(index) ? BlockForm.IPV4 : BlockForm.WORDS;
            case MACADDR, TEXT, JSONB, INTEGER_ARRAY -> BlockForm.WORDS;
        };
    }

    private BlockForm timeForm(int index) {
        boolean millis = true;
        for (int row = from; row < to; row++) {
            if (!rows.isNull(row, index)) {
                long time = rows.number(row, index);
                if (time < -EPOCH_2000_MICROS || time >= LATEST_MICROS - EPOCH_2000_MICROS) {
                    return BlockForm.WHOLE;
                }
                millis &= (time + EPOCH_2000_MICROS) % 1000 == 0;
            }
        }
        long unit = millis ? 1000 : 1;
        for (int row = from; row < to; row++) {
            if (!rows.isNull(row, index) && !isInt(sinceBase(row, index, unit))) {
                return BlockForm.WHOLE;
            }
        }
        return millis ? BlockForm.MILLISECONDS : BlockForm.MICROSECONDS;
    }

    private long sinceBase(int row, int index, long unit) {
        return (rows.number(row, index) + EPOCH_2000_MICROS) / unit - base / unit;
    }

    private BlockForm numberForm(int index, boolean mayBeLong) {
        boolean isShort = true;
        boolean isInt = true;
        for (int row = from; row < to; row++) {
            if (!rows.isNull(row, index)) {
                long number = rows.number(row, index);
                isShort &= number >= 0 && number <= 0xffff;
                isInt &= isInt(number);
            }
        }
        if (isShort) {
            return BlockForm.SHORT;
        }
        return isInt && mayBeLong ? BlockForm.INT : BlockForm.WHOLE;
    }

    private static boolean isInt(long number) {
        return number == (int) number;
    }

    private boolean isIpv4(int index) {
        for (int row = from; row < to; row++) {
            if (!isIpv4(rows, row, index)) {
                return false;
            }
        }
        return true;
    }

    /** Whether a row has no value but the address of a host in IPv4. */
    static boolean isIpv4(TupleRows rows, int row, int index) {
        if (rows.isNull(row, index)) {
            return true;
        }
        byte[] octets = rows.octets();
        int offset = rows.offset(row, index);
        return rows.length(row, index) == IPV4_CELL_OCTETS
                && octets[offset] == IPV4_FAMILY
                && octets[offset + 1] == HOST_BITS
                && octets[offset + 2] == 0;
    }

    private void put(int index, BlockForm form, ColumnType type) {
        switch (form) {
            case ONE -> {
                int length = rows.length(from, index);
                out.putInt(length);
                if (length > 0) {
                    out.put(rows.octets(), rows.offset(from, index), length);
                }
            }
            case WHOLE -> putArray(index, form, oid(type), type.widthOctets());
            case SHORT -> putArray(index, form, oid(ColumnType.SMALLINT), 2);
            case MICROSECONDS, MILLISECONDS, INT, IPV4 -> putArray(index, form, oid(ColumnType.INTEGER), 4);
            case WORDS, PLACES -> throw new IllegalArgumentException(form + " is written with its other half");
        }
    }

    private void putArray(int index, BlockForm form, int elementOid, int widthOctets) {
        boolean hasNulls = false;
        for (int row = from; row < to; row++) {
            hasNulls |= rows.isNull(row, index);
        }
        int start = out.beginArray(elementOid, to - from, hasNulls);
        for (int row = from; row < to; row++) {
            if (rows.isNull(row, index)) {
                out.putNull();
                continue;
            }
            out.putInt(widthOctets);
            switch (form) {
                case MICROSECONDS -> out.putInt((int) sinceBase(row, index, 1));
                case MILLISECONDS -> out.putInt((int) sinceBase(row, index, 1000));
                case SHORT -> out.putShort((int) rows.number(row, index) - 32_768 & 0xffff);
                case INT -> out.putInt((int) rows.number(row, index));
                case IPV4 -> {
                    int offset = rows.offset(row, index) + 4;
                    out.putInt((int) Octets.u32(rows.octets(), offset) + Integer.MIN_VALUE);
                }
                default -> out.put(rows.octets(), rows.offset(row, index), widthOctets);
            }
        }
        out.endArray(start);
    }

    private void putWords(int index, ColumnType type) {
        Map<ByteBuffer, Integer> words = new LinkedHashMap<>();
        int[] places = new int[to - from];
        for (int row = from; row < to; row++) {
            if (!rows.isNull(row, index)) {
                ByteBuffer word = ByteBuffer.wrap(rows.octets(), rows.offset(row, index), rows.length(row, index))
                        .slice();
                Integer place = words.putIfAbsent(word, words.size() + 1);
                places[row - from] = place == null ? words.size() : place;
            }
        }
        int start = out.beginArray(oid(type), words.size(), false);
        for (ByteBuffer word : words.keySet()) {
            out.putInt(word.remaining());
            out.put(word.array(), word.arrayOffset(), word.remaining());
        }
        out.endArray(start);
        start = out.beginArray(oid(ColumnType.SMALLINT), places.length, true);
        for (int place : places) {
            if (place == 0) {
                out.putNull();
            } else {
                out.putInt(2);
                out.putShort(place);
            }
        }
        out.endArray(start);
    }

    /** The type's number in every PostgreSQL (pg_type.dat); that of text for arrays, which lie as text. */
    private static int oid(ColumnType type) {
        return switch (type) {
            case BIGINT -> 20;
            case SMALLINT -> 21;
            case INTEGER -> 23;
            case TEXT, INTEGER_ARRAY -> 25;
            case MACADDR -> 829;
            case INET -> 869;
            case TIMESTAMP -> 1114;
            case TIMESTAMPTZ -> 1184;
            case JSONB -> 3802;
        };
    }
}
