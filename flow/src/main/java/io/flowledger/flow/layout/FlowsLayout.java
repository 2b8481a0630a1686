package io.flowledger.flow.layout;

import static io.flowledger.flow.layout.Column.column;
import static io.flowledger.flow.layout.ColumnType.BIGINT;
import static io.flowledger.flow.layout.ColumnType.INET;
import static io.flowledger.flow.layout.ColumnType.INTEGER;
import static io.flowledger.flow.layout.ColumnType.INTEGER_ARRAY;
import static io.flowledger.flow.layout.ColumnType.JSONB;
import static io.flowledger.flow.layout.ColumnType.MACADDR;
import static io.flowledger.flow.layout.ColumnType.SMALLINT;
import static io.flowledger.flow.layout.ColumnType.TIMESTAMPTZ;
import static io.flowledger.flow.layout.Transform.APPLICATION_ID;
import static io.flowledger.flow.layout.Transform.DELTA_MICROSECONDS;
import static io.flowledger.flow.layout.Transform.HIGH_OCTET;
import static io.flowledger.flow.layout.Transform.IPV4_ADDRESS;
import static io.flowledger.flow.layout.Transform.IPV6_ADDRESS;
import static io.flowledger.flow.layout.Transform.LOW_OCTET;
import static io.flowledger.flow.layout.Transform.MAC_ADDRESS;
import static io.flowledger.flow.layout.Transform.MILLISECONDS;
import static io.flowledger.flow.layout.Transform.MPLS_LABEL;
import static io.flowledger.flow.layout.Transform.NTP;
import static io.flowledger.flow.layout.Transform.SECONDS;
import static io.flowledger.flow.layout.Transform.TCP_FLAGS;
import static io.flowledger.flow.layout.Transform.TEXT;
import static io.flowledger.flow.layout.Transform.UNSIGNED;
import static io.flowledger.flow.layout.Transform.UPTIME;

import java.util.List;

/**
 * The default layout: a wide table of flows, names of the field, NULL where nothing is known.
 *
 * <p>Counters are as exported, never multiplied by the sampling rate that stands beside them. The numbers are those of
 * IANA's IPFIX Information Elements, which NetFlow version 9 shares up to 127; NetFlow version 5 is read as a fixed template
 * of the same elements. Column names are a promise to users: a column may be added, none is renamed.
 */
public final class FlowsLayout {
    /** Cisco ASA 8.2 to 8.4: translations before IANA had numbers for them. */
    private static final int EARLY_POST_NAT_SOURCE = 40001;

    private static final int EARLY_POST_NAT_DESTINATION = 40002;
    private static final int EARLY_POST_NAPT_SOURCE = 40003;
    private static final int EARLY_POST_NAPT_DESTINATION = 40004;

    /** Cisco ASA. */
    private static final int NSEL_USERNAME = 40000;

    /** Palo Alto PAN-OS, NetFlow version 9 with enterprise fields. */
    private static final int PALO_ALTO_APP_ID = 56701;

    private static final int PALO_ALTO_USER_ID = 56702;

    /** Citrix NetScaler AppFlow. */
    private static final long NETSCALER = 5951;

    private static final int NETSCALER_AAA_USERNAME = 205;

