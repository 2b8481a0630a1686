package io.flowledger.corpus;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A record as the corpus gives it, in the words of our columns. */
final class ExpectedRow {
    private static final Map<String, String> COLUMNS = Map.ofEntries(
            Map.entry("src", "src_addr"),
            Map.entry("dst", "dst_addr"),
            Map.entry("sport", "src_port"),
            Map.entry("dport", "dst_port"),
            Map.entry("proto", "protocol"),
            Map.entry("octets", "octets"),
            Map.entry("packets", "packets"),
            Map.entry("in_if", "in_if"),
            Map.entry("out_if", "out_if"),
            Map.entry("tos", "tos"),
            Map.entry("tcp_flags", "tcp_flags"),
            Map.entry("start_ms", "flow_start"),
            Map.entry("end_ms", "flow_end"),
            Map.entry("next_hop", "next_hop"),
            Map.entry("src_as", "src_as"),
            Map.entry("dst_as", "dst_as"),
            Map.entry("src_mask", "src_mask"),
            Map.entry("dst_mask", "dst_mask"),
            Map.entry("ip_version", "ip_version"),
            Map.entry("direction", "direction"),
            Map.entry("header_sampling", "sampling_rate"),
            Map.entry("domain", "observation_domain"),
            Map.entry("src_mac", "src_mac"),
            Map.entry("dst_mac", "dst_mac"),
            Map.entry("src_vlan", "vlan"),
            Map.entry("dst_vlan", "post_vlan"),
            Map.entry("icmp_type", "icmp_type"),
            Map.entry("ingress_vrf", "ingress_vrf"),
            Map.entry("egress_vrf", "egress_vrf"),
            Map.entry("fw_event", "firewall_event"),
            Map.entry("event_ms", "flow_end"),
            Map.entry("post_nat_src", "nat_src_addr"),
            Map.entry("post_nat_dst", "nat_dst_addr"),
            Map.entry("post_nat_sport", "nat_src_port"),
            Map.entry("post_nat_dport", "nat_dst_port"));

    private ExpectedRow() {}

    /**
     * The values of a record by column. Fields about the record rather than of it, and those that have no column, are left
     * out: they are compared by other tests.
     */
    static Map<String, String> of(Map<String, Object> record) {
        Map<String, String> row = new TreeMap<>();
        record.forEach((field, value) -> {
            String column = COLUMNS.get(field);
            if (field.equals("engine")) {
                List<?> engine = (List<?>) value;
                row.put("observation_domain", Long.toString(number(engine.get(0)) * 256 + number(engine.get(1))));
            } else if (column != null && value instanceof Map) {
                throw new IllegalArgumentException(field + " is an object");
            } else if (column != null) {
                row.put(column, value.toString());
            }
        });
        if ("0".equals(row.get("sampling_rate"))) {
            row.remove("sampling_rate"); // 0 in a NetFlow version 5 header: nothing is said
        }
        return row;
    }

    /** Columns of {@code expected} that {@code row} has otherwise: "expected, found". */
    static Map<String, String> differences(Map<String, String> expected, Map<String, Object> row) {
        Map<String, String> differences = new TreeMap<>();
        expected.forEach((column, value) -> {
            String found = text(row.get(column));
            if (!found.equals(value)) {
                differences.put(column, value + ", found " + found);
            }
        });
        return differences;
    }

    /** The fewest differences from any of {@code rows}. */
    static Map<String, String> fewestDifferences(Map<String, String> expected, List<Map<String, Object>> rows) {
        Map<String, String> fewest = new HashMap<>(expected);
        for (Map<String, Object> row : rows) {
            Map<String, String> differences = differences(expected, row);
            if (differences.size() < fewest.size()) {
                fewest = differences;
            }
        }
        return fewest;
    }

    private static String text(@Nullable Object value) {
        return value instanceof Instant time ? Long.toString(time.toEpochMilli()) : Objects.toString(value);
    }

    private static long number(Object value) {
        return value instanceof BigDecimal big ? big.longValueExact() : (Long) value;
    }
}
