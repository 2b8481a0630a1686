package io.flowledger.wire.sflow;

import io.flowledger.wire.cursor.Octets;
import io.flowledger.wire.fault.DecodeFault;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An sFlow version 5 datagram ("sFlow Version 5" section 5, sample_datagram_v5; XDR, RFC 4506), read in place:
 *
 * <pre>
 *  0               4               8          8+a             12+a            16+a            20+a
 *  | version = 5   | address type  | a octets | sub-agent id  | sequence      | uptime, ms    | sample count |
 *  then each sample:
 *  | enterprise (20 bits), format (12 bits) | length | octets ... |
 * </pre>
 *
 * <p>{@link #nextSample()} steps from one sample to the next; {@link FlowSample}, {@link CounterSample} and {@link
 * DiscardedPacketSample} read the current one. Samples of other formats are stepped over. A sample whose length goes
 * past the datagram is offered as far as it is there, and ends the datagram with a fault.
 *
 * <p>Not safe for use by several threads; reused from one datagram to the next.
 */
public final class SflowDatagram {
    public static final int VERSION = 5;

    /** Octets of format and length before each sample and each record. */
    static final int DATA_HEADER_LENGTH = 8;

    private static final byte[] NOTHING = {};

    private final XdrReader header = new XdrReader();
    private byte[] b = NOTHING;
    private int end;
    private int next;
    private int agentAddressOffset;
    private int agentAddressLength;
    private long subAgentId;
    private long sequenceNumber;
    private long uptimeMillis;
    private long sampleCount;
    private long samplesRead;
    private long sampleDataFormat;
    private int sampleOffset;
    private int sampleLength;
    private @Nullable DecodeFault fault;

    /**
     * Turns to a datagram. Returns null, or the fault for which nothing of it can be read: {@code EMPTY_DATAGRAM},
     * {@code UNSUPPORTED_VERSION} (sFlow 2 and 4), {@code UNKNOWN_VERSION}, {@code SFLOW_AGENT_ADDRESS_TYPE}, {@code
     * HEADER_CUT}. Throws IndexOutOfBoundsException when the slice is not within {@code octets}.
     */
    public @Nullable DecodeFault wrap(byte[] octets, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, octets.length);
        b = octets;
        end = offset + length;
        next = end;
        samplesRead = 0;
        sampleCount = 0;
        sampleDataFormat = -1;
        sampleOffset = end;
        sampleLength = 0;
        fault = readHeader(offset, length);
        if (fault != null) {
            next = end;
            sampleCount = 0;
        }
        return fault;
    }

    private @Nullable DecodeFault readHeader(int offset, int length) {
        if (length == 0) {
            return DecodeFault.EMPTY_DATAGRAM;
        }
        header.wrap(b, offset, length);
        long version = header.u32();
        if (header.isCut()) {
            return DecodeFault.HEADER_CUT;
        }
        if (version != VERSION) {
            return version == 2 || version == 4 ? DecodeFault.UNSUPPORTED_VERSION : DecodeFault.UNKNOWN_VERSION;
        }
        if (header.available() >= 4 && Octets.u32(b, header.offset()) > XdrReader.IPV6_ADDRESS) {
            return DecodeFault.SFLOW_AGENT_ADDRESS_TYPE;
        }
        header.address();
        agentAddressOffset = header.valueOffset();
        agentAddressLength = header.valueLength();
        subAgentId = header.u32();
        sequenceNumber = header.u32();
        uptimeMillis = header.u32();
        sampleCount = header.u32();
        next = header.offset();
        return header.isCut() ? DecodeFault.HEADER_CUT : null;
    }

    /** The array that was wrapped. */
    public byte[] buffer() {
        return b;
    }

    public int agentAddressOffset() {
        return agentAddressOffset;
    }

    /** 4 or 16 octets; 0 when the agent says that it does not know its address (address type 0). */
    public int agentAddressLength() {
        return agentAddressLength;
    }

    /** Unsigned 32 bits; tells apart the streams of one agent, each with its own sequence numbers. */
    public long subAgentId() {
        return subAgentId;
    }

    /** Unsigned 32 bits; counts the datagrams of (agent address, sub-agent). */
    public long sequenceNumber() {
        return sequenceNumber;
    }

    /** Unsigned 32 bits; wraps after 49.7 days. */
    public long uptimeMillis() {
        return uptimeMillis;
    }

    /** Samples that the header announces, unsigned 32 bits, not bounded by what is there. */
    public long sampleCount() {
        return sampleCount;
    }

    /** Steps to the next sample, known or not. False after the last one that was announced or is there. */
    public boolean nextSample() {
        if (samplesRead == sampleCount) {
            return false;
        }
        if (end - next < DATA_HEADER_LENGTH) {
            if (fault == null) {
                fault = DecodeFault.SFLOW_SAMPLE_COUNT_PAST_DATAGRAM;
            }
            sampleCount = samplesRead;
            return false;
        }
        samplesRead++;
        sampleDataFormat = Octets.u32(b, next);
        long length = Octets.u32(b, next + 4);
        sampleOffset = next + DATA_HEADER_LENGTH;
        if (length > end - sampleOffset) {
            fault = DecodeFault.SFLOW_SAMPLE_PAST_DATAGRAM;
            sampleCount = samplesRead;
            length = Math.max(0, end - sampleOffset);
        }
        sampleLength = (int) length;
        next = sampleOffset + sampleLength;
        return true;
    }

    /** Enterprise of the current sample's format; 0 is sflow.org. */
    public int sampleEnterprise() {
        return (int) (sampleDataFormat >>> 12);
    }

    /** Number of the current sample's format within its enterprise. */
    public int sampleFormat() {
        return (int) (sampleDataFormat & 0xfff);
    }

    public boolean isFlowSample() {
        return sampleDataFormat == FlowSample.FORMAT || sampleDataFormat == FlowSample.EXPANDED_FORMAT;
    }

    public boolean isCounterSample() {
        return sampleDataFormat == CounterSample.FORMAT || sampleDataFormat == CounterSample.EXPANDED_FORMAT;
    }

    public boolean isDiscardedPacketSample() {
        return sampleDataFormat == DiscardedPacketSample.FORMAT;
    }

    /** Offset in {@link #buffer()} of the current sample's octets, behind its format and length. */
    public int sampleOffset() {
        return sampleOffset;
    }

    /** Octets of the current sample that are there. */
    public int sampleLength() {
        return sampleLength;
    }

    /** Octets behind the last sample read. More than 0 after the end means that the count says too little. */
    public int trailingOctets() {
        return end - next;
    }

    /** Why the samples ended early, or null. */
    public @Nullable DecodeFault fault() {
        return fault;
    }
}
