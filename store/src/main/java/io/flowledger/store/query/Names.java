package io.flowledger.store.query;

import io.flowledger.store.filter.KnownNames;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Names of what stands in answers: protocols and services by the registries; exporters as the configuration calls them;
 * interfaces, VRFs and applications as their exporters told in options data. Where the exporter is not in the row, a name counts when all exporters that told one told the same.
 * Immutable.
 */
public final class Names {
    private static final String EXPORTER = "exporter";
    private static final String INTERFACE = "interface";
    private static final String VRF = "vrf";
    private static final String APPLICATION = "application";

    /** What numbers of a column are, where options data names them. */
    private static final Map<String, String> NAMED = Map.of(
            "in_if",
            INTERFACE,
            "out_if",
            INTERFACE,
            "if",
            INTERFACE,
            "ingress_vrf",
            VRF,
            "egress_vrf",
            VRF,
            APPLICATION,
            APPLICATION);

    /** An application whose name was not known when the flow was decoded: engine and selector (RFC 6759). */
    private static final String NAMELESS = "\\d{1,3}(:\\d{1,10})?:\\d{1,20}";

    private static final String SELECT = """
            SELECT CASE kind WHEN 'vrf_name' THEN 'vrf' WHEN 'application_name' THEN 'application' ELSE 'interface' END AS what,
                   host(exporter) AS exporter, scope,
                   (array_agg(value ORDER BY kind = 'interface_description', received_at DESC))[1] AS name
            FROM flowledger.option_value
            WHERE value <> '' AND (kind IN ('interface_name', 'interface_description', 'vrf_name') AND scope = ANY (?)
                  OR kind = 'application_name' AND ? AND scope ~ '^[0-9]{1,20}$|^[0-9]{1,3}:[0-9]{1,10}:[0-9]{1,10}$')
            GROUP BY what, host(exporter), scope
            """;

    private static final String SELECT_EXPORTERS =
            "SELECT host(exporter), (array_agg(name ORDER BY last_seen DESC))[1] FROM flowledger.stream"
                    + " WHERE name IS NOT NULL GROUP BY exporter";

    private final List<String> columns;
    private final int exporterAt;

    /** By what, exporter and number. */
    private final Map<String, String> ofExporter;

    /** By what and number: those that all exporters call the same. */
    private final Map<String, String> ofAll;

    private Names(List<String> columns, Map<String, String> ofExporter, Map<String, String> ofAll) {
        this.columns = List.copyOf(columns);
        this.exporterAt = columns.indexOf(EXPORTER);
        this.ofExporter = ofExporter;
        this.ofAll = ofAll;
    }

    /** Names from the registries alone. */
    public static Names ofRegistries(List<String> columns) {
        return new Names(columns, Map.of(), Map.of());
    }

    /**
     * Looks up the names of all values in {@code rows}.
     *
     * @param columns what is in a row: keys of dimensions, or columns of layout flows
     */
    public static Names read(Connection connection, List<String> columns, List<List<@Nullable Object>> rows)
            throws SQLException {
        Set<String> numbers = new TreeSet<>();
        boolean applications = false;
        for (int i = 0; i < columns.size(); i++) {
            String what = NAMED.get(columns.get(i));
            for (List<@Nullable Object> row : what == null ? List.<List<@Nullable Object>>of() : rows) {
                if (row.get(i) instanceof Long number) {
                    numbers.add(number.toString());
                } else if (row.get(i) instanceof String text) {
                    applications |= text.matches(NAMELESS);
                }
            }
        }
        Map<String, String> ofExporter = new HashMap<>();
        Map<String, String> ofAll = new HashMap<>();
        if (columns.contains(EXPORTER) && !rows.isEmpty()) {
            readExporters(connection, ofAll);
        }
        if (!numbers.isEmpty() || applications) {
            readOptions(connection, numbers, applications, ofExporter, ofAll);
        }
        return new Names(columns, ofExporter, ofAll);
    }

