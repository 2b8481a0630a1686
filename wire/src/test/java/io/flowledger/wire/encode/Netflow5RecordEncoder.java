package io.flowledger.wire.encode;

/** Writes one NetFlow version 5 record; what is not set is 0. */
public final class Netflow5RecordEncoder {
    private String source = "0.0.0.0";
    private String destination = "0.0.0.0";
    private String nextHop = "0.0.0.0";
    private int input;
    private int output;
    private long packets;
    private long octets;
    private long first;
    private long last;
    private int sourcePort;
    private int destinationPort;
    private int tcpFlags;
    private int protocol;
    private int tos;
    private int sourceAs;
    private int destinationAs;
    private int sourceMask;
    private int destinationMask;

    /** All fields 0. */
    public static Netflow5RecordEncoder flow() {
        return new Netflow5RecordEncoder();
    }

    /** Source, destination and next hop. */
    public Netflow5RecordEncoder addresses(String from, String to, String via) {
        this.source = from;
        this.destination = to;
        this.nextHop = via;
        return this;
    }

    /** Interface indexes. */
    public Netflow5RecordEncoder interfaces(int in, int out) {
        this.input = in;
        this.output = out;
        return this;
    }

    /** Packets and octets. */
    public Netflow5RecordEncoder counts(long packetCount, long octetCount) {
        this.packets = packetCount;
        this.octets = octetCount;
        return this;
    }

    /** Milliseconds of uptime at the first and last packet. */
    public Netflow5RecordEncoder uptimes(long firstMillis, long lastMillis) {
        this.first = firstMillis;
        this.last = lastMillis;
        return this;
    }

    /** Ports. */
    public Netflow5RecordEncoder ports(int from, int to) {
        this.sourcePort = from;
        this.destinationPort = to;
        return this;
    }

    /** Protocol, TCP flags and type of service. */
    public Netflow5RecordEncoder protocol(int number, int flags, int typeOfService) {
        this.protocol = number;
        this.tcpFlags = flags;
        this.tos = typeOfService;
        return this;
    }

    /** AS numbers. */
    public Netflow5RecordEncoder as(int from, int to) {
        this.sourceAs = from;
        this.destinationAs = to;
        return this;
    }

    /** Prefix lengths. */
    public Netflow5RecordEncoder masks(int from, int to) {
        this.sourceMask = from;
        this.destinationMask = to;
        return this;
    }

    byte[] encode() {
        return OctetWriter.octets()
                .address(source)
                .address(destination)
                .address(nextHop)
                .u16(input)
                .u16(output)
                .u32(packets)
                .u32(octets)
                .u32(first)
                .u32(last)
                .u16(sourcePort)
                .u16(destinationPort)
                .u8(0)
                .u8(tcpFlags)
                .u8(protocol)
                .u8(tos)
                .u16(sourceAs)
                .u16(destinationAs)
                .u8(sourceMask)
                .u8(destinationMask)
                .u16(0)
                .toByteArray();
    }
}
