package io.flowledger.grafolean;

import io.flowledger.flow.layout.GrafoleanLayout;
import io.flowledger.store.schema.FlowTable;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Sums the traffic of an account's exporters over a window of time, all lists at once: the window is read one time, however many
 * exporters and interfaces there are.
 *
 * <p>Equal sums in a list of ten are ranked by address or number, the lower first.
 */
final class TrafficReader {
    /** Which columns a row is grouped by, as GROUPING tells: a bit is set for each that it is not. */
    private static final int EVERYTHING = 0b11111;

    private static final int INTERFACE = 0b01111;

    private static final int INTERFACE_ADDRESS = 0b00111;
    private static final int INTERFACE_PROTOCOL = 0b01011;
    private static final int ADDRESS = 0b10111;
    private static final int PROTOCOL = 0b11011;
    private static final int CONNECTION = 0b11101;
    private static final int DESTINATION_PORT = 0b11110;

    private static final int TOP = 10;

    private static final String SUMS = """
            SELECT kind, host(exporter) AS exporter, direction, interface, host(remote) AS remote, protocol,
                   host(source) AS source, host(destination) AS destination, port, octets, newest::text AS newest
            FROM (SELECT GROUPING(interface, remote, protocol, source, port) AS kind,
                         exporter, direction, interface, remote, protocol, source, destination, port, sum(octets) AS octets,
                         max(time) AS newest,
                         row_number() OVER (
                             PARTITION BY GROUPING(interface, remote, protocol, source, port), exporter, direction, interface
                             ORDER BY sum(octets) DESC, remote, protocol, source, destination, port) AS rank
                  FROM (%s) AS flow
                  GROUP BY GROUPING SETS (
                      (),
                      (exporter, direction, interface),
                      (exporter, direction, interface, remote),
                      (exporter, direction, interface, protocol),
                      (exporter, direction, remote),
                      (exporter, direction, protocol),
                      (exporter, direction, source, destination),
                      (exporter, direction, port))) AS ranked
            WHERE rank <= %d
            """;

    private static final String GRAFOLEAN = """
            SELECT client_ip AS exporter, direction, CASE direction WHEN 0 THEN input_snmp ELSE output_snmp END AS interface,
                   CASE direction WHEN 0 THEN ipvx_src_addr ELSE ipvx_dst_addr END AS remote, protocol,
                   ipvx_src_addr AS source, ipvx_dst_addr AS destination, l4_dst_port AS port, in_bytes AS octets, ts AS time
            FROM %s WHERE client_ip = ANY (?::inet[]) AND direction IN (0, 1) AND ts > ?::timestamp""";

    private static final String FLOWS = """
            SELECT exporter, coalesce(direction, 0) AS direction,
                   coalesce(CASE WHEN direction = 1 THEN out_if ELSE in_if END, 0) AS interface,
                   CASE WHEN direction = 1 THEN dst_addr ELSE src_addr END AS remote, coalesce(protocol, 0) AS protocol,
                   src_addr AS source, dst_addr AS destination, coalesce(dst_port, 0) AS port,
                   coalesce(octets, 0)::numeric * coalesce(sampling_rate, 1) AS octets,
                   received_at AT TIME ZONE 'UTC' AS time
            FROM %s WHERE exporter = ANY (?::inet[]) AND coalesce(direction, 0) IN (0, 1)
              AND received_at > ?::timestamp AT TIME ZONE 'UTC'""";

    /** How far back the newest row is looked for, the least first. */
    private static final List<String> LOOK_BACK = List.of("1 hour", "1 day", "100 years");

    private final FlowTable table;
    private final boolean grafolean;

    TrafficReader(FlowTable table) {
        this.table = table;
        this.grafolean = table.layout().equals(GrafoleanLayout.GRAFOLEAN);
    }

