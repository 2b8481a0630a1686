package io.flowledger.web.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowledger.flow.layout.FlowsLayout;
import io.flowledger.store.filter.Filter;
import io.flowledger.store.filter.FilterException;
import io.flowledger.store.ledger.SequenceLoss;
import io.flowledger.store.query.Dimension;
import io.flowledger.store.query.FlowQueries;
import io.flowledger.store.query.Group;
import io.flowledger.store.query.Measure;
import io.flowledger.store.query.Sums;
import io.flowledger.store.query.TopQuery;
import io.flowledger.store.schema.FlowTable;
import io.flowledger.web.Answer;
import io.flowledger.web.Asking;
import io.flowledger.web.Json;
import io.flowledger.web.Problem;
import io.flowledger.web.Request;
import io.flowledger.web.TimeSpan;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Exporters and their interfaces. */
public final class ExporterRoutes {
    private static final Duration USUAL = Duration.ofMinutes(15);
    private static final int MOST = 10_000;
    private static final String LIST = """
        SELECT host(e.exporter) AS address, e.first_seen, e.last_seen,
               to_json(e.export_versions)::text AS versions, to_json(e.observation_domains)::text AS domains,
               e.templates, e.clock_skew_ms, lower(e.last_fault) AS last_fault, e.last_fault_at,
               coalesce(l.datagrams, 0) AS datagrams, coalesce(l.lost_records, 0) AS lost_records,
               coalesce(l.lost_datagrams, 0) AS lost_datagrams, coalesce(l.unknown, 0) AS unknown,
               coalesce(e.sampling_rate, CASE WHEN o.rates = 1 THEN o.rate END) AS sampling_rate,
               coalesce(nullif(e.sampling_origin, 'unknown'), CASE WHEN o.rates > 0 THEN 'option' END,
                        'unknown') AS sampling_origin, e.name
        FROM flowledger.exporters e
        LEFT JOIN (SELECT exporter, count(DISTINCT value) AS rates,
                          max(CASE WHEN value ~ '^[0-9]{1,18}$' THEN value::bigint END) AS rate
                   FROM flowledger.option_value WHERE kind IN ('sampling_rate', 'sampler_rate')
                   GROUP BY exporter) o USING (exporter)
        LEFT JOIN (SELECT exporter, sum(datagrams_received)::bigint AS datagrams,
                          %s AS lost_records, %s AS lost_datagrams,
                          sum(sequence_unknown)::bigint AS unknown
                   FROM flowledger.ledger WHERE minute >= ? AND minute < ? GROUP BY exporter) l USING (exporter)
        WHERE (?::text IS NULL OR host(e.exporter) = ?) AND (?::inet IS NULL OR e.exporter > ?::inet)
        ORDER BY e.exporter LIMIT ?
        """.formatted(SequenceLoss.RECORDS, SequenceLoss.DATAGRAMS);

    private final Asking asking;
    private final Tables tables;
    private final Clock clock;

    public ExporterRoutes(Asking asking, Tables tables, Clock clock) {
        this.asking = asking;
        this.tables = tables;
        this.clock = clock;
    }

    /** {@code GET /api/v1/exporters}. */
    public Answer list(Request request) throws SQLException, Problem, IOException {
        TimeSpan span = request.span(clock.instant(), USUAL);
        Page page = Page.ofExporters(request);
        return Answer.json(asking.ask(request, connection -> {
            ObjectNode json = Json.object();
            json.set("window", span.json());
            // One more than is asked for tells whether there is a next page.
            ArrayNode found = exporters(connection, span, null, new Page(page.limit() + 1, page.after()));
            boolean more = found.size() > page.limit();
            if (more) {
                found.remove(page.limit());
            }
            json.set("exporters", found);
            return json.put(
                    "next", more ? found.get(page.limit() - 1).path("address").asText() : null);
        }));
    }

    /** {@code GET /api/v1/exporters/{address}}. */
    public Answer one(Request request) throws SQLException, Problem, IOException {
        TimeSpan span = request.span(clock.instant(), USUAL);
        String address = request.text("address", "");
        return Answer.json(asking.ask(request, connection -> {
            ArrayNode found = exporters(connection, span, address, new Page(1, null));
            if (found.isEmpty()) {
                throw Problem.notFound("No exporter " + address + " was ever seen.");
            }
            ObjectNode json = (ObjectNode) found.get(0);
            json.set("window", span.json());
            json.set("streams", streams(connection, address));
            json.set("templates", templates(connection, address));
            json.set("interfaces", interfaces(connection, span, address));
            json.set("options", options(connection, address));
            return json;
        }));
    }

