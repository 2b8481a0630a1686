package io.flowledger.store.ledger;

import static io.flowledger.store.bulk.UnnestStatement.Type.BIGINT;
import static io.flowledger.store.bulk.UnnestStatement.Type.INTEGER;
import static io.flowledger.store.bulk.UnnestStatement.Type.TEXT;

import io.flowledger.flow.batch.ListenerDrop;
import io.flowledger.flow.batch.SideTable;
import io.flowledger.flow.batch.StreamKey;
import io.flowledger.flow.ledger.LedgerCounter;
import io.flowledger.flow.ledger.LedgerEntry;
import io.flowledger.store.bulk.UnnestStatement;
import io.flowledger.wire.fault.DecodeFault;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Adds a batch's figures to the ledger, within a transaction. */
public final class LedgerWrites {
    private static final DecodeFault[] REASONS = DecodeFault.values();
    private static final long MICROS_PER_SECOND = 1_000_000L;

    private LedgerWrites() {}

    /**
     * Where the figures go.
     *
     * @param ledger a table like flowledger.ledger
     * @param reasons a table like flowledger.ledger_reason
     */
    public record Tables(String ledger, String reasons) {
        /** The ledger itself. */
        public static final Tables LEDGER = new Tables("flowledger.ledger", "flowledger.ledger_reason");
    }

    /** Rows that the database refused, by the index of their ledger entry and the counter that counted them. */
    @FunctionalInterface
    public interface RefusedCounts {
        long count(int ledgerIndex, LedgerCounter counter);
    }

    /**
     * Adds {@code entries}, of which no two are for the same stream and minute.
     *
     * @param refusedRows rows that the database refused: those that are Data Records count as skipped
     * @param counters what is to be added; others stay as they are
     */
    public static void add(
            Connection connection,
            Tables tables,
            int sourceId,
            List<LedgerEntry> entries,
            RefusedCounts refusedRows,
            Set<LedgerCounter> counters)
            throws SQLException {
        Set<LedgerCounter> counted = counted(entries, refusedRows, counters);
        if (counted.isEmpty()) {
            return;
        }
        UnnestStatement ledger = ledgerStatement(tables.ledger(), sourceId, counted);
        UnnestStatement reasons = reasonStatement(tables.reasons(), sourceId);
        for (int i = 0; i < entries.size(); i++) {
            LedgerEntry entry = entries.get(i);
            long refused = refusedRecords(refusedRows, i);
            @Nullable Object[] values = new Object[1 + counted.size()];
            values[0] = entry.minuteSeconds() * MICROS_PER_SECOND;
            int next = 1;
            for (LedgerCounter counter : counted) {
                values[next++] = value(entry, counter, refused, refusedRows.count(i, counter));
            }
            ledger.addFor(entry.key(), values);
            addReasons(reasons, entry, refused, counted);
        }
        ledger.execute(connection);
        reasons.execute(connection);
    }

    /** Those of {@code counters} that any entry counts: naming the others would only cost time. */
    private static Set<LedgerCounter> counted(
            List<LedgerEntry> entries, RefusedCounts refusedRows, Set<LedgerCounter> counters) {
        Set<LedgerCounter> counted = EnumSet.noneOf(LedgerCounter.class);
        for (int i = 0; i < entries.size(); i++) {
            long refused = refusedRecords(refusedRows, i);
            for (LedgerCounter counter : counters) {
                if (refused != 0 || entries.get(i).value(counter) != 0) {
                    counted.add(counter);
                }
            }
        }
        return counted;
    }

    /** Adds all counters of {@code entries}. */
    public static void add(Connection connection, int sourceId, List<LedgerEntry> entries, RefusedCounts refusedRows)
            throws SQLException {
        add(connection, Tables.LEDGER, sourceId, entries, refusedRows, EnumSet.allOf(LedgerCounter.class));
    }

