package io.flowledger.web.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowledger.flow.layout.Column;
import io.flowledger.flow.layout.ColumnType;
import io.flowledger.store.filter.AbsentColumnException;
import io.flowledger.store.filter.Filter;
import io.flowledger.store.filter.FilterException;
import io.flowledger.store.query.Accuracy;
import io.flowledger.store.query.AnswerSource;
import io.flowledger.store.query.Dimension;
import io.flowledger.store.query.FlowQueries;
import io.flowledger.store.query.FlowsAnswer;
import io.flowledger.store.query.FlowsQuery;
import io.flowledger.store.query.Group;
import io.flowledger.store.query.Measure;
import io.flowledger.store.query.Names;
import io.flowledger.store.query.QueryStoppedException;
import io.flowledger.store.query.Series;
import io.flowledger.store.query.Sums;
import io.flowledger.store.query.TimeseriesAnswer;
import io.flowledger.store.query.TimeseriesQuery;
import io.flowledger.store.query.TopAnswer;
import io.flowledger.store.query.TopQuery;
import io.flowledger.store.query.Trust;
import io.flowledger.store.query.Window;
import io.flowledger.web.Answer;
import io.flowledger.web.Asking;
import io.flowledger.web.Json;
import io.flowledger.web.Problem;
import io.flowledger.web.Request;
import io.flowledger.web.TimeSpan;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Top, timeseries, flows and conversations. */
public final class TrafficRoutes {
    private static final Duration USUAL = Duration.ofMinutes(15);
    private static final int USUAL_ROWS = 10;
    private static final int USUAL_FLOWS = 100;
    private static final int USUAL_STEPS = 120;
    private static final List<Integer> STEPS =
            List.of(1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 21_600, 43_200, 86_400);

    private final Asking asking;
    private final Tables tables;
    private final Clock clock;

    public TrafficRoutes(Asking asking, Tables tables, Clock clock) {
        this.asking = asking;
        this.tables = tables;
        this.clock = clock;
    }

    private interface Question<T> {
        T ask(FlowQueries queries, Connection connection) throws SQLException;
    }

    private record Named<T>(T answer, Names names) {}

    /** Asks, and reads the names of the keys that {@code keys} finds in the answer. */
    private <T> Named<T> askNamed(
            Request request, List<Dimension> by, Question<T> question, Function<T, List<List<@Nullable Object>>> keys)
            throws SQLException, Problem, IOException {
        return ask(request, (queries, connection) -> {
            T answer = question.ask(queries, connection);
            return new Named<>(answer, Names.read(connection, Dimension.keysOf(by), keys.apply(answer)));
        });
    }

    private <T> T ask(Request request, Question<T> question) throws SQLException, Problem, IOException {
        try {
            return asking.ask(
                    request,
                    connection -> question.ask(
                            new FlowQueries(connection, tables.flows(connection), asking.timeout())
                                    .trusting(trust(request)),
                            connection));
        } catch (AbsentColumnException e) {
            throw Problem.badRequest("column", String.valueOf(e.getMessage()));
        } catch (QueryStoppedException e) {
            throw Problem.timedOut("The question took longer than "
                    + asking.timeout().toSeconds() + " s. Ask for a shorter time, or with a narrower filter.");
        } catch (IllegalArgumentException e) {
            throw Problem.badRequest("question", String.valueOf(e.getMessage()));
        }
    }

    /** {@code GET /api/v1/top}. */
    public Answer top(Request request) throws SQLException, Problem, IOException {
        TimeSpan span = request.span(clock.instant(), USUAL);
        List<Dimension> by = by(request.text("by", "src_addr"));
        Measure order = order(request);
        TopQuery query = new TopQuery(window(span), filter(request), by, order, request.integer("limit", USUAL_ROWS));
        Named<TopAnswer> named = askNamed(request, by, (queries, connection) -> queries.top(query), TopAnswer::keys);
        TopAnswer answer = named.answer();
        ObjectNode json = begun(span, by, order);
        ArrayNode rows = json.putArray("rows");
        for (Group group : answer.rows()) {
            ObjectNode row = rows.addObject();
            row.set("key", key(by, group.key()));
            row.set("names", names(by, named.names(), group.key()));
            put(row, group.sums());
            putMost(row, answer.accuracy(), rows.size() - 1);
        }
        json.set("other", sums(answer.other()));
        json.set("total", sums(answer.total()));
        return ended(json, answer.source(), answer.accuracy(), answer.took());
    }

