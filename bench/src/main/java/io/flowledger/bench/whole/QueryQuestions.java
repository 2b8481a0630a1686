package io.flowledger.bench.whole;

import io.flowledger.store.filter.Filter;
import io.flowledger.store.filter.FilterException;
import io.flowledger.store.query.Dimension;
import io.flowledger.store.query.FlowQueries;
import io.flowledger.store.query.FlowsQuery;
import io.flowledger.store.query.Measure;
import io.flowledger.store.query.TimeseriesAnswer;
import io.flowledger.store.query.TimeseriesQuery;
import io.flowledger.store.query.TopAnswer;
import io.flowledger.store.query.TopQuery;
import io.flowledger.store.query.Trust;
import io.flowledger.store.query.Window;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What is asked. */
final class QueryQuestions {
    /** How many groups are asked for. */
    static final int GROUPS = 10;

    private static final Duration QUARTER = Duration.ofMinutes(15);

    private QueryQuestions() {}

    /** How a question is put. */
    @FunctionalInterface
    interface Asking {
        /** Asks; returns what the answer was read from and whether it is exact. */
        String ask(FlowQueries queries) throws SQLException, FilterException;
    }

    /** Of which time a question is. */
    enum Span {
        HOUR,
        /** Fifteen minutes of rows that are not summed. */
        UNSUMMED,
        MONTH
    }

    record Question(String text, Span span, Asking asking) {}

    /** The last fifteen minutes of an hour. */
    static Window quarter(Window hour) {
        return new Window(hour.to().minus(QUARTER), hour.to());
    }

    static List<Question> of(Window hour, Window month) {
        List<Question> questions = new ArrayList<>();
        questions.add(top(Span.HOUR, hour, "src_addr", "", Trust.ROWS));
        questions.add(top(Span.HOUR, hour, "src_addr", "", Trust.USUAL));
        questions.add(top(Span.HOUR, hour, "src_addr,dst_port", "proto tcp and dst port 443", Trust.USUAL));
        questions.add(series(Span.HOUR, hour, "protocol", Duration.ofMinutes(1)));
        questions.add(new Question("last hour: newest 100 flows of proto tcp and dst port 443", Span.HOUR, queries -> {
            Filter filter = Filter.parse("proto tcp and dst port 443");
            return queries.flows(new FlowsQuery(hour, filter, 100, null)).rows().size() + " rows";
        }));
        questions.add(top(Span.UNSUMMED, quarter(hour), "conversation", "", Trust.USUAL));
        for (String by : List.of(
                "src_addr", "dst_addr", "conversation", "src_net", "dst_port", "application", "in_if", "protocol")) {
            questions.add(top(Span.MONTH, month, by, "", Trust.USUAL));
        }
        questions.add(series(Span.MONTH, month, "", Duration.ofHours(1)));
        questions.add(series(Span.MONTH, month, "protocol", Duration.ofHours(6)));
        questions.add(series(Span.MONTH, month, "src_addr", Duration.ofDays(1)));
        return questions;
    }

    private static String when(Span span) {
        return switch (span) {
            case HOUR -> "last hour";
            case UNSUMMED -> "15 minutes, not summed yet";
            case MONTH -> "30 days";
        };
    }

    private static Question top(Span span, Window window, String by, String filter, Trust trust) {
        return new Question(
                when(span) + ": top 10 by " + by + (filter.isEmpty() ? "" : " of " + filter)
                        + (trust == Trust.ROWS ? ", --trust rows" : ""),
                span,
                queries -> {
                    TopAnswer answer = top(queries, window, by, filter, trust);
                    return source(answer.source().name(), answer.accuracy().isExact());
                });
    }

    /** The largest groups by octets. */
    static TopAnswer top(FlowQueries queries, Window window, String by, String filter, Trust trust)
            throws SQLException, FilterException {
        return queries.trusting(trust)
                .top(new TopQuery(window, Filter.parse(filter), Dimension.list(by), Measure.OCTETS, GROUPS));
    }

    private static Question series(Span span, Window window, String by, Duration step) {
        return new Question(
                when(span) + ": time series" + (by.isEmpty() ? "" : " of the 10 largest " + by) + ", "
                        + step.toMinutes() + " minutes a step",
                span,
                queries -> {
                    TimeseriesAnswer answer = queries.timeseries(new TimeseriesQuery(
                            window, Filter.everything(), Dimension.list(by), Measure.OCTETS, GROUPS, step));
                    return source(answer.source().name(), answer.accuracy().isExact());
                });
    }

    private static String source(String name, boolean isExact) {
        return name.toLowerCase(Locale.ROOT) + (isExact ? ", exact" : ", largest keys");
    }
}
