package io.flowledger.wire.packet;

/**
 * One IP header and the transport header behind it, as primitive values. An absent value is -1; an absent IP header
 * has version 0. Addresses are offsets into the buffer that was dissected.
 *
 * <p>Not safe for use by several threads; reused from one packet to the next.
 */
public final class IpLayer {
    int version;
    int headerOffset;
    int sourceAddressOffset;
    int destinationAddressOffset;
    int protocol;
    int tos;
    int ttl;
    int flowLabel;
    int totalLength;
    long identification;
    int fragmentOffset;
    boolean moreFragments;
    int sourcePort;
    int destinationPort;
    int tcpFlags;
    int icmpType;
    int icmpCode;

    IpLayer() {
        clear();
    }

    void clear() {
        version = 0;
        headerOffset = -1;
        sourceAddressOffset = -1;
        destinationAddressOffset = -1;
        protocol = -1;
        tos = -1;
        ttl = -1;
        flowLabel = -1;
        totalLength = -1;
        identification = -1;
        fragmentOffset = -1;
        moreFragments = false;
        sourcePort = -1;
        destinationPort = -1;
        tcpFlags = -1;
        icmpType = -1;
        icmpCode = -1;
    }

    /** 4, 6, or 0 when there is no IP header. */
    public int version() {
        return version;
    }

    public boolean isPresent() {
        return version != 0;
    }

    /** Offset of the IP header in the buffer. */
    public int headerOffset() {
        return headerOffset;
    }

    /** 4 or 16 octets, or 0 when there is no IP header. */
    public int addressLength() {
        return version == 4 ? 4 : version == 6 ? 16 : 0;
    }

    /** Offset of the source address in the buffer, or -1 when the header is cut before its end. */
    public int sourceAddressOffset() {
        return sourceAddressOffset;
    }

    /** Offset of the destination address in the buffer, or -1 when the header is cut before its end. */
    public int destinationAddressOffset() {
        return destinationAddressOffset;
    }

    /**
     * IPv4 protocol, or the last Next Header that was read (RFC 7012: protocolIdentifier). Behind a header cut within
     * its extension headers this is the number of the first one missing.
     */
    public int protocol() {
        return protocol;
    }

    /** IPv4 type of service or IPv6 traffic class, 0 to 255. */
    public int tos() {
        return tos;
    }

    /** IPv4 time to live or IPv6 hop limit, 0 to 255. */
    public int ttl() {
        return ttl;
    }

    /** IPv6 flow label, 0 to 2^20 - 1. */
    public int flowLabel() {
        return flowLabel;
    }

    /** Octets of the IP packet with its header. IPv6: payload length + 40; a jumbogram says 40. */
    public int totalLength() {
        return totalLength;
    }

    /** IPv4 identification, or that of the IPv6 fragment header (32 bits). */
    public long identification() {
        return identification;
    }

    /** In units of 8 octets; -1 for IPv6 without a fragment header. */
    public int fragmentOffset() {
        return fragmentOffset;
    }

    public boolean moreFragments() {
        return moreFragments;
    }

    /** True of every fragment but the first: it has no transport header. */
    public boolean isLaterFragment() {
        return fragmentOffset > 0;
    }

    /** TCP, UDP, UDP-Lite, SCTP or DCCP source port. */
    public int sourcePort() {
        return sourcePort;
    }

    /** TCP, UDP, UDP-Lite, SCTP or DCCP destination port. */
    public int destinationPort() {
        return destinationPort;
    }

    /** The 12 bits beside the TCP data offset (tcpControlBits, RFC 7125): FIN is 1, ACK 16, CWR 128. */
    public int tcpFlags() {
        return tcpFlags;
    }

    /** ICMP or ICMPv6 type. */
    public int icmpType() {
        return icmpType;
    }

    /** ICMP or ICMPv6 code. */
    public int icmpCode() {
        return icmpCode;
    }
}
