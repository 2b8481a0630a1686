package io.flowledger.wire.netflow5;

import io.flowledger.wire.cursor.Octets;
import io.flowledger.wire.fault.DecodeFault;
import org.jspecify.annotations.Nullable;

/**
 * One NetFlow version 5 export datagram ("NetFlow Export Datagram Format", Cisco): a header and 1 to 30 records of 48 octets.
 *
 * <pre>
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *   +-------------------------------+-------------------------------+
 *   |          Version (5)          |            Count              |
 *   +-------------------------------+-------------------------------+
 *   |                  sysUptime, milliseconds                      |
 *   +---------------------------------------------------------------+
 *   |                        UNIX seconds                           |
 *   +---------------------------------------------------------------+
 *   |                     residual nanoseconds                      |
 *   +---------------------------------------------------------------+
 *   |             Flow sequence: records sent before                |
 *   +---------------+---------------+---+---------------------------+
 *   |  Engine type  |   Engine id   | M |     Sampling interval     |
 *   +---------------+---------------+---+---------------------------+
 * </pre>
 *
 * <p>The fields of a record are the constants of {@link Netflow5Record}, offsets from {@link #recordOffset}.
 *
 * <p>Threading: one thread; wrapped anew for each datagram, allocates nothing.
 */
public final class Netflow5Message {
    /** The version number of NetFlow version 5. */
    public static final int VERSION = 5;

    /** Octets of the header. */
    public static final int HEADER_LENGTH = 24;

    /** Octets of a record. */
    public static final int RECORD_LENGTH = 48;

    private static final int COUNT_OFFSET = 2;
    private static final int SYS_UPTIME_OFFSET = COUNT_OFFSET + 2;
    private static final int UNIX_SECONDS_OFFSET = SYS_UPTIME_OFFSET + 4;
    private static final int UNIX_NANOS_OFFSET = UNIX_SECONDS_OFFSET + 4;
    private static final int FLOW_SEQUENCE_OFFSET = UNIX_NANOS_OFFSET + 4;
    private static final int ENGINE_TYPE_OFFSET = FLOW_SEQUENCE_OFFSET + 4;
    private static final int ENGINE_ID_OFFSET = ENGINE_TYPE_OFFSET + 1;
    private static final int SAMPLING_OFFSET = ENGINE_ID_OFFSET + 1;
    private static final int SAMPLING_MODE_SHIFT = 14;
    private static final int SAMPLING_INTERVAL_MASK = 0x3FFF;

    private byte[] b = new byte[0];
    private int offset;
    private int recordCount;
    private @Nullable DecodeFault fault;

    /**
     * Wraps the datagram at {@code offset}.
     *
     * @param length octets of the datagram from {@code offset}
     * @return null, or why there is nothing to read; a fault that leaves records to read is given by {@link #fault()}; the header
     *     getters are for after null only
     */
    public @Nullable DecodeFault wrap(byte[] b, int offset, int length) {
        this.b = b;
        this.offset = offset;
        this.recordCount = 0;
        this.fault = null;
        if (length < HEADER_LENGTH) {
            return length == 0 ? DecodeFault.EMPTY_DATAGRAM : DecodeFault.HEADER_CUT;
        }
        if (Octets.u16(b, offset) != VERSION) {
            return DecodeFault.UNKNOWN_VERSION;
        }
        int space = length - HEADER_LENGTH;
        int count = headerCount();
        recordCount = Math.min(count, space / RECORD_LENGTH);
        if (recordCount < count) {
            fault = DecodeFault.COUNT_PAST_DATAGRAM;
        } else if (space > count * RECORD_LENGTH) {
            fault = DecodeFault.OCTETS_AFTER_MESSAGE;
        }
        return null;
    }

    /** Records as the header counts them. */
    public int headerCount() {
        return Octets.u16(b, offset + COUNT_OFFSET);
    }

    /** Whole records that are there, at most {@link #headerCount()}. */
    public int recordCount() {
        return recordCount;
    }

    /** Where record {@code i} starts in the array, 0 the first. */
    public int recordOffset(int i) {
        return offset + HEADER_LENGTH + i * RECORD_LENGTH;
    }

    /** Milliseconds since the exporter started, modulo 2^32. */
    public long sysUptimeMillis() {
        return Octets.u32(b, offset + SYS_UPTIME_OFFSET);
    }

    /** When the datagram left the exporter, seconds since 1970, unsigned 32 bits. */
    public long unixSeconds() {
        return Octets.u32(b, offset + UNIX_SECONDS_OFFSET);
    }

    /** Nanoseconds after {@link #unixSeconds()}; more than 999,999,999 is an exporter's error. */
    public long unixNanos() {
        return Octets.u32(b, offset + UNIX_NANOS_OFFSET);
    }

    /** Records sent before this datagram, modulo 2^32. */
    public long flowSequence() {
        return Octets.u32(b, offset + FLOW_SEQUENCE_OFFSET);
    }

    /** Type of the flow switching engine, 0..255. */
    public int engineType() {
        return Octets.u8(b, offset + ENGINE_TYPE_OFFSET);
    }

    /** Slot of the flow switching engine, 0..255. */
    public int engineId() {
        return Octets.u8(b, offset + ENGINE_ID_OFFSET);
    }

    /** Sampling mode, 0..3: 0 when not said, 1 packet interval, 2 random. */
    public int samplingMode() {
        return Octets.u16(b, offset + SAMPLING_OFFSET) >>> SAMPLING_MODE_SHIFT;
    }

    /** One packet of so many is sampled, 0..16383; 0 when not said. */
    public int samplingInterval() {
        return Octets.u16(b, offset + SAMPLING_OFFSET) & SAMPLING_INTERVAL_MASK;
    }

    /** What is odd about the count in spite of which the records can be read, or null. */
    public @Nullable DecodeFault fault() {
        return fault;
    }
}
