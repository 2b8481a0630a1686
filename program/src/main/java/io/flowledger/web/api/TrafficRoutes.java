package io.flowledger.web.api;

import io.flowledger.store.filter.AbsentColumnException;
import io.flowledger.store.filter.Filter;
import io.flowledger.store.filter.FilterException;
import io.flowledger.store.query.Dimension;
import io.flowledger.store.query.FlowOrder;
import io.flowledger.store.query.FlowQueries;
import io.flowledger.store.query.FlowsAnswer;
import io.flowledger.store.query.FlowsQuery;
import io.flowledger.store.query.Measure;
import io.flowledger.store.query.Names;
import io.flowledger.store.query.QueryStoppedException;
import io.flowledger.store.query.TimeseriesAnswer;
import io.flowledger.store.query.TimeseriesQuery;
import io.flowledger.store.query.TopAnswer;
import io.flowledger.store.query.TopQuery;
import io.flowledger.store.query.Trust;
import io.flowledger.store.query.Window;
import io.flowledger.web.Answer;
import io.flowledger.web.Asking;
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
import org.jspecify.annotations.Nullable;

/** Top, timeseries, flows and conversations. */
public final class TrafficRoutes {
    private static final Duration USUAL = Duration.ofMinutes(15);
    private static final int USUAL_ROWS = 10;
    private static final int USUAL_FLOWS = 100;

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
        return Answer.json(AnswerJson.top(query, named.answer(), named.names()));
    }

    /** {@code GET /api/v1/timeseries}. */
    public Answer timeseries(Request request) throws SQLException, Problem, IOException {
        TimeSpan span = request.span(clock.instant(), USUAL);
        List<Dimension> by = by(request.text("by", ""));
        Measure order = order(request);
        int step = request.integer(
                "step", Math.toIntExact(TimeseriesQuery.usualStep(window(span)).toSeconds()));
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
        return Answer.json(AnswerJson.timeseries(query, named.answer(), named.names()));
    }

    /** {@code GET /api/v1/conversations}. */
    public Answer conversations(Request request) throws SQLException, Problem, IOException {
        TimeSpan span = request.span(clock.instant(), USUAL);
        String ends = request.text("ends", "addr");
        List<Dimension> by = by("src_" + ends + ",dst_" + ends);
        Measure order = order(request);
        TopQuery query = new TopQuery(window(span), filter(request), by, order, request.integer("limit", USUAL_ROWS));
        TopAnswer answer = ask(request, (queries, connection) -> queries.top(query));
        return Answer.json(AnswerJson.conversations(query, answer));
    }

    /** {@code GET /api/v1/flows}. */
    public Answer flows(Request request) throws SQLException, Problem, IOException {
        TimeSpan span = request.span(clock.instant(), USUAL);
        FlowOrder order = FlowOrder.valueOf(request.text("order", "time").toUpperCase(Locale.ROOT));
        String after = request.find("after");
        if (after != null && order != FlowOrder.TIME) {
            throw Problem.parameter("after", "goes with the order of time only");
        }
        FlowsQuery query =
                new FlowsQuery(window(span), filter(request), request.integer("limit", USUAL_FLOWS), order, after);
        Named<FlowsAnswer> named = ask(request, (queries, connection) -> {
            FlowsAnswer answer = queries.flows(query);
            return new Named<>(answer, Names.read(connection, answer.names(), answer.rows()));
        });
        return Answer.json(AnswerJson.flows(query, named.answer(), named.names()));
    }

    private static Trust trust(Request request) throws Problem {
        return Trust.valueOf(request.text("trust", "usual").toUpperCase(Locale.ROOT));
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
