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
import io.flowledger.web.api.AnswerJson;
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
            "docs/reference/filter.md. CSV and JSON have a row a group, which ends with the most octets that the group can",
            "have and whether the answer is exact; --whole has the others and the total, too.",
            "Examples:",
            "  flowledger top",
            "  flowledger top --by src_addr,dst_port --last 15m src net 10.0.0.0/8 and not port 443",
            "  flowledger top --by pair --from \"yesterday 09:00\" --to \"yesterday 17:00\" --tz Europe/Berlin",
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
                            + " conversation, pair (the same in both directions), service (protocol and lower port). Default: src_addr.")
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
                (answer, names) -> AnswerJson.top(query, answer, names),
                (answer, names) -> print(invocation, query, answer, names));
    }

    private void print(Invocation invocation, TopQuery query, TopAnswer answer, Names keys) throws Exception {
        boolean isTable = options.isTable();
        List<String> names = new ArrayList<>(Dimension.keysOf(query.by()));
        names.addAll(List.of("octets", "packets", "flows"));
        names.addAll(isTable ? List.of("bit/s", "share") : List.of("octets_at_most", "exact"));
        List<String> droppable = new ArrayList<>(List.of("flows", "packets", "bit/s"));
        droppable.remove(order.name().toLowerCase(Locale.ROOT));
        AnswerTable table = new AnswerTable(names, droppable);
        for (int i = 0; i < answer.rows().size(); i++) {
            Group group = answer.rows().get(i);
            List<@Nullable Object> key = options.named(keys, Dimension.keysOf(query.by()), group.key());
            table.add(isTable ? row(query, answer, key, group.sums()) : plain(answer, i));
        }
        if (isTable) {
            table.add(row(query, answer, label(query, "other"), answer.other()));
            table.add(row(query, answer, label(query, "total"), answer.total()));
        }
        table.print(options.format(), invocation.surroundings().columns(), invocation.out());
        if (isTable) {
            Window window = query.window();
            invocation
                    .out()
                    .println(options.text(window.from().truncatedTo(ChronoUnit.SECONDS)) + " to "
                            + options.text(window.to().truncatedTo(ChronoUnit.SECONDS)) + ", "
                            + answer.took().toMillis() + " ms");
        }
        options.printRemark(invocation, answer.source(), answer.accuracy());
        if (isTable && answer.total().unscaledFlows() > 0) {
            invocation
                    .out()
                    .println("sampling rate not known of " + answer.total().unscaledFlows() + " flows");
        }
    }

    private static List<@Nullable Object> label(TopQuery query, String text) {
        List<@Nullable Object> key = new ArrayList<>();
        for (int i = 0; i < query.by().size(); i++) {
            key.add(i == 0 ? text : "");
        }
        return key;
    }

    /** For programs: the sums, and how far they can be relied on. */
    private static List<@Nullable Object> plain(TopAnswer answer, int place) {
        Group group = answer.rows().get(place);
        List<@Nullable Object> row = new ArrayList<>(group.key());
        row.addAll(List.of(
                group.sums().octets(), group.sums().packets(), group.sums().flows()));
        List<Long> most = answer.accuracy().octetsAtMost();
        boolean isExact = answer.accuracy().isExact();
        row.add(isExact ? Long.valueOf(group.sums().octets()) : most.isEmpty() ? null : most.get(place));
        row.add(isExact);
        return row;
    }

    private List<@Nullable Object> row(TopQuery query, TopAnswer answer, List<@Nullable Object> key, Sums sums) {
        double seconds =
                Duration.between(query.window().from(), query.window().to()).toMillis() / 1000.0;
        long total = answer.total().value(query.order());
        List<@Nullable Object> row = new ArrayList<>(key);
        row.add(options.amount(sums.octets()));
        row.add(options.amount(sums.packets()));
        row.add(options.amount(sums.flows()));
        row.add(options.amount(Math.round(sums.octets() * 8.0 / Math.max(seconds, 0.001))));
        row.add(new AnswerTable.Amount(
                total == 0 ? "" : String.format(Locale.ROOT, "%.1f%%", 100.0 * sums.value(query.order()) / total)));
        return row;
    }
}
