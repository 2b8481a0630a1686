package io.flowledger.cli;

import io.flowledger.config.Configuration;
import io.flowledger.config.Setting;
import io.flowledger.database.DatabaseServer;
import io.flowledger.embedded.ServerSettings;
import io.flowledger.flow.layout.Layout;
import io.flowledger.flow.plan.PlanCompiler;
import io.flowledger.journal.capture.CaptureReader;
import io.flowledger.journal.write.JournalWriter;
import io.flowledger.pipeline.ImportJournal;
import io.flowledger.pipeline.Ingest;
import io.flowledger.pipeline.Keeping;
import io.flowledger.pipeline.RoomGate;
import io.flowledger.pipeline.Wiring;
import io.flowledger.source.Fingerprint;
import io.flowledger.source.ImportSource;
import io.flowledger.store.Source;
import io.flowledger.store.Store;
import io.flowledger.store.connect.StopSignal;
import io.flowledger.store.connect.StoppedException;
import io.flowledger.store.imports.ImportFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Files instead of a network. */
@Command(
        name = "import",
        exitCodeListHeading = "%nExit codes of its own:%n",
        exitCodeList = {
            "1:it was stopped, or would fill the disk; the same command goes on",
            "6:a file is missing or of no known format"
        },
        description = "Store the flows of captures (pcap, pcapng), of IPFIX files and of raw datagram payloads.",
        footer = {
            "",
            "What has no time of receipt takes the export time of its messages. A file whose content was imported",
            "before is skipped, and one whose import was cut off goes on where it stopped. Afterwards a summary is",
            "printed: datagrams, records, rows, and faults by name.",
            "Examples:",
            "  flowledger import monday.pcap tuesday.pcapng",
            "  flowledger import --data-dir /var/lib/flowledger export.ipfix"
        })
final class ImportCommand implements Job {
    private static final String STOPPED = "Stopped. The same command goes on where it stopped.";
    private static final String NO_ROOM =
            "Stopped: less than half of disk-reserve is free on the disk. Make room, or give a smaller --disk-reserve; the same"
                    + " command goes on where it stopped.";
    private static final Duration LOOK = Duration.ofSeconds(1);