    /** {@code GET /api/v1/interfaces}. */
    public Answer interfaces(Request request) throws SQLException, Problem, IOException {
        TimeSpan span = request.span(clock.instant(), USUAL);
        String exporter = request.text("exporter", "");
        Page page = Page.of(request);
        return Answer.json(asking.ask(request, connection -> {
            ObjectNode json = Json.object();
            json.set("window", span.json());
            json.put("exporter", exporter);
            long after = page.after() == null ? -1 : Long.parseLong(page.after());
            ArrayNode shown = Json.array();
            ArrayNode all = interfaces(connection, span, exporter);
            String next = null;
            for (JsonNode one : all) {
                if (one.path("index").asLong() > after) {
                    if (shown.size() == page.limit()) {
                        next = shown.get(page.limit() - 1).path("index").asText();
                        break;
                    }
                    shown.add(one);
                }
            }
            json.set("interfaces", shown);
            return json.put("next", next);
        }));
    }

    private ArrayNode exporters(Connection connection, TimeSpan span, @Nullable String only, Page page)
            throws SQLException, Problem {
        Map<Object, Sums> traffic = new HashMap<>();
        for (Group group : top(connection, span, only, "exporter")) {
            traffic.put(String.valueOf(group.key().get(0)), group.sums());
        }
        ArrayNode exporters = Json.array();
        try (PreparedStatement statement = connection.prepareStatement(LIST)) {
            statement.setTimestamp(1, Timestamp.from(span.wholeMinutes().from()));
            statement.setTimestamp(2, Timestamp.from(span.wholeMinutes().to()));
            statement.setString(3, only);
            statement.setString(4, only);
            statement.setString(5, page.after());
            statement.setString(6, page.after());
            statement.setInt(7, page.limit());
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    exporters.add(exporter(rows, traffic.getOrDefault(rows.getString("address"), Sums.ZERO)));
                }
            }
        }
        return exporters;
    }

    private static ObjectNode exporter(ResultSet rows, Sums traffic) throws SQLException {
        Long rate = Values.number(rows, "sampling_rate");
        ObjectNode json = Json.object()
                .put("address", rows.getString("address"))
                .put("name", rows.getString("name"))
                .put("firstSeen", Values.time(rows, "first_seen"))
                .put("lastSeen", Values.time(rows, "last_seen"));
        json.set("versions", Values.parsed(rows.getString("versions")));
        json.set("domains", Values.parsed(rows.getString("domains")));
        long lostRecords = rows.getLong("lost_records");
        long lostDatagrams = rows.getLong("lost_datagrams");
        return json.put("templates", rows.getLong("templates"))
                .put("clockSkewMillis", Values.number(rows, "clock_skew_ms"))
                .put("samplingRate", rate)
                .put("samplingOrigin", rows.getString("sampling_origin"))
                .put("lastFault", rows.getString("last_fault"))
                .put("lastFaultAt", Values.time(rows, "last_fault_at"))
                .put("datagrams", rows.getLong("datagrams"))
                .put("lostRecords", lostRecords)
                .put("lostDatagrams", lostDatagrams)
                .put("lossKnown", rows.getLong("unknown") == 0)
                .put("octets", traffic.octets())
                .put("packets", traffic.packets())
                .put("flows", traffic.flows())
                .put("unscaledFlows", traffic.unscaledFlows());
    }

    private static Filter filter(@Nullable String exporter) throws Problem {
        try {
            return exporter == null ? Filter.everything() : Filter.ofExporter(exporter);
        } catch (FilterException e) {
            throw Problem.parameter("exporter", "\"" + exporter + "\" is no address");
        }
    }

    private List<Group> top(Connection connection, TimeSpan span, @Nullable String exporter, String by)
            throws SQLException, Problem {
        FlowTable table = tables.flows(connection);
        if (!table.layout().equals(FlowsLayout.FLOWS)) {
            return List.of();
        }
        return new FlowQueries(connection, table, asking.timeout())
                .top(new TopQuery(
                        TrafficRoutes.window(span), filter(exporter), Dimension.list(by), Measure.OCTETS, MOST))
                .rows();
    }

    private ArrayNode interfaces(Connection connection, TimeSpan span, String exporter) throws SQLException, Problem {
        Map<Long, ObjectNode> found = new TreeMap<>();
        Map<Long, String> names = names(connection, exporter, "interface_name");
        Map<Long, String> descriptions = names(connection, exporter, "interface_description");
        names.keySet().forEach(index -> found.put(index, blank(index)));
        for (String direction : List.of("in", "out")) {
            for (Group group : top(connection, span, exporter, direction + "_if")) {
                if (group.key().get(0) instanceof Long index) {
                    found.computeIfAbsent(index, ExporterRoutes::blank)
                            .put(direction + "Octets", group.sums().octets())
                            .put(direction + "Packets", group.sums().packets())
                            .put(direction + "Flows", group.sums().flows());
                }
            }
        }
        ArrayNode interfaces = Json.array();
        found.forEach((index, json) ->
                interfaces.add(json.put("name", names.get(index)).put("description", descriptions.get(index))));
        return interfaces;
    }

    private static ObjectNode blank(long index) {
        ObjectNode json = Json.object().put("index", index);
        for (String direction : List.of("in", "out")) {
            json.put(direction + "Octets", 0L).put(direction + "Packets", 0L).put(direction + "Flows", 0L);
        }
        return json;
    }

    private static Map<Long, String> names(Connection connection, String exporter, String kind) throws SQLException {
        Map<Long, String> names = new HashMap<>();
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT scope, value FROM flowledger.option_value"
                        + " WHERE host(exporter) = ? AND kind = ? AND scope ~ '^[0-9]{1,18}$' ORDER BY position")) {
            statement.setString(1, exporter);
            statement.setString(2, kind);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    names.put(rows.getLong(1), rows.getString(2));
                }
            }
        }
        return names;
    }

    private static ArrayNode streams(Connection connection, String exporter) throws SQLException {
        ArrayNode streams = Json.array();
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT export_version, observation_domain, first_seen, last_seen, clock_skew_ms, sampling_rate,"
                        + " coalesce(sampling_origin, 'unknown') AS sampling_origin, template_count, lower(last_fault) AS"
                        + " last_fault, last_fault_at FROM flowledger.stream WHERE host(exporter) = ? ORDER BY 1, 2")) {
            statement.setString(1, exporter);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    streams.addObject()
                            .put("version", rows.getInt("export_version"))
                            .put("domain", rows.getLong("observation_domain"))
                            .put("firstSeen", Values.time(rows, "first_seen"))
                            .put("lastSeen", Values.time(rows, "last_seen"))
                            .put("clockSkewMillis", Values.number(rows, "clock_skew_ms"))
                            .put("samplingRate", Values.number(rows, "sampling_rate"))
                            .put("samplingOrigin", rows.getString("sampling_origin"))
                            .put("templateCount", rows.getInt("template_count"))
                            .put("lastFault", rows.getString("last_fault"))
                            .put("lastFaultAt", Values.time(rows, "last_fault_at"));
                }
            }
        }
        return streams;
    }

    private static ArrayNode templates(Connection connection, String exporter) throws SQLException {
        ArrayNode templates = Json.array();
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT export_version, observation_domain, template_id, options, received_at, refreshed_at, fields"
                        + " FROM flowledger.template_version WHERE host(exporter) = ? AND until_position IS NULL"
                        + " ORDER BY 1, 2, 3 LIMIT 1000")) {
            statement.setString(1, exporter);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    templates
                            .addObject()
                            .put("version", rows.getInt("export_version"))
                            .put("domain", rows.getLong("observation_domain"))
                            .put("id", rows.getInt("template_id"))
                            .put("options", rows.getBoolean("options"))
                            .put("receivedAt", Values.time(rows, "received_at"))
                            .put("refreshedAt", Values.time(rows, "refreshed_at"))
                            .put("fields", rows.getString("fields"));
                }
            }
        }
        return templates;
    }

    private static ArrayNode options(Connection connection, String exporter) throws SQLException {
        ArrayNode options = Json.array();
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT lower(kind) AS kind, scope, value, observation_domain, received_at FROM flowledger.option_value"
                        + " WHERE host(exporter) = ? ORDER BY 1, 2 LIMIT 1000")) {
            statement.setString(1, exporter);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    options.addObject()
                            .put("kind", rows.getString("kind"))
                            .put("scope", rows.getString("scope"))
                            .put("value", rows.getString("value"))
                            .put("domain", rows.getLong("observation_domain"))
                            .put("receivedAt", Values.time(rows, "received_at"));
                }
            }
        }
        return options;
    }
}
