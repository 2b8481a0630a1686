package io.flowledger.flow.layout;

import static io.flowledger.flow.layout.Column.column;
import static io.flowledger.flow.layout.ColumnType.BIGINT;
import static io.flowledger.flow.layout.ColumnType.INET;
import static io.flowledger.flow.layout.ColumnType.INTEGER;
import static io.flowledger.flow.layout.ColumnType.JSONB;
import static io.flowledger.flow.layout.ColumnType.MACADDR;
import static io.flowledger.flow.layout.ColumnType.SMALLINT;
import static io.flowledger.flow.layout.ColumnType.TEXT;
import static io.flowledger.flow.layout.Transform.IPV4_ADDRESS;
import static io.flowledger.flow.layout.Transform.IPV6_ADDRESS;
import static io.flowledger.flow.layout.Transform.MAC_ADDRESS;
import static io.flowledger.flow.layout.Transform.TCP_FLAGS;
import static io.flowledger.flow.layout.Transform.UNSIGNED;

import java.util.List;

/** Tables for what sFlow agents send beside flow samples: counters, and packets that were dropped. */
public final class SampleLayouts {
    /**
     * Table {@code sflow_counter}: a row a counter record. Generic interface counters have columns of their own, in the order
     * of "sFlow Version 5" section 5; the members of every other structure are in {@code counters}.
     */
    public static final Layout SFLOW_COUNTER = new Layout(
            "sflow_counter",
            "sflow_counter",
            List.of(
                    CommonColumn.RECEIVED_AT,
                    CommonColumn.exporter("Address that the datagram came from."),
                    column("agent", INET).doc("The agent's own address, when it is another."),
                    column("sub_agent", BIGINT)
                            .context(Context.OBSERVATION_DOMAIN)
                            .doc("Sub-agent id."),
                    column("sequence", BIGINT).doc("Number of the counter sample, counted by the data source."),
                    column("source_type", BIGINT).doc("Kind of the data source: 0 ifIndex, 1 VLAN, 2 physical entity."),
                    column("source_index", BIGINT).doc("Index of the data source within its kind."),
                    column("structure", TEXT)
                            .doc("Name of the counter structure: if_counters, ethernet_counters, host_cpu …"),
                    counter("if_index", "SNMP index of the interface."),
                    counter("if_type", "IANA ifType."),
                    counter("if_speed", "Bits per second."),
                    counter("if_direction", "0 unknown, 1 full duplex, 2 half duplex, 3 in, 4 out."),
                    counter("if_status", "Bit 0: administratively up; bit 1: operationally up."),
                    counter("if_in_octets", "Octets received."),
                    counter("if_in_ucast_pkts", "Unicast packets received."),
                    counter("if_in_multicast_pkts", "Multicast packets received."),
                    counter("if_in_broadcast_pkts", "Broadcast packets received."),
                    counter("if_in_discards", "Received packets dropped without an error."),
                    counter("if_in_errors", "Received packets dropped for an error."),
                    counter("if_in_unknown_protos", "Received packets of a protocol that is not known."),
                    counter("if_out_octets", "Octets sent."),
                    counter("if_out_ucast_pkts", "Unicast packets sent."),
                    counter("if_out_multicast_pkts", "Multicast packets sent."),
                    counter("if_out_broadcast_pkts", "Broadcast packets sent."),
                    counter("if_out_discards", "Packets to be sent dropped without an error."),
                    counter("if_out_errors", "Packets to be sent dropped for an error."),
                    counter("if_promiscuous_mode", "1 true, 2 false."),
                    column("counters", JSONB)
                            .role(Role.ATTRIBUTE)
                            .doc("The structure's members by the names of its definition; null when the agent does not"
                                    + " support one. NULL for if_counters.")));

    /** Table {@code discarded_packet}: a row a packet of which an agent reported that it was dropped. */
    public static final Layout DISCARDED_PACKET = new Layout(
            "discarded_packet",
            "discarded_packet",
            List.of(
                    CommonColumn.RECEIVED_AT,
                    CommonColumn.exporter("Address that the datagram came from."),
                    column("observation_domain", BIGINT)
                            .context(Context.OBSERVATION_DOMAIN)
                            .doc("Sub-agent id."),
                    column("reason", INTEGER)
                            .doc("Why it was dropped, by number (sFlow Dropped Packet Notification Structures)."),
                    column("reason_name", TEXT).doc("Why it was dropped, by name; NULL for a number without a name."),
                    column("octets", BIGINT).unit("octets").from(UNSIGNED, 1).doc("Length of the frame."),
                    column("in_if", BIGINT).from(UNSIGNED, 10).doc("SNMP index of the ingress interface."),
                    column("out_if", BIGINT).from(UNSIGNED, 14).doc("SNMP index of the egress interface."),
                    column("src_addr", INET)
                            .from(IPV4_ADDRESS, 8)
                            .from(IPV6_ADDRESS, 27)
                            .doc("Source address."),
                    column("dst_addr", INET)
                            .from(IPV4_ADDRESS, 12)
                            .from(IPV6_ADDRESS, 28)
                            .doc("Destination address."),
                    column("src_port", INTEGER).from(UNSIGNED, 7).doc("Source port."),
                    column("dst_port", INTEGER).from(UNSIGNED, 11).doc("Destination port."),
                    column("protocol", SMALLINT).from(UNSIGNED, 4).doc("IP protocol number."),
                    column("tcp_flags", SMALLINT).from(TCP_FLAGS, 6).doc("TCP flags."),
                    column("tos", SMALLINT).from(UNSIGNED, 5).doc("IPv4 type of service or IPv6 traffic class."),
                    column("icmp_type", SMALLINT).from(UNSIGNED, 176).doc("ICMP type."),
                    column("icmp_code", SMALLINT).from(UNSIGNED, 177).doc("ICMP code."),
                    column("ttl", SMALLINT).from(UNSIGNED, 52).doc("Time to live or hop limit."),
                    column("ip_version", SMALLINT).from(UNSIGNED, 60).doc("4 or 6."),
                    column("vlan", INTEGER).from(UNSIGNED, 58).doc("VLAN at the ingress interface."),
                    column("src_mac", MACADDR).from(MAC_ADDRESS, 56).doc("Source MAC address."),
                    column("dst_mac", MACADDR).from(MAC_ADDRESS, 80).doc("Destination MAC address."),
                    column("extra", JSONB)
                            .role(Role.ATTRIBUTE)
                            .extra()
                            .doc(
                                    "What else the report says: the agent, reports left out, queue, ACL, function, trap.")));

    private SampleLayouts() {}

    private static Column counter(String name, String text) {
        return column(name, BIGINT).role(Role.MEASURE).doc(text);
    }
}
