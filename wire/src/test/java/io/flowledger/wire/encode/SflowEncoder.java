package io.flowledger.wire.encode;

import java.nio.charset.StandardCharsets;

/**
 * Writes one sFlow version 5 datagram ("sFlow Version 5" section 5): header values first, then samples in order; and, by
 * the static methods, the octets of flow and counter records.
 */
public final class SflowEncoder {
    private String agent = "192.0.2.1";
    private long subAgentId;
    private long sequenceNumber = 1;
    private long uptimeMillis = 60_000;
    private long countOverride = -1;
    private int samples;
    private final OctetWriter body = OctetWriter.octets();

    /** A datagram without samples: agent 192.0.2.1, sub-agent 0, sequence 1, one minute after boot. */
    public static SflowEncoder datagram() {
        return new SflowEncoder();
    }

    public SflowEncoder agent(String address) {
        this.agent = address;
        return this;
    }

    public SflowEncoder subAgentId(long id) {
        this.subAgentId = id;
        return this;
    }

    public SflowEncoder sequenceNumber(long number) {
        this.sequenceNumber = number;
        return this;
    }

    public SflowEncoder uptimeMillis(long millis) {
        this.uptimeMillis = millis;
        return this;
    }

    /** A sample count that may be wrong. */
    public SflowEncoder sampleCount(long count) {
        this.countOverride = count;
        return this;
    }

    /** A sample of any format. */
    public SflowEncoder sample(int enterprise, int format, byte[] octets) {
        return sample(enterprise, format, octets, octets.length);
    }

    /** A sample whose length may be wrong. */
    public SflowEncoder sample(int enterprise, int format, byte[] octets, long length) {
        samples++;
        body.u32((long) enterprise << 12 | format).u32(length).raw(octets);
        return this;
    }

    /** A compact flow sample. */
    public SflowEncoder sample(FlowSampleEncoder sample) {
        return sample(0, sample.format(), sample.encode());
    }

    /** A compact counter sample of source type 0. */
    public SflowEncoder counters(long sequence, int sourceIndex, Records records) {
        OctetWriter out = OctetWriter.octets().u32(sequence).u32(sourceIndex);
        return sample(0, 2, records.writeTo(out));
    }

    /** An expanded counter sample. */
    public SflowEncoder expandedCounters(long sequence, long sourceType, long sourceIndex, Records records) {
        OctetWriter out = OctetWriter.octets().u32(sequence).u32(sourceType).u32(sourceIndex);
        return sample(0, 4, records.writeTo(out));
    }

    /** A discarded packet of source type 0. */
    public SflowEncoder discarded(
            long sequence, long sourceIndex, long drops, long input, long output, long reason, Records records) {
        OctetWriter out =
                OctetWriter.octets().u32(sequence).u32(0).u32(sourceIndex).u32(drops);
        out.u32(input).u32(output).u32(reason);
        return sample(0, 5, records.writeTo(out));
    }

    /** The datagram. */
    public byte[] encode() {
        OctetWriter out = OctetWriter.octets().u32(5);
        writeAddress(out, agent);
        return out.u32(subAgentId)
                .u32(sequenceNumber)
                .u32(uptimeMillis)
                .u32(countOverride >= 0 ? countOverride : samples)
                .raw(body.toByteArray())
                .toByteArray();
    }

    /** Flow or counter records, counted as they are added. */
    public static final class Records {
        private final OctetWriter out = OctetWriter.octets();
        private int count;
        private long countOverride = -1;

        public static Records records() {
            return new Records();
        }

        public Records add(int format, byte[] octets) {
            return add(0, format, octets, octets.length);
        }

        /** A record of any enterprise whose length may be wrong. */
        public Records add(int enterprise, int format, byte[] octets, long length) {
            count++;
            out.u32((long) enterprise << 12 | format).u32(length).raw(octets);
            return this;
        }

        /** A record count that may be wrong. */
        public Records count(long announced) {
            countOverride = announced;
            return this;
        }

        byte[] writeTo(OctetWriter sample) {
            return sample.u32(countOverride >= 0 ? countOverride : count)
                    .raw(out.toByteArray())
                    .toByteArray();
        }
    }

    /** Address type and octets; an empty literal is an unknown address. */
    static void writeAddress(OctetWriter out, String literal) {
        if (literal.isEmpty()) {
            out.u32(0);
        } else {
            out.u32(literal.contains(":") ? 2 : 1).address(literal);
        }
    }

