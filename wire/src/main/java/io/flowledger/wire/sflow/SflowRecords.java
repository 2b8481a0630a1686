package io.flowledger.wire.sflow;

import io.flowledger.wire.cursor.Octets;
import io.flowledger.wire.fault.DecodeFault;
import org.jspecify.annotations.Nullable;

/**
 * Steps through the flow records or counter records of one sample ("sFlow Version 5" section 5: flow_record,
 * counter_record): each is a data format, a length and octets. A record whose length goes past its sample is offered as
 * far as it is there, and ends the sample with a fault.
 */
public final class SflowRecords {
    private static final byte[] NOTHING = {};

    private byte[] b = NOTHING;
    private int end;
    private int next;
    private long count;
    private long read;
    private long dataFormat;
    private int offset;
    private int length;
    private boolean recordCut;
    private @Nullable DecodeFault fault;

    SflowRecords() {}

    void wrap(byte[] octets, int firstOffset, int octetCount, long announced) {
        b = octets;
        next = firstOffset;
        end = firstOffset + octetCount;
        count = announced;
        read = 0;
        dataFormat = -1;
        offset = end;
        length = 0;
        recordCut = false;
        fault = null;
    }

    /** Steps to the next record, known or not. False after the last one that was announced or is there. */
    public boolean next() {
        if (read == count) {
            return false;
        }
        if (end - next < SflowDatagram.DATA_HEADER_LENGTH) {
            if (fault == null) {
                fault = DecodeFault.SFLOW_RECORD_COUNT_PAST_SAMPLE;
            }
            count = read;
            return false;
        }
        read++;
        dataFormat = Octets.u32(b, next);
        long announced = Octets.u32(b, next + 4);
        offset = next + SflowDatagram.DATA_HEADER_LENGTH;
        if (announced > end - offset) {
            fault = DecodeFault.SFLOW_RECORD_PAST_SAMPLE;
            count = read;
            recordCut = true;
            announced = Math.max(0, end - offset);
        }
        length = (int) announced;
        next = offset + length;
        return true;
    }

    /** The array that the offsets mean. */
    public byte[] buffer() {
        return b;
    }

    /** Enterprise of the current record's format; 0 is sflow.org. */
    public int enterprise() {
        return (int) (dataFormat >>> 12);
    }

    /** Number of the current record's format within its enterprise. */
    public int format() {
        return (int) (dataFormat & 0xfff);
    }

    /** Enterprise and format as they were sent, unsigned 32 bits: a standard format is its number. */
    public long dataFormat() {
        return dataFormat;
    }

    /** Offset in {@link #buffer()} of the current record's octets, behind its format and length. */
    public int offset() {
        return offset;
    }

    /** Octets of the current record that are there. */
    public int length() {
        return length;
    }

    /** Whether the current record's length goes past its sample. */
    public boolean isRecordCut() {
        return recordCut;
    }

    /** Why the records ended early, or null. */
    public @Nullable DecodeFault fault() {
        return fault;
    }
}
