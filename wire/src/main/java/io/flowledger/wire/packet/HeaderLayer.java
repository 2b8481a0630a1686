package io.flowledger.wire.packet;

/** The kind of header in which a dissection ended. */
public enum HeaderLayer {
    /** Ethernet, VLAN tags, LLC, PPP, HDLC. */
    LINK,
    /** MPLS label stack. */
    MPLS,
    /** IPv4, IPv6 and the extension headers. */
    NETWORK,
    /** TCP, UDP, SCTP, DCCP, ICMP and everything else above IP. */
    TRANSPORT,
    /** GRE, VXLAN, GENEVE and what they carry beside IP. */
    TUNNEL
}