    /** Adds datagrams that listeners lost. */
    public static void addDrops(Connection connection, int sourceId, Iterable<ListenerDrop> drops) throws SQLException {
        UnnestStatement statement = new UnnestStatement(
                "INSERT INTO flowledger.listener_drop AS x (source_id, listener_port, minute, kernel_dropped,"
                        + " journal_full_dropped) SELECT " + sourceId + ", t.port, "
                        + UnnestStatement.instant("t.minute") + ", t.kernel, t.journal",
                "port, minute, kernel, journal",
                "ON CONFLICT (source_id, minute, listener_port) DO UPDATE SET"
                        + " kernel_dropped = x.kernel_dropped + excluded.kernel_dropped,"
                        + " journal_full_dropped = x.journal_full_dropped + excluded.journal_full_dropped",
                INTEGER,
                BIGINT,
                BIGINT,
                BIGINT);
        for (ListenerDrop drop : drops) {
            statement.add(
                    drop.listenerPort(),
                    drop.minuteSeconds() * MICROS_PER_SECOND,
                    drop.kernelDropped(),
                    drop.journalFullDropped());
        }
        statement.execute(connection);
    }

    /** Data Records of which the database refused the row. */
    private static long refusedRecords(RefusedCounts refusedRows, int ledgerIndex) {
        long refused = refusedRows.count(ledgerIndex, LedgerCounter.ROWS);
        for (SideTable side : SideTable.values()) {
            refused += side.rowIsRecord() ? refusedRows.count(ledgerIndex, side.counter()) : 0;
        }
        return refused;
    }

    private static long value(LedgerEntry entry, LedgerCounter counter, long refusedRecords, long refusedRows) {
        long value = entry.value(counter) - refusedRows;
        return counter == LedgerCounter.RECORDS_SKIPPED ? value + refusedRecords : value;
    }

    private static void addReasons(
            UnnestStatement reasons, LedgerEntry entry, long refusedRows, Set<LedgerCounter> counters) {
        StreamKey key = entry.key();
        long minuteMicros = entry.minuteSeconds() * MICROS_PER_SECOND;
        for (LedgerCounter counter : LedgerCounter.WITH_REASONS) {
            if (!counters.contains(counter)) {
                continue;
            }
            for (DecodeFault reason : REASONS) {
                long count = entry.value(counter, reason);
                if (counter == LedgerCounter.RECORDS_SKIPPED && reason == DecodeFault.ROW_REFUSED_BY_DATABASE) {
                    count += refusedRows;
                }
                if (count != 0) {
                    reasons.addFor(key, minuteMicros, counter.column(), reason.name(), count);
                }
            }
        }
    }

    private static UnnestStatement ledgerStatement(String table, int sourceId, Set<LedgerCounter> counters) {
        String names = counters.stream().map(LedgerCounter::column).collect(Collectors.joining(", "));
        UnnestStatement.Type[] types = new UnnestStatement.Type[4 + counters.size()];
        Arrays.fill(types, BIGINT);
        types[0] = TEXT;
        types[1] = INTEGER;
        return new UnnestStatement(
                "INSERT INTO " + table + " AS x (source_id, " + UnnestStatement.KEY + ", minute, " + names
                        + ") SELECT "
                        + sourceId + ", " + UnnestStatement.KEY_VALUES + ", " + UnnestStatement.instant("t.minute")
                        + ", "
                        + counters.stream().map(c -> "t." + c.column()).collect(Collectors.joining(", ")),
                UnnestStatement.KEY + ", minute, " + names,
                "ON CONFLICT (source_id, minute, exporter, export_version, observation_domain) DO UPDATE SET "
                        + counters.stream()
                                .map(LedgerCounter::column)
                                .map(c -> c + " = x." + c + " + excluded." + c)
                                .collect(Collectors.joining(", ")),
                types);
    }

    private static UnnestStatement reasonStatement(String table, int sourceId) {
        return new UnnestStatement(
                "INSERT INTO " + table + " AS x (source_id, " + UnnestStatement.KEY
                        + ", minute, counter, reason, count) SELECT " + sourceId + ", " + UnnestStatement.KEY_VALUES
                        + ", "
                        + UnnestStatement.instant("t.minute") + ", t.counter, t.reason, t.count",
                UnnestStatement.KEY + ", minute, counter, reason, count",
                "ON CONFLICT (source_id, minute, exporter, export_version, observation_domain, counter, reason)"
                        + " DO UPDATE SET count = x.count + excluded.count",
                TEXT,
                INTEGER,
                BIGINT,
                BIGINT,
                TEXT,
                TEXT,
                BIGINT);
    }
}
