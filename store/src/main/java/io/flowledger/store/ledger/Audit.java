package io.flowledger.store.ledger;

import static io.flowledger.store.bulk.UnnestStatement.instant;

import io.flowledger.flow.batch.SideTable;
import io.flowledger.flow.ledger.LedgerCounter;
import io.flowledger.store.ledger.ExporterBooks.Gathering;
import io.flowledger.store.schema.FlowTable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Holds the ledger against itself and against the tables, all in one snapshot:
 *
 * <ul>
 *   <li>in every ledger row both equations of {@link LedgerCounter} hold, and no count is negative but those of loss and
 *       duplicates, which a datagram that comes in a later minute takes back there;
 *   <li>the reasons of a counter sum up to it;
 *   <li>the rows that the ledger says were stored are in the table, hour by hour, where the table still has that hour;
 *   <li>the Sets that the ledger says are waiting are in flowledger.parked_set.
 * </ul>
 */
public final class Audit {
    private static final int ROWS_NAMED = 20;
    private static final String DATAGRAMS =
            "datagrams_received - datagrams_stored - datagrams_parked - datagrams_refused";
    private static final String RECORDS = "records_seen + reverse_rows - rows"
            + " - nat_events - discarded_packets - options_records - records_skipped";

    /** SQL over rows of flowledger.ledger: by how much their equations do not hold, all together; NULL over none. */
    public static final String OFF_BY = "sum(abs(" + DATAGRAMS + ") + abs(" + RECORDS + "))";

    private final Connection connection;
    private final FlowTable table;
    private final long sinceMicros;
    private final Map<String, Gathering> exporters = new TreeMap<>();

    private Audit(Connection connection, FlowTable table, long sinceMicros) {
        this.connection = connection;
        this.table = table;
        this.sinceMicros = sinceMicros;
    }

    /**
     * Audits everything received since the minute of {@code since}, or everything when it is null. Counts the rows of the
     * table, which takes as long as reading it.
     *
     * @param connection in auto-commit mode, and so again afterwards
     */
    public static AuditReport run(Connection connection, FlowTable table, @Nullable Instant since) throws SQLException {
        int isolation = connection.getTransactionIsolation();
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        connection.setAutoCommit(false);
        try {
            @Nullable Instant minute = since == null ? null : since.truncatedTo(ChronoUnit.MINUTES);
            long micros = minute == null ? Long.MIN_VALUE / 1000 : minute.getEpochSecond() * 1_000_000L;
            return new Audit(connection, table, micros).report(minute);
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
            connection.setTransactionIsolation(isolation);
        }
    }

    private AuditReport report(@Nullable Instant since) throws SQLException {
        sums();
        unbalancedRows();
        reasons();
        waitingSets();
        new RowComparison(connection, table, LedgerCounter.ROWS, sinceMicros).compare(this::of);
        for (SideTable side : SideTable.values()) {
            new RowComparison(connection, table.side(side), side.counter(), sinceMicros).compare(this::of);
        }
        long[] losses = losses();
        List<ExporterBooks> books = new ArrayList<>();
        exporters.forEach((exporter, gathering) -> books.add(gathering.finish(exporter)));
        books.sort(Comparator.comparing(ExporterBooks::exporter));
        return new AuditReport(since, books, losses[0], losses[1], losses[2]);
    }

    private Gathering of(String exporter) {
        return exporters.computeIfAbsent(exporter, missing -> new Gathering());
    }

    private void sums() throws SQLException {
        String sums = Arrays.stream(LedgerCounter.values())
                .map(counter -> "sum(" + counter.column() + ") AS " + counter.column())
                .collect(Collectors.joining(", "));
        query(
                "SELECT host(exporter), " + sums + " FROM flowledger.ledger WHERE minute >= " + since("?")
                        + " GROUP BY exporter",
                rows -> {
                    Gathering gathering = of(rows.getString(1));
                    for (LedgerCounter counter : LedgerCounter.values()) {
                        gathering.counters.put(counter, rows.getLong(counter.column()));
                    }
                });
    }

