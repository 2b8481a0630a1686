package io.flowledger.generate;

import io.flowledger.journal.format.InternetChecksum;
import io.flowledger.wire.cursor.Octets;
import java.util.Arrays;

/**
 * An sFlow version 5 agent (sFlow.org, sFlow Version 5, July 2004, section 5): flow samples with the first octets of the packet
 * and the VLANs, and now and then a counter sample of an interface.
 *
 * <p>Its agent address is 10.254.0.0/16 by exporter number.
 */
final class SflowExporter extends Exporter {
    private static final int HEADER_LENGTH = 28;
    private static final int FLOW_SAMPLE = 1;
    private static final int COUNTER_SAMPLE = 2;
    private static final int SAMPLE_HEADER = 8;
    private static final int FLOW_SAMPLE_HEADER = 32;
    private static final int RAW_PACKET_HEADER = 1;
    private static final int EXTENDED_SWITCH = 1001;
    private static final int MOST_OF_PACKET = 128;
    private static final int SWITCH_LENGTH = 24;
    private static final int SAMPLE_ROOM = SAMPLE_HEADER + FLOW_SAMPLE_HEADER + 24 + MOST_OF_PACKET + SWITCH_LENGTH;
    private static final int COUNTER_LENGTH = SAMPLE_HEADER + 12 + 8 + 88;
    private static final int DATAGRAMS_PER_COUNTERS = 20;

    private static final int ETHERNET = 14;
    private static final int CHECK_SEQUENCE = 4;
    private static final int LEAST_FRAME = 64;
    private static final int MOST_FRAME = 1518;
    private static final long AGENTS = 10L << 24 | 254 << 16;
    private static final int TCP = 6;
    private static final int ACKNOWLEDGED_PUSH = 0x18; // of one packet, not of the whole flow
    private static final int UDP = 17;
    private static final int NANOS_PER_MILLI = 1_000_000;

    private final FlowDraw draw;
    private final FlowBlock block;
    private final GeneratorSettings settings;
    private final int rate;
    private long sequence;
    private long sampleSequence;
    private long counterSequence;
    private double ipv6Owed;

    SflowExporter(int number, long startMillis, GeneratorSettings settings, Workspace work) {
        super(number, startMillis, settings.samplingRate());
        this.draw = work.draw();
        this.block = work.block();
        this.settings = settings;
        this.rate = Math.max(1, settings.samplingRate());
    }

    @Override
    int next(long nanos, long mostRecords, byte[] out, Tally tally) {
        long millis = nanos / NANOS_PER_MILLI;
        int end = HEADER_LENGTH;
        boolean counters = sequence % DATAGRAMS_PER_COUNTERS == 0;
        int fitting = (settings.datagramOctets() - end - (counters ? COUNTER_LENGTH : 0)) / SAMPLE_ROOM;
        // The least datagram has no room for both.
        counters &= fitting > 0;
        int count = (int) Math.min(Math.max(1, fitting), mostRecords);
        if (settings.recordsPerDatagram() > 0) {
            count = Math.min(count, settings.recordsPerDatagram());
        }
        if (counters) {
            end = putCounters(millis, out, end);
            tally.addOther(1);
        }
        long octets = 0;
        for (int i = 0; i < count; i++) {
            boolean ipv6 = ipv6Owed + settings.ipv6Share() >= 1;
            ipv6Owed += settings.ipv6Share() - (ipv6 ? 1 : 0);
            draw.draw(block, i, i + 1, ipv6, number(), millis, bootMillis(), 0);
            int frame = frameLength(i);
            end = putFlowSample(i, frame, ipv6, out, end);
            octets += frame;
        }
        tally.addRecords(count, octets, count);
        Octets.putU32(out, 0, 5);
        Octets.putU32(out, 4, 1); // an IPv4 address follows
        Octets.putU32(out, 8, AGENTS | (number() & 0xffffL));
        Octets.putU32(out, 12, 0); // sub-agent
        Octets.putU32(out, 16, ++sequence);
        Octets.putU32(out, 20, millis - bootMillis());
        Octets.putU32(out, 24, count + (counters ? 1L : 0L));
        return end;
    }

