package io.flowledger.wire.packet;

/** The first tunnel of a packet. Deeper ones are not followed. */
public enum TunnelType {
    NONE,
    /** GRE, RFC 2784 and RFC 2890; also NVGRE (RFC 7637) and PPTP (RFC 2637). */
    GRE,
    /** VXLAN, RFC 7348, UDP destination port 4789. */
    VXLAN,
    /** GENEVE, RFC 8926, UDP destination port 6081. */
    GENEVE,
    /** IPv4 in IPv4, RFC 2003. */
    IPV4_IN_IPV4,
    /** IPv6 in IPv4, RFC 4213 section 3 ("6in4"). */
    IPV6_IN_IPV4,
    /** IPv4 in IPv6, RFC 2473. */
    IPV4_IN_IPV6,
    /** IPv6 in IPv6, RFC 2473. */
    IPV6_IN_IPV6,
    /**
     * Ethernet over MPLS with a control word, RFC 4448. Its IP header is the packet's first one and stands in {@link
     * DissectedHeader#ip()}.
     */
    MPLS_PSEUDOWIRE
}
