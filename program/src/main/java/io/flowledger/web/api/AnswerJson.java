package io.flowledger.web.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowledger.flow.layout.Column;
import io.flowledger.flow.layout.ColumnType;
import io.flowledger.store.query.Accuracy;
import io.flowledger.store.query.AnswerSource;
import io.flowledger.store.query.Dimension;
import io.flowledger.store.query.FlowsAnswer;
import io.flowledger.store.query.FlowsQuery;
import io.flowledger.store.query.Group;
import io.flowledger.store.query.Measure;
import io.flowledger.store.query.Names;
import io.flowledger.store.query.Series;
import io.flowledger.store.query.Sums;
import io.flowledger.store.query.TimeseriesAnswer;
import io.flowledger.store.query.TimeseriesQuery;
import io.flowledger.store.query.TopAnswer;
import io.flowledger.store.query.TopQuery;
import io.flowledger.store.query.Window;
import io.flowledger.web.Json;
import io.flowledger.web.TimeSpan;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Answers to questions about flows as one JSON document each: the API's, and the command line's with {@code --whole}. */
public final class AnswerJson {
    private AnswerJson() {}

    /** The largest groups. */
    public static ObjectNode top(TopQuery query, TopAnswer answer, Names names) {
        ObjectNode json = begun(query.window(), query.by(), query.order());
        ArrayNode rows = json.putArray("rows");
        for (Group group : answer.rows()) {
            ObjectNode row = rows.addObject();
            row.set("key", key(query.by(), group.key()));
            row.set("names", names(Dimension.keysOf(query.by()), names, group.key()));
            put(row, group.sums());
            putMost(row, answer.accuracy(), rows.size() - 1);
        }
        json.set("other", sums(answer.other()));
        json.set("total", sums(answer.total()));
        return ended(json, answer.source(), answer.accuracy(), answer.took());
    }

    /** The largest groups over time. */
    public static ObjectNode timeseries(TimeseriesQuery query, TimeseriesAnswer answer, Names names) {
        ObjectNode json = begun(query.window(), query.by(), query.order());
        json.put("stepSeconds", query.step().toSeconds());
        ArrayNode times = json.putArray("times");
        answer.times().forEach(time -> times.add(time.getEpochSecond()));
        ArrayNode all = json.putArray("series");
        for (Series series : answer.series()) {
            ObjectNode one = columns(series.sums());
            one.set("key", key(query.by(), series.key()));
            one.set("names", names(Dimension.keysOf(query.by()), names, series.key()));
            all.add(one);
        }
        json.set("other", columns(answer.other()));
        json.set("total", columns(answer.total()));
        return ended(json, answer.source(), answer.accuracy(), answer.took());
    }

    /** The largest pairs of source and destination. */
    static ObjectNode conversations(TopQuery query, TopAnswer answer) {
        ObjectNode json = begun(query.window(), query.by(), query.order());
        ArrayNode pairs = json.putArray("pairs");
        for (Group group : answer.rows()) {
            ObjectNode pair = pairs.addObject();
            put(pair, "src", group.key().get(0));
            put(pair, "dst", group.key().get(1));
            put(pair, group.sums());
            putMost(pair, answer.accuracy(), pairs.size() - 1);
        }
        json.set("other", sums(answer.other()));
        json.set("total", sums(answer.total()));
        return ended(json, answer.source(), answer.accuracy(), answer.took());
    }

    /** Flows themselves. */
    public static ObjectNode flows(FlowsQuery query, FlowsAnswer answer, Names names) {
        ObjectNode json = Json.object();
        json.set("window", window(query.window()));
        ArrayNode columns = json.putArray("columns");
        for (Column column : answer.columns()) {
            columns.addObject()
                    .put("name", column.name())
                    .put("type", column.type().sqlName())
                    .put("unit", column.unit())
                    .put("doc", column.doc());
        }
        ArrayNode rows = json.putArray("rows");
        for (List<@Nullable Object> values : answer.rows()) {
            ObjectNode row = rows.addObject();
            for (int i = 0; i < values.size(); i++) {
                put(row, answer.columns().get(i), values.get(i));
            }
            row.set("names", names(answer.names(), names, values));
        }
        json.put("next", answer.next());
        return json;
    }

