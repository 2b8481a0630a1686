package io.flowledger.wire.packet;

import io.flowledger.wire.cursor.Octets;

/** Steps below IP: Ethernet (IEEE 802.3), VLAN tags (IEEE 802.1Q), LLC and SNAP, PPPoE, PPP, MPLS (RFC 3032). */
final class LinkHeaders {
    static final int TAG_LIMIT = 8;

    static final int TYPE_IPV4 = 0x0800;
    static final int TYPE_IPV6 = 0x86dd;
    static final int TYPE_MPLS = 0x8847;
    static final int TYPE_MPLS_UPSTREAM = 0x8848;
    static final int TYPE_ARP = 0x0806;
    private static final int TYPE_PPPOE_SESSION = 0x8864;
    private static final int TYPE_C_TAG = 0x8100;
    private static final int TYPE_S_TAG = 0x88a8;
    private static final int TYPE_Q_IN_Q_FIRST = 0x9100;
    private static final int TYPE_Q_IN_Q_LAST = 0x9300;
    /** Below this an EtherType is the length of an LLC frame (IEEE 802.3 section 3.2.6). */
    private static final int FIRST_ETHER_TYPE = 0x600;

    private static final int ETHERNET_LENGTH = 14;
    private static final int VLAN_TAG_LENGTH = 4;
    private static final int PPPOE_LENGTH = 6;
    private static final int LLC_SNAP_LENGTH = 8;
    private static final int LABEL_STACK_ENTRY_LENGTH = 4;
    private static final int CONTROL_WORD_LENGTH = 4;

    private LinkHeaders() {}

    static void ethernet(DissectionState s) {
        if (!s.tunnelled) {
            if (s.available() >= 6) {
                s.header.destinationMac = Octets.unsigned(s.b, s.at, 6);
            }
            if (s.available() >= 12) {
                s.header.sourceMac = Octets.unsigned(s.b, s.at + 6, 6);
            }
        }
        if (s.available() < ETHERNET_LENGTH) {
            s.finish(DissectionEnd.CUT, HeaderLayer.LINK);
            return;
        }
        s.next = Octets.u16(s.b, s.at + 12);
        s.continueWith(DissectionState.ETHER_TYPE, ETHERNET_LENGTH);
    }

    /** What follows the EtherType in {@link DissectionState#next}. */
    static void etherType(DissectionState s) {
        int type = s.next;
        if (isVlanTag(type)) {
            vlanTag(s);
            return;
        }
        if (type < FIRST_ETHER_TYPE) {
            logicalLink(s);
            return;
        }
        if (!s.tunnelled) {
            s.header.etherType = type;
        }
        switch (type) {
            case TYPE_IPV4 -> s.continueWith(DissectionState.IPV4, 0);
            case TYPE_IPV6 -> s.continueWith(DissectionState.IPV6, 0);
            case TYPE_MPLS, TYPE_MPLS_UPSTREAM -> s.continueWith(DissectionState.LABEL_STACK, 0);
            case TYPE_PPPOE_SESSION -> {
                if (s.available() < PPPOE_LENGTH) {
                    s.finish(DissectionEnd.CUT, HeaderLayer.LINK);
                } else {
                    s.continueWith(DissectionState.PPP, PPPOE_LENGTH);
                }
            }
            default -> s.finish(DissectionEnd.UNKNOWN, HeaderLayer.LINK);
        }
    }

    private static boolean isVlanTag(int type) {
        return type == TYPE_C_TAG
                || type == TYPE_S_TAG
                || (type >= TYPE_Q_IN_Q_FIRST && type <= TYPE_Q_IN_Q_LAST && (type & 0xff) == 0);
    }

    private static void vlanTag(DissectionState s) {
        if (s.tags == TAG_LIMIT) {
            s.finish(DissectionEnd.LIMIT, HeaderLayer.LINK);
            return;
        }
        if (s.available() >= 2 && !s.tunnelled) {
            s.header.addVlanTag(Octets.u16(s.b, s.at));
        }
        if (s.available() < VLAN_TAG_LENGTH) {
            s.finish(DissectionEnd.CUT, HeaderLayer.LINK);
            return;
        }
        s.tags++;
        s.next = Octets.u16(s.b, s.at + 2);
        s.continueWith(DissectionState.ETHER_TYPE, VLAN_TAG_LENGTH);
    }

