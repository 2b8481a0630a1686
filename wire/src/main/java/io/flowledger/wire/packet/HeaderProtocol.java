package io.flowledger.wire.packet;

/**
 * What the first octet of a header section belongs to: the numbers of {@code enum header_protocol} in "sFlow Version 5"
 * section 5. Those without a constant here (token ring, FDDI, frame relay, X.25, SMDS, AAL5, 802.11) are not dissected.
 */
public final class HeaderProtocol {
    /** Ethernet, IEEE 802.3, from the destination address on. */
    public static final int ETHERNET = 1;
    /** PPP (RFC 1661), with or without HDLC address and control octets (RFC 1662 section 3.1). */
    public static final int PPP = 7;
    /** IPv4 (RFC 791). */
    public static final int IPV4 = 11;
    /** IPv6 (RFC 8200). */
    public static final int IPV6 = 12;
    /** MPLS label stack (RFC 3032). */
    public static final int MPLS = 13;
    /** Packet over SONET: PPP in HDLC-like framing (RFC 1662, RFC 2615) or Cisco HDLC. */
    public static final int POS = 14;

    private HeaderProtocol() {}
}
