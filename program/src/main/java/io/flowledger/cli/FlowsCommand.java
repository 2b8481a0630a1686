package io.flowledger.cli;

import io.flowledger.config.Setting;
import io.flowledger.flow.layout.Column;
import io.flowledger.store.query.FlowQueries;
import io.flowledger.store.query.FlowsAnswer;
import io.flowledger.store.query.FlowsQuery;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The flows themselves. */
@Command(
        name = "flows",
        description = "Show flows, the newest first.",
        footer = {
            "",
            "A table leaves out columns in which nothing is known. The language of FILTER is in docs/reference/filter.md.",
            "Examples:",
            "  flowledger flows --last 5m host 192.0.2.1 and dst port 443",
            "  flowledger flows --limit 1000 --format csv proto icmp > icmp.csv"
        })
final class FlowsCommand implements Job {
    @Mixin
    private QueryOptions options = new QueryOptions();

    @Option(names = "--limit", paramLabel = "COUNT", defaultValue = "50", description = "Flows shown. Default: 50.")
    private int limit = 50;

    @Override
    public Set<Setting> settings() {
        return Setting.ofReading();
    }

    @Override
    public ExitCode perform(Invocation invocation) throws Exception {
        FlowsQuery query;
        try {
            query = new FlowsQuery(options.window("5m"), options.filter(), limit, null);
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(ExitCode.USAGE, String.valueOf(e.getMessage()), e);
        }
        return options.perform(invocation, queries -> answer(invocation, queries, query));
    }

    private void answer(Invocation invocation, FlowQueries queries, FlowsQuery query) throws Exception {
        if (options.sqlOnly()) {
            invocation.out().println(queries.sql(query) + ";");
            return;
        }
        print(invocation, queries.flows(query));
    }

    private void print(Invocation invocation, FlowsAnswer answer) throws IOException {
        boolean all = options.format() != SqlCommand.Format.TABLE;
        List<Integer> shown = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (int i = 0; i < answer.columns().size(); i++) {
            Column column = answer.columns().get(i);
            int index = i;
            if (all || (!column.extra() && answer.rows().stream().anyMatch(row -> row.get(index) != null))) {
                shown.add(i);
                names.add(column.name());
            }
        }
        AnswerTable table = new AnswerTable(names);
        for (List<@Nullable Object> row : answer.rows()) {
            List<@Nullable Object> cells = new ArrayList<>();
            for (int i : shown) {
                Object value = row.get(i);
                cells.add(
                        options.isForPeople()
                                ? HumanText.named(answer.columns().get(i).name(), value)
                                : value);
            }
            table.add(cells);
        }
        if (answer.rows().isEmpty() && options.format() == SqlCommand.Format.TABLE) {
            invocation.out().println("no flows");
            return;
        }
        table.print(options.format(), invocation.surroundings().columns(), invocation.out());
        if (answer.next() != null && options.format() == SqlCommand.Format.TABLE) {
            invocation.out().println("there are more: --limit shows them");
        }
    }
}
