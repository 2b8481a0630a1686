package io.flowledger.cli;

import io.flowledger.flow.batch.AddressText;
import io.flowledger.flow.batch.RowBuffer;
import io.flowledger.flow.layout.Column;
import io.flowledger.flow.layout.ColumnType;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads tuples of binary COPY back into values, for printing: Long, String, Instant, List of Integer; jsonb as its text; NULL is
 * left out.
 */
public final class TupleReader {
    private static final long EPOCH_2000_SECONDS = 946_684_800L;
    private static final long MICROS = 1_000_000L;

    private TupleReader() {}

    /** The values of row {@code row} by column, in tuple order. */
    public static Map<Column, Object> row(RowBuffer rows, int row) {
        ByteBuffer in = ByteBuffer.wrap(rows.bytes());
        in.position(rows.rowOffset(row) + Short.BYTES);
        Map<Column, Object> values = new LinkedHashMap<>();
        for (Column column : rows.columns()) {
            int length = in.getInt();
            if (length >= 0) {
                values.put(column, value(column.type(), in, length));
            }
        }
        return values;
    }

    private static Object value(ColumnType type, ByteBuffer in, int length) {
        return switch (type) {
            case TIMESTAMPTZ, TIMESTAMP -> {
                long micros = in.getLong();
                yield Instant.ofEpochSecond(
                        EPOCH_2000_SECONDS + Math.floorDiv(micros, MICROS), Math.floorMod(micros, MICROS) * 1000);
            }
            case BIGINT -> in.getLong();
            case INTEGER -> (long) in.getInt();
            case SMALLINT -> (long) in.getShort();
            case MACADDR -> HexFormat.ofDelimiter(":").formatHex(octets(in, length));
            case INET -> {
                in.getInt();
                yield AddressText.of(octets(in, length - Integer.BYTES));
            }
            case TEXT -> new String(octets(in, length), StandardCharsets.UTF_8);
            case JSONB -> {
                in.get();
                yield new String(octets(in, length - 1), StandardCharsets.UTF_8);
            }
            case INTEGER_ARRAY -> integers(in);
        };
    }

    private static List<Integer> integers(ByteBuffer in) {
        in.getInt();
        in.getInt();
        in.getInt();
        int count = in.getInt();
        in.getInt();
        List<Integer> values = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            in.getInt();
            values.add(in.getInt());
        }
        return values;
    }

    private static byte[] octets(ByteBuffer in, int length) {
        byte[] octets = new byte[length];
        in.get(octets);
        return octets;
    }
}
