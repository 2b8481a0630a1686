package io.flowledger.cli;

import io.flowledger.cli.QueryOptions.Nameable;
import io.flowledger.config.Quantity;
import io.flowledger.config.Setting;
import io.flowledger.store.query.Dimension;
import io.flowledger.store.query.Measure;
import io.flowledger.store.query.Names;
import io.flowledger.store.query.Series;
import io.flowledger.store.query.Sums;
import io.flowledger.store.query.TimeseriesAnswer;
import io.flowledger.store.query.TimeseriesQuery;
import io.flowledger.store.query.Window;
import io.flowledger.web.api.AnswerJson;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What goes on over time. */
@Command(
        name = "timeseries",
        description = "Show sums for each step of time: of all flows, and of the largest groups.",
        footer = {
            "",
            "A table has a column a group; CSV and JSON have a row for each time and group, that of the total first,",
            "which ends with whether it is exact.",
            "Examples:",
            "  flowledger timeseries --last 1h --step 5m --by protocol",
            "  flowledger timeseries --from today --tz local --rate --by in_if exporter 192.0.2.1",
            "  flowledger timeseries --last 1d --step 1h --order flows --format csv dst port 22"
        })
final class TimeseriesCommand implements Job {
    @Mixin
    private QueryOptions options = new QueryOptions();

    @Option(
            names = "--by",
            paramLabel = "KEYS",
            defaultValue = "",
            description = "What makes a group. Default: only totals.")
    private String by = "";

    @Option(
            names = "--order",
            paramLabel = "octets|packets|flows",
            defaultValue = "octets",
            description = "What is large, and what a table shows. Default: octets.")
    private Measure order = Measure.OCTETS;

    @Option(names = "--limit", paramLabel = "COUNT", defaultValue = "5", description = "Groups shown. Default: 5.")
    private int limit = 5;

    @Option(
            names = "--step",
            paramLabel = "TIME",
            description = "Length of a step. Default: what gives about 120 steps.")
    private @Nullable String step;

    @Option(names = "--rate", description = "Rates instead of sums: bit/s, or packets or flows a second.")
    private boolean isRate;

    @Override
    public Set<Setting> settings() {
        return Setting.ofReading();
    }

    @Override
    public ExitCode perform(Invocation invocation) throws Exception {
        TimeseriesQuery query;
        try {
            Window window = options.window("1h");
            query = new TimeseriesQuery(
                    window,
                    options.filter(),
                    Dimension.list(by),
                    order,
                    limit,
                    step == null ? TimeseriesQuery.usualStep(window) : Quantity.duration(step));
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(ExitCode.USAGE, String.valueOf(e.getMessage()), e);
        }
        return options.perform(
                invocation,
                queries -> queries.sql(query),
                queries -> queries.timeseries(query),
                answer -> new Nameable(Dimension.keysOf(query.by()), answer.keys()),
                (answer, names) -> AnswerJson.timeseries(query, answer, names),
                (answer, names) -> print(invocation, query, answer, names));
    }

    private void print(Invocation invocation, TimeseriesQuery query, TimeseriesAnswer answer, Names keys)
            throws Exception {
        AnswerTable table = options.isTable() ? wide(query, answer, keys) : tall(query, answer);
        table.print(options.format(), invocation.surroundings().columns(), invocation.out());
        options.printRemark(invocation, answer.source(), answer.accuracy());
        if (options.isTable() && isRate) {
            invocation
                    .out()
                    .println(order == Measure.OCTETS ? "bit/s" : order.name().toLowerCase(Locale.ROOT) + " a second");
        }
    }

    private AnswerTable wide(TimeseriesQuery query, TimeseriesAnswer answer, Names keys) throws CommandFailure {
        List<String> names = new ArrayList<>(List.of("time"));
        for (Series series : answer.series()) {
            names.add(options.named(keys, Dimension.keysOf(query.by()), series.key()).stream()
                    .map(part -> part == null ? "unknown" : part.toString())
                    .collect(Collectors.joining(" ")));
        }
        if (!query.by().isEmpty()) {
            names.add("other");
        }
        names.add("total");
        AnswerTable table = new AnswerTable(names);
        for (int i = 0; i < answer.times().size(); i++) {
            List<@Nullable Object> row = new ArrayList<>();
            row.add(options.text(answer.times().get(i)));
            for (Series series : answer.series()) {
                row.add(shown(query, answer, i, series.sums().get(i)));
            }
            if (!query.by().isEmpty()) {
                row.add(shown(query, answer, i, answer.other().get(i)));
            }
            row.add(shown(query, answer, i, answer.total().get(i)));
            table.add(row);
        }
        return table;
    }

    private Object shown(TimeseriesQuery query, TimeseriesAnswer answer, int step, Sums sums) {
        long value = sums.value(order);
        return options.amount(isRate ? rate(query, answer, step, value, order == Measure.OCTETS ? 8 : 1) : value);
    }

    /** A second, over the part of the step that lies in the window. */
    private static long rate(TimeseriesQuery query, TimeseriesAnswer answer, int step, long value, int factor) {
        Instant begin = answer.times().get(step);
        Instant end = begin.plus(answer.step());
        Instant first = begin.isBefore(query.window().from()) ? query.window().from() : begin;
        Instant last = end.isAfter(query.window().to()) ? query.window().to() : end;
        return Math.round(value
                * (double) factor
                * 1e9
                / Math.max(1, Duration.between(first, last).toNanos()));
    }

    private AnswerTable tall(TimeseriesQuery query, TimeseriesAnswer answer) throws CommandFailure {
        List<String> names = new ArrayList<>(List.of("time", "series"));
        query.by().forEach(dimension -> names.add(dimension.key()));
        names.addAll(List.of("octets", "packets", "flows"));
        if (isRate) {
            names.addAll(List.of("bits_per_second", "packets_per_second", "flows_per_second"));
        }
        names.add("exact");
        AnswerTable table = new AnswerTable(names);
        List<@Nullable Object> none = new ArrayList<>();
        query.by().forEach(dimension -> none.add(null));
        for (int i = 0; i < answer.times().size(); i++) {
            table.add(row(query, answer, i, "total", none, answer.total().get(i)));
            for (Series series : answer.series()) {
                table.add(row(
                        query, answer, i, "group", series.key(), series.sums().get(i)));
            }
            if (!query.by().isEmpty()) {
                table.add(row(query, answer, i, "other", none, answer.other().get(i)));
            }
        }
        return table;
    }

    private List<@Nullable Object> row(
            TimeseriesQuery query,
            TimeseriesAnswer answer,
            int step,
            String kind,
            List<@Nullable Object> key,
            Sums sums)
            throws CommandFailure {
        List<@Nullable Object> row =
                new ArrayList<>(List.of(options.text(answer.times().get(step)), kind));
        row.addAll(key);
        row.addAll(List.of(sums.octets(), sums.packets(), sums.flows()));
        if (isRate) {
            row.add(rate(query, answer, step, sums.octets(), 8));
            row.add(rate(query, answer, step, sums.packets(), 1));
            row.add(rate(query, answer, step, sums.flows(), 1));
        }
        row.add(answer.accuracy().isExact());
        return row;
    }
}
