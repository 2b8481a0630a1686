package io.flowledger.flow.layout;

import static io.flowledger.flow.layout.Column.column;
import static io.flowledger.flow.layout.ColumnType.BIGINT;
import static io.flowledger.flow.layout.ColumnType.INET;
import static io.flowledger.flow.layout.ColumnType.INTEGER;
import static io.flowledger.flow.layout.ColumnType.SMALLINT;
import static io.flowledger.flow.layout.ColumnType.TIMESTAMP;
import static io.flowledger.flow.layout.Transform.IPV4_ADDRESS;
import static io.flowledger.flow.layout.Transform.IPV6_ADDRESS;
import static io.flowledger.flow.layout.Transform.UNSIGNED;

import java.util.List;

/**
 * The table of Grafolean's NetFlow bot, {@code netflow_flows2} at schema version 7: eleven columns, all NOT NULL.
 *
 * <p>What an exporter does not send is 0, as that system's readers expect; a flow without addresses gives no row, because
 * the table cannot say so.
 */
public final class GrafoleanLayout {
    /** Table {@code netflow_flows2}. */
    public static final Layout GRAFOLEAN = new Layout(
            "grafolean",
            "netflow_flows2",
            List.of(
                    column("ts", TIMESTAMP)
                            .role(Role.TIME)
                            .context(Context.RECEIVED_AT)
                            .absent(Absent.NO_ROW)
                            .doc("When the datagram came in, UTC."),
                    column("client_ip", INET)
                            .context(Context.EXPORTER)
                            .absent(Absent.NO_ROW)
                            .doc("Address of the exporter."),
                    column("in_bytes", BIGINT)
                            .role(Role.MEASURE)
                            .unit("octets")
                            .from(UNSIGNED, 1, 85, 231, 23)
                            .absent(Absent.ZERO)
                            .doc("Octets of the flow."),
                    column("protocol", SMALLINT)
                            .from(UNSIGNED, 4)
                            .absent(Absent.ZERO)
                            .doc("IP protocol number."),
                    column("direction", SMALLINT)
                            .from(UNSIGNED, 61)
                            .absent(Absent.ZERO)
                            .doc("0 ingress, 1 egress."),
                    column("l4_dst_port", INTEGER)
                            .from(UNSIGNED, 11, 181, 183)
                            .absent(Absent.ZERO)
                            .doc("Destination port."),
                    column("l4_src_port", INTEGER)
                            .from(UNSIGNED, 7, 180, 182)
                            .absent(Absent.ZERO)
                            .doc("Source port."),
                    column("input_snmp", BIGINT)
                            .from(UNSIGNED, 10, 252)
                            .absent(Absent.ZERO)
                            .doc("Ingress interface."),
                    column("output_snmp", BIGINT)
                            .from(UNSIGNED, 14, 253)
                            .absent(Absent.ZERO)
                            .doc("Egress interface."),
                    column("ipvx_dst_addr", INET)
                            .from(IPV6_ADDRESS, 28)
                            .from(IPV4_ADDRESS, 12)
                            .absent(Absent.NO_ROW)
                            .doc("Destination address."),
                    column("ipvx_src_addr", INET)
                            .from(IPV6_ADDRESS, 27)
                            .from(IPV4_ADDRESS, 8)
                            .absent(Absent.NO_ROW)
                            .doc("Source address.")));

    private GrafoleanLayout() {}
}
