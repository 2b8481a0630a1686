package io.flowledger.wire.packet;

import io.flowledger.wire.cursor.Octets;

/** Steps above IP: the ports, flags, types and codes of the transport protocols, and the tunnels. */
final class UpperHeaders {
    static final int VXLAN_PORT = 4789;
    static final int GENEVE_PORT = 6081;

    private static final int ICMP = 1;
    private static final int IPV4_ENCAPSULATED = 4;
    private static final int TCP = 6;
    private static final int UDP = 17;
    private static final int DCCP = 33;
    private static final int IPV6_ENCAPSULATED = 41;
    private static final int GRE = 47;
    private static final int ESP = 50;
    private static final int ICMPV6 = 58;
    private static final int NO_NEXT_HEADER = 59;
    private static final int SCTP = 132;
    private static final int UDP_LITE = 136;

    private static final int UDP_LENGTH = 8;
    private static final int TUNNEL_HEADER_LENGTH = 8;
    private static final int TRANSPARENT_ETHERNET = 0x6558;
    private static final int PPP_IN_GRE = 0x880b;
    private static final int ERSPAN_TYPE_II = 0x88be;
    private static final int ERSPAN_TYPE_III = 0x22eb;

    private UpperHeaders() {}

    /** What follows the IP protocol number in {@link DissectionState#next}. */
    static void upper(DissectionState s) {
        if (NetworkHeaders.isExtension(s.layer.version, s.next)) {
            NetworkHeaders.extension(s);
            return;
        }
        switch (s.next) {
            case TCP -> tcp(s);
            case UDP -> udp(s);
            case SCTP, DCCP, UDP_LITE -> {
                DissectionEnd end = ports(s) ? DissectionEnd.COMPLETE : DissectionEnd.CUT;
                s.finish(end, HeaderLayer.TRANSPORT);
            }
            case ICMP, ICMPV6 -> icmp(s);
            case GRE -> gre(s);
            case IPV4_ENCAPSULATED ->
                encapsulated(
                        s,
                        s.layer.version == 6 ? TunnelType.IPV4_IN_IPV6 : TunnelType.IPV4_IN_IPV4,
                        DissectionState.IPV4);
            case IPV6_ENCAPSULATED ->
                encapsulated(
                        s,
                        s.layer.version == 6 ? TunnelType.IPV6_IN_IPV6 : TunnelType.IPV6_IN_IPV4,
                        DissectionState.IPV6);
            case ESP, NO_NEXT_HEADER -> s.finish(DissectionEnd.COMPLETE, HeaderLayer.TRANSPORT);
            default -> s.finish(DissectionEnd.UNKNOWN, HeaderLayer.TRANSPORT);
        }
    }

    private static boolean ports(DissectionState s) {
        if (s.available() >= 2) {
            s.layer.sourcePort = Octets.u16(s.b, s.at);
        }
        if (s.available() < 4) {
            return false;
        }
        s.layer.destinationPort = Octets.u16(s.b, s.at + 2);
        return true;
    }

    /** RFC 9293 section 3.1. */
    private static void tcp(DissectionState s) {
        if (!ports(s) || s.available() < 14) {
            s.finish(DissectionEnd.CUT, HeaderLayer.TRANSPORT);
            return;
        }
        s.layer.tcpFlags = Octets.u16(s.b, s.at + 12) & 0x0fff;
        s.finish(DissectionEnd.COMPLETE, HeaderLayer.TRANSPORT);
    }

    private static void icmp(DissectionState s) {
        if (s.available() >= 1) {
            s.layer.icmpType = Octets.u8(s.b, s.at);
        }
        if (s.available() < 2) {
            s.finish(DissectionEnd.CUT, HeaderLayer.TRANSPORT);
            return;
        }
        s.layer.icmpCode = Octets.u8(s.b, s.at + 1);
        s.finish(DissectionEnd.COMPLETE, HeaderLayer.TRANSPORT);
    }

    private static void udp(DissectionState s) {
        if (!ports(s)) {
            s.finish(DissectionEnd.CUT, HeaderLayer.TRANSPORT);
            return;
        }
        int destinationPort = s.layer.destinationPort;
        if (destinationPort != VXLAN_PORT && destinationPort != GENEVE_PORT) {
            s.finish(DissectionEnd.COMPLETE, HeaderLayer.TRANSPORT);
        } else if (s.available() < UDP_LENGTH + TUNNEL_HEADER_LENGTH) {
            s.finish(DissectionEnd.CUT, HeaderLayer.TUNNEL);
        } else {
            s.at += UDP_LENGTH;
            if (destinationPort == VXLAN_PORT) {
                vxlan(s);
            } else {
                geneve(s);
            }
        }
    }

