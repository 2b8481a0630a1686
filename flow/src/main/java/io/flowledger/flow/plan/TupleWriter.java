package io.flowledger.flow.plan;

import io.flowledger.flow.batch.RowBuffer;
import io.flowledger.wire.cursor.Octets;

/**
 * Writes one tuple of PostgreSQL's binary COPY format after the other, value by value in the order of the buffer's columns.
 *
 * <p>Not thread safe; allocates nothing but what the buffer grows by.
 */
public final class TupleWriter {
    /** Room for a value of fixed width or an address, its length word included. */
    public static final int VALUE_OCTETS = 24;

    private static final int COUNT_OCTETS = 2;
    private static final int LABEL_OCTETS = 8;
    private static final int ARRAY_OCTETS = 20;
    private static final int INTEGER_OID = 23;
    private static final int NULL_LENGTH = -1;
    private static final int JSONB_VERSION = 1;

    private final JsonObject json = new JsonObject();
    private byte[] out = {};
    private int start;
    private int at;

    /**
     * Begins a tuple.
     *
     * @param columns values that will be written
     * @param room octets that they take at the most, beside {@link #VALUE_OCTETS} for each
     */
    public void begin(RowBuffer rows, int columns, int room) {
        start = rows.reserve(COUNT_OCTETS + columns * VALUE_OCTETS + room);
        out = rows.bytes();
        Octets.putU16(out, start, columns);
        at = start + COUNT_OCTETS;
    }

    /** Goes on at {@code offset} of a tuple that somebody else writes. */
    void beginValue(byte[] into, int offset) {
        out = into;
        at = offset;
    }

    /** The offset after the value written last. */
    int offset() {
        return at;
    }

    /** Ends the tuple; returns its octets. */
    public int end(RowBuffer rows, long position, int ledgerIndex) {
        rows.endRow(at, position, ledgerIndex);
        return at - start;
    }

    /** NULL. */
    public void nullValue() {
        at = TailStep.putLength(out, at, NULL_LENGTH);
    }

    /** A value of type bigint, timestamptz or timestamp. */
    public void bigint(long value) {
        at = TailStep.putLength(out, at, 8);
        Octets.putU64(out, at, value);
        at += 8;
    }

    /** A value of type integer. */
    public void integer(long value) {
        at = TailStep.putLength(out, at, 4);
        Octets.putU32(out, at, value);
        at += 4;
    }

    /** A value of type smallint. */
    public void smallint(long value) {
        at = TailStep.putLength(out, at, 2);
        Octets.putU16(out, at, (int) value);
        at += 2;
    }

    /** A value of type macaddr, in the low 48 bits. */
    public void macaddr(long value) {
        at = TailStep.putLength(out, at, 6);
        Octets.putU16(out, at, (int) (value >>> 32));
        Octets.putU32(out, at + 2, value & 0xFFFF_FFFFL);
        at += 6;
    }

    /** A value of type inet, of 4 or 16 octets; NULL when it has another length. */
    public void inet(byte[] in, int offset, int length) {
        at = TailStep.address(in, offset, length, out, at);
    }

    /** The Message's receive time. */
    public void receivedAt(MessageContext message) {
        bigint(message.receivedAtMicros());
    }

    /** The exporter's address. */
    public void exporter(MessageContext message) {
        int length = message.exporter().length();
        at = TailStep.putLength(out, at, 4 + length);
        at = TailStep.putAddressPrefix(out, at, length);
        message.exporter().copyTo(out, at);
        at += length;
    }

    /** A value of type text; what is not UTF-8 becomes U+FFFD, which takes up to three times the room. NULL when empty. */
    public void text(byte[] in, int offset, int length) {
        int trimmed = Utf8.trimmedLength(in, offset, length);
        if (trimmed == 0) {
            nullValue();
            return;
        }
        int end = Utf8.text(out, at + 4, in, offset, trimmed);
        TailStep.putLength(out, at, end - at - 4);
        at = end;
    }

    /** A value of type integer[]; NULL when it has no elements. */
    public void integers(int[] values, int count) {
        if (count == 0) {
            nullValue();
            return;
        }
        at = TailStep.putLength(out, at, ARRAY_OCTETS + LABEL_OCTETS * count);
        Octets.putU32(out, at, 1); // dimensions
        Octets.putU32(out, at + 4, 0); // no NULL among the elements
        Octets.putU32(out, at + 8, INTEGER_OID);
        Octets.putU32(out, at + 12, count);
        Octets.putU32(out, at + 16, 1); // the first index
        at += ARRAY_OCTETS;
        for (int i = 0; i < count; i++) {
            integer(values[i]);
        }
    }

    /** A value of type jsonb; NULL when {@code members} gives none. */
    public void document(MemberSource members) {
        int value = at + 4;
        Octets.putU8(out, value, JSONB_VERSION);
        json.begin(out, value + 1);
        members.writeTo(json);
        if (json.isEmpty()) {
            nullValue();
            return;
        }
        int end = json.end();
        TailStep.putLength(out, at, end - value);
        at = end;
    }
}