    /** An EtherType may stand behind LLC in a SNAP header (RFC 1042); any other LLC payload is not dissected. */
    private static void logicalLink(DissectionState s) {
        if (s.available() < LLC_SNAP_LENGTH) {
            s.finish(DissectionEnd.CUT, HeaderLayer.LINK);
            return;
        }
        long snap = Octets.unsigned(s.b, s.at, 6);
        int type = Octets.u16(s.b, s.at + 6);
        if (snap != 0xaaaa_0300_0000L || type < FIRST_ETHER_TYPE) {
            s.finish(DissectionEnd.UNKNOWN, HeaderLayer.LINK);
            return;
        }
        s.next = type;
        s.continueWith(DissectionState.ETHER_TYPE, LLC_SNAP_LENGTH);
    }

    /** PPP, RFC 1661 section 2, its protocol field compressed or not; Cisco HDLC has an EtherType instead. */
    static void ppp(DissectionState s) {
        int skip = 0;
        if (s.available() >= 2) {
            int addressAndControl = Octets.u16(s.b, s.at);
            if (addressAndControl == 0x0f00 || addressAndControl == 0x8f00) {
                ciscoHdlc(s);
                return;
            }
            skip = addressAndControl == 0xff03 ? 2 : 0;
        }
        if (s.available() < skip + 1) {
            s.finish(DissectionEnd.CUT, HeaderLayer.LINK);
            return;
        }
        int protocol = Octets.u8(s.b, s.at + skip);
        int length = skip + 1;
        if ((protocol & 1) == 0) {
            length++;
            if (s.available() < length) {
                s.finish(DissectionEnd.CUT, HeaderLayer.LINK);
                return;
            }
            protocol = Octets.u16(s.b, s.at + skip);
        }
        switch (protocol) {
            case 0x0021 -> s.next = TYPE_IPV4;
            case 0x0057 -> s.next = TYPE_IPV6;
            case 0x0281 -> s.next = TYPE_MPLS;
            case 0x0283 -> s.next = TYPE_MPLS_UPSTREAM;
            default -> {
                s.finish(DissectionEnd.UNKNOWN, HeaderLayer.LINK);
                return;
            }
        }
        s.continueWith(DissectionState.ETHER_TYPE, length);
    }

    private static void ciscoHdlc(DissectionState s) {
        if (s.available() < 4) {
            s.finish(DissectionEnd.CUT, HeaderLayer.LINK);
            return;
        }
        s.next = Octets.u16(s.b, s.at + 2);
        s.continueWith(DissectionState.ETHER_TYPE, 4);
    }

    static void labelStack(DissectionState s) {
        boolean bottom = false;
        while (!bottom) {
            if (s.available() < LABEL_STACK_ENTRY_LENGTH) {
                s.finish(DissectionEnd.CUT, HeaderLayer.MPLS);
                return;
            }
            int entry = (int) Octets.u32(s.b, s.at);
            if (!s.header.addLabelStackEntry(entry)) {
                s.finish(DissectionEnd.LIMIT, HeaderLayer.MPLS);
                return;
            }
            s.at += LABEL_STACK_ENTRY_LENGTH;
            bottom = (entry & 0x100) != 0;
        }
        payloadOfLabelStack(s);
    }

    /** Nothing in the stack says what it carries; the first nibble does by convention (RFC 4928 section 3). */
    private static void payloadOfLabelStack(DissectionState s) {
        if (s.available() < 1) {
            s.finish(DissectionEnd.CUT, HeaderLayer.MPLS);
            return;
        }
        switch (Octets.u8(s.b, s.at) >>> 4) {
            case 4 -> s.continueWith(DissectionState.IPV4, 0);
            case 6 -> s.continueWith(DissectionState.IPV6, 0);
            case 0 -> pseudowire(s);
            default -> s.finish(DissectionEnd.UNKNOWN, HeaderLayer.MPLS);
        }
    }

    /** A control word (RFC 4448 section 4.6) is believed only if a known EtherType follows where Ethernet has it. */
    private static void pseudowire(DissectionState s) {
        if (s.available() < CONTROL_WORD_LENGTH + ETHERNET_LENGTH) {
            s.finish(DissectionEnd.CUT, HeaderLayer.MPLS);
            return;
        }
        int type = Octets.u16(s.b, s.at + CONTROL_WORD_LENGTH + 12);
        boolean known = type == TYPE_IPV4 || type == TYPE_IPV6 || type == TYPE_ARP || isVlanTag(type);
        if (!known) {
            s.finish(DissectionEnd.UNKNOWN, HeaderLayer.MPLS);
        } else if (s.enterTunnel(TunnelType.MPLS_PSEUDOWIRE, -1)) {
            s.continueWith(DissectionState.ETHERNET, CONTROL_WORD_LENGTH);
        }
    }
}
