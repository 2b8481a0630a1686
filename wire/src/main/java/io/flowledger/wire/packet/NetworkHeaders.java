package io.flowledger.wire.packet;

import io.flowledger.wire.cursor.Octets;

/** Steps of the network layer: IPv4 (RFC 791), IPv6 and its extension headers (RFC 8200 section 4), AH (RFC 4302). */
final class NetworkHeaders {
    static final int EXTENSION_HEADER_LIMIT = 16;

    static final int IPV6_HEADER_LENGTH = 40;
    private static final int IPV4_MINIMUM_LENGTH = 20;
    private static final int FRAGMENT_HEADER_LENGTH = 8;

    private static final int HOP_BY_HOP = 0;
    private static final int ROUTING = 43;
    private static final int FRAGMENT = 44;
    private static final int AUTHENTICATION = 51;
    private static final int DESTINATION_OPTIONS = 60;
    private static final int MOBILITY = 135;
    private static final int HIP = 139;
    private static final int SHIM6 = 140;

    private NetworkHeaders() {}

    static void ipv4(DissectionState s) {
        int available = s.available();
        if (available < 1) {
            s.finish(DissectionEnd.CUT, HeaderLayer.NETWORK);
            return;
        }
        int first = Octets.u8(s.b, s.at);
        int headerLength = (first & 0x0f) * 4;
        if (first >>> 4 != 4 || headerLength < IPV4_MINIMUM_LENGTH) {
            s.finish(DissectionEnd.MALFORMED, HeaderLayer.NETWORK);
            return;
        }
        IpLayer ip = s.layer;
        ip.version = 4;
        ip.headerOffset = s.at;
        fillIpv4(ip, s.b, s.at, available);
        if (available < headerLength) {
            s.finish(DissectionEnd.CUT, HeaderLayer.NETWORK);
            return;
        }
        // 0 is what a host that leaves segmentation to its card captures; what is below the header is nonsense.
        if (ip.totalLength >= headerLength) {
            s.end = Math.min(s.end, s.at + ip.totalLength);
        }
        s.at += headerLength;
        upperOrLaterFragment(s, ip.protocol);
    }

    private static void fillIpv4(IpLayer ip, byte[] b, int at, int available) {
        if (available >= 2) {
            ip.tos = Octets.u8(b, at + 1);
        }
        if (available >= 4) {
            ip.totalLength = Octets.u16(b, at + 2);
        }
        if (available >= 6) {
            ip.identification = Octets.u16(b, at + 4);
        }
        if (available >= 8) {
            int fragment = Octets.u16(b, at + 6);
            ip.moreFragments = (fragment & 0x2000) != 0;
            ip.fragmentOffset = fragment & 0x1fff;
        }
        if (available >= 9) {
            ip.ttl = Octets.u8(b, at + 8);
        }
        if (available >= 10) {
            ip.protocol = Octets.u8(b, at + 9);
        }
        if (available >= 16) {
            ip.sourceAddressOffset = at + 12;
        }
        if (available >= 20) {
            ip.destinationAddressOffset = at + 16;
        }
    }

    static void ipv6(DissectionState s) {
        int available = s.available();
        if (available < 1) {
            s.finish(DissectionEnd.CUT, HeaderLayer.NETWORK);
            return;
        }
        if (Octets.u8(s.b, s.at) >>> 4 != 6) {
            s.finish(DissectionEnd.MALFORMED, HeaderLayer.NETWORK);
            return;
        }
        IpLayer ip = s.layer;
        ip.version = 6;
        ip.headerOffset = s.at;
        fillIpv6(ip, s.b, s.at, available);
        if (available < IPV6_HEADER_LENGTH) {
            s.finish(DissectionEnd.CUT, HeaderLayer.NETWORK);
            return;
        }
        if (ip.totalLength > IPV6_HEADER_LENGTH) {
            s.end = Math.min(s.end, s.at + ip.totalLength);
        }
        s.at += IPV6_HEADER_LENGTH;
        upperOrLaterFragment(s, ip.protocol);
    }

    private static void fillIpv6(IpLayer ip, byte[] b, int at, int available) {
        if (available >= 2) {
            ip.tos = (Octets.u16(b, at) >>> 4) & 0xff;
        }
        if (available >= 4) {
            ip.flowLabel = (int) Octets.u32(b, at) & 0xfffff;
        }
        if (available >= 6) {
            ip.totalLength = Octets.u16(b, at + 4) + IPV6_HEADER_LENGTH;
        }
        if (available >= 7) {
            ip.protocol = Octets.u8(b, at + 6);
        }
        if (available >= 8) {
            ip.ttl = Octets.u8(b, at + 7);
        }
        if (available >= 24) {
            ip.sourceAddressOffset = at + 8;
        }
        if (available >= 40) {
            ip.destinationAddressOffset = at + 24;
        }
    }

    private static void upperOrLaterFragment(DissectionState s, int protocol) {
        s.layer.protocol = protocol;
        s.next = protocol;
        if (s.layer.isLaterFragment()) {
            s.finish(DissectionEnd.COMPLETE, HeaderLayer.NETWORK);
        } else {
            s.continueWith(DissectionState.UPPER, 0);
        }
    }

    /** Whether {@code protocol} is a header between IP and the transport layer, to be read by {@link #extension}. */
    static boolean isExtension(int ipVersion, int protocol) {
        return switch (protocol) {
            case AUTHENTICATION -> true;
            case HOP_BY_HOP, ROUTING, FRAGMENT, DESTINATION_OPTIONS, MOBILITY, HIP, SHIM6 -> ipVersion == 6;
            default -> false;
        };
    }

    static void extension(DissectionState s) {
        if (s.extensionHeaders == EXTENSION_HEADER_LIMIT) {
            s.finish(DissectionEnd.LIMIT, HeaderLayer.NETWORK);
            return;
        }
        s.extensionHeaders++;
        if (s.available() < 2) {
            s.finish(DissectionEnd.CUT, HeaderLayer.NETWORK);
            return;
        }
        int nextHeader = Octets.u8(s.b, s.at);
        int lengthOctet = Octets.u8(s.b, s.at + 1);
        int length = switch (s.next) {
            case FRAGMENT -> FRAGMENT_HEADER_LENGTH;
            // in units of 4 octets, less 2 (RFC 4302 section 2.2)
            case AUTHENTICATION -> (lengthOctet + 2) * 4;
            // in units of 8 octets, less 1 (RFC 8200 section 4.3)
            default -> (lengthOctet + 1) * 8;
        };
        if (s.available() < length) {
            s.finish(DissectionEnd.CUT, HeaderLayer.NETWORK);
            return;
        }
        if (s.next == FRAGMENT) {
            int fragment = Octets.u16(s.b, s.at + 2);
            s.layer.fragmentOffset = fragment >>> 3;
            s.layer.moreFragments = (fragment & 1) != 0;
            s.layer.identification = Octets.u32(s.b, s.at + 4);
        }
        s.at += length;
        upperOrLaterFragment(s, nextHeader);
    }
}