    /** Table {@code flows}. */
    public static final Layout FLOWS = new Layout(
            "flows",
            "flows",
            List.of(
                    CommonColumn.RECEIVED_AT,
                    column("flow_start", TIMESTAMPTZ)
                            .role(Role.TIME)
                            .from(MILLISECONDS, 152)
                            .from(SECONDS, 150)
                            .from(NTP, 154, 156)
                            .from(UPTIME, 22)
                            .from(DELTA_MICROSECONDS, 158)
                            .from(MILLISECONDS, 323)
                            .from(SECONDS, 322)
                            .from(NTP, 324, 325)
                            .doc("First packet of the flow, by the exporter's clock; the time of an event record."),
                    column("flow_end", TIMESTAMPTZ)
                            .role(Role.TIME)
                            .from(MILLISECONDS, 153)
                            .from(SECONDS, 151)
                            .from(NTP, 155, 157)
                            .from(UPTIME, 21)
                            .from(DELTA_MICROSECONDS, 159)
                            .from(MILLISECONDS, 323)
                            .from(SECONDS, 322)
                            .from(NTP, 324, 325)
                            .doc("Last packet of the flow, by the exporter's clock; the time of an event record."),
                    CommonColumn.exporter("Address of the exporter that sent the datagram."),
                    column("observation_domain", BIGINT)
                            .context(Context.OBSERVATION_DOMAIN)
                            .doc("Observation domain (IPFIX), source id (NetFlow v9), engine type × 256 + engine id"
                                    + " (NetFlow v5), sub-agent id (sFlow)."),
                    column("export_version", SMALLINT)
                            .context(Context.EXPORT_VERSION)
                            .doc("Protocol: 1, 5, 7, 9 NetFlow, 10 IPFIX, 105 sFlow version 5."),
                    column("octets", BIGINT)
                            .role(Role.MEASURE)
                            .unit("octets")
                            .from(UNSIGNED, 1, 85, 231, 23)
                            .doc("Octets as exported, unscaled; those of the initiator in bidirectional records."),
                    column("packets", BIGINT)
                            .role(Role.MEASURE)
                            .unit("packets")
                            .from(UNSIGNED, 2, 86, 298, 24)
                            .doc("Packets as exported, unscaled."),
                    column("sampling_rate", BIGINT)
                            .role(Role.ATTRIBUTE)
                            .unit("packets")
                            .from(UNSIGNED, 34, 50)
                            .context(Context.SAMPLING_RATE)
                            .doc("One packet in this many was seen; NULL when nobody said so."),
                    column("sampling_origin", SMALLINT)
                            .role(Role.ATTRIBUTE)
                            .context(Context.SAMPLING_ORIGIN)
                            .doc("Who said the sampling rate: 1 the flow's own datagram, 2 an options record,"
                                    + " 3 the configuration; NULL when nobody did."),
                    column("src_addr", INET)
                            .from(IPV4_ADDRESS, 8)
                            .from(IPV6_ADDRESS, 27)
                            .doc("Source address."),
                    column("dst_addr", INET)
                            .from(IPV4_ADDRESS, 12)
                            .from(IPV6_ADDRESS, 28)
                            .doc("Destination address."),
                    column("src_port", INTEGER)
                            .from(UNSIGNED, 7, 180, 182)
                            .doc("Source port of TCP, UDP, SCTP or DCCP."),
                    column("dst_port", INTEGER)
                            .from(UNSIGNED, 11, 181, 183)
                            .doc("Destination port; many exporters put ICMP type × 256 + code here."),
                    column("protocol", SMALLINT).from(UNSIGNED, 4).doc("IP protocol number."),
                    column("direction", SMALLINT)
                            .from(UNSIGNED, 61)
                            .doc("0 ingress, 1 egress, seen from the exporter."),
                    column("in_if", BIGINT).from(UNSIGNED, 10, 252).doc("SNMP index of the ingress interface."),
                    column("out_if", BIGINT).from(UNSIGNED, 14, 253).doc("SNMP index of the egress interface."),
                    column("tcp_flags", SMALLINT).from(TCP_FLAGS, 6).doc("All TCP flags seen, OR-ed."),
                    column("tos", SMALLINT).from(UNSIGNED, 5).doc("IPv4 type of service or IPv6 traffic class."),
                    column("icmp_type", SMALLINT)
                            .from(UNSIGNED, 176, 178)
                            .from(HIGH_OCTET, 32, 139)
                            .doc("ICMP type, when exported as such."),
                    column("icmp_code", SMALLINT)
                            .from(UNSIGNED, 177, 179)
                            .from(LOW_OCTET, 32, 139)
                            .doc("ICMP code, when exported as such."),
                    column("src_as", BIGINT).from(UNSIGNED, 16).doc("Autonomous system of the source, origin or peer."),
                    column("dst_as", BIGINT)
                            .from(UNSIGNED, 17)
                            .doc("Autonomous system of the destination, origin or peer."),
                    column("src_mask", SMALLINT)
                            .unit("bits")
                            .from(UNSIGNED, 9, 29)
                            .doc("Prefix length of the source's route."),
                    column("dst_mask", SMALLINT)
                            .unit("bits")
                            .from(UNSIGNED, 13, 30)
                            .doc("Prefix length of the destination's route."),
                    column("next_hop", INET)
                            .from(IPV4_ADDRESS, 15)
                            .from(IPV6_ADDRESS, 62)
                            .doc("Next hop router."),
                    column("bgp_next_hop", INET)
                            .from(IPV4_ADDRESS, 18)
                            .from(IPV6_ADDRESS, 63)
                            .doc("Next hop in BGP."),
                    column("src_mac", MACADDR).from(MAC_ADDRESS, 56, 81).doc("Source MAC address."),
                    column("dst_mac", MACADDR).from(MAC_ADDRESS, 80, 57).doc("Destination MAC address."),
                    column("vlan", INTEGER).from(UNSIGNED, 58, 243).doc("VLAN at the ingress interface."),
                    column("post_vlan", INTEGER).from(UNSIGNED, 59, 254).doc("VLAN at the egress interface."),
                    column("ip_version", SMALLINT).from(UNSIGNED, 60).doc("4 or 6."),
                    column("min_ttl", SMALLINT).from(UNSIGNED, 52).doc("Smallest time to live seen."),
                    column("max_ttl", SMALLINT).from(UNSIGNED, 53).doc("Largest time to live seen."),
                    column("flow_label", INTEGER).from(UNSIGNED, 31).doc("IPv6 flow label."),
                    column("mpls_labels", INTEGER_ARRAY)
                            .from(MPLS_LABEL, 70, 71, 72, 73, 74, 75, 76, 77, 78, 79)
                            .doc("MPLS labels from the top of the stack."),
                    column("ingress_vrf", BIGINT).from(UNSIGNED, 234).doc("VRF of the ingress interface."),
                    column("egress_vrf", BIGINT).from(UNSIGNED, 235).doc("VRF of the egress interface."),
                    column("nat_src_addr", INET)
                            .from(IPV4_ADDRESS, 225, EARLY_POST_NAT_SOURCE)
                            .from(IPV6_ADDRESS, 281)
                            .doc("Source address after translation."),
                    column("nat_dst_addr", INET)
                            .from(IPV4_ADDRESS, 226, EARLY_POST_NAT_DESTINATION)
                            .from(IPV6_ADDRESS, 282)
                            .doc("Destination address after translation."),
                    column("nat_src_port", INTEGER)
                            .from(UNSIGNED, 227, EARLY_POST_NAPT_SOURCE)
                            .doc("Source port after translation."),
                    column("nat_dst_port", INTEGER)
                            .from(UNSIGNED, 228, EARLY_POST_NAPT_DESTINATION)
                            .doc("Destination port after translation."),
                    column("nat_event", SMALLINT).from(UNSIGNED, 230).doc("NAT event, IANA's natEvent codes."),
                    column("firewall_event", SMALLINT)
                            .from(UNSIGNED, 233, 40005)
                            .doc("Firewall event, IANA's firewallEvent codes."),
                    column("forwarding_status", SMALLINT)
                            .from(UNSIGNED, 89)
                            .doc("Forwarded, dropped or consumed, with the reason (RFC 7270 section 4.12)."),
                    column("flow_end_reason", SMALLINT)
                            .from(UNSIGNED, 136)
                            .doc("Why the flow ended, IANA's flowEndReason codes."),
                    column("application", ColumnType.TEXT)
                            .from(TEXT, 96)
                            .from(APPLICATION_ID, 95)
                            .from(TEXT, PALO_ALTO_APP_ID)
                            .doc("Application by name; engine:selector (RFC 6759) when the name is unknown."),
                    column("username", ColumnType.TEXT)
                            .from(TEXT, 371, NSEL_USERNAME, PALO_ALTO_USER_ID)
                            .fromEnterprise(NETSCALER, TEXT, NETSCALER_AAA_USERNAME)
                            .doc("User name."),
                    column("extra", JSONB)
                            .role(Role.ATTRIBUTE)
                            .extra()
                            .doc("Information Elements without a column, by IANA name; e<enterprise>id<number> when"
                                    + " unknown.")));

    private FlowsLayout() {}
}
