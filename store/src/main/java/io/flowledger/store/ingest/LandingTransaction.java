package io.flowledger.store.ingest;

import io.flowledger.flow.batch.Batch;
import io.flowledger.flow.batch.ExporterAddress;
import io.flowledger.flow.batch.StreamState;
import io.flowledger.flow.layout.GrafoleanLayout;
import io.flowledger.store.bulk.UnnestStatement;
import io.flowledger.store.ledger.LedgerWrites;
import io.flowledger.store.rollup.RollupMarks;
import io.flowledger.store.schema.FlowTable;
import io.flowledger.store.schema.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * One attempt to land a batch. The statement that moves the source's position holds its row to the end, so that of two who
 * land the same source one waits and then finds it moved. Only rows may be copied before it.
 *
 * <p>Not thread safe.
 */
final class LandingTransaction {
    private final FlowTable table;
    private final int sourceId;
    private final Set<ExporterAddress> notedExporters = new HashSet<>();

    LandingTransaction(FlowTable table, int sourceId) {
        this.table = table;
        this.sourceId = sourceId;
    }

    /** How far a source is. */
    record Progress(long position, long batches) {}

    /** Moves the position; false when the source is not at {@code from} any more. */
    boolean advance(Connection connection, Progress from, long nextPosition) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "UPDATE flowledger.source SET position = ?, batches = batches + 1, landed_at = now()"
                        + " WHERE source_id = ? AND position = ? AND batches = ?")) {
            statement.setLong(1, nextPosition);
            statement.setInt(2, sourceId);
            statement.setLong(3, from.position());
            statement.setLong(4, from.batches());
            return statement.executeUpdate() == 1;
        }
    }

    static Progress progress(Connection connection, int sourceId) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT position, batches FROM flowledger.source WHERE source_id = ?")) {
            statement.setInt(1, sourceId);
            try (ResultSet rows = statement.executeQuery()) {
                if (!rows.next()) {
                    throw new SQLException("source " + sourceId + " is missing from flowledger.source", "42704");
                }
                return new Progress(rows.getLong(1), rows.getLong(2));
            }
        }
    }

    /** Partitions that were made in the attempt, and rows that the database refused. */
    record Written(List<RowLander.NewPartitions> partitions, RefusedRows refused) {}

    /** Writes all of the batch but the position; with {@code isolating} what the database refuses is set apart. */
    Written write(Connection connection, Batch batch, boolean isolating) throws SQLException {
        RowLander rows = new RowLander(connection, table);
        List<RowLander.NewPartitions> partitions = rows.makePartitions(batch);
        RefusedRows refused = new RefusedRows();
        if (isolating) {
            refused = rows.copyIsolating(batch);
        } else {
            rows.copyAll(batch);
        }
        writeBooks(connection, batch, refused);
        return new Written(partitions, refused);
    }

    /**
     * Copies the rows before it is the batch's turn, and nothing that others could wait for: no partition is made, and no row
     * of the books is written.
     *
     * @return whether the rows are copied; false, without a transaction, when a partition is missing
     */
    boolean copyAhead(Connection connection, Batch batch) throws SQLException {
        RowLander rows = new RowLander(connection, table);
        if (!rows.hasPartitions(batch)) {
            return false;
        }
        rows.copyAll(batch);
        return true;
    }

    /** Writes what {@link #copyAhead} has left to do. */
    Written writeAfterCopy(Connection connection, Batch batch) throws SQLException {
        RefusedRows refused = new RefusedRows();
        writeBooks(connection, batch, refused);
        return new Written(List.of(), refused);
    }

    private void writeBooks(Connection connection, Batch batch, RefusedRows refused) throws SQLException {
        refused.write(connection, sourceId, batch);
        LedgerWrites.add(connection, sourceId, batch.ledger(), refused::count);
        RollupMarks.add(connection, table, batch.ledger());
        LedgerWrites.addDrops(connection, sourceId, batch.drops());
        TemplateWrites.write(connection, sourceId, batch.templates());
        StateWrites.options(connection, sourceId, batch.options());
        StateWrites.streams(connection, sourceId, batch.streams());
        StateWrites.sessions(connection, sourceId, batch.sessions(), batch.endedSessions());
        StateWrites.unpark(connection, sourceId, batch.unparked());
        StateWrites.park(connection, sourceId, batch.parked());
        if (table.layout().equals(GrafoleanLayout.GRAFOLEAN)) {
            noteExporters(connection, batch);
        }
    }

    /** The attempt is committed. */
    void committed(Batch batch, List<RowLander.NewPartitions> partitions) {
        partitions.forEach(RowLander.NewPartitions::remember);
        if (table.layout().equals(GrafoleanLayout.GRAFOLEAN)) {
            batch.streams().forEach(stream -> notedExporters.add(stream.key().exporter()));
        }
    }

    /** Grafolean's list of exporters; sorted, so that two who write it do not lock each other out. */
    private void noteExporters(Connection connection, Batch batch) throws SQLException {
        UnnestStatement statement = new UnnestStatement(
                "INSERT INTO " + Sql.identifier(table.schema()) + ".netflow_exporters (ip) SELECT t.ip::inet",
                "ip",
                "ON CONFLICT DO NOTHING",
                UnnestStatement.Type.TEXT);
        batch.streams().stream()
                .map(StreamState::key)
                .map(key -> key.exporter())
                .distinct()
                .filter(exporter -> !notedExporters.contains(exporter))
                .sorted()
                .forEach(exporter -> statement.add(exporter.toString()));
        statement.execute(connection);
    }
}