    private static void put(ObjectNode row, Column column, @Nullable Object value) {
        String name = column.name();
        if (value instanceof String text && column.type() == ColumnType.JSONB) {
            row.set(name, Values.parsed(text));
        } else if (value instanceof String text
                && (column.type() == ColumnType.TIMESTAMPTZ || column.type() == ColumnType.TIMESTAMP)) {
            row.put(name, Values.time(text));
        } else if (value instanceof String text && column.type() == ColumnType.INTEGER_ARRAY) {
            row.set(name, Values.parsed(text.replace('{', '[').replace('}', ']').replace("NULL", "null")));
        } else {
            put(row, name, value);
        }
    }

    private static ObjectNode window(Window window) {
        return new TimeSpan(window.from(), window.to()).json();
    }

    private static ObjectNode begun(Window window, List<Dimension> by, Measure order) {
        ObjectNode json = Json.object();
        json.set("window", window(window));
        ArrayNode keys = json.putArray("by");
        by.forEach(dimension -> keys.add(dimension.key()));
        json.put("order", order.name().toLowerCase(Locale.ROOT));
        return json;
    }

    private static void putMost(ObjectNode row, Accuracy accuracy, int place) {
        if (!accuracy.octetsAtMost().isEmpty()) {
            row.put("octetsAtMost", accuracy.octetsAtMost().get(place));
        }
    }

    private static ObjectNode ended(ObjectNode json, AnswerSource source, Accuracy accuracy, Duration took) {
        json.put("source", source.name().toLowerCase(Locale.ROOT));
        json.put("exact", accuracy.isExact());
        ArrayNode missing = json.putArray("missing");
        accuracy.missing()
                .forEach(gone -> missing.addObject()
                        .put("from", gone.from().getEpochSecond())
                        .put("to", gone.to().getEpochSecond()));
        return json.put("tookMillis", took.toMillis());
    }

    private static ObjectNode key(List<Dimension> by, List<@Nullable Object> values) {
        ObjectNode key = Json.object();
        for (int i = 0; i < by.size(); i++) {
            put(key, by.get(i).key(), values.get(i));
        }
        return key;
    }

    /** The names of the values of a row, by column; those without a name are left out. */
    private static ObjectNode names(List<String> columns, Names names, List<@Nullable Object> row) {
        ObjectNode json = Json.object();
        for (int i = 0; i < columns.size(); i++) {
            String name = names.of(row, i);
            if (name != null) {
                json.put(columns.get(i), name);
            }
        }
        return json;
    }

    private static void put(ObjectNode into, String name, @Nullable Object value) {
        if (value instanceof Long number) {
            into.put(name, number);
        } else {
            into.put(name, (String) value);
        }
    }

    private static ObjectNode sums(Sums sums) {
        ObjectNode json = Json.object();
        put(json, sums);
        return json;
    }

    private static void put(ObjectNode into, Sums sums) {
        into.put("octets", sums.octets())
                .put("packets", sums.packets())
                .put("flows", sums.flows())
                .put("unscaledFlows", sums.unscaledFlows());
    }

    private static ObjectNode columns(List<Sums> sums) {
        ObjectNode json = Json.object();
        column(json, "octets", sums, Sums::octets);
        column(json, "packets", sums, Sums::packets);
        column(json, "flows", sums, Sums::flows);
        return json;
    }

    private static void column(ObjectNode json, String name, List<Sums> sums, ToLongFunction<Sums> value) {
        ArrayNode column = json.putArray(name);
        sums.forEach(one -> column.add(value.applyAsLong(one)));
    }
}