    private int frameLength(int i) {
        long packet = block.column(FlowValue.OCTETS)[i] / block.column(FlowValue.PACKETS)[i];
        return (int) Math.max(LEAST_FRAME, Math.min(MOST_FRAME, packet + ETHERNET + CHECK_SEQUENCE));
    }

    private int putFlowSample(int i, int frame, boolean ipv6, byte[] out, int offset) {
        int interfaceIn = (int) block.column(FlowValue.INPUT_INTERFACE)[i];
        int at = offset + SAMPLE_HEADER;
        Octets.putU32(out, at, ++sampleSequence);
        Octets.putU32(out, at + 4, interfaceIn);
        Octets.putU32(out, at + 8, rate);
        Octets.putU32(out, at + 12, sampleSequence * rate);
        Octets.putU32(out, at + 16, 0); // drops
        Octets.putU32(out, at + 20, interfaceIn);
        Octets.putU32(out, at + 24, block.column(FlowValue.OUTPUT_INTERFACE)[i]);
        Octets.putU32(out, at + 28, 2);
        at = putPacket(i, frame, ipv6, out, at + FLOW_SAMPLE_HEADER);
        Octets.putU32(out, at, EXTENDED_SWITCH);
        Octets.putU32(out, at + 4, 16);
        Octets.putU32(out, at + 8, 10 + (interfaceIn & 7L)); // incoming VLAN, priority
        Octets.putU32(out, at + 12, 0);
        Octets.putU32(out, at + 16, 20); // outgoing VLAN, priority
        Octets.putU32(out, at + 20, 0);
        at += SWITCH_LENGTH;
        Octets.putU32(out, offset, FLOW_SAMPLE);
        Octets.putU32(out, offset + 4, at - offset - SAMPLE_HEADER);
        return at;
    }

    /** The record of a raw packet header: an Ethernet frame without its check sequence, cut to 128 octets. */
    private int putPacket(int i, int frame, boolean ipv6, byte[] out, int offset) {
        int kept = Math.min(MOST_OF_PACKET, frame - CHECK_SEQUENCE);
        int padded = (kept + 3) & ~3;
        Octets.putU32(out, offset, RAW_PACKET_HEADER);
        Octets.putU32(out, offset + 4, 16 + padded);
        Octets.putU32(out, offset + 8, 1); // Ethernet
        Octets.putU32(out, offset + 12, frame);
        Octets.putU32(out, offset + 16, CHECK_SEQUENCE);
        Octets.putU32(out, offset + 20, kept);
        int at = offset + 24;
        Arrays.fill(out, at, at + padded, (byte) 0);
        putEthernet(i, ipv6, out, at);
        int network = at + ETHERNET;
        int payload = frame - CHECK_SEQUENCE - ETHERNET;
        int transport = ipv6 ? putIpv6(i, payload, out, network) : putIpv4(i, payload, out, network);
        putTransport(i, payload - (transport - network), out, transport);
        return at + padded;
    }

    private void putEthernet(int i, boolean ipv6, byte[] out, int at) {
        // Locally administered addresses of the two interfaces.
        Octets.putU16(out, at, 0x0200);
        Octets.putU32(out, at + 2, (long) number() << 8 | block.column(FlowValue.OUTPUT_INTERFACE)[i]);
        Octets.putU16(out, at + 6, 0x0200);
        Octets.putU32(out, at + 8, (long) number() << 8 | block.column(FlowValue.INPUT_INTERFACE)[i]);
        Octets.putU16(out, at + 12, ipv6 ? 0x86dd : 0x0800);
    }

