package io.flowledger.cli;

import io.flowledger.config.Configuration;
import io.flowledger.config.Setting;
import io.flowledger.config.WebAddress;
import io.flowledger.database.DatabaseServer;
import io.flowledger.embedded.ServerSettings;
import io.flowledger.metric.CollectorState;
import io.flowledger.pipeline.Wiring;
import io.flowledger.store.connect.StopSignal;
import io.flowledger.web.WebService;
import java.net.BindException;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;

/** The console alone. */
@Command(
        name = "web",
        description =
                "Serve the console and the API alone, beside a collector or over a database, until SIGTERM or Ctrl-C.",
        footer = {
            "",
            "run serves them as well. What only the collector knows, such as what waits in its journal, is left out here.",
            "Examples:",
            "  flowledger web --web http://127.0.0.1:8081",
            "  flowledger web --database postgresql://reader:secret@db.example:5432/flows"
        })
final class WebCommand implements Job {
    @Override
    public Set<Setting> settings() {
        Set<Setting> settings = EnumSet.of(
                Setting.DATA_DIR,
                Setting.DATABASE,
                Setting.LAYOUT,
                Setting.LOG_LEVEL,
                Setting.TLS_CERTIFICATE,
                Setting.TLS_KEY);
        settings.addAll(Setting.ofWeb());
        return settings;
    }

    @Override
    public ExitCode perform(Invocation invocation) throws Exception {
        Configuration configuration = invocation.configuration();
        WebAddress address = configuration.web().address();
        if (address == null) {
            throw new CommandFailure(ExitCode.USAGE, "web is none: give an address with --web");
        }
        StopSignal stop = new StopSignal();
        CollectorState state = new CollectorState(
                Instant.now(),
                configuration.journalDirectory(),
                configuration.journal().sizeOctets());
        try (Termination termination = Termination.install(stop)) {
            try (DatabaseServer server = DatabaseServer.open(
                            configuration, ServerSettings.standard().withStopWithJvm(false));
                    WebService web = WebService.open(
                            configuration.web(),
                            address,
                            Wiring.webTls(configuration),
                            Wiring.layout(configuration),
                            state,
                            VersionCommand.oneLine())) {
                web.database(Wiring.readable(server, configuration));
                invocation.out().println("Console: " + web.url() + "; reading from " + server + ".");
                invocation.out().flush();
                stop.pause(TimeUnit.DAYS.toNanos(36_500));
            } catch (BindException e) {
                throw new CommandFailure(
                        ExitCode.INPUT_OUTPUT, address + ": " + e.getMessage() + "; choose another with --web", e);
            }
            termination.succeeded();
        }
        return ExitCode.OK;
    }
}