    /** {@code GET /api/v1/timeseries}. */
    public Answer timeseries(Request request) throws SQLException, Problem, IOException {
        TimeSpan span = request.span(clock.instant(), USUAL);
        List<Dimension> by = by(request.text("by", ""));
        Measure order = order(request);
        int step = request.integer("step", usualStep(span));
        TimeseriesQuery query;
        try {
            query = new TimeseriesQuery(
                    window(span),
                    filter(request),
                    by,
                    order,
                    request.integer("limit", USUAL_ROWS),
                    Duration.ofSeconds(step));
        } catch (IllegalArgumentException e) {
            throw Problem.parameter("step", String.valueOf(e.getMessage()));
        }
        Named<TimeseriesAnswer> named =
                askNamed(request, by, (queries, connection) -> queries.timeseries(query), TimeseriesAnswer::keys);
        TimeseriesAnswer answer = named.answer();
        ObjectNode json = begun(span, by, order);
        json.put("stepSeconds", step);
        ArrayNode times = json.putArray("times");
        answer.times().forEach(time -> times.add(time.getEpochSecond()));
        ArrayNode all = json.putArray("series");
        for (Series series : answer.series()) {
            ObjectNode one = columns(series.sums());
            one.set("key", key(by, series.key()));
            one.set("names", names(by, named.names(), series.key()));
            all.add(one);
        }
        json.set("other", columns(answer.other()));
        json.set("total", columns(answer.total()));
        return ended(json, answer.source(), answer.accuracy(), answer.took());
    }

    /** {@code GET /api/v1/conversations}. */
    public Answer conversations(Request request) throws SQLException, Problem, IOException {
        TimeSpan span = request.span(clock.instant(), USUAL);
        String ends = request.text("ends", "addr");
        List<Dimension> by = by("src_" + ends + ",dst_" + ends);
        Measure order = order(request);
        TopQuery query = new TopQuery(window(span), filter(request), by, order, request.integer("limit", USUAL_ROWS));
        TopAnswer answer = ask(request, (queries, connection) -> queries.top(query));
        ObjectNode json = begun(span, by, order);
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

    /** {@code GET /api/v1/flows}. */
    public Answer flows(Request request) throws SQLException, Problem, IOException {
        TimeSpan span = request.span(clock.instant(), USUAL);
        FlowsQuery query = new FlowsQuery(
                window(span), filter(request), request.integer("limit", USUAL_FLOWS), request.find("after"));
        FlowsAnswer answer = ask(request, (queries, connection) -> queries.flows(query));
        ObjectNode json = Json.object();
        json.set("window", span.json());
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
        }
        json.put("next", answer.next());
        return Answer.json(json);
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

    private static ObjectNode begun(TimeSpan span, List<Dimension> by, Measure order) {
        ObjectNode json = Json.object();
        json.set("window", span.json());
        ArrayNode keys = json.putArray("by");
        by.forEach(dimension -> keys.add(dimension.key()));
        json.put("order", order.name().toLowerCase(Locale.ROOT));
        return json;
    }

    private static Trust trust(Request request) throws Problem {
        return Trust.valueOf(request.text("trust", "usual").toUpperCase(Locale.ROOT));
    }

    private static void putMost(ObjectNode row, Accuracy accuracy, int place) {
        if (!accuracy.octetsAtMost().isEmpty()) {
            row.put("octetsAtMost", accuracy.octetsAtMost().get(place));
        }
    }

    private static Answer ended(ObjectNode json, AnswerSource source, Accuracy accuracy, Duration took) {
        json.put("source", source.name().toLowerCase(Locale.ROOT));
        json.put("exact", accuracy.isExact());
        ArrayNode missing = json.putArray("missing");
        accuracy.missing()
                .forEach(gone -> missing.addObject()
                        .put("from", gone.from().getEpochSecond())
                        .put("to", gone.to().getEpochSecond()));
        json.put("tookMillis", took.toMillis());
        return Answer.json(json);
    }

    private static ObjectNode key(List<Dimension> by, List<@Nullable Object> values) {
        ObjectNode key = Json.object();
        for (int i = 0; i < by.size(); i++) {
            put(key, by.get(i).key(), values.get(i));
        }
        return key;
    }

    /** The names of the values of one key, by dimension; those without a name are left out. */
    private static ObjectNode names(List<Dimension> by, Names names, List<@Nullable Object> key) {
        ObjectNode json = Json.object();
        for (int i = 0; i < by.size(); i++) {
            String name = names.of(key, i);
            if (name != null) {
                json.put(by.get(i).key(), name);
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

    private static int usualStep(TimeSpan span) {
        double seconds = span.seconds() / USUAL_STEPS;
        return STEPS.stream().filter(step -> step >= seconds).findFirst().orElse(7 * 86_400);
    }

    static Window window(TimeSpan span) {
        return new Window(span.from(), span.to());
    }

    private static Measure order(Request request) {
        return Measure.valueOf(request.text("order", "octets").toUpperCase(Locale.ROOT));
    }

    private static List<Dimension> by(String keys) throws Problem {
        try {
            return Dimension.list(keys);
        } catch (IllegalArgumentException e) {
            throw Problem.parameter("by", String.valueOf(e.getMessage()));
        }
    }

    private static Filter filter(Request request) throws Problem {
        try {
            return Filter.parse(request.text("filter", ""));
        } catch (FilterException e) {
            throw FilterRoutes.problem(e);
        }
    }
}