    @Option(names = "--again", description = "Import files again that were imported before; their rows come twice.")
    private boolean again;

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "Files, read in this order.")
    private List<Path> files = List.of();

    @Override
    public Set<Setting> settings() {
        Set<Setting> settings = EnumSet.complementOf(
                EnumSet.of(Setting.PARK_AGE, Setting.TEMPLATE_LIFETIME, Setting.PACK_AFTER, Setting.COMPRESS_RAW));
        settings.removeAll(Setting.ofListeners());
        settings.removeAll(Setting.ofWeb());
        settings.removeAll(Setting.ofGrafolean());
        settings.removeAll(Setting.ofKeeping());
        settings.add(Setting.DISK_RESERVE);
        return settings;
    }

    @Override
    public ExitCode perform(Invocation invocation) throws Exception {
        for (Path file : files) {
            InputFiles.check(file);
        }
        Configuration configuration = invocation.configuration();
        Layout layout = Wiring.layout(configuration);
        PlanCompiler compiler = Wiring.compiler(configuration, layout);
        StopSignal stop = new StopSignal();
        AtomicBoolean full = new AtomicBoolean();
        RoomGate room = Keeping.room(configuration, () -> {
            full.set(true);
            stop.stop();
        });
        try (room;
                Termination termination = Termination.install(stop);
                DatabaseServer server = DatabaseServer.open(
                        configuration, ServerSettings.standard().withStopWithJvm(false));
                Store store = Store.open(Wiring.database(server), layout, stop);
                ImportJournal journal = ImportJournal.open(configuration, store)) {
            room.start();
            try {
                if (full.get()) {
                    throw new StoppedException("import");
                }
                return perform(invocation, store, journal, compiler, room, stop);
            } catch (StoppedException e) {
                invocation.err().println(full.get() ? NO_ROOM : STOPPED);
                return ExitCode.NEGATIVE;
            }
        }
    }

    private ExitCode perform(
            Invocation invocation,
            Store store,
            ImportJournal journal,
            PlanCompiler compiler,
            RoomGate room,
            StopSignal stop)
            throws Exception {
        JournalWriter writer = journal.writer();
        Source source = store.source(writer.id(), ImportJournal.KIND);
        try (Ingest ingest = new Ingest(
                writer,
                journal.directory(),
                store,
                source,
                compiler,
                Wiring.imported(invocation.configuration()),
                journal::keepFrom,
                // What a power cut could take from the journal would be read from the file again, and land twice.
                writer::durablePosition,
                room,
                failure -> stop.stop())) {
            long begun = System.nanoTime();
            ingest.start();
            ImportDisplay display = new ImportDisplay(invocation, ingest);
            for (Path file : files) {
                importFile(file, invocation, store, journal, source, ingest, display, stop);
            }
            display.finishing();
            ingest.settle();
            boolean landed = awaitLanded(ingest, writer.writtenPosition(), room);
            display.clear();
            Throwable failure = ingest.failure();
            if (failure != null) {
                throw new CommandFailure(ExitCode.INTERNAL, "the import ended: " + failure, failure);
            }
            if (!landed) {
                throw new StoppedException("import");
            }
            summarize(invocation, ingest, System.nanoTime() - begun);
            return ExitCode.OK;
        }
    }

    /** False when the ingest has failed, or there is no room for the rest. */
    private static boolean awaitLanded(Ingest ingest, long position, RoomGate room) throws InterruptedException {
        boolean landed = false;
        while (!landed && ingest.failure() == null && room.isOpen()) {
            landed = ingest.awaitLanded(position, LOOK);
        }
        return landed;
    }

    private void importFile(
            Path file,
            Invocation invocation,
            Store store,
            ImportJournal journal,
            Source source,
            Ingest ingest,
            ImportDisplay display,
            StopSignal stop)
            throws Exception {
        String fingerprint = Fingerprint.of(file);
        Optional<ImportFile> before = journal.find(store, fingerprint);
        if (before.isPresent() && before.get().finishedAt() != null && !again) {
            invocation
                    .err()
                    .println(file + ": imported before, at " + before.get().finishedAt() + " as "
                            + before.get().name() + "; skipped (--again imports it once more)");
            return;
        }
        if (before.isPresent()
                && before.get().finishedAt() == null
                && before.get().sourceId() != source.sourceId()
                && !again) {
            throw new CommandFailure(
                    ExitCode.INPUT_FILE,
                    file
                            + ": an import of it was begun with another data directory and cut off, so that some of its rows"
                            + " may be there already. Go on with that --data-dir; or, if it is lost, import all of it"
                            + " with --again: those rows come twice then.");
        }
        try (CaptureReader capture = CaptureReader.open(file)) {
            long skip = journal.begin(store, source, file, fingerprint, Files.size(file), before);
            if (skip > 0) {
                invocation.err().println(file + ": goes on after datagram " + skip);
            }
            display.begin(file, capture.totalOctets());
            ImportSource copier = new ImportSource(
                    journal.writer(),
                    journal.progress(fingerprint, display::read),
                    stop,
                    () -> ingest.failure() != null);
            long datagrams = copier.copy(capture, skip);
            journal.finish(store, source, fingerprint, datagrams);
            display.clear();
            for (String remark : capture.remarks()) {
                invocation.err().println(file + ": " + remark);
            }
        }
    }

    private static void summarize(Invocation invocation, Ingest ingest, long nanos) throws IOException {
        double seconds = Math.max(1, nanos) / 1e9;
        invocation
                .out()
                .println(String.format(
                        Locale.ROOT,
                        "Imported in %.1f s, %,.0f rows/s:",
                        seconds,
                        ingest.counters().rows() / seconds));
        TotalsPrinter.print(ingest.totals(), invocation.out());
        if (ingest.counters().refusedRows() > 0) {
            invocation
                    .out()
                    .println(ingest.counters().refusedRows()
                            + " rows were refused by the database: see flowledger.poison_row");
        }
    }
}
