package io.flowledger.store.rollup;

import java.util.List;
import java.util.Locale;

/**
 * What flows are summed by. The exporter is part of each key.
 */
@SuppressWarnings("ImmutableEnumChecker") // made by List.of, which nobody can change
public enum RollupDimension {
    EXPORTER,
    DIRECTION("direction"),
    IN_IF("in_if", "direction"),
    OUT_IF("out_if", "direction"),
    PROTOCOL("protocol"),
    APPLICATION("application"),
    SRC_AS("src_as"),
    DST_AS("dst_as"),
    SRC_PORT("protocol", "src_port"),
    DST_PORT("protocol", "dst_port"),
    SERVICE("protocol", "service_port"),
    SRC_ADDR("src_addr"),
    DST_ADDR("dst_addr"),
    SRC_NET("src_net"),
    DST_NET("dst_net"),
    CONVERSATION("src_addr", "dst_addr");

    private final List<String> columns;

    RollupDimension(String... columns) {
        this.columns = List.of(columns);
    }

    /** As in the column {@code dimension}. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Columns of the key beside the exporter, with the names that flows have but for networks and {@code service_port}. */
    public List<String> columns() {
        return columns;
    }

    /** The column of the key as an expression over columns of flows. */
    public static String expression(String column) {
        return switch (column) {
            case "src_net" -> networkOf("src_addr");
            case "dst_net" -> networkOf("dst_addr");
            case "service_port" -> SERVICE_PORT;
            default -> column;
        };
    }

    /** The lower port, the well-known end mostly, where the protocol has ports; an expression of type integer. */
    public static final String SERVICE_PORT =
            "CASE WHEN protocol IN (6, 17, 33, 132) THEN least(src_port, dst_port) END";

    /** The network that an address is counted to, as an expression of type cidr: /24 for IPv4, /48 for IPv6. */
    public static String networkOf(String address) {
        return "CASE family(" + address + ") WHEN 4 THEN network(set_masklen(" + address
                + ", 24)) ELSE network(set_masklen(" + address + ", 48)) END";
    }
}
