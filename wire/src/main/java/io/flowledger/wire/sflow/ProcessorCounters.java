package io.flowledger.wire.sflow;

import io.flowledger.wire.cursor.Octets;

/**
 * Load and memory of a device ("sFlow Version 5" section 5: processor, counter data format 1001). Load in hundredths of
 * a percent, memory in octets. Unsigned; all bits set is a value that the agent does not know.
 *
 * <p>Not safe for use by several threads; valid until the datagram's buffer changes.
 */
public final class ProcessorCounters {
    private static final int CPU_FIVE_SECONDS = 0;
    private static final int CPU_ONE_MINUTE = CPU_FIVE_SECONDS + 4;
    private static final int CPU_FIVE_MINUTES = CPU_ONE_MINUTE + 4;
    private static final int TOTAL_MEMORY = CPU_FIVE_MINUTES + 4;
    private static final int FREE_MEMORY = TOTAL_MEMORY + 8;
    private static final int LENGTH = FREE_MEMORY + 8;

    private byte[] b = {};
    private int offset;

    /**
     * Turns to the current record, whose format is that of {@link CounterStructure#PROCESSOR}. False
     * when it is shorter than the structure; then no getter may be called.
     */
    public boolean wrap(SflowRecords records) {
        b = records.buffer();
        offset = records.offset();
        return records.length() >= LENGTH;
    }

    public long cpuFiveSeconds() {
        return Octets.u32(b, offset + CPU_FIVE_SECONDS);
    }

    public long cpuOneMinute() {
        return Octets.u32(b, offset + CPU_ONE_MINUTE);
    }

    public long cpuFiveMinutes() {
        return Octets.u32(b, offset + CPU_FIVE_MINUTES);
    }

    public long totalMemory() {
        return Octets.u64(b, offset + TOTAL_MEMORY);
    }

    public long freeMemory() {
        return Octets.u64(b, offset + FREE_MEMORY);
    }
}
