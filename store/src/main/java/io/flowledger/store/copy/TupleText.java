package io.flowledger.store.copy;

import io.flowledger.flow.batch.RowBuffer;
import io.flowledger.flow.layout.Column;
import io.flowledger.wire.cursor.Octets;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;

/** Reads a tuple of binary COPY for people: what a refused row held. Whatever is in it, reading does not fail. */
public final class TupleText {
    private static final long EPOCH_2000_SECONDS = 946_684_800L;
    private static final int NULL_LENGTH = -1;

    private TupleText() {}

    /** Row {@code row} as {@code name=value} pairs; NULLs are left out. */
    public static String describe(RowBuffer rows, int row) {
        StringBuilder text = new StringBuilder();
        byte[] bytes = rows.bytes();
        int end = rows.rowOffset(row + 1);
        int offset = rows.rowOffset(row) + 2;
        for (Column column : rows.columns()) {
            if (offset + 4 > end) {
                return text.append(" (cut)").toString();
            }
            int length = (int) Octets.u32(bytes, offset);
            offset += 4;
            if (length == NULL_LENGTH) {
                continue;
            }
            if (length < 0 || length > end - offset) {
                return text.append(" (cut)").toString();
            }
            text.append(text.isEmpty() ? "" : " ").append(column.name()).append('=');
            appendValue(text, column, bytes, offset, length);
            offset += length;
        }
        return text.toString();
    }

    /**
     * The receive time of row {@code row}, microseconds since 1970, from the column called {@code timeColumn}; the start of
     * the buffer's hour when the row does not tell.
     */
    public static long receivedAtMicros(RowBuffer rows, int row, String timeColumn) {
        byte[] bytes = rows.bytes();
        int end = rows.rowOffset(row + 1);
        int offset = rows.rowOffset(row) + 2;
        for (Column column : rows.columns()) {
            if (offset + 4 > end) {
                break;
            }
            int length = (int) Octets.u32(bytes, offset);
            offset += 4;
            if (column.name().equals(timeColumn) && length == 8 && offset + 8 <= end) {
                return Octets.u64(bytes, offset) + EPOCH_2000_SECONDS * 1_000_000L;
            }
            if (length > 0) {
                offset += length;
            }
        }
        return rows.hourSeconds() * 1_000_000L;
    }

    private static void appendValue(StringBuilder text, Column column, byte[] bytes, int offset, int length) {
        boolean fixed = column.type().widthOctets() == length;
        switch (column.type()) {
            case TIMESTAMPTZ, TIMESTAMP -> {
                if (fixed) {
                    long micros = Octets.u64(bytes, offset);
                    text.append(Instant.ofEpochSecond(
                            EPOCH_2000_SECONDS + Math.floorDiv(micros, 1_000_000L),
                            Math.floorMod(micros, 1_000_000L) * 1000));
                    return;
                }
            }
            case BIGINT, INTEGER, SMALLINT -> {
                if (fixed) {
                    long value = Octets.unsigned(bytes, offset, length);
                    int unusedBits = Long.SIZE - length * Byte.SIZE;
                    text.append(value << unusedBits >> unusedBits);
                    return;
                }
            }
            case INET -> {
                if (appendAddress(text, bytes, offset, length)) {
                    return;
                }
            }
            case TEXT -> {
                appendText(text, bytes, offset, length);
                return;
            }
            case JSONB -> {
                appendText(text, bytes, offset + Math.min(1, length), Math.max(0, length - 1));
                return;
            }
            case MACADDR, INTEGER_ARRAY -> {}
        }
        text.append(HexFormat.of().formatHex(bytes, offset, offset + length));
    }

    private static void appendText(StringBuilder text, byte[] bytes, int offset, int length) {
        text.append('"')
                .append(new String(bytes, offset, length, StandardCharsets.UTF_8).replace('\0', '\uFFFD'))
                .append('"');
    }

    private static boolean appendAddress(StringBuilder text, byte[] bytes, int offset, int length) {
        int addressLength = length - 4;
        if (addressLength != 4 && addressLength != 16) {
            return false;
        }
        byte[] address = new byte[addressLength];
        System.arraycopy(bytes, offset + 4, address, 0, addressLength);
        try {
            text.append(InetAddress.getByAddress(address).getHostAddress());
            return true;
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