    /** The time of the newest row of the exporters, UTC as text, or null: looked for from now on backwards. */
    @Nullable
    String newest(Connection connection, List<Entity> entities) throws SQLException {
        String now = grafolean ? "now() AT TIME ZONE 'UTC'" : "now()";
        String time = grafolean ? "ts" : "received_at";
        String sql = "SELECT (max(" + time + ")" + (grafolean ? "" : " AT TIME ZONE 'UTC'") + ")::text FROM "
                + table.qualifiedName() + " WHERE " + (grafolean ? "client_ip" : "exporter") + " = ANY (?::inet[]) AND "
                + time + " > " + now + " - ?::interval";
        for (String interval : LOOK_BACK) {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                statement.setArray(1, addresses(connection, entities));
                statement.setString(2, interval);
                try (ResultSet rows = statement.executeQuery()) {
                    rows.next();
                    String newest = rows.getString(1);
                    if (newest != null) {
                        return newest;
                    }
                }
            }
        }
        return null;
    }

    /** The statement that reads a window: its parameters are the exporters' addresses and the time after which it begins. */
    String sums() {
        return SUMS.formatted((grafolean ? GRAFOLEAN : FLOWS).formatted(table.qualifiedName()), TOP);
    }

    /**
     * All values of an account for rows after {@code from}, UTC, and the time of the newest of them; null when there is none. The
     * rows are those of the transaction's snapshot.
     */
    @Nullable
    Traffic since(Connection connection, ReportInterval interval, List<Entity> entities, String from)
            throws SQLException {
        Map<String, List<Entity>> byAddress = new HashMap<>();
        for (Entity entity : entities) {
            byAddress
                    .computeIfAbsent(entity.canonicalAddress(), key -> new ArrayList<>())
                    .add(entity);
        }
        Map<String, BigDecimal> totals = new HashMap<>();
        for (boolean egress : new boolean[] {true, false}) {
            totals.put(MetricPath.account(interval, egress), BigDecimal.ZERO);
            for (Entity entity : entities) {
                totals.put(MetricPath.entity(interval, egress, entity.entityId()), BigDecimal.ZERO);
            }
        }
        List<MetricValue> values = new ArrayList<>();
        String newest = null;
        try (PreparedStatement statement = connection.prepareStatement(sums())) {
            statement.setArray(1, addresses(connection, entities));
            statement.setString(2, from);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    if (rows.getInt("kind") == EVERYTHING) {
                        newest = rows.getString("newest");
                        continue;
                    }
                    boolean egress = rows.getInt("direction") == 1;
                    for (Entity entity : byAddress.getOrDefault(rows.getString("exporter"), List.of())) {
                        add(rows, interval, egress, entity, values, totals);
                    }
                }
            }
        }
        totals.forEach((path, octets) -> values.add(new MetricValue(path, octets.toPlainString())));
        return newest == null ? null : new Traffic(newest, values);
    }

    private static void add(
            ResultSet rows,
            ReportInterval interval,
            boolean egress,
            Entity entity,
            List<MetricValue> values,
            Map<String, BigDecimal> totals)
            throws SQLException {
        String device = MetricPath.entity(interval, egress, entity.entityId());
        BigDecimal octets = rows.getBigDecimal("octets");
        if (rows.getInt("kind") == INTERFACE) {
            totals.merge(device, octets, BigDecimal::add);
            totals.merge(MetricPath.account(interval, egress), octets, BigDecimal::add);
        }
        String suffix = suffix(rows);
        if (suffix != null) {
            values.add(new MetricValue(device + suffix, octets.toPlainString()));
        }
    }

    /** The path below the device; null for a row whose address is unknown. */
    private static @Nullable String suffix(ResultSet rows) throws SQLException {
        int kind = rows.getInt("kind");
        String port = kind == INTERFACE || kind == INTERFACE_ADDRESS || kind == INTERFACE_PROTOCOL
                ? ".if." + rows.getString("interface")
                : "";
        return switch (kind) {
            case INTERFACE -> port;
            case INTERFACE_ADDRESS, ADDRESS -> address(port + ".topip.", rows.getString("remote"));
            case INTERFACE_PROTOCOL, PROTOCOL ->
                port + ".topprotocol." + MetricPath.part(IpProtocols.name(rows.getInt("protocol")));
            case CONNECTION -> pair(rows.getString("source"), rows.getString("destination"));
            case DESTINATION_PORT -> ".topdstports." + rows.getString("port");
            default -> throw new IllegalStateException("a row grouped by " + Integer.toBinaryString(kind));
        };
    }

    private static @Nullable String pair(@Nullable String source, @Nullable String destination) {
        if (source == null || destination == null) {
            return null;
        }
        return ".topconn." + MetricPath.part(source) + "." + MetricPath.part(destination);
    }

    private static @Nullable String address(String before, @Nullable String address) {
        return address == null ? null : before + MetricPath.part(address);
    }

    private static java.sql.Array addresses(Connection connection, List<Entity> entities) throws SQLException {
        return connection.createArrayOf(
                "text", entities.stream().map(Entity::address).distinct().toArray());
    }
}
