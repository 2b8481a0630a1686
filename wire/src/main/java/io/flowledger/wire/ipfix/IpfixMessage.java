package io.flowledger.wire.ipfix;

import io.flowledger.wire.cursor.Octets;
import io.flowledger.wire.fault.DecodeFault;
import io.flowledger.wire.fault.Limits;
import io.flowledger.wire.template.Template;
import io.flowledger.wire.template.TemplateHandler;
import io.flowledger.wire.template.TemplateRecordReader;
import org.jspecify.annotations.Nullable;

/**
 * Walks the Sets of one IPFIX Message (RFC 7011 section 3) where they lie.
 *
 * <pre>
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *   +-------------------------------+-------------------------------+
 *   |         Version (10)          |            Length             |
 *   +-------------------------------+-------------------------------+
 *   |                    Export Time, seconds                       |
 *   +---------------------------------------------------------------+
 *   |                       Sequence Number                         |
 *   +---------------------------------------------------------------+
 *   |                    Observation Domain ID                      |
 *   +---------------------------------------------------------------+
 *   Set:
 *   +-------------------------------+-------------------------------+
 *   |            Set ID             |   Length, this header included|
 *   +-------------------------------+-------------------------------+
 *   |  Records, then padding ...
 * </pre>
 *
 * <p>The Sequence Number counts the Data Records sent before this Message, of data and options templates.
 *
 * <p>Of a Data Set that goes past the end of the Message, what is there is given with the fault: its whole records are good.
 * Templates are not taken from such a Set, as one that the exporter did not mean could replace a good one.
 *
 * <p>Threading: one thread; wrapped anew for each Message, allocates nothing but templates.
 */
public final class IpfixMessage {
    /** The version number of IPFIX. */
    public static final int VERSION = 10;

    /** Octets of the Message Header. */
    public static final int HEADER_LENGTH = 16;

    /** Set ID of Template Sets. */
    public static final int TEMPLATE_SET = 2;

    /** Set ID of Options Template Sets. */
    public static final int OPTIONS_TEMPLATE_SET = 3;

    /** The smallest Set ID of a Data Set, and the smallest Template ID. */
    public static final int SMALLEST_DATA_SET = 256;

    private static final int LENGTH_OFFSET = 2;
    private static final int EXPORT_TIME_OFFSET = LENGTH_OFFSET + 2;
    private static final int SEQUENCE_NUMBER_OFFSET = EXPORT_TIME_OFFSET + 4;
    private static final int OBSERVATION_DOMAIN_OFFSET = SEQUENCE_NUMBER_OFFSET + 4;
    private static final int SET_HEADER_LENGTH = 4;

    private byte[] b = new byte[0];
    private int offset;
    private int end;
    private int nextSet;
    private int setId;
    private int contentOffset;
    private int contentLength;
    private @Nullable DecodeFault fault;

    /**
     * Starts before the first Set of the Message at {@code offset}.
     *
     * @param length octets of the datagram from {@code offset}
     * @return null, or why there is no Message to walk; a fault that leaves Sets to walk is given by {@link #fault()}; the header
     *     getters are for after null only
     */
    public @Nullable DecodeFault wrap(byte[] b, int offset, int length) {
        this.b = b;
        this.offset = offset;
        this.nextSet = offset;
        this.end = offset;
        this.fault = null;
        if (length < HEADER_LENGTH) {
            return length == 0 ? DecodeFault.EMPTY_DATAGRAM : DecodeFault.HEADER_CUT;
        }
        if (Octets.u16(b, offset) != VERSION) {
            return DecodeFault.UNKNOWN_VERSION;
        }
        int messageLength = messageLength();
        if (messageLength < HEADER_LENGTH) {
            return DecodeFault.MESSAGE_LENGTH_TOO_SMALL;
        }
        if (messageLength > length) {
            fault = DecodeFault.MESSAGE_LENGTH_PAST_DATAGRAM;
        } else if (messageLength < length) {
            fault = DecodeFault.OCTETS_AFTER_MESSAGE;
        }
        nextSet = offset + HEADER_LENGTH;
        end = offset + Math.min(messageLength, length);
        return null;
    }

