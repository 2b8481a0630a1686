package io.flowledger.cli;

import io.flowledger.cli.QueryOptions.Nameable;
import io.flowledger.config.Setting;
import io.flowledger.store.query.Dimension;
import io.flowledger.store.query.Group;
import io.flowledger.store.query.Measure;
import io.flowledger.store.query.Names;
import io.flowledger.store.query.Sums;
import io.flowledger.store.query.TopAnswer;
import io.flowledger.store.query.TopQuery;
import io.flowledger.store.query.Window;
import java.io.IOException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
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
                            + " conversation, service (protocol and lower port). Default: src_addr.")
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
        return options.perform(
                invocation,
                queries -> queries.sql(query),
                queries -> queries.top(query),
                answer -> new Nameable(Dimension.keysOf(query.by()), answer.keys()),
                (answer, names) -> print(invocation, query, answer, names));
    }

    private void print(Invocation invocation, TopQuery query, TopAnswer answer, Names keys) throws IOException {
        boolean forPeople = options.isForPeople();
        List<String> names = new ArrayList<>();
        query.by().forEach(dimension -> names.add(dimension.key()));
        names.addAll(List.of("octets", "packets", "flows"));
        if (forPeople) {
            names.addAll(List.of("bit/s", "share"));
        }
        List<String> droppable = new ArrayList<>(List.of("flows", "packets", "bit/s"));
        droppable.remove(order.name().toLowerCase(Locale.ROOT));
        AnswerTable table = new AnswerTable(names, droppable);
        for (Group group : answer.rows()) {
            table.add(row(query, answer, shown(query, group.key(), keys), group.sums()));
        }
        if (forPeople) {
            table.add(row(query, answer, label(query, "other"), answer.other()));
            table.add(row(query, answer, label(query, "total"), answer.total()));
        }
        table.print(options.format(), invocation.surroundings().columns(), invocation.out());
        if (forPeople) {
            Window window = query.window();
            invocation
                    .out()
                    .println(String.format(
                            Locale.ROOT,
                            "%s to %s, %d ms",
                            window.from().truncatedTo(ChronoUnit.SECONDS),
                            window.to().truncatedTo(ChronoUnit.SECONDS),
                            answer.took().toMillis()));
            QueryOptions.printRemark(invocation, answer.source(), answer.accuracy());
            if (answer.total().unscaledFlows() > 0) {
                invocation
                        .out()
                        .println("sampling rate not known of " + answer.total().unscaledFlows() + " flows");
            }
        }
    }

    private static List<@Nullable Object> label(TopQuery query, String text) {
        List<@Nullable Object> key = new ArrayList<>();
        for (int i = 0; i < query.by().size(); i++) {
            key.add(i == 0 ? text : "");
        }
        return key;
    }

    private List<@Nullable Object> shown(TopQuery query, List<@Nullable Object> key, Names names) {
        List<@Nullable Object> shown = new ArrayList<>();
        for (int i = 0; i < key.size(); i++) {
            shown.add(
                    options.isForPeople()
                            ? HumanText.named(names, query.by().get(i).key(), key, i)
                            : key.get(i));
        }
        return shown;
    }

    private List<@Nullable Object> row(TopQuery query, TopAnswer answer, List<@Nullable Object> key, Sums sums) {
        List<@Nullable Object> row = new ArrayList<>(key);
        if (!options.isForPeople()) {
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
