package io.flowledger.cli;

import io.flowledger.config.Configuration;
import io.flowledger.config.Setting;
import io.flowledger.database.DatabaseServer;
import io.flowledger.embedded.ServerSettings;
import io.flowledger.flow.layout.Layout;
import io.flowledger.journal.read.JournalReader;
import io.flowledger.pipeline.Redecode;
import io.flowledger.pipeline.Wiring;
import io.flowledger.store.Source;
import io.flowledger.store.Store;
import io.flowledger.store.connect.StopSignal;
import io.flowledger.store.redecode.Replacement;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Yesterday, decoded by today's decoder. */
@Command(
        name = "redecode",
        exitCodeListHeading = "%nExit codes of its own:%n",
        exitCodeList = {"1:the datagrams of that time are no longer kept, or their rows cannot be replaced"},
        description =
                "Decode the datagrams that are still kept again, and replace the rows received from one time to another.",
        footer = {
            "",
            "For after an update that decodes more, or a new file of Information Elements. Everything is replaced in",
            "one transaction; others see the old rows until it is done. Datagrams are kept as --keep-raw says.",
            "Examples:",
            "  flowledger redecode --from 2h --to 1h",
            "  flowledger redecode --from 2026-11-24T05:00 --to 2026-11-24T06:00 --registry vendor.csv"
        })
final class RedecodeCommand implements Job {
    @Option(
            names = "--from",
            paramLabel = "TIME",
            required = true,
            description = "First minute: 15m, 2h (ago) or a time in UTC.")
    private String from = "";

    @Option(
            names = "--to",
            paramLabel = "TIME",
            required = true,
            description = "The minute after the last one, in the same forms.")
    private String to = "";

    @Override
    public Set<Setting> settings() {
        return EnumSet.of(
                Setting.DATA_DIR,
                Setting.DATABASE,
                Setting.LAYOUT,
                Setting.LOG_LEVEL,
                Setting.EXTRA,
                Setting.REGISTRY,
                Setting.PARK_AGE,
                Setting.PARK_SETS,
                Setting.PARK_OCTETS,
                Setting.EXPORTER_LIMIT,
                Setting.TEMPLATE_LIMIT,
                Setting.FIELD_LIMIT,
                Setting.PARK_RATE,
                Setting.EXPORTER,
                Setting.TEMPLATE_LIFETIME);
    }

    @Override
    public ExitCode perform(Invocation invocation) throws Exception {
        Instant now = Instant.now();
        Instant first = TimeArgument.parse(from, now).truncatedTo(ChronoUnit.MINUTES);
        Instant end = TimeArgument.parse(to, now).truncatedTo(ChronoUnit.MINUTES);
        if (!first.isBefore(end)) {
            throw new CommandFailure(ExitCode.USAGE, "--from " + first + " is not before --to " + end);
        }
        Configuration configuration = invocation.configuration();
        Path journal = configuration.journalDirectory();
        UUID id = journalId(journal);
        Layout layout = Wiring.layout(configuration);
        try (DatabaseServer server = DatabaseServer.open(configuration, ServerSettings.standard());
                Store store = Store.open(Wiring.database(server), layout, new StopSignal())) {
            if (!store.hasSource(id)) {
                throw new CommandFailure(
                        ExitCode.INPUT_OUTPUT, "nothing of the journal " + journal + " was stored in " + server);
            }
            Source source = store.source(id, "listen");
            Redecode redecode = new Redecode(
                    journal, store, source, Wiring.compiler(configuration, layout), Wiring.live(configuration));
            refuseUnkept(redecode, first);
            ProgressLine line =
                    new ProgressLine(invocation.err(), invocation.surroundings().columns());
            Replacement.Replaced replaced = redecode.run(first, end, (done, total) -> {
                if (line.isDue()) {
                    line.show(String.format(Locale.ROOT, "decoding the journal again: %d %%", 100 * done / total));
                }
            });
            line.clear();
            invocation
                    .out()
                    .printf(
                            Locale.ROOT,
                            "Received from %s to %s: %,d rows replaced by %,d.%n",
                            first,
                            end,
                            replaced.rowsBefore(),
                            replaced.rowsAfter());
            if (replaced.refusedRows() > 0) {
                invocation
                        .out()
                        .printf(
                                Locale.ROOT,
                                "%,d rows were refused by the database: see flowledger.poison_row.%n",
                                replaced.refusedRows());
            }
            return ExitCode.OK;
        } catch (IllegalStateException e) {
            throw new CommandFailure(ExitCode.NEGATIVE, String.valueOf(e.getMessage()), e);
        }
    }

    private static UUID journalId(Path journal) throws Exception {
        UUID id = null;
        if (Files.isDirectory(journal)) {
            try (JournalReader reader = JournalReader.open(journal)) {
                id = reader.id();
            }
        }
        if (id == null) {
            throw new CommandFailure(
                    ExitCode.INPUT_OUTPUT, "there is no journal in " + journal + "; is --data-dir right?");
        }
        return id;
    }

    private static void refuseUnkept(Redecode redecode, Instant first) throws Exception {
        Instant keptSince = redecode.keptSince();
        if (keptSince == null) {
            throw new CommandFailure(ExitCode.NEGATIVE, "no datagrams are kept any more; see --keep-raw");
        }
        if (keptSince.isAfter(first) && !redecode.isWhole()) {
            throw new CommandFailure(
                    ExitCode.NEGATIVE,
                    "datagrams are kept since " + keptSince + " only; begin with --from "
                            + Redecode.firstWholeMinute(keptSince));
        }
    }
}
