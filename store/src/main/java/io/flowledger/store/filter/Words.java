package io.flowledger.store.filter;

import io.flowledger.flow.layout.Column;
import io.flowledger.flow.layout.ColumnType;
import io.flowledger.flow.layout.FlowsLayout;
import io.flowledger.flow.layout.Role;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * All words of the language. Every column of the layout has a word by its own name, which follows from the declaration of the
 * column; the words of nfdump and tcpdump are listed here.
 */
final class Words {
    /** The most words that a spelling has. */
    static final int LONGEST = 3;

    private static final long U8 = 0xFF;
    private static final long U16 = 0xFFFF;
    private static final long U32 = 0xFFFF_FFFFL;
    private static final long ANY = Long.MAX_VALUE;

    /** About 30,000 years; an interval of PostgreSQL holds more. */
    private static final long LONGEST_MILLIS = 1_000_000_000_000_000L;

    private static final Map<String, Word> BY_SPELLING = new LinkedHashMap<>();
    private static final TreeSet<String> BEGINNINGS = new TreeSet<>();

    static {
        columns();
        ends();
        interfaces();
        alone();
        translated();
        derived();
    }

    private Words() {}

    /** Every column by its name; the kind follows from its type where nothing is said. */
    private static void columns() {
        for (Column column : FlowsLayout.FLOWS.columns()) {
            if (isFilterable(column)) {
                Word word = new Word(
                        column.name(),
                        List.of(column.name()),
                        column.type() == ColumnType.INTEGER_ARRAY ? Quantity.ELEMENT : Quantity.COLUMN,
                        kind(column),
                        most(column),
                        column.doc());
                put(word);
            }
        }
    }

    /** Times are what a window is for, and documents have no single value. */
    static boolean isFilterable(Column column) {
        return column.role() != Role.TIME && !column.extra();
    }

    private static ValueKind kind(Column column) {
        return switch (column.name()) {
            case "protocol" -> ValueKind.PROTOCOL;
            case "direction" -> ValueKind.DIRECTION;
            case "tcp_flags" -> ValueKind.FLAGS;
            case "export_version" -> ValueKind.VERSION;
            default ->
                column.name().endsWith("_port")
                        ? ValueKind.PORT
                        : switch (column.type()) {
                            case INET -> ValueKind.ADDRESS;
                            case MACADDR -> ValueKind.MAC;
                            case TEXT -> ValueKind.TEXT;
                            default -> ValueKind.NUMBER;
                        };
        };
    }

    private static long most(Column column) {
        return switch (column.name()) {
            case "src_as", "dst_as", "observation_domain", "in_if", "out_if", "ingress_vrf", "egress_vrf" -> U32;
            case "octets", "packets", "sampling_rate" -> ANY;
            default ->
                switch (column.type()) {
                    case SMALLINT -> column.name().equals("tcp_flags") ? U16 : U8;
                    case INTEGER -> column.name().endsWith("_port") ? U16 : U32;
                    default -> ANY;
                };
        };
    }

    private static void ends() {
        either("host", "src_addr", "dst_addr", "the source or destination address", "ip", "addr", "net");
        either("port", "src_port", "dst_port", "the source or destination port", "portrange");
        either("as", "src_as", "dst_as", "the source or destination autonomous system");
        either("mask", "src_mask", "dst_mask", "the prefix length of either route");
        either("mac", "src_mac", "dst_mac", "the source or destination MAC address");
        alias("src_addr", "src host", "src ip", "src addr", "src net", "src");
        alias("dst_addr", "dst host", "dst ip", "dst addr", "dst net", "dst");
        alias("src_port", "src portrange");
        alias("dst_port", "dst portrange");
        for (String what : List.of("port", "as", "mask", "mac")) {
            alias("src_" + what, "src " + what);
            alias("dst_" + what, "dst " + what);
        }
    }

    private static void interfaces() {
        either("if", "in_if", "out_if", "the ingress or egress interface");
        // Before "vlan" means either of them.
        Word vlan = column("vlan");
        either("vlan", "vlan", "post_vlan", "the VLAN at either interface");
        either("vrf", "ingress_vrf", "egress_vrf", "the VRF of either interface");
        either("ttl", "min_ttl", "max_ttl", "the smallest or largest time to live");
        for (String spelling : List.of("in vlan", "src vlan")) {
            put(spelling, new Word("in vlan", vlan.columns(), Quantity.COLUMN, vlan.kind(), vlan.most(), vlan.doc()));
        }
        alias("post_vlan", "out vlan", "dst vlan");
        alias("in_if", "in if");
        alias("out_if", "out if");
        alias("ingress_vrf", "in vrf", "ingress vrf");
        alias("egress_vrf", "out vrf", "egress vrf");
        alias("min_ttl", "min ttl");
        alias("max_ttl", "max ttl");
    }