    /** RFC 7348 section 5: without its I flag the identifier is not valid. */
    private static void vxlan(DissectionState s) {
        if ((Octets.u8(s.b, s.at) & 0x08) == 0) {
            s.finish(DissectionEnd.MALFORMED, HeaderLayer.TUNNEL);
        } else if (s.enterTunnel(TunnelType.VXLAN, Octets.u24(s.b, s.at + 4))) {
            s.continueWith(DissectionState.ETHERNET, TUNNEL_HEADER_LENGTH);
        }
    }

    /** RFC 8926 section 3.4: version 0, options in units of 4 octets. */
    private static void geneve(DissectionState s) {
        int first = Octets.u8(s.b, s.at);
        if (first >>> 6 != 0) {
            s.finish(DissectionEnd.MALFORMED, HeaderLayer.TUNNEL);
            return;
        }
        int length = TUNNEL_HEADER_LENGTH + (first & 0x3f) * 4;
        int type = Octets.u16(s.b, s.at + 2);
        if (s.enterTunnel(TunnelType.GENEVE, Octets.u24(s.b, s.at + 4))) {
            payload(s, type, length);
        }
    }

    private static void encapsulated(DissectionState s, TunnelType type, int step) {
        if (s.enterTunnel(type, -1)) {
            s.continueWith(step, 0);
        }
    }

    /**
     * RFC 2784 section 2, with key and sequence number of RFC 2890 section 2; version 1 is that of PPTP (RFC 2637
     * section 4.1), whose acknowledgement is one more optional word. Source routes (RFC 1701) are not followed.
     */
    private static void gre(DissectionState s) {
        if (s.available() < 4) {
            s.finish(DissectionEnd.CUT, HeaderLayer.TUNNEL);
            return;
        }
        int flags = Octets.u16(s.b, s.at);
        int type = Octets.u16(s.b, s.at + 2);
        int version = flags & 7;
        if (version > 1) {
            s.finish(DissectionEnd.MALFORMED, HeaderLayer.TUNNEL);
            return;
        }
        boolean sourceRoute = (flags & 0x4000) != 0;
        int keyOffset = (flags & 0xc000) != 0 ? 8 : 4;
        int length = keyOffset;
        long key = -1;
        if ((flags & 0x2000) != 0) {
            length += 4;
            if (s.available() >= length) {
                key = Octets.u32(s.b, s.at + keyOffset);
            }
        }
        boolean sequenced = (flags & 0x1000) != 0;
        length += sequenced ? 4 : 0;
        length += version == 1 && (flags & 0x80) != 0 ? 4 : 0;
        if (type == ERSPAN_TYPE_II && sequenced) {
            length += 8;
        } else if (type == ERSPAN_TYPE_III) {
            length += erspanLength(s, length);
        }
        if (!s.enterTunnel(TunnelType.GRE, key)) {
            return;
        }
        if (sourceRoute) {
            s.finish(DissectionEnd.UNKNOWN, HeaderLayer.TUNNEL);
        } else {
            payload(s, type, length);
        }
    }

    /** 12 octets, and 8 more when the last bit of the header says so (draft-foschiano-erspan-03 section 4.3). */
    private static int erspanLength(DissectionState s, int offset) {
        boolean subheader = s.available() >= offset + 12 && (Octets.u8(s.b, s.at + offset + 11) & 1) != 0;
        return subheader ? 20 : 12;
    }

    /** Goes on behind a tunnel header of {@code length} octets with what the EtherType {@code type} says is there. */
    private static void payload(DissectionState s, int type, int length) {
        if (s.available() < length) {
            s.finish(DissectionEnd.CUT, HeaderLayer.TUNNEL);
            return;
        }
        switch (type) {
            case LinkHeaders.TYPE_IPV4 -> s.continueWith(DissectionState.IPV4, length);
            case LinkHeaders.TYPE_IPV6 -> s.continueWith(DissectionState.IPV6, length);
            case LinkHeaders.TYPE_MPLS, LinkHeaders.TYPE_MPLS_UPSTREAM ->
                s.continueWith(DissectionState.LABEL_STACK, length);
            case TRANSPARENT_ETHERNET, ERSPAN_TYPE_II, ERSPAN_TYPE_III ->
                s.continueWith(DissectionState.ETHERNET, length);
            case PPP_IN_GRE -> s.continueWith(DissectionState.PPP, length);
            default -> s.finish(DissectionEnd.UNKNOWN, HeaderLayer.TUNNEL);
        }
    }
}