    private static void readExporters(Connection connection, Map<String, String> ofAll) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(SELECT_EXPORTERS);
                ResultSet found = statement.executeQuery()) {
            while (found.next()) {
                ofAll.put(key(EXPORTER, "", found.getString(1)), found.getString(2));
            }
        }
    }

    private static void readOptions(
            Connection connection,
            Set<String> numbers,
            boolean applications,
            Map<String, String> ofExporter,
            Map<String, String> ofAll)
            throws SQLException {
        Set<String> ambiguous = new HashSet<>();
        try (PreparedStatement statement = connection.prepareStatement(SELECT)) {
            statement.setArray(1, connection.createArrayOf("text", numbers.toArray()));
            statement.setBoolean(2, applications);
            try (ResultSet found = statement.executeQuery()) {
                while (found.next()) {
                    String what = found.getString("what");
                    String number = what.equals(APPLICATION)
                            ? engineAndSelector(found.getString("scope"))
                            : found.getString("scope");
                    String name = found.getString("name");
                    ofExporter.put(key(what, found.getString("exporter"), number), name);
                    String before = ofAll.put(key(what, "", number), name);
                    if (before != null && !before.equals(name)) {
                        ambiguous.add(key(what, "", number));
                    }
                }
            }
        }
        ambiguous.forEach(ofAll::remove);
    }

    /**
     * Names of values of a column that begin with {@code typed}, in any case, for somebody who is typing a filter.
     *
     * @param column of layout flows
     * @param limit names at most
     */
    public static List<String> beginning(Connection connection, String column, String typed, int limit)
            throws SQLException {
        String what = column.equals(EXPORTER) ? EXPORTER : NAMED.getOrDefault(column, "");
        String from = switch (what) {
            case EXPORTER -> "name FROM flowledger.stream WHERE true";
            case INTERFACE ->
                "value AS name FROM flowledger.option_value WHERE kind IN ('interface_name', 'interface_description')";
            case VRF -> "value AS name FROM flowledger.option_value WHERE kind = 'vrf_name'";
            default -> "NULL::text AS name WHERE false";
        };
        List<String> names = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement("SELECT DISTINCT name FROM (SELECT " + from
                + ") names WHERE starts_with(lower(name), lower(?)) ORDER BY name LIMIT ?")) {
            statement.setString(1, typed);
            statement.setInt(2, limit);
            try (ResultSet found = statement.executeQuery()) {
                while (found.next()) {
                    names.add(found.getString(1));
                }
            }
        }
        return names;
    }

    private static String key(String what, String exporter, String number) {
        return what + ' ' + exporter + ' ' + number;
    }

    /** The octets of element 95 as text: the first is the engine and never 0, the others are the selector. */
    private static String engineAndSelector(String id) {
        if (id.contains(":")) {
            return id;
        }
        BigInteger number = new BigInteger(id);
        int selectorBits = Math.max(0, (number.bitLength() + 7) / 8 * 8 - 8);
        BigInteger engine = number.shiftRight(selectorBits);
        return engine + ":" + number.subtract(engine.shiftLeft(selectorBits));
    }

    /** The name of the value in {@code column} of a row, or null when it has none. */
    public @Nullable String of(List<@Nullable Object> row, int column) {
        Object value = row.get(column);
        String name = columns.get(column);
        if (value == null) {
            return null;
        }
        if (name.equals(EXPORTER)) {
            return ofAll.get(key(EXPORTER, "", value.toString()));
        }
        String what = NAMED.get(name);
        if (what != null) {
            return exporterAt >= 0
                    ? ofExporter.get(key(what, String.valueOf(row.get(exporterAt)), value.toString()))
                    : ofAll.get(key(what, "", value.toString()));
        }
        if (value instanceof Long number) {
            return switch (name) {
                case "protocol" -> KnownNames.protocol(number);
                case "src_port", "dst_port", "port", "nat_src_port", "nat_dst_port" -> KnownNames.service(number);
                default -> null;
            };
        }
        if (name.equals(Dimension.SERVICE) && value instanceof String text && text.matches("\\d{1,5}/.*")) {
            return KnownNames.service(Long.parseLong(text.substring(0, text.indexOf('/'))));
        }
        return null;
    }
}
