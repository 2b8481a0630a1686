package io.flowledger.store.rollup;

import java.util.List;
import java.util.Locale;

/**
 * What flows are summed by. The exporter is part of each key. Dimensions that come from the same stage are summed from one
 * pass over the rows.
 */
@SuppressWarnings("ImmutableEnumChecker") // made by List.of, which nobody can change
public enum RollupDimension {
    EXPORTER(Stage.SMALL),
    DIRECTION(Stage.SMALL, "direction"),
    IN_IF(Stage.SMALL, "in_if", "direction"),
    OUT_IF(Stage.SMALL, "out_if", "direction"),
    PROTOCOL(Stage.SMALL, "protocol"),
    APPLICATION(Stage.SMALL, "application"),
    SRC_AS(Stage.SYSTEM, "src_as"),
    DST_AS(Stage.SYSTEM, "dst_as"),
    SRC_PORT(Stage.SRC_PORT, "protocol", "src_port"),
    DST_PORT(Stage.DST_PORT, "protocol", "dst_port"),
    SERVICE(Stage.SERVICE, "protocol", "service_port"),
    SRC_ADDR(Stage.ADDRESS, "src_addr"),
    DST_ADDR(Stage.ADDRESS, "dst_addr"),
    SRC_NET(Stage.ADDRESS, "src_net"),
    DST_NET(Stage.ADDRESS, "dst_net"),
    CONVERSATION(Stage.ADDRESS, "src_addr", "dst_addr");

    /** The sums that rows are made into first, in one pass: few enough columns each that keys repeat. */
    enum Stage {
        SMALL("in_if", "out_if", "direction", "protocol", "application"),
        SYSTEM("src_as", "dst_as"),
        SRC_PORT("protocol", "src_port"),
        DST_PORT("protocol", "dst_port"),
        SERVICE("protocol", "service_port"),
        ADDRESS("src_addr", "dst_addr");

        private final List<String> columns;

        Stage(String... columns) {
            this.columns = List.of(columns);
        }

        List<String> columns() {
            return columns;
        }
    }

    private final Stage stage;
    private final List<String> columns;

    RollupDimension(Stage stage, String... columns) {
        this.stage = stage;
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

    Stage stage() {
        return stage;
    }

    /** The column of the key as an expression over columns of flows. */
    public static String expression(String column) {
        return switch (column) {
            case "src_net" -> networkOf("src_addr");
            case "dst_net" -> networkOf("dst_addr");
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