    private static void alone() {
        alias("exporter", "router ip", "router");
        alias("protocol", "proto");
        alias("tcp_flags", "flags");
        alias("octets", "bytes");
        alias("icmp_type", "icmp-type", "icmp type");
        alias("icmp_code", "icmp-code", "icmp code");
        alias("application", "app");
        alias("username", "user");
        alias("direction", "flowdir");
        alias("next_hop", "next hop", "nexthop", "next ip");
        alias("bgp_next_hop", "bgp next hop", "bgpnext ip", "bgpnexthop");
        alias("flow_label", "flow label");
        alias("mpls_labels", "mpls", "mpls label");
        alias("observation_domain", "domain", "observation domain");
        alias("export_version", "version");
        alias("ip_version", "ip version");
        alias("sampling_rate", "sampling");
        alias("forwarding_status", "forwarding status");
        alias("flow_end_reason", "end reason");
        alias("firewall_event", "firewall event", "fw event");
    }

    private static void translated() {
        either(
                "nat host",
                "nat_src_addr",
                "nat_dst_addr",
                "either address after translation",
                "nat ip",
                "nat net",
                "xip");
        either("nat port", "nat_src_port", "nat_dst_port", "either port after translation", "xport");
        alias(
                "nat_src_addr",
                "nat src host",
                "nat src ip",
                "nat src net",
                "src nat host",
                "src nat ip",
                "src nat net",
                "src xip");
        alias(
                "nat_dst_addr",
                "nat dst host",
                "nat dst ip",
                "nat dst net",
                "dst nat host",
                "dst nat ip",
                "dst nat net",
                "dst xip");
        alias("nat_src_port", "nat src port", "src nat port", "src xport");
        alias("nat_dst_port", "nat dst port", "dst nat port", "dst xport");
        alias("nat_event", "nat event");
    }

    private static void derived() {
        put(new Word(
                "family",
                List.of("src_addr", "dst_addr", "ip_version"),
                Quantity.FAMILY,
                ValueKind.NUMBER,
                6,
                "4 or 6, by the addresses"));
        put(new Word(
                "duration",
                List.of("flow_start", "flow_end"),
                Quantity.DURATION,
                ValueKind.DURATION,
                LONGEST_MILLIS,
                "last packet less first packet"));
        put(new Word(
                "bps",
                List.of("octets", "flow_start", "flow_end"),
                Quantity.BITS_PER_SECOND,
                ValueKind.NUMBER,
                ANY,
                "bits a second over the duration, unscaled"));
        put(new Word(
                "pps",
                List.of("packets", "flow_start", "flow_end"),
                Quantity.PACKETS_PER_SECOND,
                ValueKind.NUMBER,
                ANY,
                "packets a second over the duration, unscaled"));
        put(new Word(
                "bpp",
                List.of("octets", "packets"),
                Quantity.OCTETS_PER_PACKET,
                ValueKind.NUMBER,
                ANY,
                "octets a packet"));
        put(new Word(
                "dscp",
                List.of("tos"),
                Quantity.DSCP,
                ValueKind.NUMBER,
                63,
                "differentiated services code point, the upper six bits of tos"));
    }

    private static void either(String name, String source, String destination, String doc, String... aliases) {
        Word end = column(source);
        Word word = new Word(name, List.of(source, destination), Quantity.COLUMN, end.kind(), end.most(), doc);
        put(word);
        for (String alias : aliases) {
            put(alias, word);
        }
    }

    private static Word column(String name) {
        for (Word word : BY_SPELLING.values()) {
            if (word.name().equals(name)) {
                return word;
            }
        }
        throw new IllegalStateException("no column " + name);
    }

    private static void alias(String column, String... spellings) {
        for (String spelling : spellings) {
            put(spelling, column(column));
        }
    }

    private static void put(Word word) {
        put(word.name(), word);
    }

    private static void put(String spelling, Word word) {
        BY_SPELLING.put(spelling, word);
        String[] parts = spelling.split(" ");
        StringBuilder beginning = new StringBuilder();
        for (int i = 0; i < parts.length - 1; i++) {
            BEGINNINGS.add(beginning.append(i > 0 ? " " : "").append(parts[i]).toString());
        }
    }

    /** The word with this spelling, lower case with single spaces; null when there is none. */
    static @Nullable Word find(String spelling) {
        return BY_SPELLING.get(spelling);
    }

    /** Whether a longer spelling begins with {@code spelling}. */
    static boolean isBeginning(String spelling) {
        return BEGINNINGS.contains(spelling);
    }

    /** What can follow {@code spelling} within a spelling. */
    static List<String> following(String spelling) {
        TreeSet<String> following = new TreeSet<>();
        for (String known : BY_SPELLING.keySet()) {
            if (known.startsWith(spelling + " ")) {
                following.add(known.substring(spelling.length() + 1).split(" ")[0]);
            }
        }
        return List.copyOf(following);
    }

    /** What a spelling can begin with. */
    static List<String> first() {
        TreeSet<String> first = new TreeSet<>();
        BY_SPELLING.keySet().forEach(spelling -> first.add(spelling.split(" ")[0]));
        return List.copyOf(first);
    }

    /** All words, each with all of its spellings, the canonical one first. */
    static Map<Word, List<String>> spellings() {
        Map<Word, List<String>> spellings = new LinkedHashMap<>();
        BY_SPELLING.forEach((spelling, word) -> {
            List<String> all = spellings.computeIfAbsent(word, missing -> new ArrayList<>(List.of(word.name())));
            if (!all.contains(spelling)) {
                all.add(spelling);
            }
        });
        return spellings;
    }
}