    /** Octets of the Message as its header says, 16..65535. */
    public int messageLength() {
        return Octets.u16(b, offset + LENGTH_OFFSET);
    }

    /** When the Message left the exporter, seconds since 1970, unsigned 32 bits. */
    public long exportTimeSeconds() {
        return Octets.u32(b, offset + EXPORT_TIME_OFFSET);
    }

    /** Data Records sent in the Transport Session and domain before this Message, modulo 2^32. */
    public long sequenceNumber() {
        return Octets.u32(b, offset + SEQUENCE_NUMBER_OFFSET);
    }

    /** Observation Domain ID, unsigned 32 bits. */
    public long observationDomain() {
        return Octets.u32(b, offset + OBSERVATION_DOMAIN_OFFSET);
    }

    /**
     * Moves to the next Set.
     *
     * @return false at the end of the Message and where no further Set can be found, see {@link #fault()}
     */
    public boolean nextSet() {
        int remaining = end - nextSet;
        if (remaining == 0) {
            return false;
        }
        if (remaining < SET_HEADER_LENGTH) {
            return stop(DecodeFault.SET_HEADER_CUT);
        }
        int length = Octets.u16(b, nextSet + 2);
        if (length < SET_HEADER_LENGTH) {
            return stop(DecodeFault.SET_LENGTH_TOO_SMALL);
        }
        setId = Octets.u16(b, nextSet);
        if (length > remaining) {
            if (!isDataSet(setId)) {
                return stop(DecodeFault.SET_PAST_MESSAGE);
            }
            stop(DecodeFault.SET_PAST_MESSAGE);
            contentOffset = end - remaining + SET_HEADER_LENGTH;
            contentLength = remaining - SET_HEADER_LENGTH;
            return true;
        }
        contentOffset = nextSet + SET_HEADER_LENGTH;
        contentLength = length - SET_HEADER_LENGTH;
        nextSet += length;
        return true;
    }

    private boolean stop(DecodeFault why) {
        // When the datagram was cut, a Set that is cut is the same fault, not a second one.
        boolean cutWithDatagram = fault == DecodeFault.MESSAGE_LENGTH_PAST_DATAGRAM
                && (why == DecodeFault.SET_PAST_MESSAGE || why == DecodeFault.SET_HEADER_CUT);
        if (!cutWithDatagram) {
            fault = why;
        }
        nextSet = end;
        return false;
    }

    /** Set ID of the current Set, 0..65535; below 256 and neither 2 nor 3 it is reserved. */
    public int setId() {
        return setId;
    }

    /** Where the current Set's records start in the array. */
    public int contentOffset() {
        return contentOffset;
    }

    /** Octets of the current Set without its header. */
    public int contentLength() {
        return contentLength;
    }

    /** After the last Set: what is wrong with the Message's length, or why the walk ended early; or null. */
    public @Nullable DecodeFault fault() {
        return fault;
    }

    /** Whether Sets of this id hold Data Records. */
    public static boolean isDataSet(int setId) {
        return setId >= SMALLEST_DATA_SET;
    }

    /** Reads the current Set, which is no Data Set: its templates and withdrawals, or that its Set ID is reserved. */
    public void readTemplates(Limits limits, TemplateHandler handler) {
        if (setId != TEMPLATE_SET && setId != OPTIONS_TEMPLATE_SET) {
            handler.fault(DecodeFault.RESERVED_SET_ID);
            return;
        }
        TemplateRecordReader.readSet(
                Template.IPFIX,
                observationDomain(),
                setId == OPTIONS_TEMPLATE_SET,
                setId,
                b,
                contentOffset,
                contentLength,
                limits,
                handler);
    }
}
