package io.flowledger.cli;

import io.flowledger.config.Configuration;
import io.flowledger.config.DatabaseAddress;
import io.flowledger.config.GrafoleanAddress;
import io.flowledger.config.Setting;
import io.flowledger.database.DatabaseServer;
import io.flowledger.embedded.ServerSettings;
import io.flowledger.flow.layout.FlowsLayout;
import io.flowledger.flow.layout.GrafoleanLayout;
import io.flowledger.grafolean.GrafoleanBot;
import io.flowledger.pipeline.Wiring;
import io.flowledger.store.Store;
import io.flowledger.store.connect.StopSignal;
import io.flowledger.store.connect.StoppedException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The place of grafolean-netflow-bot's bot. */
@Command(
        name = "bot",
        description = "Take the place of the bot of grafolean-netflow-bot: report traffic to Grafolean.",
        footer = {
            "",
            "Variables: BACKEND_URL, BOT_TOKEN or BOT_TOKEN_FROM_FILE, JOBS_REFRESH_INTERVAL (seconds, 120), and DB_HOST,",
            "DB_DATABASE, DB_USERNAME, DB_PASSWORD, DB_CONNECT_TIMEOUT, DEBUG. Values that Grafolean did not take wait in the",
            "database; flowledger.grafolean_delivery counts what was sent, is in doubt, or was given up.",
            "Examples:",
            "  BACKEND_URL=https://grafolean.com/api BOT_TOKEN_FROM_FILE=/run/secrets/token DB_HOST=db flowledger bot",
            "  flowledger bot --own-tables --data-dir /var/lib/flowledger --grafolean https://grafolean.com/api \\",
            "      --bot-token-file /run/secrets/token"
        })
final class BotCommand implements Job {
    private static final String DEFAULT_REFRESH = "120";

    @Option(
            names = "--own-tables",
            description = "Report from the table flows of our own layout instead of netflow_flows2.")
    private boolean ownTables;

    @Override
    public Set<Setting> settings() {
        return EnumSet.of(
                Setting.DATA_DIR, Setting.DATABASE, Setting.LOG_LEVEL, Setting.GRAFOLEAN, Setting.BOT_TOKEN_FILE);
    }

    @Override
    public ExitCode perform(Invocation invocation) throws Exception {
        Map<String, String> environment = invocation.surroundings().environment();
        String url = url(invocation.configuration().grafolean(), environment);
        String token = token(invocation.configuration().grafolean(), environment);
        Duration refresh = refresh(environment);
        Configuration configuration = ownTables
                ? invocation.configuration()
                : invocation.configuration().withDefaultDatabase(DatabaseAddress.grafolean());
        StopSignal stop = new StopSignal();
        try (Termination termination = Termination.install(stop)) {
            try (DatabaseServer server = DatabaseServer.open(
                            configuration, ServerSettings.standard().withStopWithJvm(false));
                    Store store = Store.open(
                            Wiring.database(server), ownTables ? FlowsLayout.FLOWS : GrafoleanLayout.GRAFOLEAN, stop);
                    GrafoleanBot bot = new GrafoleanBot(url, token, refresh, store, stop)) {
                bot.start();
                invocation.out().println("Ready. Reporting from " + server + " to " + url + ".");
                invocation.out().flush();
                stop.pause(TimeUnit.DAYS.toNanos(36_500));
                GrafoleanReports.check(bot);
            } catch (StoppedException e) {
                // Asked to end while the database was away.
            }
            termination.succeeded();
        }
        return ExitCode.OK;
    }

    private static String url(GrafoleanAddress address, Map<String, String> environment) throws CommandFailure {
        if (address.backendUrl() != null) {
            return address.backendUrl();
        }
        String url = environment.getOrDefault("BACKEND_URL", "");
        if (url.isEmpty()) {
            throw new CommandFailure(
                    ExitCode.CONFIGURATION,
                    "which Grafolean? Set BACKEND_URL to the address of its API, for example https://grafolean.com/api");
        }
        try {
            return GrafoleanAddress.checkedUrl(url);
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(ExitCode.CONFIGURATION, "BACKEND_URL: " + e.getMessage(), e);
        }
    }

    private static String token(GrafoleanAddress address, Map<String, String> environment) throws CommandFailure {
        if (address.tokenFile() != null) {
            return GrafoleanReports.token(address.tokenFile());
        }
        String token = environment.getOrDefault("BOT_TOKEN", "");
        if (!token.isEmpty()) {
            return GrafoleanReports.checked(token.strip(), "BOT_TOKEN");
        }
        String file = environment.getOrDefault("BOT_TOKEN_FROM_FILE", "");
        if (!file.isEmpty()) {
            return GrafoleanReports.token(Path.of(file));
        }
        throw new CommandFailure(
                ExitCode.CONFIGURATION,
                "Grafolean wants a bot's token: set BOT_TOKEN or BOT_TOKEN_FROM_FILE, or give --bot-token-file FILE");
    }

    private static Duration refresh(Map<String, String> environment) throws CommandFailure {
        String text = environment.getOrDefault("JOBS_REFRESH_INTERVAL", DEFAULT_REFRESH);
        if (!text.matches("[1-9]\\d{0,6}")) {
            throw new CommandFailure(
                    ExitCode.CONFIGURATION, "JOBS_REFRESH_INTERVAL=" + text + ": expected a number of seconds");
        }
        return Duration.ofSeconds(Long.parseLong(text));
    }
}
