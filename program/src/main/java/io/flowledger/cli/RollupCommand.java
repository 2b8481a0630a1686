package io.flowledger.cli;

import io.flowledger.config.Setting;
import io.flowledger.database.DatabaseServer;
import io.flowledger.embedded.ServerSettings;
import io.flowledger.pipeline.Keeping;
import io.flowledger.pipeline.Wiring;
import io.flowledger.store.Store;
import io.flowledger.store.connect.StopSignal;
import io.flowledger.store.rollup.Rollup;
import io.flowledger.store.rollup.RollupMarks;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Sums, now. */
@Command(
        name = "rollup",
        description = "Bring the sums of flows by minute, hour and day up to date, or make them anew.",
        footer = {
            "",
            "run does the same by itself. The current minute, hour and day are left to it.",
            "Examples:",
            "  flowledger rollup",
            "  flowledger rollup --rebuild --from 2d --to 1d"
        })
final class RollupCommand implements Job {
    private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-01-01T00:00:00Z");

    @Option(names = "--rebuild", description = "Sum what has been summed before once more from the rows.")
    private boolean rebuild;

    @Option(
            names = "--from",
            paramLabel = "TIME",
            description = "With --rebuild, the first minute: 15m, 2h (ago) or a time in UTC. Default: all.")
    private @Nullable String from;

    @Option(
            names = "--to",
            paramLabel = "TIME",
            description = "With --rebuild, the minute after the last one, in the same forms.")
    private @Nullable String to;

    @Override
    public Set<Setting> settings() {
        Set<Setting> settings = Setting.ofReading();
        settings.addAll(EnumSet.of(Setting.MINUTE_KEYS, Setting.HOUR_KEYS));
        return settings;
    }

    @Override
    public ExitCode perform(Invocation invocation) throws Exception {
        Instant now = Instant.now();
        Instant first = from == null ? EARLIEST : TimeArgument.parse(from, now).truncatedTo(ChronoUnit.MINUTES);
        Instant end = to == null ? LATEST : TimeArgument.parse(to, now).truncatedTo(ChronoUnit.MINUTES);
        if (!rebuild && (from != null || to != null)) {
            throw new CommandFailure(ExitCode.USAGE, "--from and --to go with --rebuild");
        }
        if (!first.isBefore(end)) {
            throw new CommandFailure(ExitCode.USAGE, "--from " + first + " is not before --to " + end);
        }
        try (DatabaseServer server = DatabaseServer.open(invocation.configuration(), ServerSettings.standard());
                Store store = Store.open(
                        Wiring.database(server), Wiring.layout(invocation.configuration()), new StopSignal())) {
            if (!RollupMarks.areKept(store.table())) {
                throw new CommandFailure(ExitCode.NEGATIVE, "sums are kept with --layout flows only");
            }
            try (Rollup rollup = new Rollup(
                    store.connect("rollup"),
                    store.table(),
                    Keeping.sums(invocation.configuration()).atOnce())) {
                if (rebuild) {
                    rollup.mark(first, end);
                }
                invocation.out().printf(Locale.ROOT, "%,d buckets summed.%n", sum(rollup, invocation));
            }
        }
        return ExitCode.OK;
    }

    private static long sum(Rollup rollup, Invocation invocation) throws Exception {
        ProgressLine line =
                new ProgressLine(invocation.err(), invocation.surroundings().columns());
        long done = 0;
        for (Rollup.Summed summed = rollup.next(); summed != null; summed = rollup.next()) {
            done++;
            if (line.isDue()) {
                line.show(String.format(
                        Locale.ROOT,
                        "summed %,d buckets, %,d to go; the last: %s of %s",
                        done,
                        rollup.marked(),
                        summed.level().key(),
                        summed.bucket()));
            }
        }
        line.clear();
        return done;
    }
}
