package io.flowledger.cli;

import io.flowledger.config.Setting;
import io.flowledger.database.DatabaseServer;
import io.flowledger.embedded.ServerSettings;
import io.flowledger.pipeline.Wiring;
import io.flowledger.store.Store;
import io.flowledger.store.connect.StopSignal;
import java.io.PrintStream;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Who sends. */
@Command(
        name = "exporters",
        description = "List every exporter ever seen: what it sends, how much was lost, its clock, its latest fault.",
        footer = {
            "",
            "lost counts records for NetFlow v5 and IPFIX, datagrams for NetFlow v9 and sFlow, as the sequence",
            "numbers do. clock_skew_ms is our clock less the exporter's.",
            "Examples:",
            "  flowledger exporters",
            "  flowledger exporters --format json"
        })
final class ExportersCommand implements Job {
    private static final String QUERY = """
        SELECT host(e.exporter) AS exporter,
               e.name,
               array_to_string(e.export_versions, ',') AS versions,
               array_to_string(e.observation_domains, ',') AS domains,
               e.templates,
               e.sampling_rate AS sampling,
               e.sampling_origin,
               l.datagrams, l.rows, l.lost,
               e.clock_skew_ms,
               date_trunc('second', e.first_seen) AS first_seen,
               date_trunc('second', e.last_seen) AS last_seen,
               lower(e.last_fault) AS last_fault
        FROM flowledger.exporters e
        LEFT JOIN (SELECT exporter, sum(datagrams_received)::bigint AS datagrams, sum(rows)::bigint AS rows,
                          sum(sequence_lost)::bigint AS lost
                   FROM flowledger.ledger GROUP BY exporter) l USING (exporter)
        ORDER BY e.exporter
        """;

    @Option(
            names = "--format",
            paramLabel = "table|csv|json",
            defaultValue = "table",
            description = "How they are printed. Default: table, fitted to the terminal.")
    private SqlCommand.Format format = SqlCommand.Format.TABLE;

    @Override
    public Set<Setting> settings() {
        return Setting.ofReading();
    }

    @Override
    public ExitCode perform(Invocation invocation) throws Exception {
        try (DatabaseServer server = DatabaseServer.open(invocation.configuration(), ServerSettings.standard());
                Store store = Store.open(
                        Wiring.database(server), Wiring.layout(invocation.configuration()), new StopSignal());
                Connection connection = store.connect("exporters");
                Statement statement = connection.createStatement()) {
            statement.execute("SET TIME ZONE 'UTC'");
            try (ResultSet rows = statement.executeQuery(QUERY)) {
                PrintStream out = invocation.out();
                format.printer(invocation.surroundings().columns()).print(rows, out);
            }
        }
        return ExitCode.OK;
    }
}
