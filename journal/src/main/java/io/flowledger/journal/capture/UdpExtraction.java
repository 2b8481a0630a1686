package io.flowledger.journal.capture;

import io.flowledger.journal.format.EntryEncoder;
import io.flowledger.journal.format.Octets;

/**
 * From a captured frame to the UDP payload in it: link header, VLAN tags, IPv4 or IPv6 with its extension headers,
 * fragments put together. The outermost UDP is meant; what is inside a tunnel is not looked for.
 */
final class UdpExtraction {
    private static final int NULL = 0;
    private static final int ETHERNET = 1;
    private static final int RAW_OLD = 12;
    private static final int RAW_OPENBSD = 14;
    private static final int RAW = 101;
    private static final int LOOP = 108;
    private static final int LINUX_SLL = 113;
    private static final int IPV4 = 228;
    private static final int IPV6 = 229;
    private static final int LINUX_SLL2 = 276;

    private static final int TYPE_IPV4 = 0x0800;
    private static final int TYPE_IPV6 = 0x86dd;

    private static final int HOP_BY_HOP = 0;
    private static final int UDP = 17;
    private static final int ROUTING = 43;
    private static final int FRAGMENT = 44;
    private static final int AUTHENTICATION = 51;
    private static final int DESTINATION = 60;

    private static final int IPV4_HEADER = 20;
    private static final int IPV6_HEADER = 40;
    private static final int UDP_HEADER = 8;

    private final CaptureReader reader;
    private final FragmentReassembly fragments = new FragmentReassembly();

    UdpExtraction(CaptureReader reader) {
        this.reader = reader;
    }

    /**
     * Fills in payload, addresses and ports.
     *
     * @param cut whether the frame was longer than what was captured of it
     * @return false when the frame gives no datagram (now); why is counted
     */
    boolean extract(byte[] b, int at, int length, boolean cut, int linkType, CapturedDatagram into) {
        int headerLength = switch (linkType) {
            case NULL, LOOP -> 4;
            case ETHERNET -> 14;
            case LINUX_SLL -> 16;
            case LINUX_SLL2 -> 20;
            case RAW, RAW_OLD, RAW_OPENBSD, IPV4, IPV6 -> 0;
            default -> -1;
        };
        if (headerLength < 0) {
            return skip(Skipped.LINK_TYPE_UNKNOWN);
        }
        if (length < headerLength) {
            return skip(cut ? Skipped.CUT_BY_SNAP_LENGTH : Skipped.HEADER_INVALID);
        }
        int type = switch (linkType) {
            case ETHERNET -> Octets.be16(b, at + 12);
            case LINUX_SLL -> Octets.be16(b, at + 14);
            case LINUX_SLL2 -> Octets.be16(b, at);
            default -> 0;
        };
        int network = at + headerLength;
        int end = at + length;
        while (isVlanTag(type) && network <= end - 4) {
            type = Octets.be16(b, network + 2);
            network += 4;
        }
        if (network >= end) {
            return skip(cut ? Skipped.CUT_BY_SNAP_LENGTH : Skipped.NOT_IP);
        }
        // Loopback and raw frames say the version only in the IP header itself; BSD systems disagree on the family.
        int version = Octets.u8(b, network) >> 4;
        if ((type == 0 || type == TYPE_IPV4) && version == 4) {
            return ipv4(b, network, end, cut, into);
        }
        if ((type == 0 || type == TYPE_IPV6) && version == 6) {
            return ipv6(b, network, end, cut, into);
        }
        return skip(Skipped.NOT_IP);
    }

    /** Counts the fragments that are still waiting for others. */
    void end() {
        countIncomplete(fragments.clear());
    }

    private static boolean isVlanTag(int type) {
        return type == 0x8100 || type == 0x88a8 || type == 0x9100 || type == 0x9200;
    }

