package io.flowledger.cli;

import io.flowledger.config.Configuration;
import io.flowledger.config.DatabaseAddress;
import io.flowledger.config.Setting;
import io.flowledger.database.DatabaseServer;
import io.flowledger.embedded.ServerSettings;
import io.flowledger.flow.layout.GrafoleanLayout;
import io.flowledger.flow.plan.PlanCompiler;
import io.flowledger.journal.write.JournalWriter;
import io.flowledger.pipeline.CompressionWorker;
import io.flowledger.pipeline.Ingest;
import io.flowledger.pipeline.JournalOpening;
import io.flowledger.pipeline.Room;
import io.flowledger.pipeline.Wiring;
import io.flowledger.source.NamedPipeReader;
import io.flowledger.store.Store;
import io.flowledger.store.connect.StopSignal;
import io.flowledger.store.connect.StoppedException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The place of grafolean-netflow-bot's writer. */
@Command(
        name = "writer",
        description = "Take the place of the writer of grafolean-netflow-bot: read its named pipe, write its tables.",
        footer = {
            "",
            "Examples:",
            "  NAMED_PIPE_FILENAME=/shared/pipe DB_HOST=db DB_DATABASE=grafolean DB_USERNAME=admin DB_PASSWORD=… \\",
            "    flowledger writer"
        })
final class WriterCommand implements Job {
    @Option(
            names = "--pipe",
            paramLabel = "FILE",
            description = "The named pipe; made when it is not there. Default: the variable NAMED_PIPE_FILENAME.")
    private @Nullable Path pipe;

    @Override
    public Set<Setting> settings() {
        Set<Setting> settings = EnumSet.complementOf(EnumSet.of(Setting.LAYOUT, Setting.PACK_AFTER));
        settings.removeAll(Setting.ofListeners());
        settings.removeAll(Setting.ofWeb());
        settings.removeAll(Setting.ofGrafolean());
        settings.removeAll(Setting.ofKeeping());
        return settings;
    }

    @Override
    public ExitCode perform(Invocation invocation) throws Exception {
        Path chosen = PipeName.of(pipe, invocation);
        Configuration configuration = invocation.configuration().withDefaultDatabase(DatabaseAddress.grafolean());
        PlanCompiler compiler = Wiring.compiler(configuration, GrafoleanLayout.GRAFOLEAN);
        Path directory = configuration.dataDirectory().resolve("pipe");
        StopSignal stop = new StopSignal();
        try (Termination termination = Termination.install(stop)) {
            JournalWriter journal = JournalOpening.open(directory, Wiring.journal(configuration));
            try (NamedPipeReader reader = new NamedPipeReader(chosen, journal)) {
                reader.start();
                invocation.out().println("Reading " + chosen + ".");
                write(invocation, configuration, compiler, journal, directory, reader, stop);
            } catch (StoppedException e) {
                // Asked to end while the database was away: what was read waits in the journal.
            } finally {
                JournalOpening.close(journal, directory);
            }
            termination.succeeded();
        }
        return ExitCode.OK;
    }

    private static void write(
            Invocation invocation,
            Configuration configuration,
            PlanCompiler compiler,
            JournalWriter journal,
            Path directory,
            NamedPipeReader reader,
            StopSignal stop)
            throws Exception {
        try (DatabaseServer server = DatabaseServer.open(
                        configuration, ServerSettings.standard().withStopWithJvm(false));
                Store store = Store.open(Wiring.database(server), GrafoleanLayout.GRAFOLEAN, stop);
                Ingest ingest = Wiring.liveIngest(
                        journal, directory, store, "pipe", compiler, configuration, Room.unbounded(), stop);
                CompressionWorker compressor = CompressionWorker.start(
                        journal, ingest::landedPosition, configuration.journal().compressRaw())) {
            store.keepPartitionsAhead();
            ingest.start();
            invocation.out().println("Ready. Storing in " + server + ".");
            stop.pause(TimeUnit.DAYS.toNanos(36_500));
            reader.close();
            compressor.close();
            ingest.close();
            Throwable failure = ingest.failure();
            if (failure != null) {
                throw new CommandFailure(ExitCode.INTERNAL, "the ingest ended: " + failure, failure);
            }
            invocation
                    .err()
                    .println("Stopped: " + reader.lines() + " lines, " + reader.malformed()
                            + " of them not understood, " + ingest.counters().rows() + " rows.");
        }
    }
}
