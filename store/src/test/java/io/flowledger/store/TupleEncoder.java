package io.flowledger.store;

import io.flowledger.flow.batch.Batch;
import io.flowledger.flow.batch.RowBuffer;
import io.flowledger.flow.batch.SideTable;
import io.flowledger.flow.batch.StreamKey;
import io.flowledger.flow.layout.Column;
import io.flowledger.flow.ledger.LedgerCounter;
import io.flowledger.flow.ledger.LedgerEntry;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes rows into a batch as PostgreSQL's documentation says a binary tuple looks, apart from the code under test. */
public final class TupleEncoder {
    private static final Instant EPOCH_2000 = Instant.parse("2000-01-01T00:00:00Z");

    private TupleEncoder() {}

    /** Adds a row received at {@code receivedAt}, and counts it as one datagram, record and row in the ledger. */
    public static void addRow(
            Batch batch,
            StreamKey key,
            Instant receivedAt,
            long position,
            List<Column> columns,
            @Nullable Object... values) {
        long hour = receivedAt.truncatedTo(ChronoUnit.HOURS).getEpochSecond();
        long minute = receivedAt.truncatedTo(ChronoUnit.MINUTES).getEpochSecond();
        int ledgerIndex = batch.ledgerIndex(key, minute);
        LedgerEntry entry = batch.ledger().get(ledgerIndex);
        entry.add(LedgerCounter.DATAGRAMS_RECEIVED, 1);
        entry.add(LedgerCounter.DATAGRAMS_STORED, 1);
        entry.add(LedgerCounter.RECORDS_SEEN, 1);
        entry.add(LedgerCounter.ROWS, 1);
        RowBuffer buffer = batch.buffer(columns, hour);
        byte[] tuple = tuple(columns, values);
        int offset = buffer.reserve(tuple.length);
        System.arraycopy(tuple, 0, buffer.bytes(), offset, tuple.length);
        buffer.endRow(offset + tuple.length, position, ledgerIndex);
        batch.countRows(1, tuple.length);
    }

    /** Adds a row to a table beside that of the flows, and counts it as a datagram and a record. */
    public static void addSideRow(
            Batch batch, StreamKey key, SideTable table, Instant receivedAt, List<Column> columns, Object... values) {
        int ledgerIndex = batch.ledgerIndex(
                key, receivedAt.truncatedTo(ChronoUnit.MINUTES).getEpochSecond());
        LedgerEntry entry = batch.ledger().get(ledgerIndex);
        entry.add(LedgerCounter.DATAGRAMS_RECEIVED, 1);
        entry.add(LedgerCounter.DATAGRAMS_STORED, 1);
        entry.add(LedgerCounter.RECORDS_SEEN, 1);
        entry.add(table.counter(), 1);
        if (!table.rowIsRecord()) {
            entry.add(LedgerCounter.OPTIONS_RECORDS, 1);
        }
        RowBuffer buffer = batch.sideRows(table)
                .buffer(columns, receivedAt.truncatedTo(ChronoUnit.HOURS).getEpochSecond());
        byte[] tuple = tuple(columns, values);
        int offset = buffer.reserve(tuple.length);
        System.arraycopy(tuple, 0, buffer.bytes(), offset, tuple.length);
        buffer.endRow(offset + tuple.length, batch.firstPosition(), ledgerIndex);
        batch.countRows(1, tuple.length);
    }

    private static byte[] tuple(List<Column> columns, @Nullable Object[] values) {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(octets)) {
            out.writeShort(columns.size());
            for (int i = 0; i < values.length; i++) {
                Object value = values[i];
                if (value == null) {
                    out.writeInt(-1);
                } else {
                    write(out, columns.get(i), value);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return octets.toByteArray();
    }

    private static void write(DataOutputStream out, Column column, Object value) throws IOException {
        switch (column.type()) {
            case TIMESTAMPTZ, TIMESTAMP -> {
                out.writeInt(8);
                out.writeLong(ChronoUnit.MICROS.between(EPOCH_2000, (Instant) value));
            }
            case BIGINT -> {
                out.writeInt(8);
                out.writeLong(((Number) value).longValue());
            }
            case INTEGER -> {
                out.writeInt(4);
                out.writeInt(((Number) value).intValue());
            }
            case SMALLINT -> {
                out.writeInt(2);
                out.writeShort(((Number) value).intValue());
            }
            case INET -> {
                byte[] address = InetAddress.getByName((String) value).getAddress();
                out.writeInt(4 + address.length);
                out.write(address.length == 4 ? 2 : 3);
                out.write(address.length * 8);
                out.write(0);
                out.write(address.length);
                out.write(address);
            }
            case TEXT -> {
                byte[] text = ((String) value).getBytes(StandardCharsets.UTF_8);
                out.writeInt(text.length);
                out.write(text);
            }
            case JSONB -> {
                byte[] text = ((String) value).getBytes(StandardCharsets.UTF_8);
                out.writeInt(1 + text.length);
                out.write(1);
                out.write(text);
            }
            case MACADDR, INTEGER_ARRAY -> throw new IllegalArgumentException("no test needs " + column.type());
        }
    }
}
