package io.flowledger.flow.plan;

import io.flowledger.flow.layout.Column;
import io.flowledger.flow.layout.ColumnType;
import io.flowledger.flow.layout.Context;
import io.flowledger.flow.layout.Transform;
import io.flowledger.flow.option.ApplicationId;
import io.flowledger.flow.option.SamplingOrigin;
import io.flowledger.flow.option.StreamOptions;
import io.flowledger.wire.cursor.Octets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * An instruction for a value of variable width, NULL included: it appends the value's length word and octets to a tuple.
 *
 * <p>Apart from {@link FixedStep} because its tuples differ in length, so that they are made record by record.
 */
final class TailStep {
    /** What an instruction does. */
    enum Kind {
        /** A field of variable length into a column of fixed width: by {@link FixedStep}; when it does not fit NULL or 0. */
        SCALAR,
        /** An IPv4 or IPv6 address. */
        ADDRESS,
        /** The first address, or the second when all octets of the first are zero. */
        EITHER_ADDRESS,
        /** UTF-8 text without the octets of value 0 at its end; NULL when nothing is left. */
        TEXT,
        /** The address in a subscriber's text. */
        SUBSCRIBER_ADDRESS,
        /** The name in a subscriber's text. */
        SUBSCRIBER_NAME,
        /** The name of the application, or engine:selector. */
        APPLICATION,
        /** An array of the MPLS labels that are there. */
        LABELS,
        /** The sampling rate that holds for the record, else NULL. */
        SAMPLING_RATE,
        /** Who said the sampling rate that was just written, else NULL. */
        SAMPLING_ORIGIN,
        /** An uptime beside the time at which the exporter began. */
        UPTIME_SINCE,
        /** What the packet that the record carries says. */
        PACKET,
        /** A JSON document of the fields without a column. */
        DOCUMENT
    }

    private static final int NULL_LENGTH = -1;

    /** Address, array and number headers, and engine:selector, all fit. */
    private static final int SCALAR_OCTETS = 64;

    private static final int LABEL_OCTETS = 8;
    private static final int INTEGER_OID = 23;

    private final Kind kind;
    private final ColumnType type;
    private final Transform transform;
    private final int[] fields;
    private final boolean notNull;
    private final @Nullable DocumentStep document;
    private final @Nullable PacketSection section;
    private final @Nullable PacketCell cell;
    private final @Nullable SamplingStep sampling;

    TailStep(Kind kind, Column column, Transform transform, int... fields) {
        this.kind = kind;
        this.type = column.type();
        this.notNull = column.notNull();
        this.transform = transform;
        this.fields = fields;
        this.document = null;
        this.section = null;
        this.cell = null;
        this.sampling = null;
    }

    TailStep(PacketSection section, PacketCell cell) {
        this.kind = Kind.PACKET;
        this.type = cell.type();
        this.transform = Transform.UNSIGNED;
        this.fields = new int[0];
        this.notNull = false;
        this.document = null;
        this.section = section;
        this.cell = cell;
        this.sampling = null;
    }

    /** The rate of a record, or for another column who said it: that follows in the same tuple. */
    TailStep(Column column, SamplingStep sampling) {
        this.kind = column.context() == Context.SAMPLING_RATE ? Kind.SAMPLING_RATE : Kind.SAMPLING_ORIGIN;
        this.type = column.type();
        this.transform = Transform.UNSIGNED;
        this.fields = new int[0];
        this.notNull = false;
        this.document = null;
        this.section = null;
        this.cell = null;
        this.sampling = sampling;
    }

    TailStep(DocumentStep document) {
        this.kind = Kind.DOCUMENT;
        this.type = ColumnType.JSONB;
        this.transform = Transform.TEXT;
        this.fields = new int[0];
        this.notNull = false;
        this.document = document;
        this.section = null;
        this.cell = null;
        this.sampling = null;
    }

    /** The document that the step writes, or null. */
    @Nullable
    DocumentStep document() {
        return document;
    }

    /** The packet that the step reads, or null. */
    @Nullable
    PacketSection section() {
        return section;
    }

    /** Octets written at the most, beside {@link JsonText#STRING_FACTOR} for each octet of the record. */
    int constantRoom() {
        if (document != null) {
            return document.constantRoom();
        }
        if (section != null) {
            return SCALAR_OCTETS + PacketCell.LABEL_OCTETS;
        }
        int name = kind == Kind.APPLICATION ? StreamOptions.MAXIMUM_NAME_OCTETS : 0;
        return SCALAR_OCTETS + LABEL_OCTETS * fields.length + name;
    }

