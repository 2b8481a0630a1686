package io.flowledger.flow.layout;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How the second row of a bidirectional Data Record is filled: the direction back.
 *
 * <p>Two kinds of record have one. Biflows (RFC 5103) carry the values of the way back in reverse elements of enterprise 29305
 * beside the key of the way there, whose ends are swapped. Firewall records (Cisco ASA NSEL and those like it) count what the
 * initiator and the responder sent in elements 231 and 232, 298 and 299. In both the first row holds the counters of the way
 * there, the second those of the way back, so that no octet is counted twice; the second is there only when one of its
 * counters is not zero.
 *
 * <p>A value of the way back that the record does not have is NULL, with the exceptions that {@link Rule} lists.
 */
public final class ReverseRow {
    /** Private Enterprise Number of reverse elements (RFC 5103 section 6.1). */
    public static final long REVERSE_ENTERPRISE = 29305;

    /** Where a column's value in the second row comes from. */
    public enum Rule {
        /** It is the same in both directions. */
        SAME,
        /** The reverse element; without one, what the column's counterpart has in the first row. */
        SWAPPED,
        /** The reverse element, else NULL: the record says nothing of the way back. */
        OWN,
        /** The reverse element; without one, as in the first row (RFC 5103 section 5: times of the whole biflow). */
        OWN_ELSE_SAME,
        /** The reverse element or the responder's. */
        COUNTER
    }

    private static final Map<String, Rule> RULES = Map.ofEntries(
            Map.entry("received_at", Rule.SAME),
            Map.entry("flow_start", Rule.OWN_ELSE_SAME),
            Map.entry("flow_end", Rule.OWN_ELSE_SAME),
            Map.entry("exporter", Rule.SAME),
            Map.entry("observation_domain", Rule.SAME),
            Map.entry("export_version", Rule.SAME),
            Map.entry("octets", Rule.COUNTER),
            Map.entry("packets", Rule.COUNTER),
            Map.entry("sampling_rate", Rule.SAME),
            Map.entry("sampling_origin", Rule.SAME),
            Map.entry("src_addr", Rule.SWAPPED),
            Map.entry("dst_addr", Rule.SWAPPED),
            Map.entry("src_port", Rule.SWAPPED),
            Map.entry("dst_port", Rule.SWAPPED),
            Map.entry("protocol", Rule.SAME),
            Map.entry("direction", Rule.OWN),
            Map.entry("in_if", Rule.SWAPPED),
            Map.entry("out_if", Rule.SWAPPED),
            Map.entry("tcp_flags", Rule.OWN),
            Map.entry("tos", Rule.OWN),
            Map.entry("icmp_type", Rule.OWN),
            Map.entry("icmp_code", Rule.OWN),
            Map.entry("src_as", Rule.SWAPPED),
            Map.entry("dst_as", Rule.SWAPPED),
            Map.entry("src_mask", Rule.SWAPPED),
            Map.entry("dst_mask", Rule.SWAPPED),
            Map.entry("next_hop", Rule.OWN),
            Map.entry("bgp_next_hop", Rule.OWN),
            Map.entry("src_mac", Rule.SWAPPED),
            Map.entry("dst_mac", Rule.SWAPPED),
            Map.entry("vlan", Rule.SWAPPED),
            Map.entry("post_vlan", Rule.SWAPPED),
            Map.entry("ip_version", Rule.SAME),
            Map.entry("min_ttl", Rule.OWN),
            Map.entry("max_ttl", Rule.OWN),
            Map.entry("flow_label", Rule.OWN),
            Map.entry("mpls_labels", Rule.OWN),
            Map.entry("ingress_vrf", Rule.SWAPPED),
            Map.entry("egress_vrf", Rule.SWAPPED),
            Map.entry("nat_src_addr", Rule.SWAPPED),
            Map.entry("nat_dst_addr", Rule.SWAPPED),
            Map.entry("nat_src_port", Rule.SWAPPED),
            Map.entry("nat_dst_port", Rule.SWAPPED),
            Map.entry("nat_event", Rule.SAME),
            Map.entry("firewall_event", Rule.SAME),
            Map.entry("forwarding_status", Rule.OWN),
            Map.entry("flow_end_reason", Rule.OWN_ELSE_SAME),
            Map.entry("application", Rule.SAME),
            Map.entry("username", Rule.SAME),
            Map.entry("extra", Rule.OWN));

    /** Columns that change places, each pair once. */
    private static final Map<String, String> COUNTERPARTS = Map.ofEntries(
            Map.entry("src_addr", "dst_addr"),
            Map.entry("src_port", "dst_port"),
            Map.entry("in_if", "out_if"),
            Map.entry("src_as", "dst_as"),
            Map.entry("src_mask", "dst_mask"),
            Map.entry("src_mac", "dst_mac"),
            Map.entry("vlan", "post_vlan"),
            Map.entry("ingress_vrf", "egress_vrf"),
            Map.entry("nat_src_addr", "nat_dst_addr"),
            Map.entry("nat_src_port", "nat_dst_port"));

    /** What the responder sent, by what the initiator sent: octets and packets. */
    private static final Map<Integer, Integer> RESPONDER_ELEMENTS = Map.of(231, 232, 298, 299);

    private ReverseRow() {}

    /**
     * The layout with the sources that fill the second row; the columns' names and types are the same. Null when the layout
     * has columns that this class has no rule for: such a layout has no second rows.
     */
    public static @Nullable Layout of(Layout layout) {
        List<Column> columns = new ArrayList<>();
        for (Column column : layout.columns()) {
            Rule rule = RULES.get(column.name());
            if (rule == null) {
                return null;
            }
            columns.add(column.withSources(sources(layout, column, rule)));
        }
        return new Layout(layout.name(), layout.table(), columns);
    }

    /** The rule for a column, or null when there is none. */
    public static @Nullable Rule rule(String columnName) {
        return RULES.get(columnName);
    }

    /** The element that counts what the responder sent, for the initiator's; 0 for other elements. */
    public static int responderElement(int elementId) {
        return RESPONDER_ELEMENTS.getOrDefault(elementId, 0);
    }

    private static List<Source> sources(Layout layout, Column column, Rule rule) {
        List<Source> sources = new ArrayList<>();
        if (rule != Rule.SAME) {
            for (Source source : column.sources()) {
                sources.add(new Source(REVERSE_ENTERPRISE, source.elementId(), source.transform()));
            }
        }
        switch (rule) {
            case SAME, OWN_ELSE_SAME -> sources.addAll(column.sources());
            case SWAPPED ->
                sources.addAll(layout.column(counterpart(column.name())).sources());
            case COUNTER ->
                column.sources().forEach(source -> {
                    int responder = responderElement(source.elementId());
                    if (responder != 0) {
                        sources.add(Source.iana(responder, source.transform()));
                    }
                });
            case OWN -> {
                // The reverse elements are all there is.
            }
        }
        return sources;
    }

    private static String counterpart(String name) {
        String forward = COUNTERPARTS.get(name);
        if (forward != null) {
            return forward;
        }
        return COUNTERPARTS.entrySet().stream()
                .filter(pair -> pair.getValue().equals(name))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("column " + name + " has no counterpart"));
    }
}
