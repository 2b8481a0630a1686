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
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
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
            "A table has a column a group; CSV and JSON have a row for each time and group, that of the total first.",
            "Examples:",
            "  flowledger timeseries --last 1h --step 5m --by protocol",
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

    @Option(names = "--step", paramLabel = "TIME", defaultValue = "1m", description = "Length of a step. Default: 1m.")
    private String step = "1m";

    @Override
    public Set<Setting> settings() {
        return Setting.ofReading();
    }

    @Override
    public ExitCode perform(Invocation invocation) throws Exception {
        TimeseriesQuery query;
        try {
            query = new TimeseriesQuery(
                    options.window("1h"), options.filter(), Dimension.list(by), order, limit, Quantity.duration(step));
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(ExitCode.USAGE, String.valueOf(e.getMessage()), e);
        }
        return options.perform(
                invocation,
                queries -> queries.sql(query),
                queries -> queries.timeseries(query),
                answer -> new Nameable(Dimension.keysOf(query.by()), answer.keys()),
                (answer, names) -> print(invocation, query, answer, names));
    }

    private void print(Invocation invocation, TimeseriesQuery query, TimeseriesAnswer answer, Names keys)
            throws IOException {
        if (options.format() == SqlCommand.Format.TABLE) {
            wide(invocation, query, answer, keys);
        } else {
            tall(invocation, query, answer);
        }
    }

    private void wide(Invocation invocation, TimeseriesQuery query, TimeseriesAnswer answer, Names keys)
            throws IOException {
        List<String> names = new ArrayList<>(List.of("time"));
        for (Series series : answer.series()) {
            List<String> key = new ArrayList<>();
            for (int i = 0; i < series.key().size(); i++) {
                Object value = series.key().get(i);
                key.add(String.valueOf(
                        options.isForPeople()
                                ? HumanText.named(keys, query.by().get(i).key(), series.key(), i)
                                : value));
            }
            names.add(key.stream()
                    .map(part -> part.equals("null") ? "unknown" : part)
                    .collect(Collectors.joining(" ")));
        }
        if (!query.by().isEmpty()) {
            names.add("other");
        }
        names.add("total");
        AnswerTable table = new AnswerTable(names);
        for (int i = 0; i < answer.times().size(); i++) {
            List<@Nullable Object> row = new ArrayList<>();
            row.add(answer.times().get(i));
            for (Series series : answer.series()) {
                row.add(shown(series.sums().get(i)));
            }
            if (!query.by().isEmpty()) {
                row.add(shown(answer.other().get(i)));
            }
            row.add(shown(answer.total().get(i)));
            table.add(row);
        }
        table.print(options.format(), invocation.surroundings().columns(), invocation.out());
        QueryOptions.printRemark(invocation, answer.source(), answer.accuracy());
    }

    private Object shown(Sums sums) {
        return options.isForPeople() ? HumanText.amount(sums.value(order)) : Long.valueOf(sums.value(order));
    }

    private void tall(Invocation invocation, TimeseriesQuery query, TimeseriesAnswer answer) throws IOException {
        List<String> names = new ArrayList<>(List.of("time", "series"));
        query.by().forEach(dimension -> names.add(dimension.key()));
        names.addAll(List.of("octets", "packets", "flows"));
        AnswerTable table = new AnswerTable(names);
        List<@Nullable Object> none = new ArrayList<>();
        query.by().forEach(dimension -> none.add(null));
        for (int i = 0; i < answer.times().size(); i++) {
            String time = answer.times().get(i).toString();
            table.add(row(time, "total", none, answer.total().get(i)));
            for (Series series : answer.series()) {
                table.add(row(time, "group", series.key(), series.sums().get(i)));
            }
            if (!query.by().isEmpty()) {
                table.add(row(time, "other", none, answer.other().get(i)));
            }
        }
        table.print(options.format(), invocation.surroundings().columns(), invocation.out());
    }

    private static List<@Nullable Object> row(String time, String kind, List<@Nullable Object> key, Sums sums) {
        List<@Nullable Object> row = new ArrayList<>(List.of(time, kind));
        row.addAll(key);
        row.addAll(List.of(sums.octets(), sums.packets(), sums.flows()));
        return row;
    }
}
