package io.flowledger.web.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowledger.store.filter.KnownNames;
import io.flowledger.store.query.Dimension;
import io.flowledger.web.Json;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Names of what stands in keys: protocols and services by the registries, interfaces as their exporters told. Without the exporter
 * in the key an interface has a name when all exporters that told one told the same. Immutable.
 */
final class Names {
    private static final Set<String> INTERFACES = Set.of("in_if", "out_if", "if");

    private final List<Dimension> by;
    private final int exporterAt;

    /** By exporter, or empty for all, and index. */
    private final Map<String, String> interfaces;

    private Names(List<Dimension> by, int exporterAt, Map<String, String> interfaces) {
        this.by = by;
        this.exporterAt = exporterAt;
        this.interfaces = interfaces;
    }

    /** Looks up the names of all values in {@code keys}. */
    static Names read(Connection connection, List<Dimension> by, List<List<@Nullable Object>> keys)
            throws SQLException {
        int exporterAt = -1;
        Set<String> indexes = new TreeSet<>();
        for (int i = 0; i < by.size(); i++) {
            if (by.get(i).key().equals("exporter")) {
                exporterAt = i;
            }
            if (INTERFACES.contains(by.get(i).key())) {
                for (List<@Nullable Object> key : keys) {
                    indexes.add(String.valueOf(key.get(i)));
                }
            }
        }
        return new Names(
                by, exporterAt, indexes.isEmpty() ? Map.of() : interfaces(connection, indexes, exporterAt >= 0));
    }

    private static Map<String, String> interfaces(Connection connection, Set<String> indexes, boolean perExporter)
            throws SQLException {
        Map<String, String> names = new HashMap<>();
        String exporter = perExporter ? "host(exporter)" : "''";
        try (PreparedStatement statement = connection.prepareStatement("SELECT " + exporter
                + ", scope, min(value) FROM flowledger.option_value WHERE upper(kind) = 'INTERFACE_NAME'"
                + " AND scope = ANY (?) GROUP BY 1, 2 HAVING count(DISTINCT value) = 1")) {
            statement.setArray(1, connection.createArrayOf("text", indexes.toArray()));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    names.put(rows.getString(1) + " " + rows.getString(2), rows.getString(3));
                }
            }
        }
        return names;
    }

    /** The names of the values of one key, by dimension; those without a name are left out. */
    ObjectNode json(List<@Nullable Object> key) {
        ObjectNode json = Json.object();
        for (int i = 0; i < by.size(); i++) {
            String dimension = by.get(i).key();
            String name = name(dimension, key.get(i), exporterAt < 0 ? "" : String.valueOf(key.get(exporterAt)));
            if (name != null) {
                json.put(dimension, name);
            }
        }
        return json;
    }

    private @Nullable String name(String dimension, @Nullable Object value, String exporter) {
        if (value instanceof Long number) {
            return switch (dimension) {
                case "protocol" -> KnownNames.protocol(number);
                case "src_port", "dst_port", "port" -> KnownNames.service(number);
                case "in_if", "out_if", "if" -> interfaces.get(exporter + " " + number);
                default -> null;
            };
        }
        if (dimension.equals("service") && value instanceof String text && text.matches("\\d{1,5}/.*")) {
            return KnownNames.service(Long.parseLong(text.substring(0, text.indexOf('/'))));
        }
        return null;
    }
}
