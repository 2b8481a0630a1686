package io.flowledger.web;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/**
 * A question as the language of filters has it, and the same in SQL that is written here.
 *
 * @param filter the filter
 * @param condition the same in SQL
 * @param by keys of dimensions, none or more
 * @param from the first moment
 * @param to the moment after
 * @param order octets, packets or flows
 * @param limit groups at most
 * @param trust usual, exact, sums or rows
 */
record AgreementQuestion(
        String filter,
        String condition,
        List<String> by,
        Instant from,
        Instant to,
        String order,
        int limit,
        String trust) {
    private static final String SCALED = "%s::numeric * greatest(coalesce(sampling_rate, 1), 1)";

    /** Conditions, and the same in SQL. */
    private static final String[][] TERMS = {
        {"proto tcp", "protocol = 6"},
        {"dst port 443 or 53", "dst_port IN (443, 53)"},
        {
            "port in [53, 80-443]",
            "src_port = 53 OR src_port BETWEEN 80 AND 443 OR dst_port = 53 OR dst_port BETWEEN 80 AND 443"
        },
        {"src net 10.0.0.0/28", "src_addr <<= '10.0.0.0/28'"},
        {"dst net 2001:db8::/124", "dst_addr <<= '2001:db8::/124'"},
        {"in if 3", "in_if = 3"},
        {"octets > 1.5k", "octets > 1500"},
        {"packets <= 3", "packets <= 3"},
        {"flags S", "tcp_flags & 2 = 2"},
        {"exporter 192.0.2.1", "exporter = '192.0.2.1'"},
        {"exporter 192.0.2.2/31", "exporter IN ('192.0.2.2', '192.0.2.3')"},
        {"vlan unknown", "vlan IS NULL OR post_vlan IS NULL"},
        {"as 64501", "src_as = 64501 OR dst_as = 64501"},
        {"app \"a b\"", "application = 'a b'"},
        {"bpp >= 500", "octets::float8 / nullif(packets, 0) >= 500"},
    };

    /** Dimensions, and the same in SQL as text. */
    private static final Map<String, String> DIMENSIONS = new TreeMap<>(Map.ofEntries(
            Map.entry("src_addr", "host(src_addr)"),
            Map.entry("dst_addr", "host(dst_addr)"),
            Map.entry("dst_port", "dst_port::text"),
            Map.entry("protocol", "protocol::text"),
            Map.entry("exporter", "host(exporter)"),
            Map.entry("in_if", "in_if::text"),
            Map.entry("src_as", "src_as::text"),
            Map.entry("application", "application"),
            Map.entry("vlan", "vlan::text"),
            Map.entry(
                    "src_net/24",
                    "text(network(set_masklen(src_addr, CASE family(src_addr) WHEN 4 THEN 24 ELSE 48 END)))"),
            Map.entry(
                    "service",
                    "CASE protocol WHEN 1 THEN 'icmp' WHEN 6 THEN concat_ws('/', least(src_port, dst_port), 'tcp')"
                            + " ELSE concat_ws('/', least(src_port, dst_port), 'udp') END"),
            Map.entry(
                    "pair",
                    "CASE WHEN src_addr IS NULL THEN host(dst_addr) || ' unknown' WHEN src_addr < dst_addr THEN"
                            + " host(src_addr) || ' ' || host(dst_addr) ELSE host(dst_addr) || ' ' || host(src_addr) END"),
            Map.entry("port", "port_end.value::text")));

    private static final String ENDS = " CROSS JOIN LATERAL (SELECT DISTINCT value FROM (VALUES (src_port), (dst_port))"
            + " AS both_ends(value)) AS port_end";

    /** Any question. */
    static Arbitrary<AgreementQuestion> any() {
        Arbitrary<String> key = Arbitraries.of(List.copyOf(DIMENSIONS.keySet()));
        Arbitrary<List<String>> by = Arbitraries.oneOf(
                key.list().ofSize(1), key.list().uniqueElements().ofMinSize(0).ofMaxSize(2));
        return Combinators.combine(
                        filters(2),
                        by,
                        windows(),
                        Arbitraries.of("octets", "packets", "flows"),
                        Arbitraries.of(1, 3, 10, 10_000),
                        Arbitraries.of("usual", "exact", "sums", "sums", "rows"))
                .as((filter, keys, window, order, limit, trust) -> new AgreementQuestion(
                        filter[0], filter[1], keys, window.get(0), window.get(1), order, limit, trust));
    }

    /** Often none or one, else and, or, not of such. */
    private static Arbitrary<String[]> filters(int depth) {
        Arbitrary<String[]> term = Arbitraries.of(TERMS);
        Arbitrary<String[]> all = Arbitraries.<String[]>just(new String[] {"any", "true"});
        if (depth == 0) {
            return term;
        }
        Arbitrary<String[]> part = filters(depth - 1);
        return Arbitraries.oneOf(
                all,
                all,
                term,
                part.map(inner -> new String[] {"not (" + inner[0] + ")", "(" + inner[1] + ") IS NOT TRUE"}),
                Combinators.combine(part, part, Arbitraries.of("and", "or")).as((one, other, word) -> new String[] {
                    "(" + one[0] + ") " + word + " (" + other[0] + ")",
                    "(" + one[1] + ") " + word + " (" + other[1] + ")"
                }));
    }

    /** Windows whose ends are seconds, minutes or hours. */
    private static Arbitrary<List<Instant>> windows() {
        return Arbitraries.of(1, 60, 3600).flatMap(unit -> {
            int units = AgreementData.SECONDS / unit;
            return Combinators.combine(
                            Arbitraries.integers().between(0, units - 1),
                            Arbitraries.integers().between(1, units))
                    .as((first, length) -> List.of(
                            AgreementData.BEGIN.plusSeconds((long) first * unit),
                            AgreementData.BEGIN.plusSeconds((long) Math.min(units, first + length) * unit)));
        });
    }

    /** The same with other groups. */
    AgreementQuestion withBy(List<String> keys) {
        return new AgreementQuestion(filter, condition, keys, from, to, order, limit, trust);
    }

    /** The parameters of the API that all questions have. */
    String parameters() {
        return "from=" + from + "&to=" + to + "&filter=" + URLEncoder.encode(filter, StandardCharsets.UTF_8);
    }

    /** The same for the command line. */
    List<String> options() {
        return List.of("--from", from.toString(), "--to", to.toString(), filter);
    }

    String where() {
        return " WHERE received_at >= '" + from + "' AND received_at < '" + to + "' AND (" + condition + ")";
    }

    /** Key, octets, packets and flows of each group. */
    String groups() {
        return sums(by, "");
    }

    /** The same of all flows as one group with an empty key. */
    String total() {
        return sums(List.of(), "");
    }

    /** Key and step, octets, packets and flows; the two are parted by {@code @}. */
    String steps(List<String> keys, int seconds) {
        return sums(keys, " || '@' || floor(extract(epoch FROM received_at) / " + seconds + ")::bigint * " + seconds);
    }

    private String sums(List<String> keys, String step) {
        List<String> parts = new ArrayList<>();
        keys.forEach(key -> parts.add("coalesce(" + DIMENSIONS.get(key) + ", 'null')"));
        String key = parts.isEmpty() ? "''" : "concat_ws('|', " + String.join(", ", parts) + ")";
        return "SELECT " + key + step + ", coalesce(sum(" + SCALED.formatted("octets") + "), 0), coalesce(sum("
                + SCALED.formatted("packets") + "), 0), count(*) FROM flowledger.flows"
                + (keys.contains("port") ? ENDS : "") + where() + " GROUP BY 1";
    }
}
