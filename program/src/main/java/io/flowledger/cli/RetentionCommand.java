package io.flowledger.cli;

import io.flowledger.config.Setting;
import io.flowledger.database.DatabaseServer;
import io.flowledger.embedded.ServerSettings;
import io.flowledger.pipeline.Keeping;
import io.flowledger.pipeline.Wiring;
import io.flowledger.store.Store;
import io.flowledger.store.connect.StopSignal;
import io.flowledger.store.retention.Partition;
import io.flowledger.store.retention.PartitionDrop;
import io.flowledger.store.retention.Retention;
import io.flowledger.store.rollup.RollupMarks;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What goes, and lets it go. */
@Command(
        name = "retention",
        description = "Show what would be dropped now by age and for want of room, or drop it.",
        footer = {
            "",
            "run does the same by itself. Whole partitions are dropped, the oldest first, the newest never; sums stay when",
            "rows go. What was dropped is in the table flowledger.dropped_partition.",
            "Examples:",
            "  flowledger retention --keep-flows 7d",
            "  flowledger retention --keep-flows 7d --drop"
        })
final class RetentionCommand implements Job {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Option(names = "--drop", description = "Drop it.")
    private boolean drop;

    @Option(
            names = "--format",
            paramLabel = "table|csv|json",
            defaultValue = "table",
            description = "How it is printed. Default: table.")
    private SqlCommand.Format format = SqlCommand.Format.TABLE;

    @Override
    public Set<Setting> settings() {
        Set<Setting> settings = Setting.ofReading();
        settings.addAll(Setting.ofKeeping());
        return settings;
    }

    @Override
    public ExitCode perform(Invocation invocation) throws Exception {
        try (DatabaseServer server = DatabaseServer.open(invocation.configuration(), ServerSettings.standard());
                Store store = Store.open(
                        Wiring.database(server), Wiring.layout(invocation.configuration()), new StopSignal())) {
            if (!RollupMarks.areKept(store.table())) {
                throw new CommandFailure(ExitCode.NEGATIVE, "only tables of --layout flows are looked after");
            }
            try (Retention retention = new Retention(
                    store.connect("retention"),
                    store.table(),
                    Keeping.retention(invocation.configuration()),
                    Keeping.sums(invocation.configuration()),
                    Clock.systemUTC(),
                    Keeping.freeOctets(invocation.configuration()))) {
                retention.patience(PATIENCE);
                List<PartitionDrop> drops = drop ? retention.enforce() : retention.plan();
                if (retention.shortage() != null) {
                    invocation.err().println("There is no room, and nothing is left to drop but the newest rows.");
                }
                Partition refused = retention.refused();
                if (refused != null) {
                    invocation
                            .err()
                            .println(refused.name() + " is in use: it, and what comes after it, is not dropped now.");
                }
                print(invocation, drops);
            }
        }
        return ExitCode.OK;
    }

    private void print(Invocation invocation, List<PartitionDrop> drops) throws Exception {
        if (drops.isEmpty() && format == SqlCommand.Format.TABLE) {
            invocation.out().println("Nothing is to be dropped.");
            return;
        }
        AnswerTable table = new AnswerTable(List.of("table", "from", "to", "octets", "rows", "reason"));
        for (PartitionDrop each : drops) {
            List<@Nullable Object> row = new ArrayList<>();
            row.add(each.partition().table());
            row.add(each.partition().from().toString());
            row.add(each.partition().to().toString());
            row.add(each.partition().octets());
            row.add(each.rows() < 0 ? null : (Object) each.rows());
            row.add(each.reason().key());
            table.add(row);
        }
        table.print(format, invocation.surroundings().columns(), invocation.out());
    }
}
