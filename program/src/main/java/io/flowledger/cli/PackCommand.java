package io.flowledger.cli;

import io.flowledger.config.Setting;
import io.flowledger.database.DatabaseServer;
import io.flowledger.embedded.ServerSettings;
import io.flowledger.pipeline.Wiring;
import io.flowledger.store.Store;
import io.flowledger.store.block.PackSettings;
import io.flowledger.store.block.Packing;
import io.flowledger.store.connect.StopSignal;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Old flows in a fifth of the space, now. */
@Command(
        name = "pack",
        description = "Pack the flows of closed hours into blocks, which take a fraction of the space.",
        footer = {
            "",
            "Questions are answered as before, and late flows land as before. An hour is packed as a whole or not at",
            "all. run does the same by itself with --pack-after. What flows were called is a view from then on.",
            "Examples:",
            "  flowledger pack",
            "  flowledger pack --older-than 2d"
        })
final class PackCommand implements Job {
    @Option(
            names = "--older-than",
            paramLabel = "TIME",
            defaultValue = "0m",
            description = "Only hours that ended so long ago: 15m, 24h, 7d. Default: all that have ended.")
    private String olderThan = "0m";

    @Override
    public Set<Setting> settings() {
        return Setting.ofReading();
    }

    @Override
    public ExitCode perform(Invocation invocation) throws Exception {
        Instant now = Instant.now();
        Duration age = Duration.between(TimeArgument.parse(olderThan, now), now);
        StopSignal stop = new StopSignal();
        try (DatabaseServer server = DatabaseServer.open(invocation.configuration(), ServerSettings.standard());
                Store store = Store.open(Wiring.database(server), Wiring.layout(invocation.configuration()), stop);
                Connection connection = store.connect("pack")) {
            Packing packing = new Packing(connection, store.table(), PackSettings.atOnce(), stop, System::nanoTime);
            packing.prepare();
            return pack(invocation, packing, packing.due(age, now));
        }
    }

    private static ExitCode pack(Invocation invocation, Packing packing, List<Long> hours) throws Exception {
        ProgressLine line =
                new ProgressLine(invocation.err(), invocation.surroundings().columns());
        long rows = 0;
        long blocks = 0;
        for (int i = 0; i < hours.size(); i++) {
            String hour = "hour " + (i + 1) + " of " + hours.size();
            Packing.Packed packed = packing.pack(hours.get(i), (done, total) -> {
                if (line.isDue()) {
                    line.show(String.format(Locale.ROOT, "packing %s: %d %%", hour, 100 * done / total));
                }
            });
            if (packed == null) {
                line.clear();
                throw new CommandFailure(
                        ExitCode.NEGATIVE, "somebody else packs or replaces rows now: " + hour + " was left as it is");
            }
            rows += packed.rows();
            blocks += packed.blocks();
        }
        line.clear();
        invocation
                .out()
                .printf(Locale.ROOT, "%,d flows of %,d hours packed into %,d blocks.%n", rows, hours.size(), blocks);
        return ExitCode.OK;
    }
}