    private int putIpv4(int i, int length, byte[] out, int at) {
        Octets.putU8(out, at, 0x45);
        Octets.putU8(out, at + 1, (int) block.column(FlowValue.TOS)[i]);
        Octets.putU16(out, at + 2, length);
        Octets.putU8(out, at + 8, 58); // time to live
        Octets.putU8(out, at + 9, (int) block.column(FlowValue.PROTOCOL)[i]);
        Octets.putU32(out, at + 12, block.column(FlowValue.SOURCE_LOW)[i]);
        Octets.putU32(out, at + 16, block.column(FlowValue.DESTINATION_LOW)[i]);
        Octets.putU16(out, at + 10, InternetChecksum.complement(InternetChecksum.add(0, out, at, 20)));
        return at + 20;
    }

    private int putIpv6(int i, int length, byte[] out, int at) {
        long trafficClass = block.column(FlowValue.TOS)[i];
        Octets.putU32(out, at, 6L << 28 | trafficClass << 20 | block.column(FlowValue.FLOW_LABEL)[i]);
        Octets.putU16(out, at + 4, length - 40);
        Octets.putU8(out, at + 6, (int) block.column(FlowValue.PROTOCOL)[i]);
        Octets.putU8(out, at + 7, 58); // hop limit
        Octets.putU64(out, at + 8, block.column(FlowValue.SOURCE_HIGH)[i]);
        Octets.putU64(out, at + 16, block.column(FlowValue.SOURCE_LOW)[i]);
        Octets.putU64(out, at + 24, block.column(FlowValue.DESTINATION_HIGH)[i]);
        Octets.putU64(out, at + 32, block.column(FlowValue.DESTINATION_LOW)[i]);
        return at + 40;
    }

    private void putTransport(int i, int length, byte[] out, int at) {
        int protocol = (int) block.column(FlowValue.PROTOCOL)[i];
        int destination = (int) block.column(FlowValue.DESTINATION_PORT)[i];
        if ((protocol == TCP && length >= 20) || (protocol == UDP && length >= 8)) {
            Octets.putU16(out, at, (int) block.column(FlowValue.SOURCE_PORT)[i]);
            Octets.putU16(out, at + 2, destination);
            if (protocol == TCP) {
                Octets.putU8(out, at + 12, 5 << 4); // header length in words
                Octets.putU8(out, at + 13, ACKNOWLEDGED_PUSH);
            } else {
                Octets.putU16(out, at + 4, length);
            }
        } else if (destination != 0) {
            Octets.putU16(out, at, destination); // ICMP: type and code
        }
    }

    /** Generic interface counters (section 5.4). */
    private int putCounters(long millis, byte[] out, int offset) {
        int at = offset + SAMPLE_HEADER;
        long seconds = (millis - bootMillis()) / 1000;
        int interfaceIndex = 1 + (int) (counterSequence & 15);
        Octets.putU32(out, offset, COUNTER_SAMPLE);
        Octets.putU32(out, offset + 4, COUNTER_LENGTH - SAMPLE_HEADER);
        Octets.putU32(out, at, ++counterSequence);
        Octets.putU32(out, at + 4, interfaceIndex);
        Octets.putU32(out, at + 8, 1); // one record
        Octets.putU32(out, at + 12, 1); // generic interface counters
        Octets.putU32(out, at + 16, 88);
        Arrays.fill(out, at + 20, at + 108, (byte) 0);
        Octets.putU32(out, at + 20, interfaceIndex);
        Octets.putU32(out, at + 24, 6); // ethernetCsmacd
        Octets.putU64(out, at + 28, 10_000_000_000L); // bit/s
        Octets.putU32(out, at + 36, 1); // full duplex
        Octets.putU32(out, at + 40, 3); // up, as wanted
        Octets.putU64(out, at + 44, seconds * 1_000_000); // octets in
        Octets.putU32(out, at + 52, seconds * 1_300); // unicast packets in
        Octets.putU64(out, at + 76, seconds * 900_000); // octets out
        Octets.putU32(out, at + 84, seconds * 1_200); // unicast packets out
        return at + 108;
    }
}
