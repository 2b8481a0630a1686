package io.flowledger.cli;

import io.flowledger.config.Setting;
import io.flowledger.database.DatabaseServer;
import io.flowledger.embedded.ServerSettings;
import io.flowledger.pipeline.Wiring;
import io.flowledger.store.Store;
import io.flowledger.store.connect.StopSignal;
import io.flowledger.store.ledger.Audit;
import io.flowledger.store.ledger.AuditReport;
import java.sql.Connection;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Do the books balance? */
@Command(
        name = "audit",
        exitCodeListHeading = "%nExit codes of its own:%n",
        exitCodeList = {"1:a side does not match"},
        description =
                "Check that nothing is missing: the ledger against itself and against the rows, for each exporter.",
        footer = {
            "",
            "The exit code is 0 when everything matches and 1 when something does not. What never reached us (lost",
            "by the exporter's sequence numbers, dropped by the kernel) is told beside the equations.",
            "Examples:",
            "  flowledger audit",
            "  flowledger audit --since 24h"
        })
final class AuditCommand implements Job {
    @Option(
            names = "--since",
            paramLabel = "TIME",
            description =
                    "Look only at what was received since then: 15m, 24h, 7d or a time in UTC. Default: everything.")
    private @Nullable String since;

    @Override
    public Set<Setting> settings() {
        return Setting.ofReading();
    }

    @Override
    public ExitCode perform(Invocation invocation) throws Exception {
        Instant from = since == null ? null : TimeArgument.parse(since, Instant.now());
        try (DatabaseServer server = DatabaseServer.open(invocation.configuration(), ServerSettings.standard());
                Store store = Store.open(
                        Wiring.database(server), Wiring.layout(invocation.configuration()), new StopSignal());
                Connection connection = store.connect("audit")) {
            AuditReport report = Audit.run(connection, store.table(), from);
            new AuditPrinter(invocation.out(), store.table().qualifiedName()).print(report);
            return report.balanced() ? ExitCode.OK : ExitCode.NEGATIVE;
        }
    }
}
