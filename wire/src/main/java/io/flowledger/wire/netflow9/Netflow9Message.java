package io.flowledger.wire.netflow9;

import io.flowledger.wire.cursor.Octets;
import io.flowledger.wire.fault.DecodeFault;
import io.flowledger.wire.fault.Limits;
import io.flowledger.wire.template.Template;
import io.flowledger.wire.template.TemplateHandler;
import io.flowledger.wire.template.TemplateRecordReader;
import org.jspecify.annotations.Nullable;

/**
 * Walks the FlowSets of one NetFlow version 9 Export Packet (RFC 3954 section 5) where they lie.
 *
 * <pre>
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *   +-------------------------------+-------------------------------+
 *   |          Version (9)          |            Count              |
 *   +-------------------------------+-------------------------------+
 *   |                  sysUpTime, milliseconds                      |
 *   +---------------------------------------------------------------+
 *   |                        UNIX seconds                           |
 *   +---------------------------------------------------------------+
 *   |                       Sequence Number                         |
 *   +---------------------------------------------------------------+
 *   |                          Source ID                            |
 *   +---------------------------------------------------------------+
 *   FlowSet:
 *   +-------------------------------+-------------------------------+
 *   |          FlowSet ID           |   Length, this header included|
 *   +-------------------------------+-------------------------------+
 *   |  Records, then padding ...
 * </pre>
 *
 * <p>Apart from IPFIX because there is no message length (the datagram's is it), the Sequence Number counts Export Packets,
 * and datagrams may end in zero fill. The Count is not used: some exporters count records, some FlowSets, some neither.
 *
 * <p>Of a Data FlowSet that goes past the end of the packet, what is there is given with the fault: its whole records are good.
 * Templates are not taken from such a FlowSet, as one that the exporter did not mean could replace a good one.
 *
 * <p>Threading: one thread; wrapped anew for each datagram, allocates nothing but templates.
 */
public final class Netflow9Message {
    /** The version number of NetFlow version 9. */
    public static final int VERSION = 9;

    /** Octets of the packet header. */
    public static final int HEADER_LENGTH = 20;

    /** FlowSet ID of templates. */
    public static final int TEMPLATE_SET = 0;

    /** FlowSet ID of options templates. */
    public static final int OPTIONS_TEMPLATE_SET = 1;

    /** The smallest FlowSet ID of data, and the smallest Template ID. */
    public static final int SMALLEST_DATA_SET = 256;

    private static final int COUNT_OFFSET = 2;
    private static final int SYS_UPTIME_OFFSET = COUNT_OFFSET + 2;
    private static final int UNIX_SECONDS_OFFSET = SYS_UPTIME_OFFSET + 4;
    private static final int SEQUENCE_NUMBER_OFFSET = UNIX_SECONDS_OFFSET + 4;
    private static final int SOURCE_ID_OFFSET = SEQUENCE_NUMBER_OFFSET + 4;
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
     * Starts before the first FlowSet of the packet at {@code offset}.
     *
     * @param length octets of the datagram from {@code offset}
     * @return null, or why there is no packet to walk; the header
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
        nextSet = offset + HEADER_LENGTH;
        end = offset + length;
        return null;
    }

    /** What the header counts: records, FlowSets or neither, depending on the exporter. */
    public int headerCount() {
        return Octets.u16(b, offset + COUNT_OFFSET);
    }

    /** Milliseconds since the exporter started, modulo 2^32. */
    public long sysUptimeMillis() {
        return Octets.u32(b, offset + SYS_UPTIME_OFFSET);
    }

    /** When the packet left the exporter, seconds since 1970, unsigned 32 bits. */
    public long unixSeconds() {
        return Octets.u32(b, offset + UNIX_SECONDS_OFFSET);
    }

    /** The same as {@link #unixSeconds()}, in the words of IPFIX. */
    public long exportTimeSeconds() {
        return unixSeconds();
    }

    /** Export Packets sent by the Source ID before this one, modulo 2^32; some exporters count from 1. */
    public long sequenceNumber() {
        return Octets.u32(b, offset + SEQUENCE_NUMBER_OFFSET);
    }

    /** Source ID, which is what RFC 7011 calls Observation Domain ID; unsigned 32 bits. */
    public long observationDomain() {
        return Octets.u32(b, offset + SOURCE_ID_OFFSET);
    }

    /** Octets of the packet: those of the datagram. */
    public int messageLength() {
        return end - offset;
    }

    /**
     * Moves to the next FlowSet.
     *
     * @return false at the end of the packet or of its last FlowSet before zero fill, and where no further FlowSet can be
     *     found, see {@link #fault()}
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
        fault = Octets.allZero(b, nextSet, end - nextSet) ? null : why;
        nextSet = end;
        return false;
    }

    /** FlowSet ID of the current FlowSet, 0..65535; 2..255 are reserved. */
    public int setId() {
        return setId;
    }

    /** Where the current FlowSet's records start in the array. */
    public int contentOffset() {
        return contentOffset;
    }

    /** Octets of the current FlowSet without its header. */
    public int contentLength() {
        return contentLength;
    }

    /** After the last FlowSet: why the walk ended early, or null. */
    public @Nullable DecodeFault fault() {
        return fault;
    }

    /** Whether FlowSets of this id hold records of a template. */
    public static boolean isDataSet(int setId) {
        return setId >= SMALLEST_DATA_SET;
    }

    /** Reads the current FlowSet, which holds no data: its templates, or that its id is reserved. */
    public void readTemplates(Limits limits, TemplateHandler handler) {
        if (setId != TEMPLATE_SET && setId != OPTIONS_TEMPLATE_SET) {
            handler.fault(DecodeFault.RESERVED_SET_ID);
            return;
        }
        TemplateRecordReader.readSet(
                Template.NETFLOW9,
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