    private void unbalancedRows() throws SQLException {
        String negative = Arrays.stream(LedgerCounter.values())
                .filter(counter ->
                        counter != LedgerCounter.SEQUENCE_LOST && counter != LedgerCounter.SEQUENCE_DUPLICATE)
                .map(LedgerCounter::column)
                .collect(Collectors.joining(", "));
        query(
                "SELECT host(exporter), observation_domain, export_version, minute::text, " + DATAGRAMS + ", " + RECORDS
                        + ", least(" + negative + ") FROM flowledger.ledger WHERE minute >= " + since("?") + " AND ("
                        + DATAGRAMS + " <> 0 OR " + RECORDS + " <> 0 OR least(" + negative + ") < 0)"
                        + " ORDER BY minute, exporter LIMIT " + ROWS_NAMED,
                rows -> {
                    List<String> problems = of(rows.getString(1)).problems;
                    String where = "domain " + rows.getLong(2) + ", version " + rows.getInt(3) + ", minute "
                            + rows.getString(4) + ": ";
                    if (rows.getLong(5) != 0) {
                        problems.add(where + "datagrams received - stored - parked - refused = " + rows.getLong(5));
                    }
                    if (rows.getLong(6) != 0) {
                        problems.add(where
                                + "records seen + reverse rows - rows - NAT events - discarded packets - options records"
                                + " - skipped = "
                                + rows.getLong(6));
                    }
                    if (rows.getLong(7) < 0) {
                        problems.add(where + "a counter is negative: " + rows.getLong(7));
                    }
                });
    }

    private void reasons() throws SQLException {
        query(
                "SELECT host(exporter), counter, reason, sum(count) FROM flowledger.ledger_reason WHERE minute >= "
                        + since("?") + " GROUP BY 1, 2, 3",
                rows -> {
                    for (LedgerCounter counter : LedgerCounter.values()) {
                        if (counter.column().equals(rows.getString(2))) {
                            of(rows.getString(1))
                                    .reasons
                                    .computeIfAbsent(counter, missing -> new TreeMap<>())
                                    .put(rows.getString(3), rows.getLong(4));
                        }
                    }
                });
        exporters.forEach((exporter, gathering) -> {
            for (LedgerCounter counter : LedgerCounter.WITH_REASONS) {
                long sum = gathering.counters.getOrDefault(counter, 0L);
                long byReason = gathering.reasons.getOrDefault(counter, Map.of()).values().stream()
                        .mapToLong(Long::longValue)
                        .sum();
                if (sum != byReason) {
                    gathering.problems.add(counter.column() + " = " + sum + ", its reasons sum up to " + byReason);
                }
            }
        });
    }

    private void waitingSets() throws SQLException {
        query(
                "SELECT host(exporter), count(*) FROM flowledger.parked_set WHERE received_at >= " + since("?")
                        + " GROUP BY exporter",
                rows -> of(rows.getString(1)).waitingSets = rows.getLong(2));
        exporters.forEach((exporter, gathering) -> {
            long parked = gathering.counters.getOrDefault(LedgerCounter.SETS_PARKED, 0L);
            if (parked != gathering.waitingSets) {
                gathering.problems.add(
                        "sets_parked = " + parked + ", flowledger.parked_set has " + gathering.waitingSets);
            }
        });
    }

    private long[] losses() throws SQLException {
        long[] losses = new long[3];
        query(
                "SELECT coalesce(sum(kernel_dropped), 0), coalesce(sum(journal_full_dropped), 0)"
                        + " FROM flowledger.listener_drop WHERE minute >= " + since("?"),
                rows -> {
                    losses[0] = rows.getLong(1);
                    losses[1] = rows.getLong(2);
                });
        query(
                "SELECT count(*) FROM flowledger.poison_row WHERE received_at >= " + since("?"),
                rows -> losses[2] = rows.getLong(1));
        return losses;
    }

    /** Reads a row of a query. */
    @FunctionalInterface
    interface RowReader {
        void read(ResultSet rows) throws SQLException;
    }

    private void query(String sql, RowReader reader) throws SQLException {
        query(connection, sql, sinceMicros, reader);
    }

    static void query(Connection connection, String sql, long parameter, RowReader reader) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setFetchSize(10_000);
            statement.setLong(1, parameter);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    reader.read(rows);
                }
            }
        }
    }

    /** An expression for the parameter {@code micros}, in which a number below all others means the beginning of time. */
    static String since(String micros) {
        return "(SELECT CASE WHEN p < -9000000000000000 THEN '-infinity' ELSE " + instant("p") + " END FROM (SELECT "
                + micros + "::bigint) AS parameter(p))";
    }
}
