package io.flowledger.cli;

import io.flowledger.config.Setting;
import io.flowledger.database.DatabaseServer;
import io.flowledger.embedded.ServerSettings;
import io.flowledger.pipeline.Wiring;
import io.flowledger.store.Store;
import io.flowledger.store.connect.StopSignal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Who was behind a translated address. */
@Command(
        name = "nat",
        description = "Who had this address and port at this time, by NAT session and port block events.",
        footer = {
            "",
            "since is empty when the beginning was not seen, until when the end was not. Without a port everybody",
            "behind the address is listed; without a time, those who have it now. Times are the exporter's, in UTC.",
            "outside_port is empty when the exporter does not tell it: any of those listed may have had the port.",
            "Examples:",
            "  flowledger nat 203.0.113.5:1025 --at 2026-11-24T05:00",
            "  flowledger nat [2001:db8::1]:80 --from 2h --to 1h --format csv"
        })
final class NatCommand implements Job {
    /**
     * The two branches are what the two indexes of the table hold. A translation or block lasts until the next event of the same
     * outside port or block, protocol and destination; an end whose beginning was not seen tells of one too. Where the exporter
     * does not tell the outside port, it lasts until the next event of the same inside address and port.
     */
    private static final String QUERY = """
            WITH event AS (
                SELECT * FROM flowledger.nat_event
                WHERE outside_addr = ?::inet AND outside_port IS NOT NULL AND {session}
                UNION ALL
                SELECT * FROM flowledger.nat_event
                WHERE outside_addr = ?::inet AND outside_port IS NULL AND {block}
            ), told AS (
                SELECT *, event IS NOT NULL AND event IN (2, 5, 7, 9, 11, 17) AS ends
                FROM event WHERE event IS NULL OR event IN (1, 2, 4, 5, 6, 7, 8, 9, 10, 11, 16, 17)
            ), ordered AS (
                SELECT *, lead(event_at) OVER w AS next_at, lag(event_at) OVER w AS previous_at,
                       lag(ends) OVER w AS previous_ends
                FROM told
                WINDOW w AS (PARTITION BY exporter, observation_domain, protocol, outside_port, port_start, dst_addr, dst_port,
                                          CASE WHEN coalesce(outside_port, port_start) IS NULL THEN inside_addr END,
                                          CASE WHEN coalesce(outside_port, port_start) IS NULL THEN inside_port END
                             ORDER BY event_at, received_at, ends)
            ), held AS (
                SELECT *, CASE WHEN NOT ends THEN event_at END AS since, CASE WHEN ends THEN event_at ELSE next_at END AS until,
                       CASE WHEN ends THEN previous_at ELSE event_at END AS after
                FROM ordered WHERE NOT ends OR previous_ends IS NOT FALSE
            )
            SELECT since, until, host(inside_addr) AS inside_addr, inside_port, host(outside_addr) AS outside_addr,
                   coalesce(outside_port::text, port_start || '-' || coalesce(port_end,
                       port_start + (port_count - 1) * greatest(coalesce(port_step, 1), 1))) AS outside_port,
                   protocol, host(dst_addr) AS dst_addr, dst_port, username, host(exporter) AS exporter
            FROM held
            WHERE (after IS NULL OR after <= ?) AND (until IS NULL OR until > ?)
            ORDER BY coalesce(since, after, until), until, inside_addr, inside_port
            """;

    /** Of a translation without any port, which is that of all ports or of one that the exporter does not tell, each is asked for. */
    private static final String IN_BLOCK = """
            (port_start IS NULL OR port_start <= ? AND ? <= coalesce(port_end, port_start + (port_count - 1) * greatest(coalesce(port_step, 1), 1), 65535)
            AND (? - port_start) % greatest(coalesce(port_step, 1), 1) = 0)""";

    @Parameters(
            paramLabel = "ADDRESS[:PORT]",
            arity = "1",
            description = "What the world saw; IPv6 with a port in [ ].")
    private String outside = "";

    @Option(names = "--at", paramLabel = "TIME", description = "A moment: 2h (ago) or 2026-11-24T05:00 in UTC.")
    private @Nullable String at;

    @Option(names = "--from", paramLabel = "TIME", description = "The beginning of a range instead.")
    private @Nullable String from;

    @Option(names = "--to", paramLabel = "TIME", description = "The end of the range; default: now.")
    private @Nullable String to;

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
        TranslatedAddress address = TranslatedAddress.parse(outside);
        Instant now = Instant.now();
        boolean both = at != null && (from != null || to != null);
        boolean endAlone = to != null && from == null;
        if (both || endAlone) {
            throw new CommandFailure(
                    ExitCode.USAGE, "Give --at for a moment, or --from with or without --to for a range.");
        }
        Instant begin = at == null ? time(from, now) : TimeArgument.parse(at, now);
        Instant end = at == null ? time(to, now) : begin;
        if (end.isBefore(begin)) {
            throw new CommandFailure(
                    ExitCode.USAGE, "--from " + from + " is not before --to " + (to == null ? "now" : to));
        }
        try (DatabaseServer server = DatabaseServer.open(invocation.configuration(), ServerSettings.standard());
                Store store = Store.open(
                        Wiring.database(server), Wiring.layout(invocation.configuration()), new StopSignal());
                Connection connection = store.connect("nat")) {
            print(connection, address, begin, end, invocation);
        }
        return ExitCode.OK;
    }

    private static Instant time(@Nullable String text, Instant now) throws CommandFailure {
        return text == null ? now : TimeArgument.parse(text, now);
    }

    private void print(
            Connection connection, TranslatedAddress address, Instant begin, Instant end, Invocation invocation)
            throws Exception {
        try (Statement zone = connection.createStatement()) {
            zone.execute("SET TIME ZONE 'UTC'");
        }
        try (PreparedStatement statement = connection.prepareStatement(sql(address))) {
            bind(statement, address, begin, end);
            try (ResultSet rows = statement.executeQuery()) {
                format.printer(invocation.surroundings().columns()).print(rows, invocation.out());
            }
        }
    }

    /** The SQL that is sent; an address with a port is asked for by both. */
    static String sql(TranslatedAddress address) {
        boolean withPort = address.port() != null;
        return QUERY.replace("{session}", withPort ? "outside_port = ?" : "true")
                .replace("{block}", withPort ? IN_BLOCK : "true");
    }

    /** Fills in the parameters of {@link #sql}. */
    static void bind(PreparedStatement statement, TranslatedAddress address, Instant begin, Instant end)
            throws SQLException {
        Integer port = address.port();
        int index = 1;
        statement.setString(index++, address.address());
        if (port != null) {
            statement.setInt(index++, port);
        }
        statement.setString(index++, address.address());
        for (int i = 0; port != null && i < 3; i++) {
            statement.setInt(index++, port);
        }
        statement.setObject(index++, end.atOffset(ZoneOffset.UTC));
        statement.setObject(index, begin.atOffset(ZoneOffset.UTC));
    }
}
