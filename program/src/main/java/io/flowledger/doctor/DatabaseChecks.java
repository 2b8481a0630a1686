package io.flowledger.doctor;

import io.flowledger.flow.batch.ExporterAddress;
import io.flowledger.flow.decode.GatewayAddress;
import io.flowledger.pipeline.GatewayAdvice;
import io.flowledger.store.ledger.Audit;
import io.flowledger.store.retention.Retention;
import io.flowledger.wire.fault.DecodeFault;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Checks of the database and of what the books say: all of it in SQL. */
final class DatabaseChecks {
    private static final int OLDEST_VERSION = 130_000;
    private static final int CLOCK_SECONDS = 5;
    private static final int SKEW_SECONDS = 60;
    private static final int SILENT_MINUTES = 15;

    /** The share of what an exporter sends that may come to nothing. */
    private static final double MOST_UNUSED = 0.1;

    private final Connection connection;
    private final long budgetOctets;
    private final List<Finding> findings = new ArrayList<>();

    /**
     * @param budgetOctets what the tables may take; zero for no bound
     */
    DatabaseChecks(Connection connection, long budgetOctets) {
        this.connection = connection;
        this.budgetOctets = budgetOctets;
    }

    List<Finding> all() throws SQLException {
        server();
        if (text("SELECT to_regclass('flowledger.ledger')::text") == null) {
            findings.add(Finding.problem("tables", "the tables are not there yet", "start flowledger run once"));
            return findings;
        }
        size();
        traffic();
        undecoded();
        parked();
        bridges();
        hidden();
        clocks();
        losses();
        books();
        return findings;
    }

    private void server() throws SQLException {
        int version = (int) number("SELECT current_setting('server_version_num')::int");
        String name = text("SELECT current_setting('server_version')");
        if (version < OLDEST_VERSION) {
            findings.add(Finding.problem(
                    "database", "PostgreSQL " + name + " is too old", "PostgreSQL 13 or later is needed"));
        } else {
            findings.add(Finding.ok("database", "PostgreSQL " + name + " answers"));
        }
        if ("off".equals(text("SELECT current_setting('fsync')"))) {
            findings.add(Finding.problem(
                    "fsync",
                    "the database does not force anything to disk: a power cut may destroy it",
                    "set fsync = on in postgresql.conf"));
        }
        if ("off".equals(text("SELECT current_setting('synchronous_commit')"))) {
            findings.add(Finding.note(
                    "synchronous_commit",
                    "it is off: after a power cut the database may lack the last transactions, which land again from the"
                            + " journal",
                    "keep keep-raw longer than a minute"));
        }
        double seconds =
                number("SELECT extract(epoch FROM clock_timestamp())::bigint") - System.currentTimeMillis() / 1000.0;
        if (Math.abs(seconds) > CLOCK_SECONDS) {
            findings.add(Finding.problem(
                    "database clock",
                    String.format(Locale.ROOT, "the database's clock differs from ours by %.0f s", seconds),
                    "let both machines follow a time service"));
        }
    }

    private void size() throws SQLException {
        long octets = Retention.octets(connection);
        if (budgetOctets > 0 && octets > budgetOctets) {
            findings.add(Finding.problem(
                    "database size",
                    "the tables take " + octets + " octets, database-size allows " + budgetOctets
                            + ": rows wait in the journal when only the newest are left",
                    "raise database-size, or lower minute-keys and hour-keys when it is the sums that are large"));
        }
    }

    private void traffic() throws SQLException {
        String last = text(
                "SELECT to_char(max(last_seen) AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS') FROM flowledger.stream");
        if (last == null) {
            findings.add(Finding.problem(
                    "traffic",
                    "nothing was ever received",
                    "point an exporter at this machine; tcpdump -ni any udp port 2055 shows whether something arrives. A"
                            + " firewall may be between: docs/troubleshooting.md"));
        } else if (number("SELECT count(*) FROM flowledger.stream WHERE last_seen > now() - interval '" + SILENT_MINUTES
                        + " minutes'")
                == 0) {
            findings.add(Finding.problem(
                    "traffic",
                    "nothing was received for " + SILENT_MINUTES + " minutes; the last was at " + last + " UTC",
                    "look at the exporters and at the network between: docs/troubleshooting.md"));
        } else {
            findings.add(Finding.ok(
                    "traffic",
                    number("SELECT count(DISTINCT exporter) FROM flowledger.stream WHERE last_seen > now() - interval '"
                                    + SILENT_MINUTES + " minutes'")
                            + " exporters sent within " + SILENT_MINUTES + " minutes"));
        }
    }

