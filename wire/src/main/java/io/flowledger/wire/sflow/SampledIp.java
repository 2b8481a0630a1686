package io.flowledger.wire.sflow;

/**
 * Decoded IP header ("sFlow Version 5" section 5: sampled_ipv4, flow data format 3, and sampled_ipv6, format 4; they
 * differ in the length of addresses). Absent values are -1.
 */
public final class SampledIp {
    static final int IPV4_FORMAT = 3;
    static final int IPV6_FORMAT = 4;

    private int addressLength;
    private long length;
    private long protocol;
    private int sourceAddressOffset;
    private int destinationAddressOffset;
    private long sourcePort;
    private long destinationPort;
    private long tcpFlags;
    private long tos;

    SampledIp() {}

    boolean read(XdrReader in, int octetsOfAddress) {
        addressLength = octetsOfAddress;
        length = in.u32();
        protocol = in.u32();
        sourceAddressOffset = in.fixed(octetsOfAddress) ? in.valueOffset() : -1;
        destinationAddressOffset = in.fixed(octetsOfAddress) ? in.valueOffset() : -1;
        boolean addressesAreThere = !in.isCut();
        sourcePort = in.u32();
        destinationPort = in.u32();
        tcpFlags = in.u32();
        tos = in.u32();
        return addressesAreThere;
    }

    /** 4 or 16 octets. */
    public int addressLength() {
        return addressLength;
    }

    /** Octets of the IP packet without lower layer encapsulations. */
    public long length() {
        return length;
    }

    public long protocol() {
        return protocol;
    }

    public int sourceAddressOffset() {
        return sourceAddressOffset;
    }

    public int destinationAddressOffset() {
        return destinationAddressOffset;
    }

    public long sourcePort() {
        return sourcePort;
    }

    public long destinationPort() {
        return destinationPort;
    }

    public long tcpFlags() {
        return tcpFlags;
    }

    /** IPv4 type of service; IPv6 traffic class ("priority"). */
    public long tos() {
        return tos;
    }
}
