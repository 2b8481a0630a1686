package io.flowledger.flow.layout;

import static io.flowledger.flow.layout.Column.column;
import static io.flowledger.flow.layout.ColumnType.BIGINT;
import static io.flowledger.flow.layout.ColumnType.INET;
import static io.flowledger.flow.layout.ColumnType.INTEGER;
import static io.flowledger.flow.layout.ColumnType.JSONB;
import static io.flowledger.flow.layout.ColumnType.SMALLINT;
import static io.flowledger.flow.layout.ColumnType.TEXT;
import static io.flowledger.flow.layout.ColumnType.TIMESTAMPTZ;
import static io.flowledger.flow.layout.Transform.IPV4_ADDRESS;
import static io.flowledger.flow.layout.Transform.IPV6_ADDRESS;
import static io.flowledger.flow.layout.Transform.MILLISECONDS;
import static io.flowledger.flow.layout.Transform.NTP;
import static io.flowledger.flow.layout.Transform.SECONDS;
import static io.flowledger.flow.layout.Transform.UNSIGNED;
import static io.flowledger.flow.layout.Transform.UPTIME;

import java.util.List;

/**
 * Table {@code nat_event}: a row for each translation that began or ended, and each block of ports that was given or taken
 * back (RFC 8158; Cisco NEL and bulk port allocation, and those like them).
 *
 * <p>Apart from the flows because these records count no traffic and are asked another question: who had this address and
 * port at this time.
 */
public final class NatEventLayout {
    /** The table. */
    public static final Layout NAT_EVENT = new Layout(
            "nat_event",
            "nat_event",
            List.of(
                    CommonColumn.RECEIVED_AT,
                    column("event_at", TIMESTAMPTZ)
                            .role(Role.TIME)
                            .from(MILLISECONDS, 323)
                            .from(SECONDS, 322)
                            .from(NTP, 324, 325)
                            .from(MILLISECONDS, 153, 152)
                            .from(SECONDS, 151, 150)
                            .from(UPTIME, 21, 22)
                            .context(Context.EXPORT_TIME)
                            .doc(
                                    "When it happened, by the exporter's clock; the time of export when no element says it."),
                    CommonColumn.exporter("Address of the exporter that sent the datagram."),
                    column("observation_domain", BIGINT)
                            .context(Context.OBSERVATION_DOMAIN)
                            .doc("Observation domain or source id."),
                    column("export_version", SMALLINT)
                            .context(Context.EXPORT_VERSION)
                            .doc("Protocol: 9 NetFlow, 10 IPFIX."),
                    column("event", SMALLINT)
                            .from(UNSIGNED, 230)
                            .doc("IANA's natEvent code: 4 and 5 NAT44 session created and deleted, 16 and 17 port block"
                                    + " given and taken back; inferred from the template when the record does not say,"
                                    + " NULL when that does not tell either."),
                    column("protocol", SMALLINT).from(UNSIGNED, 4).doc("IP protocol number."),
                    column("inside_addr", INET)
                            .from(IPV4_ADDRESS, 8)
                            .from(IPV6_ADDRESS, 27)
                            .doc("Source address before translation: the subscriber."),
                    column("inside_port", INTEGER).from(UNSIGNED, 7, 180, 182).doc("Source port before translation."),
                    column("outside_addr", INET)
                            .from(IPV4_ADDRESS, 225)
                            .from(IPV6_ADDRESS, 281)
                            .doc("Source address after translation: what the world sees."),
                    column("outside_port", INTEGER).from(UNSIGNED, 227).doc("Source port after translation."),
                    column("port_start", INTEGER).from(UNSIGNED, 361).doc("First port of the block."),
                    column("port_end", INTEGER).from(UNSIGNED, 362).doc("Last port of the block."),
                    column("port_step", INTEGER).from(UNSIGNED, 363).doc("Distance between the ports of the block."),
                    column("port_count", INTEGER).from(UNSIGNED, 364).doc("Ports of the block."),
                    column("dst_addr", INET)
                            .from(IPV4_ADDRESS, 12)
                            .from(IPV6_ADDRESS, 28)
                            .doc("Destination address before translation."),
                    column("dst_port", INTEGER)
                            .from(UNSIGNED, 11, 181, 183)
                            .doc("Destination port before translation."),
                    column("post_dst_addr", INET)
                            .from(IPV4_ADDRESS, 226)
                            .from(IPV6_ADDRESS, 282)
                            .doc("Destination address after translation."),
                    column("post_dst_port", INTEGER).from(UNSIGNED, 228).doc("Destination port after translation."),
                    column("ingress_vrf", BIGINT).from(UNSIGNED, 234).doc("VRF of the inside."),
                    column("egress_vrf", BIGINT).from(UNSIGNED, 235).doc("VRF of the outside."),
                    column("nat_pool", TEXT).from(Transform.TEXT, 284).doc("Name of the address pool."),
                    column("username", TEXT).from(Transform.TEXT, 371, 40000).doc("User name."),
                    column("extra", JSONB)
                            .role(Role.ATTRIBUTE)
                            .extra()
                            .doc("Information Elements without a column, by IANA name.")));

    private static final long NOKIA_ENTERPRISE = 637;
    private static final int INSIDE_SERVICE_ID = 91;
    private static final int OUTSIDE_SERVICE_ID = 92;

    /** {@code aluNatSubString}, by which Nokia's records are told. */
    public static final Source NOKIA_SUBSCRIBER = new Source(NOKIA_ENTERPRISE, 93, Transform.SUBSCRIBER_ADDRESS);

    /**
     * The same table for Nokia SROS (7750 SR, capture {@code ipfix_test_nokia_bras}), which has the address before translation in
     * a subscriber's text, as {@code USER1@10.10.0.123}. Its format 1 has the address after translation where that before should
     * be (8) and does not say the port after it; format 2 has 225 and 227 (Multiservice ISA and ESA guide, template formats).
     */
    public static final Layout NOKIA = new Layout(
            NAT_EVENT.name(),
            NAT_EVENT.table(),
            NAT_EVENT.columns().stream().map(NatEventLayout::nokia).toList());

    private NatEventLayout() {}

    private static Column nokia(Column column) {
        return switch (column.name()) {
            case "inside_addr" -> column.withSources(List.of(NOKIA_SUBSCRIBER));
            case "outside_addr" ->
                column.withSources(List.of(Source.iana(225, IPV4_ADDRESS), Source.iana(8, IPV4_ADDRESS)));
            case "ingress_vrf" ->
                column.withSources(List.of(new Source(NOKIA_ENTERPRISE, INSIDE_SERVICE_ID, UNSIGNED)));
            case "egress_vrf" ->
                column.withSources(List.of(new Source(NOKIA_ENTERPRISE, OUTSIDE_SERVICE_ID, UNSIGNED)));
            case "username" ->
                column.withSources(
                        List.of(new Source(NOKIA_ENTERPRISE, NOKIA_SUBSCRIBER.elementId(), Transform.SUBSCRIBER_NAME)));
            default -> column;
        };
    }
}