    private boolean ipv4(byte[] b, int at, int end, boolean cut, CapturedDatagram into) {
        if (end - at < IPV4_HEADER) {
            return skip(cut ? Skipped.CUT_BY_SNAP_LENGTH : Skipped.HEADER_INVALID);
        }
        int header = (b[at] & 0x0f) * 4;
        int total = Octets.be16(b, at + 2);
        // 0: handed to an offloading network card, or longer than the field can say
        int packetEnd = total == 0 ? end : at + total;
        if (header < IPV4_HEADER || packetEnd < at + header) {
            return skip(Skipped.HEADER_INVALID);
        }
        if (Octets.u8(b, at + 9) != UDP) {
            return skip(Skipped.NOT_UDP);
        }
        if (packetEnd > end || (total == 0 && cut)) {
            return skip(cut ? Skipped.CUT_BY_SNAP_LENGTH : Skipped.HEADER_INVALID);
        }
        int fragment = Octets.be16(b, at + 6);
        int offset = (fragment & 0x1fff) * 8;
        boolean more = (fragment & 0x2000) != 0;
        into.addresses(b, at + 12, 4);
        if (offset > 0 || more) {
            return fragment(Octets.be16(b, at + 4), offset, more, b, at + header, packetEnd, into);
        }
        return udp(b, at + header, packetEnd, into);
    }

    private boolean ipv6(byte[] b, int at, int end, boolean cut, CapturedDatagram into) {
        if (end - at < IPV6_HEADER) {
            return skip(cut ? Skipped.CUT_BY_SNAP_LENGTH : Skipped.HEADER_INVALID);
        }
        int payload = Octets.be16(b, at + 4);
        // 0: a jumbogram, RFC 2675
        int packetEnd = payload == 0 ? end : at + IPV6_HEADER + payload;
        int next = Octets.u8(b, at + 6);
        int cursor = at + IPV6_HEADER;
        into.addresses(b, at + 8, 16);
        while (next != UDP) {
            if (!isExtension(next)) {
                return skip(Skipped.NOT_UDP);
            }
            if (end - cursor < 8) {
                return skip(cut ? Skipped.CUT_BY_SNAP_LENGTH : Skipped.HEADER_INVALID);
            }
            if (next == FRAGMENT) {
                int fragment = Octets.be16(b, cursor + 2);
                if (packetEnd > end) {
                    return skip(cut ? Skipped.CUT_BY_SNAP_LENGTH : Skipped.HEADER_INVALID);
                }
                if ((fragment & 0xfff9) != 0) {
                    return Octets.u8(b, cursor) == UDP
                            ? fragment(
                                    Octets.be32(b, cursor + 4),
                                    fragment & 0xfff8,
                                    (fragment & 1) != 0,
                                    b,
                                    cursor + 8,
                                    packetEnd,
                                    into)
                            : skip(Skipped.NOT_UDP);
                }
            }
            int units = Octets.u8(b, cursor + 1);
            int extension = switch (next) {
                case FRAGMENT -> 8;
                case AUTHENTICATION -> (units + 2) * 4;
                default -> (units + 1) * 8;
            };
            next = Octets.u8(b, cursor);
            cursor += extension;
        }
        if (packetEnd > end) {
            return skip(cut ? Skipped.CUT_BY_SNAP_LENGTH : Skipped.HEADER_INVALID);
        }
        return udp(b, cursor, packetEnd, into);
    }

    private static boolean isExtension(int nextHeader) {
        return nextHeader == HOP_BY_HOP
                || nextHeader == ROUTING
                || nextHeader == FRAGMENT
                || nextHeader == AUTHENTICATION
                || nextHeader == DESTINATION;
    }

    private boolean fragment(
            long identification, int offset, boolean more, byte[] b, int at, int end, CapturedDatagram into) {
        int length = fragments.add(
                into.exporterAddress(), into.listenerAddress(), identification, offset, more, b, at, end - at);
        countIncomplete(fragments.takeEvicted());
        return length >= 0 && udp(fragments.whole(), 0, length, into);
    }

    private void countIncomplete(int count) {
        for (int i = 0; i < count; i++) {
            reader.skip(Skipped.FRAGMENT_INCOMPLETE);
        }
    }

    private boolean udp(byte[] b, int at, int end, CapturedDatagram into) {
        if (end - at < UDP_HEADER) {
            return skip(Skipped.HEADER_INVALID);
        }
        int udpLength = Octets.be16(b, at + 4);
        int there = end - at;
        // 0: a jumbogram, RFC 2675 section 4
        int length = udpLength == 0 ? there : udpLength;
        if (length < UDP_HEADER || length > there || length - UDP_HEADER > EntryEncoder.MAXIMUM_PAYLOAD) {
            return skip(Skipped.HEADER_INVALID);
        }
        into.ports(Octets.be16(b, at), Octets.be16(b, at + 2));
        into.payload(b, at + UDP_HEADER, length - UDP_HEADER);
        return true;
    }

    private boolean skip(Skipped reason) {
        reader.skip(reason);
        return false;
    }
}