    private static void writeOpaque(OctetWriter out, byte[] value) {
        out.u32(value.length).raw(value).zeros((4 - value.length % 4) % 4);
    }

    private static void writeString(OctetWriter out, String value) {
        writeOpaque(out, value.getBytes(StandardCharsets.UTF_8));
    }

    /** Record 1, sampled_header. */
    public static byte[] header(int headerProtocol, long frameLength, long stripped, byte[] header) {
        OctetWriter out =
                OctetWriter.octets().u32(headerProtocol).u32(frameLength).u32(stripped);
        writeOpaque(out, header);
        return out.toByteArray();
    }

    /** Record 2, sampled_ethernet. */
    public static byte[] ethernet(long length, String source, String destination, int etherType) {
        return OctetWriter.octets()
                .u32(length)
                .hex(source)
                .u16(0)
                .hex(destination)
                .u16(0)
                .u32(etherType)
                .toByteArray();
    }

    /** Record 3 or 4, sampled_ipv4 or sampled_ipv6, by the addresses. */
    public static byte[] ip(
            long length, int protocol, String source, String destination, int from, int to, int flags, int tos) {
        return OctetWriter.octets()
                .u32(length)
                .u32(protocol)
                .address(source)
                .address(destination)
                .u32(from)
                .u32(to)
                .u32(flags)
                .u32(tos)
                .toByteArray();
    }

    /** Record 1001, extended_switch. */
    public static byte[] extendedSwitch(long sourceVlan, long sourcePriority, long vlan, long priority) {
        return OctetWriter.octets()
                .u32(sourceVlan)
                .u32(sourcePriority)
                .u32(vlan)
                .u32(priority)
                .toByteArray();
    }

    /** Record 1002, extended_router. */
    public static byte[] router(String nextHop, long sourceMask, long destinationMask) {
        OctetWriter out = OctetWriter.octets();
        writeAddress(out, nextHop);
        return out.u32(sourceMask).u32(destinationMask).toByteArray();
    }

    /** Record 1003, extended_gateway; each inner array is a segment of the path, the odd ones being sets. */
    public static byte[] gateway(
            String nextHop, long as, long source, long sourcePeer, long[][] path, long[] communities, long preference) {
        OctetWriter out = OctetWriter.octets();
        writeAddress(out, nextHop);
        out.u32(as).u32(source).u32(sourcePeer).u32(path.length);
        for (int i = 0; i < path.length; i++) {
            out.u32(2 - i % 2);
            writeArray(out, path[i]);
        }
        writeArray(out, communities);
        return out.u32(preference).toByteArray();
    }

    private static void writeArray(OctetWriter out, long[] values) {
        out.u32(values.length);
        for (long value : values) {
            out.u32(value);
        }
    }

    /** Record 1004, extended_user, in UTF-8. */
    public static byte[] user(String source, String destination) {
        OctetWriter out = OctetWriter.octets().u32(106);
        writeString(out, source);
        out.u32(106);
        writeString(out, destination);
        return out.toByteArray();
    }

    /** Record 1005, extended_url. */
    public static byte[] url(int direction, String url, String host) {
        OctetWriter out = OctetWriter.octets().u32(direction);
        writeString(out, url);
        writeString(out, host);
        return out.toByteArray();
    }

    /** Record 1006, extended_mpls. */
    public static byte[] mpls(String nextHop, long[] in, long[] out) {
        OctetWriter writer = OctetWriter.octets();
        writeAddress(writer, nextHop);
        writeArray(writer, in);
        writeArray(writer, out);
        return writer.toByteArray();
    }

    /** Record 1007, extended_nat. */
    public static byte[] nat(String source, String destination) {
        OctetWriter out = OctetWriter.octets();
        writeAddress(out, source);
        writeAddress(out, destination);
        return out.toByteArray();
    }

    /** Record 1012, extended_vlantunnel. */
    public static byte[] vlanTunnel(long... tags) {
        OctetWriter out = OctetWriter.octets();
        writeArray(out, tags);
        return out.toByteArray();
    }

    /** A record of numbers of 4 octets each, such as 1020, extended_nat_port. */
    public static byte[] numbers(long... values) {
        OctetWriter out = OctetWriter.octets();
        for (long value : values) {
            out.u32(value);
        }
        return out.toByteArray();
    }

    /** A record of strings, such as 1038, extended_function. */
    public static byte[] strings(String... values) {
        OctetWriter out = OctetWriter.octets();
        for (String value : values) {
            writeString(out, value);
        }
        return out.toByteArray();
    }
}
