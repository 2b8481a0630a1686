package io.flowledger.cli;

import io.flowledger.config.Setting;
import io.flowledger.store.query.Dimension;
import io.flowledger.store.query.FlowQueries;
import io.flowledger.store.query.Group;
import io.flowledger.store.query.Measure;
import io.flowledger.store.query.Sums;
import io.flowledger.store.query.TopAnswer;
import io.flowledger.store.query.TopQuery;
import io.flowledger.store.query.Window;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Who and what is large. */
@Command(
        name = "top",
        description = "Show the largest sources, ports, applications or whatever else flows can be grouped by.",
        footer = {
            "",
            "Octets and packets are multiplied by the sampling rate where it is known. The language of FILTER is in",
            "docs/reference/filter.md.",
            "Examples:",
            "  flowledger top",
            "  flowledger top --by src_addr,dst_port --last 15m src net 10.0.0.0/8 and not port 443",
            "  flowledger top --by application --order flows --format json"
        })
final class TopCommand implements Job {
    @Mixin
    private QueryOptions options = new QueryOptions();

    @Option(
            names = "--by",
            paramLabel = "KEYS",
            defaultValue = "src_addr",
            description =
                    "What makes a group: columns with commas between, addr, port, as, if (either end), src_net/24,"
                            + " conversation. Default: src_addr.")
    private String by = "src_addr";

    @Option(
            names = "--order",
            paramLabel = "octets|packets|flows",
            defaultValue = "octets",
            description = "What is large. Default: octets.")
    private Measure order = Measure.OCTETS;

    @Option(names = "--limit", paramLabel = "COUNT", defaultValue = "10", description = "Groups shown. Default: 10.")
    private int limit = 10;

    @Override
    public Set<Setting> settings() {
        return Setting.ofReading();
    }

    @Override
    public ExitCode perform(Invocation invocation) throws Exception {
        TopQuery query;
        try {
            query = new TopQuery(options.window("1h"), options.filter(), Dimension.list(by), order, limit);
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(ExitCode.USAGE, String.valueOf(e.getMessage()), e);
        }
        return options.perform(invocation, queries -> answer(invocation, queries, query));
    }

    private void answer(Invocation invocation, FlowQueries queries, TopQuery query) throws Exception {
        if (options.sqlOnly()) {
            invocation.out().println(queries.sql(query) + ";");
            return;
        }
        print(invocation, query, queries.top(query));
    }

    private void print(Invocation invocation, TopQuery query, TopAnswer answer) throws IOException {
        boolean forPeople = options.isForPeople();
        List<String> names = new ArrayList<>();
        query.by().forEach(dimension -> names.add(dimension.key()));
        names.addAll(List.of("octets", "packets", "flows"));
        if (forPeople) {
            names.addAll(List.of("bit/s", "share"));
        }
        AnswerTable table = new AnswerTable(names);
        for (Group group : answer.rows()) {
            table.add(row(query, answer, group.key(), group.sums(), forPeople));
        }
        if (forPeople) {
            table.add(row(query, answer, label(query, "other"), answer.other(), true));
            table.add(row(query, answer, label(query, "total"), answer.total(), true));
        }
        table.print(options.format(), invocation.surroundings().columns(), invocation.out());
        if (forPeople) {
            Window window = query.window();
            invocation
                    .out()
                    .println(String.format(
                            Locale.ROOT,
                            "%s to %s, %d ms%s%s",
                            window.from().truncatedTo(java.time.temporal.ChronoUnit.SECONDS),
                            window.to().truncatedTo(java.time.temporal.ChronoUnit.SECONDS),
                            answer.took().toMillis(),
                            answer.total().unscaledFlows() == 0
                                    ? ""
                                    : "; sampling rate not known of "
                                            + answer.total().unscaledFlows() + " flows",
                            QueryOptions.remark(answer.source(), answer.accuracy())));
        }
    }

    private static List<@Nullable Object> label(TopQuery query, String text) {
        List<@Nullable Object> key = new ArrayList<>();
        for (int i = 0; i < query.by().size(); i++) {
            key.add(i == 0 ? text : "");
        }
        return key;
    }

    private static List<@Nullable Object> row(
            TopQuery query, TopAnswer answer, List<@Nullable Object> key, Sums sums, boolean forPeople) {
        List<@Nullable Object> row = new ArrayList<>();
        for (int i = 0; i < key.size(); i++) {
            Object value = key.get(i);
            row.add(forPeople ? HumanText.named(query.by().get(i).key(), value) : value);
        }
        if (!forPeople) {
            row.addAll(List.of(sums.octets(), sums.packets(), sums.flows()));
            return row;
        }
        double seconds =
                Duration.between(query.window().from(), query.window().to()).toMillis() / 1000.0;
        long total = answer.total().value(query.order());
        row.add(HumanText.amount(sums.octets()));
        row.add(HumanText.amount(sums.packets()));
        row.add(HumanText.amount(sums.flows()));
        row.add(HumanText.amount(sums.octets() * 8.0 / Math.max(seconds, 0.001)));
        row.add(new AnswerTable.Amount(
                total == 0 ? "" : String.format(Locale.ROOT, "%.1f%%", 100.0 * sums.value(query.order()) / total)));
        return row;
    }
}
