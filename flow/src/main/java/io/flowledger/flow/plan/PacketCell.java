package io.flowledger.flow.plan;

import io.flowledger.flow.layout.Absent;
import io.flowledger.flow.layout.ColumnType;
import io.flowledger.wire.packet.DissectedHeader;

/**
 * A column that a packet fills.
 *
 * @param element what of the packet fills it
 * @param type the column's type
 * @param absent what the column holds when the packet does not say it
 */
record PacketCell(PacketElement element, ColumnType type, Absent absent) {
    /** Octets of the labels of the deepest stack. */
    static final int LABEL_OCTETS = 20 + 8 * DissectedHeader.LABEL_LIMIT;

    /** False when the column may not be NULL and the packet has no value for it. */
    boolean accepts(PacketValues values) {
        return absent != Absent.NO_ROW || values.number(element) >= 0 || values.length(element) > 0;
    }

    /** Writes the packet's value. */
    void write(MessageContext message, PacketValues values, TupleWriter writer) {
        switch (type) {
            case INET -> writer.inet(values.array(element), values.offset(element), values.length(element));
            case TEXT -> writer.text(values.array(element), values.offset(element), values.length(element));
            case INTEGER_ARRAY -> writer.integers(values.labels(), values.labelCount());
            default -> {
                long number = values.number(element);
                if (number >= 0) {
                    number(message, number, writer);
                } else if (absent == Absent.ZERO) {
                    zero(type, writer);
                } else {
                    writer.nullValue();
                }
            }
        }
    }

    private void number(MessageContext message, long number, TupleWriter writer) {
        switch (type) {
            case BIGINT, TIMESTAMPTZ, TIMESTAMP -> writer.bigint(number);
            case INTEGER -> writer.integer(message.atMost(Integer.MAX_VALUE, number));
            case SMALLINT -> writer.smallint(message.atMost(Short.MAX_VALUE, number));
            case MACADDR -> writer.macaddr(number);
            case INET, INTEGER_ARRAY, TEXT, JSONB -> writer.nullValue();
        }
    }

    /** Writes 0 in the form of {@code type}. */
    static void zero(ColumnType type, TupleWriter writer) {
        switch (type) {
            case BIGINT, TIMESTAMPTZ, TIMESTAMP -> writer.bigint(0);
            case INTEGER -> writer.integer(0);
            case SMALLINT -> writer.smallint(0);
            case MACADDR -> writer.macaddr(0);
            case INET, INTEGER_ARRAY, TEXT, JSONB -> writer.nullValue();
        }
    }
}
