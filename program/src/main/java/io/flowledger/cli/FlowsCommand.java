package io.flowledger.cli;

import io.flowledger.cli.QueryOptions.Nameable;
import io.flowledger.config.Setting;
import io.flowledger.flow.layout.Role;
import io.flowledger.store.query.FlowOrder;
import io.flowledger.store.query.FlowsAnswer;
import io.flowledger.store.query.FlowsQuery;
import io.flowledger.store.query.Names;
import io.flowledger.web.api.AnswerJson;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The flows themselves. */
@Command(
        name = "flows",
        description = "Show flows, the newest or the largest first.",
        footer = {
            "",
            "A table leaves out columns in which nothing is known. The language of FILTER is in docs/reference/filter.md.",
            "Examples:",
            "  flowledger flows --last 5m host 192.0.2.1 and dst port 443",
            "  flowledger flows --last 1h --order octets --limit 10",
            "  flowledger flows --limit 1000 --format csv proto icmp > icmp.csv"
        })
final class FlowsCommand implements Job {
    private static final List<String> FIRST = List.of(
            "received_at",
            "src_addr",
            "src_port",
            "dst_addr",
            "dst_port",
            "protocol",
            "octets",
            "packets",
            "tcp_flags",
            "application",
            "exporter",
            "in_if",
            "out_if",
            "sampling_rate");

    /** Time, both ends, protocol. */
    private static final int LEAST_COLUMNS = 6;

    @Mixin
    private QueryOptions options = new QueryOptions();

    @Option(names = "--limit", paramLabel = "COUNT", defaultValue = "50", description = "Flows shown. Default: 50.")
    private int limit = 50;

    @Option(
            names = "--order",
            paramLabel = "time|octets|packets|duration",
            defaultValue = "time",
            description =
                    "Which come first: the newest, those with the most octets or packets (times the sampling rate), or the"
                            + " longest. Default: time.")
    private FlowOrder order = FlowOrder.TIME;

    @Override
    public Set<Setting> settings() {
        return Setting.ofReading();
    }

    @Override
    public ExitCode perform(Invocation invocation) throws Exception {
        FlowsQuery query;
        try {
            query = new FlowsQuery(options.window("5m"), options.filter(), limit, order, null);
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(ExitCode.USAGE, String.valueOf(e.getMessage()), e);
        }
        return options.perform(
                invocation,
                queries -> queries.sql(query),
                queries -> queries.flows(query),
                answer -> new Nameable(answer.names(), answer.rows()),
                (answer, names) -> AnswerJson.flows(query, answer, names),
                (answer, names) -> print(invocation, answer, names));
    }

    /** The columns of a table: what is known of any flow, the most asked for first. */
    private static List<Integer> shown(FlowsAnswer answer) {
        List<Integer> shown = new ArrayList<>();
        for (int i = 0; i < answer.columns().size(); i++) {
            int index = i;
            if (!answer.columns().get(i).extra() && answer.rows().stream().anyMatch(row -> row.get(index) != null)) {
                shown.add(i);
            }
        }
        shown.sort(Comparator.comparingInt(i -> {
            int place = FIRST.indexOf(answer.columns().get(i).name());
            return place < 0 ? FIRST.size() : place;
        }));
        return shown;
    }

    private void print(Invocation invocation, FlowsAnswer answer, Names known) throws Exception {
        List<Integer> shown = options.isTable()
                ? shown(answer)
                : IntStream.range(0, answer.columns().size()).boxed().toList();
        List<String> names =
                shown.stream().map(i -> answer.columns().get(i).name()).toList();
        List<String> droppable = new ArrayList<>(names.subList(Math.min(LEAST_COLUMNS, names.size()), names.size()));
        Collections.reverse(droppable);
        AnswerTable table = new AnswerTable(names, droppable);
        for (List<@Nullable Object> row : answer.rows()) {
            List<@Nullable Object> named = options.named(known, answer.names(), row);
            List<@Nullable Object> cells = new ArrayList<>();
            for (int i : shown) {
                boolean isTime = answer.columns().get(i).role() == Role.TIME && named.get(i) instanceof String;
                cells.add(isTime ? options.timeOfRow(String.valueOf(named.get(i))) : named.get(i));
            }
            table.add(cells);
        }
        if (answer.rows().isEmpty() && options.isTable()) {
            invocation.out().println("no flows");
            return;
        }
        table.print(options.format(), invocation.surroundings().columns(), invocation.out());
        if (answer.isCut() && options.isTable()) {
            invocation.out().println("there are more: --limit shows them");
        }
    }
}
