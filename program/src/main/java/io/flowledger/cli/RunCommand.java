package io.flowledger.cli;

import io.flowledger.config.Configuration;
import io.flowledger.config.Setting;
import io.flowledger.database.DatabaseServer;
import io.flowledger.embedded.ServerSettings;
import io.flowledger.flow.layout.Layout;
import io.flowledger.flow.plan.PlanCompiler;
import io.flowledger.grafolean.GrafoleanBot;
import io.flowledger.journal.write.JournalWriter;
import io.flowledger.metric.CollectorState;
import io.flowledger.metric.Reception;
import io.flowledger.pipeline.CompressionWorker;
import io.flowledger.pipeline.Ingest;
import io.flowledger.pipeline.JournalOpening;
import io.flowledger.pipeline.Keeping;
import io.flowledger.pipeline.RoomGate;
import io.flowledger.pipeline.Wiring;
import io.flowledger.source.Receiver;
import io.flowledger.store.Store;
import io.flowledger.store.block.PackWorker;
import io.flowledger.store.connect.StopSignal;
import io.flowledger.store.connect.StoppedException;
import io.flowledger.store.retention.RetentionWorker;
import io.flowledger.store.rollup.RollupWorker;
import io.flowledger.tls.TlsServer;
import io.flowledger.web.WebService;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/** The collector. */
@Command(
        name = "run",
        description = "Receive flows and store them, until SIGTERM or Ctrl-C.",
        footer = {
            "",
            "Datagrams are taken into the journal from the first moment, also while the database is not there yet.",
            "Examples:",
            "  flowledger run",
            "  flowledger run --listen udp://:2055 --listen udp://[::1]:9995 --data-dir /var/lib/flowledger",
            "  flowledger run --listen udp://:2055 --listen tls://:4740 --tls-certificate cert.pem --tls-key key.pem \\",
            "      --tls-client-ca exporters-ca.pem",
            "  flowledger run --database postgresql://flows:secret@db.example:5432/flows?sslmode=require",
            "  flowledger run --grafolean https://grafolean.com/api --bot-token-file /etc/flowledger/bot-token"
        })
final class RunCommand implements Job {
    @Override
    public Set<Setting> settings() {
        return EnumSet.allOf(Setting.class);
    }

    @Override
    public ExitCode perform(Invocation invocation) throws Exception {
        StopSignal stop = new StopSignal();
        try (Termination termination = Termination.install(stop)) {
            receive(invocation, stop);
            termination.succeeded();
        }
        return ExitCode.OK;
    }

    /** Receives and stores until {@code stop}. */
    static void receive(Invocation invocation, StopSignal stop) throws Exception {
        Configuration configuration = invocation.configuration();
        Layout layout = Wiring.layout(configuration);
        PlanCompiler compiler = Wiring.compiler(configuration, layout);
        Path journalDirectory = configuration.journalDirectory();
        TlsServer tls = Wiring.tls(configuration);
        GrafoleanReports.check(configuration);
        JournalWriter journal = JournalOpening.open(journalDirectory, Wiring.journal(configuration));
        try (Receiver receiver = new Receiver(
                configuration.listen(),
                configuration.receiveBufferOctets(),
                configuration.connections(),
                tls,
                journal)) {
            receiver.start();
            CollectorState state = new CollectorState(
                    Instant.now(), journalDirectory, configuration.journal().sizeOctets());
            state.receiving(journal, reception(receiver));
            try (WebService web = WebService.tryOpen(
                    configuration.web(), Wiring.webTls(configuration), layout, state, VersionCommand.oneLine())) {
                collect(invocation, layout, compiler, journal, receiver, state, web, stop);
            }
        } catch (StoppedException e) {
            // Asked to end while the database was away: what was received waits in the journal.
        } finally {
            JournalOpening.close(journal, journalDirectory);
        }
    }

