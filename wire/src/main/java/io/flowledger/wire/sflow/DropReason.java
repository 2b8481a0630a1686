package io.flowledger.wire.sflow;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Why a packet was dropped ("sFlow Dropped Packet Notification Structures" section 2, drop_reason). 0 to 15 are the
 * codes of ICMP destination unreachable (RFC 1812 section 5.2.7.1); the others follow the traps of Linux devlink.
 */
public enum DropReason {
    NET_UNREACHABLE(0),
    HOST_UNREACHABLE(1),
    PROTOCOL_UNREACHABLE(2),
    PORT_UNREACHABLE(3),
    FRAG_NEEDED(4),
    SRC_ROUTE_FAILED(5),
    DST_NET_UNKNOWN(6),
    DST_HOST_UNKNOWN(7),
    SRC_HOST_ISOLATED(8),
    DST_NET_PROHIBITED(9),
    DST_HOST_PROHIBITED(10),
    DST_NET_TOS_UNREACHABLE(11),
    DST_HOST_TOS_UNREACHABLE(12),
    COMM_ADMIN_PROHIBITED(13),
    HOST_PRECEDENCE_VIOLATION(14),
    PRECEDENCE_CUTOFF(15),
    UNKNOWN(256),
    TTL_EXCEEDED(257),
    ACL(258),
    NO_BUFFER_SPACE(259),
    RED(260),
    TRAFFIC_SHAPING(261),
    PKT_TOO_BIG(262),
    SRC_MAC_IS_MULTICAST(263),
    VLAN_TAG_MISMATCH(264),
    INGRESS_VLAN_FILTER(265),
    INGRESS_SPANNING_TREE_FILTER(266),
    PORT_LIST_IS_EMPTY(267),
    PORT_LOOPBACK_FILTER(268),
    BLACKHOLE_ROUTE(269),
    NON_IP(270),
    UC_DIP_OVER_MC_DMAC(271),
    DIP_IS_LOOPBACK_ADDRESS(272),
    SIP_IS_MC(273),
    SIP_IS_LOOPBACK_ADDRESS(274),
    IP_HEADER_CORRUPTED(275),
    IPV4_SIP_IS_LIMITED_BC(276),
    IPV6_MC_DIP_RESERVED_SCOPE(277),
    IPV6_MC_DIP_INTERFACE_LOCAL_SCOPE(278),
    UNRESOLVED_NEIGH(279),
    MC_REVERSE_PATH_FORWARDING(280),
    NON_ROUTABLE_PACKET(281),
    DECAP_ERROR(282),
    OVERLAY_SMAC_IS_MC(283),
    UNKNOWN_L2(284),
    UNKNOWN_L3(285),
    UNKNOWN_L3_EXCEPTION(286),
    UNKNOWN_BUFFER(287),
    UNKNOWN_TUNNEL(288),
    UNKNOWN_L4(289),
    SIP_IS_UNSPECIFIED(290),
    MLAG_PORT_ISOLATION(291),
    BLACKHOLE_ARP_NEIGH(292),
    SRC_MAC_IS_DMAC(293),
    DMAC_IS_RESERVED(294),
    SIP_IS_CLASS_E(295),
    MC_DMAC_MISMATCH(296),
    SIP_IS_DIP(297),
    DIP_IS_LOCAL_NETWORK(298),
    DIP_IS_LINK_LOCAL(299),
    OVERLAY_SMAC_IS_DMAC(300),
    EGRESS_VLAN_FILTER(301),
    UC_REVERSE_PATH_FORWARDING(302),
    SPLIT_HORIZON(303);

    private static final int HIGHEST_CODE = 303;
    private static final @Nullable DropReason[] BY_CODE = byCode();

    private final int code;
    private final String label;

    DropReason(int code) {
        this.code = code;
        this.label = name().toLowerCase(Locale.ROOT);
    }

    private static @Nullable DropReason[] byCode() {
        @Nullable DropReason[] table = new DropReason[HIGHEST_CODE + 1];
        for (DropReason reason : values()) {
            table[reason.code] = reason;
        }
        return table;
    }

    /** The reason of a code, or null when the code has no name here. */
    public static @Nullable DropReason find(long code) {
        return code >= 0 && code <= HIGHEST_CODE ? BY_CODE[(int) code] : null;
    }

    public int code() {
        return code;
    }

    /** The name that the document gives it, such as {@code ttl_exceeded}. */
    public String label() {
        return label;
    }
}