    /** Appends the value; returns the offset after it. */
    int append(byte[] in, int[] offsets, int[] lengths, byte[] out, int at, MessageContext context) {
        if (document != null) {
            return document.append(in, offsets, lengths, out, at);
        }
        if (section != null && cell != null) {
            return section.append(cell, out, at, context);
        }
        if (sampling != null) {
            return kind == Kind.SAMPLING_RATE
                    ? rate(sampling.rate(in, offsets, lengths, context), out, at, context)
                    : origin(out, at, context);
        }
        int field = fields[0];
        int offset = offsets[field];
        int length = lengths[field];
        return switch (kind) {
            case SCALAR -> scalar(in, offset, length, out, at, context);
            case ADDRESS -> address(in, offset, length, out, at);
            case EITHER_ADDRESS -> {
                int other = fields[1];
                yield Octets.allZero(in, offset, length) && !Octets.allZero(in, offsets[other], lengths[other])
                        ? address(in, offsets[other], lengths[other], out, at)
                        : address(in, offset, length, out, at);
            }
            case TEXT -> text(in, offset, length, out, at);
            case SUBSCRIBER_ADDRESS -> Subscriber.address(in, offset, length, out, at);
            case SUBSCRIBER_NAME -> text(in, offset, Subscriber.nameLength(in, offset, length), out, at);
            case APPLICATION -> application(in, offset, length, out, at, context);
            case LABELS -> labels(in, offsets, lengths, out, at);
            case UPTIME_SINCE -> {
                int init = fields[1];
                yield lengths[init] != 8 || length != 4
                        ? putLength(out, at, NULL_LENGTH)
                        : putLong(out, at, context.uptimeSince(Octets.u64(in, offsets[init]), Octets.u32(in, offset)));
            }
            case SAMPLING_RATE, SAMPLING_ORIGIN, PACKET, DOCUMENT ->
                throw new IllegalStateException(kind + " has its own step");
        };
    }

    private int scalar(byte[] in, int offset, int length, byte[] out, int at, MessageContext context) {
        int opcode = FixedStep.opcode(transform, length, type);
        if (opcode == FixedStep.NONE && !notNull) {
            return putLength(out, at, NULL_LENGTH);
        }
        int value = putLength(out, at, type.widthOctets());
        if (opcode == FixedStep.NONE) {
            Arrays.fill(out, value, value + type.widthOctets(), (byte) 0);
            return value + type.widthOctets();
        }
        FixedStep.run(opcode, in, offset, length, 1, out, value, 1, 1, context);
        return value + type.widthOctets();
    }

    static int address(byte[] in, int offset, int length, byte[] out, int at) {
        if (length != 4 && length != 16) {
            return putLength(out, at, NULL_LENGTH);
        }
        int o = putLength(out, at, 4 + length);
        o = putAddressPrefix(out, o, length);
        System.arraycopy(in, offset, out, o, length);
        return o + length;
    }

    /** Family, prefix length, not a cidr, octets: what PostgreSQL's inet has before the address. */
    static int putAddressPrefix(byte[] out, int at, int length) {
        Octets.putU8(out, at, length == 4 ? 2 : 3);
        Octets.putU8(out, at + 1, 8 * length);
        Octets.putU8(out, at + 2, 0);
        Octets.putU8(out, at + 3, length);
        return at + 4;
    }

    private static int text(byte[] in, int offset, int length, byte[] out, int at) {
        int trimmed = Utf8.trimmedLength(in, offset, length);
        if (trimmed == 0) {
            return putLength(out, at, NULL_LENGTH);
        }
        int end = Utf8.text(out, at + 4, in, offset, trimmed);
        putLength(out, at, end - at - 4);
        return end;
    }

    private static int application(byte[] in, int offset, int length, byte[] out, int at, MessageContext context) {
        if (!ApplicationId.fits(in, offset, length)) {
            return putLength(out, at, NULL_LENGTH);
        }
        byte[] name = context.options().applicationName(ApplicationId.number(in, offset, length));
        int end = at + 4;
        if (name != null) {
            end = JsonText.copy(out, end, name);
        } else {
            end = JsonText.unsigned(out, end, Octets.u8(in, offset));
            out[end++] = ':';
            int selector = offset + 1;
            if (ApplicationId.hasEnterprise(in, offset, length)) {
                end = JsonText.unsigned(out, end, Octets.u32(in, selector));
                out[end++] = ':';
                selector += 4;
            }
            end = JsonText.unsigned(out, end, Octets.unsigned(in, selector, offset + length - selector));
        }
        putLength(out, at, end - at - 4);
        return end;
    }

    private int labels(byte[] in, int[] offsets, int[] lengths, byte[] out, int at) {
        int count = 0;
        int first = at + 24;
        for (int field : fields) {
            if (lengths[field] == 3 && Octets.u24(in, offsets[field]) != 0) {
                Octets.putU32(out, first + LABEL_OCTETS * count, 4);
                Octets.putU32(out, first + LABEL_OCTETS * count + 4, Octets.u24(in, offsets[field]) >>> 4);
                count++;
            }
        }
        if (count == 0) {
            return putLength(out, at, NULL_LENGTH);
        }
        putLength(out, at, 20 + LABEL_OCTETS * count);
        Octets.putU32(out, at + 4, 1); // dimensions
        Octets.putU32(out, at + 8, 0); // no NULL among the elements
        Octets.putU32(out, at + 12, INTEGER_OID);
        Octets.putU32(out, at + 16, count);
        Octets.putU32(out, at + 20, 1); // the first index
        return first + LABEL_OCTETS * count;
    }

    private static int rate(long value, byte[] out, int at, MessageContext context) {
        return value == 0 ? putLength(out, at, NULL_LENGTH) : putLong(out, at, context.atMost(Long.MAX_VALUE, value));
    }

    private static int origin(byte[] out, int at, MessageContext context) {
        if (context.rowOrigin() == SamplingOrigin.UNKNOWN) {
            return putLength(out, at, NULL_LENGTH);
        }
        int o = putLength(out, at, 2);
        Octets.putU16(out, o, context.rowOrigin());
        return o + 2;
    }

    private static int putLong(byte[] out, int at, long value) {
        int o = putLength(out, at, 8);
        Octets.putU64(out, o, value);
        return o + 8;
    }

    static int putLength(byte[] out, int at, int length) {
        Octets.putU32(out, at, length);
        return at + 4;
    }
}
