package io.flowledger.store.redecode;

import io.flowledger.flow.batch.Batch;
import io.flowledger.flow.batch.ParkedSet;
import io.flowledger.flow.batch.SideTable;
import io.flowledger.flow.ledger.LedgerCounter;
import io.flowledger.flow.ledger.LedgerEntry;
import io.flowledger.store.block.Unpacking;
import io.flowledger.store.connect.SqlFault;
import io.flowledger.store.ingest.RefusedRows;
import io.flowledger.store.ingest.RowLander;
import io.flowledger.store.ingest.StateWrites;
import io.flowledger.store.ledger.LedgerWrites;
import io.flowledger.store.rollup.RollupMarks;
import io.flowledger.store.schema.FlowTable;
import io.flowledger.store.schema.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Replaces the rows of a time range by rows decoded anew, in one transaction: until {@link #finish()} everybody else sees the
 * old rows, and an error or {@link #close()} before it leaves everything as it was.
 *
 * <p>The ledger's figures of the range are replaced with the rows, all but those of sequence numbers, which decoding a part of
 * a stream cannot tell; so are the Sets of the range that wait. Landing goes on meanwhile; when it changes the same range, for
 * example because a template came for a Set of that time, {@link #finish()} refuses.
 *
 * <p>Not thread safe: one connection.
 */
public final class Replacement implements AutoCloseable {
    private static final LedgerWrites.Tables NEW_BOOKS =
            new LedgerWrites.Tables("pg_temp.redecode_ledger", "pg_temp.redecode_ledger_reason");
    private static final long SECONDS_PER_MINUTE = 60;

    /** The rows of all tables in an entry of the ledger. */
    private static final String ALL_ROWS = Arrays.stream(SideTable.values())
            .map(side -> side.counter().column())
            .collect(Collectors.joining(" + ", LedgerCounter.ROWS.column() + " + ", ""));

    private final Connection connection;
    private final FlowTable table;
    private final int sourceId;
    private final Instant from;
    private final Instant to;
    private final Set<LedgerCounter> counters = replacedCounters();
    private final List<RowLander.NewPartitions> partitionsMade = new ArrayList<>();
    private final List<ParkedSet> parked = new ArrayList<>();
    private final String booksBefore;
    private final long rowsBefore;
    private long rowsAfter;
    private long refusedRows;
    private boolean finished;

    /**
     * What was replaced.
     *
     * @param rowsBefore rows that were deleted
     * @param rowsAfter rows that are there now
     * @param refusedRows rows that the database refused
     */
    public record Replaced(long rowsBefore, long rowsAfter, long refusedRows) {}

    private Replacement(Connection connection, FlowTable table, int sourceId, Instant from, Instant to)
            throws SQLException {
        this.connection = connection;
        this.table = table;
        this.sourceId = sourceId;
        this.from = from;
        this.to = to;
        connection.setAutoCommit(false);
        Sql.execute(
                connection,
                "CREATE TEMPORARY TABLE redecode_ledger (LIKE flowledger.ledger INCLUDING ALL) ON COMMIT DROP;"
                        + "CREATE TEMPORARY TABLE redecode_ledger_reason (LIKE flowledger.ledger_reason INCLUDING ALL)"
                        + " ON COMMIT DROP");
        refuseOthersRows();
        refuseDropped();
        this.booksBefore = books();
        this.rowsBefore = deleteAllRows();
    }

    /**
     * Begins: the old rows are deleted, visible to nobody else.
     *
     * @param connection in auto-commit mode, used for nothing else until {@link #close()}, which does not close it
     * @param from first minute, a whole one
     * @param to the minute after the last one, a whole one
     * @throws IllegalStateException when other sources have rows in the range, which cannot be told from ours
     */
    public static Replacement begin(Connection connection, FlowTable table, int sourceId, Instant from, Instant to)
            throws SQLException {
        if (from.getEpochSecond() % SECONDS_PER_MINUTE != 0
                || to.getEpochSecond() % SECONDS_PER_MINUTE != 0
                || from.getNano() != 0
                || to.getNano() != 0
                || !from.isBefore(to)) {
            throw new IllegalArgumentException("rows are replaced by whole minutes, not from " + from + " to " + to);
        }
        boolean begun = false;
        try {
            Replacement replacement = new Replacement(connection, table, sourceId, from, to);
            begun = true;
            return replacement;
        } finally {
            if (!begun) {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        }
    }

    /** Adds the rows, ledger entries and waiting Sets of a batch; its position, templates, options and streams are left out. */
    public void add(Batch batch) throws SQLException {
        for (LedgerEntry entry : batch.ledger()) {
            if (entry.minuteSeconds() < from.getEpochSecond() || entry.minuteSeconds() >= to.getEpochSecond()) {
                throw new IllegalArgumentException("a ledger entry of minute "
                        + Instant.ofEpochSecond(entry.minuteSeconds()) + " lies outside of " + from + " to " + to);
            }
        }
        RowLander rows = new RowLander(connection, table);
        partitionsMade.addAll(rows.makePartitions(batch));
        RefusedRows refused = copy(rows, batch);
        refused.write(connection, sourceId, batch);
        LedgerWrites.add(connection, NEW_BOOKS, sourceId, batch.ledger(), refused::count, counters);
        for (ParkedSet gone : batch.unparked()) {
            parked.removeIf(set -> set.position() == gone.position() && set.setOffset() == gone.setOffset());
        }
        batch.parked().forEach(parked::add);
        rowsAfter += batch.rowCount() - refused.count();
        refusedRows += refused.count();
    }

    private RefusedRows copy(RowLander rows, Batch batch) throws SQLException {
        Savepoint before = connection.setSavepoint();
        try {
            rows.copyAll(batch);
            return new RefusedRows();
        } catch (SQLException e) {
            if (SqlFault.of(e) != SqlFault.DATA) {
                throw e;
            }
            connection.rollback(before);
            return rows.copyIsolating(batch);
        } finally {
            releaseQuietly(before);
        }
    }

    private void releaseQuietly(Savepoint savepoint) {
        try {
            connection.releaseSavepoint(savepoint);
        } catch (SQLException e) {
            // The transaction is void, and whoever voided it has said so.
        }
    }

    /**
     * Replaces the ledger's figures and commits.
     *
     * @throws IllegalStateException when landing changed the range meanwhile; nothing is replaced then
     */
    public Replaced finish() throws SQLException {
        Sql.execute(connection, "SELECT FROM flowledger.source WHERE source_id = " + sourceId + " FOR UPDATE");
        String books = books();
        if (!books.equals(booksBefore)) {
            throw new IllegalStateException("Rows received from " + from + " to " + to
                    + " were landed while they were decoded anew; nothing was replaced. Try it once more.");
        }
        replaceBooks();
        update("DELETE FROM flowledger.parked_set WHERE received_at >= ? AND received_at < ? AND source_id = "
                + sourceId);
        StateWrites.park(connection, sourceId, parked);
        RollupMarks.addRange(connection, table, from, to);
        connection.commit();
        finished = true;
        partitionsMade.forEach(RowLander.NewPartitions::remember);
        return new Replaced(rowsBefore, rowsAfter, refusedRows);
    }

    private void replaceBooks() throws SQLException {
        String range = " WHERE minute >= ? AND minute < ? AND source_id = " + sourceId;
        update("UPDATE flowledger.ledger SET "
                + counters.stream().map(counter -> counter.column() + " = 0").collect(Collectors.joining(", "))
                + range);
        update("DELETE FROM flowledger.ledger_reason" + range);
        Sql.execute(
                connection,
                "INSERT INTO flowledger.ledger SELECT * FROM pg_temp.redecode_ledger ON CONFLICT"
                        + " (source_id, minute, exporter, export_version, observation_domain) DO UPDATE SET "
                        + counters.stream()
                                .map(counter -> counter.column() + " = excluded." + counter.column())
                                .collect(Collectors.joining(", "))
                        + "; INSERT INTO flowledger.ledger_reason SELECT * FROM pg_temp.redecode_ledger_reason");
    }

    private void refuseOthersRows() throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT source_id, sum(" + ALL_ROWS
                + ") FROM flowledger.ledger WHERE minute >= ? AND minute < ? AND source_id <> " + sourceId
                + " GROUP BY source_id HAVING sum(" + ALL_ROWS + ") > 0 ORDER BY source_id LIMIT 1")) {
            setRange(statement);
            try (ResultSet rows = statement.executeQuery()) {
                if (rows.next()) {
                    throw new IllegalStateException("Source " + rows.getInt(1) + " has " + rows.getLong(2)
                            + " rows received from " + from + " to " + to
                            + ", which cannot be told from those of source " + sourceId + "; nothing was replaced.");
                }
            }
        }
    }

    private long deleteAllRows() throws SQLException {
        Unpacking.unpack(connection, table, from, to);
        long deleted = deleteRows(table);
        for (SideTable side : SideTable.values()) {
            deleted += deleteRows(table.side(side));
        }
        return deleted;
    }

    private long deleteRows(FlowTable of) throws SQLException {
        String time = Sql.identifier(of.time().name());
        try (Statement statement = connection.createStatement()) {
            return statement.executeLargeUpdate("DELETE FROM " + of.rows(connection) + " WHERE " + time + " >= "
                    + of.timeOf(from.getEpochSecond() + "000000") + " AND " + time + " < "
                    + of.timeOf(to.getEpochSecond() + "000000"));
        }
    }

    /** Sums of rows that were dropped stay: rows put in their place would be counted twice. */
    private void refuseDropped() throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT 1 FROM flowledger.dropped_partition"
                + " WHERE to_time > ? AND from_time < ? AND table_name = ? LIMIT 1")) {
            setRange(statement);
            statement.setString(3, table.layout().table());
            try (ResultSet rows = statement.executeQuery()) {
                if (rows.next()) {
                    throw new IllegalStateException("Rows received from " + from + " to " + to
                            + " were dropped by retention; nothing was replaced.");
                }
            }
        }
    }

    private String books() throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT concat_ws(' ', count(*), sum(datagrams_received), sum(" + ALL_ROWS
                        + "), sum(sets_parked), sum(sets_expired))"
                        + " FROM flowledger.ledger WHERE minute >= ? AND minute < ? AND source_id = " + sourceId)) {
            setRange(statement);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() ? rows.getString(1) : "";
            }
        }
    }

    private long update(String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            setRange(statement);
            return statement.executeLargeUpdate();
        }
    }

    private void setRange(PreparedStatement statement) throws SQLException {
        statement.setObject(1, from.atOffset(java.time.ZoneOffset.UTC));
        statement.setObject(2, to.atOffset(java.time.ZoneOffset.UTC));
    }

    private static Set<LedgerCounter> replacedCounters() {
        return Arrays.stream(LedgerCounter.values())
                .filter(counter -> !counter.name().startsWith("SEQUENCE_"))
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(LedgerCounter.class)));
    }

    /** Leaves everything as it was unless {@link #finish()} was reached. */
    @Override
    public void close() throws SQLException {
        if (!finished) {
            connection.rollback();
        }
        connection.setAutoCommit(true);
    }
}
