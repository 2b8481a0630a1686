package io.flowledger.flow.plan;

import io.flowledger.flow.layout.Absent;
import io.flowledger.flow.layout.ColumnType;
import io.flowledger.wire.cursor.Octets;
import io.flowledger.wire.packet.DissectedHeader;

/**
 * A column that a packet fills: an instruction that appends the packet's value to a tuple.
 *
 * <p>Immutable. The tuple's end is handed through from cell to cell: there are dozens in a row.
 */
final class PacketCell {
    /** Octets of the labels of the deepest stack. */
    static final int LABEL_OCTETS = 20 + 8 * DissectedHeader.LABEL_LIMIT;

    private static final int NULL_LENGTH = -1;

    private final int width;
    private final int element;
    private final ColumnType type;
    private final Absent absent;
    private final long whenAbsent;

    /**
     * A cell.
     *
     * @param element what of the packet fills it
     * @param type the column's type
     * @param absent what the column holds when the packet does not say it
     */
    @SuppressWarnings("EnumOrdinal") // the ordinal stays within the package, see PacketValues
    PacketCell(PacketElement element, ColumnType type, Absent absent) {
        this.element = element.ordinal();
        this.type = type;
        this.absent = absent;
        this.whenAbsent = absent == Absent.ZERO ? 0 : PacketValues.ABSENT;
        this.width = switch (type) {
            case BIGINT, TIMESTAMPTZ, TIMESTAMP -> 8;
            case INTEGER -> 4;
            case SMALLINT -> 2;
            case MACADDR, INET, INTEGER_ARRAY, TEXT, JSONB -> 0;
        };
    }

    /** Octets of the value, 8, 4 or 2 when it is a number of that size, else 0. */
    int width() {
        return width;
    }

    ColumnType type() {
        return type;
    }

    /** True when the column may not be NULL, so that a packet without a value for it gives no row. */
    boolean isRequired() {
        return absent == Absent.NO_ROW;
    }

    /** False when the column may not be NULL and the packet has no value for it. */
    boolean accepts(PacketValues values) {
        return !isRequired() || values.number(element) >= 0 || values.length(element) > 0;
    }

    /**
     * Appends the packet's value at {@code at}; returns the offset after it.
     *
     * @param writer used for what is rare, wherever it stands before
     */
    int append(MessageContext message, PacketValues values, TupleWriter writer, byte[] out, int at) {
        return switch (width) {
            case 8 -> append8(values, out, at);
            case 4 -> append4(message, values, out, at);
            case 2 -> append2(message, values, out, at);
            default -> appendOther(values, writer, out, at);
        };
    }

    int append8(PacketValues values, byte[] out, int at) {
        long number = number(values);
        if (number < 0) {
            return TailStep.putLength(out, at, NULL_LENGTH);
        }
        TailStep.putLength(out, at, 8);
        Octets.putU64(out, at + 4, number);
        return at + 12;
    }

    int append4(MessageContext message, PacketValues values, byte[] out, int at) {
        long number = number(values);
        if (number < 0) {
            return TailStep.putLength(out, at, NULL_LENGTH);
        }
        // The length word and the value in one.
        Octets.putU64(out, at, 4L << 32 | message.atMost(Integer.MAX_VALUE, number));
        return at + 8;
    }

    int append2(MessageContext message, PacketValues values, byte[] out, int at) {
        long number = number(values);
        if (number < 0) {
            return TailStep.putLength(out, at, NULL_LENGTH);
        }
        // In one again; the two octets behind are the next value's, or nobody's.
        Octets.putU64(out, at, 2L << 32 | message.atMost(Short.MAX_VALUE, number) << 16);
        return at + 6;
    }

    int appendOther(PacketValues values, TupleWriter writer, byte[] out, int at) {
        if (type == ColumnType.INET) {
            int length = values.length(element);
            return length == 0
                    ? TailStep.putLength(out, at, NULL_LENGTH)
                    : TailStep.address(values.array(element), values.offset(element), length, out, at);
        }
        writer.beginValue(out, at);
        other(values, writer);
        return writer.offset();
    }

    private long number(PacketValues values) {
        long number = values.number(element);
        return number >= 0 ? number : whenAbsent;
    }

    private void other(PacketValues values, TupleWriter writer) {
        switch (type) {
            case TEXT -> {
                int length = values.length(element);
                if (length > 0) {
                    writer.text(values.array(element), values.offset(element), length);
                } else {
                    writer.nullValue();
                }
            }
            case INTEGER_ARRAY -> writer.integers(values.labels(), values.labelCount());
            case MACADDR -> {
                long number = number(values);
                if (number >= 0) {
                    writer.macaddr(number);
                } else {
                    writer.nullValue();
                }
            }
            default -> writer.nullValue();
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