    private static void collect(
            Invocation invocation,
            Layout layout,
            PlanCompiler compiler,
            JournalWriter journal,
            Receiver receiver,
            CollectorState state,
            @Nullable WebService web,
            StopSignal stop)
            throws Exception {
        Configuration configuration = invocation.configuration();
        try (DatabaseServer server = DatabaseServer.open(
                        configuration, ServerSettings.standard().withStopWithJvm(false));
                Store store = Store.open(Wiring.database(server), layout, stop);
                RoomGate room = Keeping.room(configuration, () -> {}).start();
                Ingest ingest = Wiring.liveIngest(
                        journal,
                        configuration.journalDirectory(),
                        store,
                        "listen",
                        compiler,
                        configuration,
                        room,
                        stop);
                RollupWorker rollup = RollupWorker.start(store, Keeping.sums(configuration));
                RetentionWorker retention = RetentionWorker.start(
                        store,
                        Keeping.retention(configuration),
                        Keeping.sums(configuration),
                        Keeping.freeOctets(configuration),
                        () -> !room.isOpen() && state.waitingOctets() > 0);
                GrafoleanBot bot = GrafoleanReports.of(configuration, store, stop);
                PackWorker packer = PackWorker.start(store, configuration.packAfter(), InstantSource.system());
                CompressionWorker compressor = CompressionWorker.start(
                        journal, ingest::landedPosition, configuration.journal().compressRaw())) {
            store.keepPartitionsAhead();
            room.heed(retention::shortage);
            ingest.start();
            state.landing(ingest, room);
            state.keeping(rollup, retention);
            if (bot != null) {
                bot.start();
                state.reporting(bot.counters());
            }
            if (web != null) {
                web.database(Wiring.readable(server, configuration));
            }
            announce(invocation, server, receiver, layout, web);
            if (bot != null) {
                invocation
                        .out()
                        .println("Reporting to Grafolean:    "
                                + configuration.grafolean().backendUrl());
                invocation.out().flush();
            }
            stop.pause(TimeUnit.DAYS.toNanos(36_500));
            receiver.close();
            compressor.close();
            retention.close();
            rollup.close();
            ingest.close();
            GrafoleanReports.check(bot);
            Throwable failure = ingest.failure();
            if (failure != null) {
                throw new CommandFailure(ExitCode.INTERNAL, "the ingest ended: " + failure, failure);
            }
            invocation
                    .err()
                    .println("Stopped: " + ingest.counters().datagrams() + " datagrams became "
                            + ingest.counters().rows() + " rows.");
        }
    }

    private static String shown(Receiver.Listening listener) {
        String transport = listener.transport().name().toLowerCase(Locale.ROOT);
        InetAddress address = listener.address().getAddress();
        return (address.isAnyLocalAddress() ? transport : transport + " " + address.getHostAddress()) + " port "
                + listener.address().getPort();
    }

    private static Reception reception(Receiver receiver) {
        return new Reception(
                () -> receiver.received() + receiver.connectionCounters().messages(),
                receiver::refused,
                receiver::kernelDropped,
                receiver::isReceiving,
                () -> listening(receiver));
    }

    private static List<String> listening(Receiver receiver) {
        return receiver.listening().stream().map(RunCommand::shown).toList();
    }

    private static void announce(
            Invocation invocation, DatabaseServer server, Receiver receiver, Layout layout, @Nullable WebService web) {
        String listening = String.join(", ", listening(receiver));
        String options = server.embeddedServer() == null
                ? " --database URL"
                : " --data-dir " + invocation.configuration().dataDirectory();
        invocation.out().println("Ready. Listening on " + listening + "; storing in " + server + ".");
        if (web != null) {
            invocation.out().println("Console:                   " + web.url());
        }
        invocation
                .out()
                .println("Look at the newest flows:  flowledger sql" + options + " \"SELECT * FROM " + layout.table()
                        + " ORDER BY 1 DESC LIMIT 10\"");
        if (server.embeddedServer() != null) {
            invocation
                    .out()
                    .println("Or with psql:              PGSERVICEFILE="
                            + server.embeddedServer().serviceFile() + " psql service=flowledger");
        }
        invocation.out().flush();
    }
}
