package io.flowledger.store.query;

import io.flowledger.flow.layout.Column;
import io.flowledger.flow.layout.ColumnType;
import io.flowledger.flow.layout.FlowsLayout;
import io.flowledger.flow.layout.Role;
import io.flowledger.store.filter.ColumnNames;
import io.flowledger.store.filter.KnownNames;
import io.flowledger.store.filter.Spelling;
import io.flowledger.store.filter.SqlText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What flows can be grouped by: a column, one of either end (addr, port, as, if), a network (src_net/24), or a text made of
 * several columns (service, pair).
 *
 * @param key as users write it
 * @param columns columns of layout flows; two when a flow belongs to both ends' groups
 * @param ipv4Bits prefix length of IPv4 networks, 0 when it is no network
 * @param ipv6Bits prefix length of IPv6 networks, 0 when it is no network
 */
public record Dimension(String key, List<String> columns, int ipv4Bits, int ipv6Bits) {
    static final int IPV6_NETWORK_BITS = 48;
    static final int IPV4_NETWORK_BITS = 24;
    private static final Pattern NETWORK = Pattern.compile("(src|dst)_net(?:/(\\d{1,2}))?(?:/(\\d{1,3}))?");
    private static final Map<String, List<String>> EITHER = Map.of(
            "addr", List.of("src_addr", "dst_addr"),
            "port", List.of("src_port", "dst_port"),
            "as", List.of("src_as", "dst_as"),
            "if", List.of("in_if", "out_if"));

    /** Protocol and the lower port, as text: the well-known end of a conversation mostly. */
    static final String SERVICE = "service";

    /** Both addresses as text, the lower one first: one group for both directions. */
    static final String PAIR = "pair";

    /** The protocol as text, by the names that filters know, too. */
    private static final String PROTOCOL_NAMES = KnownNames.protocols().entrySet().stream()
            .map(name -> " WHEN " + name.getKey() + " THEN '" + name.getValue() + "'")
            .collect(Collectors.joining());

    public Dimension {
        columns = List.copyOf(columns);
    }

    /** The keys of {@code dimensions}, in their order. */
    public static List<String> keysOf(List<Dimension> dimensions) {
        return dimensions.stream().map(Dimension::key).toList();
    }

    /** All keys, with src_net and dst_net for their networks of the usual length. */
    public static List<String> keys() {
        List<String> keys = new ArrayList<>();
        for (Column column : FlowsLayout.FLOWS.columns()) {
            if (column.role() == Role.DIMENSION && column.type() != ColumnType.INTEGER_ARRAY) {
                keys.add(column.name());
            }
        }
        keys.addAll(List.of("addr", "port", "as", "if", "src_net", "dst_net", SERVICE, "conversation", PAIR));
        return keys;
    }

    /**
     * The dimension with a key.
     *
     * @throws IllegalArgumentException when there is none; the message is for the user
     */
    public static Dimension parse(String key) {
        List<String> either = EITHER.get(key);
        if (either != null) {
            return new Dimension(key, either, 0, 0);
        }
        Matcher network = NETWORK.matcher(key);
        if (network.matches()) {
            int four = network.group(2) == null ? IPV4_NETWORK_BITS : Integer.parseInt(network.group(2));
            int six = network.group(3) == null ? IPV6_NETWORK_BITS : Integer.parseInt(network.group(3));
            if (four < 1 || four > 32 || six < 1 || six > 128) {
                throw new IllegalArgumentException("\"" + key + "\": prefix lengths are 1 to 32 and 1 to 128");
            }
            return new Dimension(key, List.of(network.group(1) + "_addr"), four, six);
        }
        if (key.equals(SERVICE)) {
            return new Dimension(key, List.of("protocol"), 0, 0);
        }
        if (key.equals(PAIR)) {
            return new Dimension(key, List.of("src_addr"), 0, 0);
        }
        if (!keys().contains(key) || key.equals("conversation")) {
            String near = Spelling.nearest(key, keys());
            throw new IllegalArgumentException("\"" + key + "\" is nothing to group by"
                    + (near.isEmpty() ? "; there are " + String.join(", ", keys()) : "; did you mean " + near + "?"));
        }
        return new Dimension(key, List.of(key), 0, 0);
    }

    /**
     * Several, with commas between; {@code conversation} stands for src_addr,dst_addr. An empty text is none.
     *
     * @throws IllegalArgumentException when one is unknown or is there twice; the message is for the user
     */
    public static List<Dimension> list(String keys) {
        List<Dimension> dimensions = new ArrayList<>();
        if (!keys.isBlank()) {
            for (String key : keys.replace("conversation", "src_addr,dst_addr").split(",", -1)) {
                Dimension dimension = parse(key.strip());
                if (dimensions.contains(dimension)) {
                    throw new IllegalArgumentException("\"" + key.strip() + "\" is there twice");
                }
                dimensions.add(dimension);
            }
        }
        return dimensions;
    }

    /** Whether a flow may belong to two groups. */
    public boolean isEither() {
        return columns.size() > 1;
    }

    /** Whether it is the protocol and the lower port. */
    boolean isService() {
        return key.equals(SERVICE);
    }

    /** Whether it is both addresses in either direction. */
    boolean isPair() {
        return key.equals(PAIR);
    }

    /** Whether its values are numbers. */
    public boolean isNumber() {
        if (key.equals(SERVICE)) {
            return false;
        }
        return switch (FlowsLayout.FLOWS.column(columns.get(0)).type()) {
            case BIGINT, INTEGER, SMALLINT -> true;
            default -> false;
        };
    }

    /** Appends the value; {@code end} is the name of the row of ends when there are two. */
    void appendTo(SqlText sql, ColumnNames names, String end) {
        if (key.equals(SERVICE)) {
            String protocol = names.sql("protocol");
            sql.add("CASE WHEN " + protocol + " IN (6, 17, 33, 132) THEN coalesce(least(" + names.sql("src_port") + ", "
                    + names.sql("dst_port") + ")::text || '/', '') ELSE '' END || CASE " + protocol + PROTOCOL_NAMES
                    + " ELSE 'proto ' || " + protocol + "::text END");
            return;
        }
        if (key.equals(PAIR)) {
            String one = names.sql("src_addr");
            String other = names.sql("dst_addr");
            sql.add("CASE WHEN " + one + " IS NOT NULL OR " + other + " IS NOT NULL THEN host(least(" + one + ", "
                    + other
                    + ")) || ' ' || CASE WHEN " + one + " IS NULL OR " + other
                    + " IS NULL THEN 'unknown' ELSE host(greatest("
                    + one + ", " + other + ")) END END");
            return;
        }
        String column = isEither() ? end + ".value" : names.sql(columns.get(0));
        if (ipv4Bits == 0) {
            sql.add(column);
            return;
        }
        sql.add("network(set_masklen(" + column + ", CASE family(" + column + ") WHEN 4 THEN ")
                .parameter(ipv4Bits)
                .add(" ELSE ")
                .parameter(ipv6Bits)
                .add(" END))");
    }
}
