package io.flowledger.flow;

import io.flowledger.flow.batch.Batch;
import io.flowledger.flow.batch.RowBuffer;
import io.flowledger.flow.layout.Column;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads tuples of PostgreSQL's binary COPY format back, by the documents and not by our encoder: numbers become {@code Long},
 * times {@code Instant}, addresses and text {@code String}, arrays {@code List<Long>}; a NULL is not in the map.
 */
public final class Tuples {
    private static final long EPOCH_SECONDS =
            Instant.parse("2000-01-01T00:00:00Z").getEpochSecond();

    private Tuples() {}

    /** The rows of all buffers of a batch. */
    public static List<Map<String, Object>> of(Batch batch) {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (RowBuffer buffer : batch.rows()) {
            rows.addAll(of(buffer));
        }
        return rows;
    }

    /** The rows of a buffer. */
    public static List<Map<String, Object>> of(RowBuffer buffer) {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (int row = 0; row < buffer.rowCount(); row++) {
            int from = buffer.rowOffset(row);
            ByteBuffer in = ByteBuffer.wrap(buffer.bytes(), from, buffer.rowOffset(row + 1) - from);
            rows.add(read(in, buffer.columns()));
            if (in.hasRemaining()) {
                throw new AssertionError("row " + row + " has " + in.remaining() + " octets too many");
            }
        }
        return rows;
    }

    private static Map<String, Object> read(ByteBuffer in, List<Column> columns) {
        int count = in.getShort();
        if (count != columns.size()) {
            throw new AssertionError("a tuple of " + count + " values for " + columns.size() + " columns");
        }
        Map<String, Object> row = new LinkedHashMap<>();
        for (Column column : columns) {
            int length = in.getInt();
            if (length >= 0) {
                byte[] value = new byte[length];
                in.get(value);
                row.put(column.name(), value(column, ByteBuffer.wrap(value)));
            } else if (length != -1 || column.notNull()) {
                throw new AssertionError("length " + length + " in column " + column.name());
            }
        }
        return row;
    }

    private static Object value(Column column, ByteBuffer in) {
        Object value = switch (column.type()) {
            case TIMESTAMPTZ, TIMESTAMP -> time(in.getLong());
            case BIGINT -> in.getLong();
            case INTEGER -> (long) in.getInt();
            case SMALLINT -> (long) in.getShort();
            case MACADDR -> HexFormat.ofDelimiter(":").formatHex(bytes(in, 6));
            case INET -> inet(in);
            case INTEGER_ARRAY -> array(in);
            case TEXT -> text(in);
            case JSONB -> {
                if (in.get() != 1) {
                    throw new AssertionError("jsonb of another version than 1");
                }
                yield text(in);
            }
        };
        if (in.hasRemaining()) {
            throw new AssertionError("a value of " + column.name() + " has " + in.remaining() + " octets too many");
        }
        return value;
    }

    private static Instant time(long micros) {
        return Instant.ofEpochSecond(
                EPOCH_SECONDS + Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1000);
    }

    private static String inet(ByteBuffer in) {
        int family = in.get();
        int bits = in.get();
        int cidr = in.get();
        int octets = in.get();
        boolean good =
                (family == 2 && bits == 32 && octets == 4) || (family == 3 && (bits & 0xFF) == 128 && octets == 16);
        if (!good || cidr != 0) {
            throw new AssertionError("inet of family " + family + ", bits " + bits + ", octets " + octets);
        }
        try {
            return InetAddress.getByAddress(bytes(in, octets)).getHostAddress();
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    private static List<Long> array(ByteBuffer in) {
        int dimensions = in.getInt();
        int nulls = in.getInt();
        int type = in.getInt();
        int count = in.getInt();
        int lowest = in.getInt();
        if (dimensions != 1 || nulls != 0 || type != 23 || lowest != 1) {
            throw new AssertionError("array header " + dimensions + ' ' + nulls + ' ' + type + ' ' + lowest);
        }
        List<Long> values = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            if (in.getInt() != 4) {
                throw new AssertionError("an integer of other than 4 octets");
            }
            values.add((long) in.getInt());
        }
        return values;
    }

    private static String text(ByteBuffer in) {
        try {
            String text = StandardCharsets.UTF_8.newDecoder().decode(in).toString();
            if (text.indexOf('\0') >= 0) {
                throw new AssertionError("U+0000 in " + text);
            }
            return text;
        } catch (CharacterCodingException e) {
            throw new AssertionError("not UTF-8", e);
        }
    }

    private static byte[] bytes(ByteBuffer in, int length) {
        byte[] bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }

    /** A value that has to be there. */
    public static Object present(@Nullable Object value) {
        if (value == null) {
            throw new AssertionError("no value");
        }
        return value;
    }
}
