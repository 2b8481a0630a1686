package io.flowledger.wire.template;

import io.flowledger.wire.cursor.Octets;
import io.flowledger.wire.fault.DecodeFault;
import org.jspecify.annotations.Nullable;

/**
 * Walks the Data Records of one Data Set (RFC 7011 section 3.4.3) and finds where each field lies.
 *
 * <pre>
 *   variable length (RFC 7011 section 7)
 *   +--------------+------- ... -------+
 *   | Length < 255 | value             |
 *   +--------------+---------------+---+--- ... -------+
 *   |     255      | Length, 2 octets  | value         |
 *   +--------------+-------------------+--- ... -------+
 * </pre>
 *
 * <p>Fewer octets than the shortest record are padding (RFC 7011 section 3.3.1). NetFlow version 9 pads to four octets
 * whatever the record's length (RFC 3954 section 5.3), so there one to three zero octets after the last record are padding
 * too when records have a variable length.
 *
 * <p>A record has at least one octet, as a template without that is refused, so each step makes progress.
 *
 * <p>Threading: one thread. Allocates only when a template has more fields than any before.
 */
public final class RecordWalker {
    private static final int LONG_FORM = 255;
    private static final int NETFLOW9_ALIGNMENT = 4;

    private int[] offsets = new int[64];
    private int[] lengths = new int[64];
    private byte[] b = new byte[0];
    private @Nullable Template template;
    private int minimumRecordLength;
    private int fieldCount;
    private int contentOffset;
    private int end;
    private int recordOffset;
    private int next;
    private @Nullable DecodeFault fault;

    /** Starts before the first record of a Set whose content is {@code contentLength} octets. */
    public void wrap(Template template, byte[] b, int contentOffset, int contentLength) {
        this.template = template;
        this.b = b;
        this.minimumRecordLength = template.minimumRecordLength();
        this.fieldCount = template.fieldCount();
        this.contentOffset = contentOffset;
        this.end = contentOffset + contentLength;
        this.recordOffset = contentOffset;
        this.next = contentOffset;
        this.fault = null;
        if (offsets.length < fieldCount) {
            offsets = new int[fieldCount];
            lengths = new int[fieldCount];
        }
    }

    /**
     * Moves to the next record.
     *
     * @return false at the end of the Set and at a record that goes past it, see {@link #fault()}
     */
    public boolean next() {
        Template t = template;
        if (t == null || fault != null) {
            return false;
        }
        recordOffset = next;
        int remaining = end - next;
        if (remaining < minimumRecordLength) {
            if (next == contentOffset && remaining > 0) {
                fault = DecodeFault.RECORD_CUT;
            }
            return false;
        }
        if (t.hasVariableLength()) {
            return !isNetflow9Padding(t, remaining) && nextVariable(t);
        }
        for (int i = 0; i < fieldCount; i++) {
            offsets[i] = recordOffset + t.fixedOffset(i);
            lengths[i] = t.field(i).length();
        }
        next = recordOffset + minimumRecordLength;
        return true;
    }

    private boolean isNetflow9Padding(Template t, int remaining) {
        return t.version() == Template.NETFLOW9
                && remaining < NETFLOW9_ALIGNMENT
                && next > contentOffset
                && Octets.allZero(b, next, remaining);
    }

    private boolean nextVariable(Template t) {
        int at = recordOffset;
        for (int i = 0; i < fieldCount; i++) {
            int length = t.field(i).length();
            DecodeFault pastEnd = DecodeFault.RECORD_CUT;
            if (length == FieldSpecifier.VARIABLE_LENGTH) {
                pastEnd = DecodeFault.VARIABLE_LENGTH_PAST_SET;
                if (end - at < 1) {
                    return cut(pastEnd);
                }
                length = Octets.u8(b, at);
                at++;
                if (length == LONG_FORM) {
                    if (end - at < 2) {
                        return cut(pastEnd);
                    }
                    length = Octets.u16(b, at);
                    at += 2;
                }
            }
            if (end - at < length) {
                return cut(pastEnd);
            }
            offsets[i] = at;
            lengths[i] = length;
            at += length;
        }
        next = at;
        return true;
    }

    private boolean cut(DecodeFault why) {
        fault = why;
        return false;
    }

    /** Where the record starts in the array. */
    public int recordOffset() {
        return recordOffset;
    }

    /** Octets of the record, length prefixes included. */
    public int recordLength() {
        return next - recordOffset;
    }

    /** Where the value of field {@code i} starts in the array, after its length prefix. */
    public int fieldOffset(int i) {
        return offsets[i];
    }

    /** Octets of the value of field {@code i}, without its length prefix. */
    public int fieldLength(int i) {
        return lengths[i];
    }

    /** Why the walk ended before the end of the Set, or null. */
    public @Nullable DecodeFault fault() {
        return fault;
    }
}