    private interface Row {
        void read(ResultSet row) throws SQLException;
    }

    private void each(String sql, Row row) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                row.read(rows);
            }
        }
    }

    /** Exporters that gave no row of any kind, and those of which a tenth or more came to nothing. */
    private void undecoded() throws SQLException {
        each(
                "SELECT host(exporter), received, refused, seen, skipped, expired, given,"
                        + " (SELECT s.last_fault FROM flowledger.stream s WHERE s.exporter = sums.exporter"
                        + " ORDER BY s.last_fault_at DESC NULLS LAST LIMIT 1) FROM (SELECT exporter,"
                        + " sum(datagrams_received) AS received, sum(datagrams_refused) AS refused,"
                        + " sum(records_seen) AS seen, sum(records_skipped) AS skipped, sum(sets_expired) AS expired,"
                        + " sum(rows + nat_events + discarded_packets + counter_rows) AS given"
                        + " FROM flowledger.ledger WHERE minute > now() - interval '1 hour' GROUP BY exporter) sums"
                        + " WHERE received > 0 AND (given = 0 OR refused >= " + MOST_UNUSED
                        + " * received OR expired >= "
                        + MOST_UNUSED + " * received OR skipped >= " + MOST_UNUSED + " * greatest(seen, 1))"
                        + " ORDER BY 1 LIMIT 20",
                row -> {
                    String fault = row.getString(8);
                    findings.add(Finding.problem(
                            "exporter " + row.getString(1),
                            unused(row) + (fault == null ? "" : "; last fault: " + fault.toLowerCase(Locale.ROOT)),
                            advice(fault)));
                });
    }

    private static String unused(ResultSet row) throws SQLException {
        if (row.getLong(7) == 0) {
            return "sent " + row.getLong(2) + " datagrams within an hour, and none gave a row";
        }
        List<String> parts = new ArrayList<>();
        if (row.getLong(3) > 0) {
            parts.add(row.getLong(3) + " of " + row.getLong(2) + " datagrams were refused");
        }
        if (row.getLong(5) > 0) {
            parts.add(row.getLong(5) + " of " + row.getLong(4) + " records were skipped");
        }
        if (row.getLong(6) > 0) {
            parts.add(row.getLong(6) + " Data Sets never got their template");
        }
        return "within an hour " + String.join(", ", parts);
    }

    private static String advice(@Nullable String fault) {
        for (DecodeFault known : DecodeFault.values()) {
            if (known.name().equalsIgnoreCase(fault)) {
                return known.hint();
            }
        }
        return "templates may still be missing: set the exporter's template refresh to a minute; it is a problem when this"
                + " stays so";
    }

    private void parked() throws SQLException {
        each(
                "SELECT host(exporter), count(*), count(DISTINCT template_id) FROM flowledger.parked_set"
                        + " WHERE definition IS NULL AND received_at < now() - interval '5 minutes'"
                        + " GROUP BY exporter ORDER BY 2 DESC LIMIT 20",
                row -> findings.add(Finding.problem(
                        "exporter " + row.getString(1),
                        row.getLong(2) + " Data Sets of " + row.getLong(3)
                                + " templates wait for more than 5 minutes for their template",
                        "set the exporter's template refresh to a minute or two")));
    }

    private void bridges() throws SQLException {
        each(
                "SELECT host(exporter) FROM flowledger.stream WHERE last_seen > now() - interval '1 day' AND family(exporter) = 4"
                        + " GROUP BY exporter ORDER BY exporter",
                row -> {
                    String address = row.getString(1);
                    if (GatewayAddress.isLikely(address(address))) {
                        findings.add(Finding.problem(
                                "exporter " + address,
                                "is the address of a container bridge: the real exporters cannot be told apart",
                                GatewayAdvice.REMEDY));
                    }
                });
        each(
                "SELECT host(exporter), count(DISTINCT agent) FROM flowledger.sflow_counter"
                        + " WHERE received_at > now() - interval '1 hour' GROUP BY exporter"
                        + " HAVING count(DISTINCT agent) > 1 ORDER BY 1 LIMIT 20",
                row -> findings.add(Finding.problem(
                        "exporter " + row.getString(1),
                        row.getLong(2) + " sFlow agents send from this one address, so that their flows are in one: a"
                                + " gateway that translates addresses is between",
                        "exporter = \"" + row.getString(1)
                                + " address=agent\" in the configuration tells them apart")));
    }

    private void hidden() throws SQLException {
        each(
                "SELECT host(exporter), string_agg(DISTINCT value, ', ') FROM flowledger.option_value"
                        + " WHERE kind = 'exporter_address' AND received_at > now() - interval '1 day' GROUP BY exporter"
                        + " HAVING count(DISTINCT value) > 1 ORDER BY 1 LIMIT 20",
                row -> findings.add(Finding.problem(
                        "exporter " + row.getString(1),
                        "several exporters send from this one address, which say that they are " + row.getString(2),
                        GatewayAdvice.REMEDY + ", for example exporter = \"" + row.getString(1)
                                + " address=exported\"")));
    }

    private static ExporterAddress address(String text) throws SQLException {
        try {
            return ExporterAddress.of(InetAddress.getByName(text));
        } catch (UnknownHostException e) {
            throw new SQLException("exporter " + text + " is not an address", e);
        }
    }

    private void clocks() throws SQLException {
        each(
                "SELECT host(exporter), clock_skew_ms FROM flowledger.exporters WHERE abs(clock_skew_ms) > "
                        + SKEW_SECONDS * 1000L + " AND last_seen > now() - interval '1 day' ORDER BY 1 LIMIT 20",
                row -> findings.add(Finding.problem(
                        "exporter " + row.getString(1),
                        "its clock is " + Math.abs(row.getLong(2)) / 1000 + " s "
                                + (row.getLong(2) > 0 ? "behind" : "ahead of") + " ours",
                        "set its NTP server and time zone; if it is so for all exporters, ours is wrong")));
    }

    private void losses() throws SQLException {
        each(
                "SELECT coalesce(sum(kernel_dropped), 0), coalesce(sum(journal_full_dropped), 0)"
                        + " FROM flowledger.listener_drop WHERE minute > now() - interval '1 day'",
                row -> {
                    if (row.getLong(1) > 0) {
                        findings.add(Finding.problem(
                                "kernel drops",
                                row.getLong(1) + " datagrams were dropped by the kernel within a day",
                                "raise net.core.rmem_max and receive-buffer; look for a machine without processor to"
                                        + " spare"));
                    }
                    if (row.getLong(2) > 0) {
                        findings.add(Finding.problem(
                                "journal",
                                row.getLong(2) + " datagrams were refused within a day because the journal was full",
                                "look why the database was away or slow; raise journal-size"));
                    }
                    if (row.getLong(1) + row.getLong(2) == 0) {
                        findings.add(Finding.ok("drops", "nothing was dropped before the journal within a day"));
                    }
                });
        each(
                "SELECT host(exporter), sum(sequence_lost), sum(datagrams_received + records_seen)"
                        + " FROM flowledger.ledger WHERE minute > now() - interval '1 hour' GROUP BY exporter"
                        + " HAVING sum(sequence_lost) > 0.01 * sum(datagrams_received + records_seen) ORDER BY 1 LIMIT 20",
                row -> findings.add(Finding.problem(
                        "exporter " + row.getString(1),
                        "lost " + row.getLong(2) + " by its sequence numbers within an hour, on the way to us",
                        "look at the network between, and at the exporter's own counters of export errors")));
    }

    private void books() throws SQLException {
        long offBy = number("SELECT coalesce(" + Audit.OFF_BY
                + ", 0) FROM flowledger.ledger WHERE minute > now() - interval '7 days'");
        findings.add(
                offBy == 0
                        ? Finding.ok("books", "the books of seven days balance")
                        : Finding.problem(
                                "books",
                                "the books of seven days are off by " + offBy,
                                "flowledger audit shows where; please report it"));
        long refused = number("SELECT count(*) FROM flowledger.poison_row WHERE noted_at > now() - interval '7 days'");
        if (refused > 0) {
            findings.add(Finding.problem(
                    "refused rows",
                    "the database refused " + refused + " rows within seven days",
                    "SELECT sqlstate, message, columns FROM flowledger.poison_row shows why"));
        }
    }

    private long number(String sql) throws SQLException {
        long[] number = new long[1];
        each(sql, row -> number[0] = row.getLong(1));
        return number[0];
    }

    private @Nullable String text(String sql) throws SQLException {
        List<@Nullable String> text = new ArrayList<>();
        each(sql, row -> text.add(row.getString(1)));
        return text.isEmpty() ? null : text.get(0);
    }
}
