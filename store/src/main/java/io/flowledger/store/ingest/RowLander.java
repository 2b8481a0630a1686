package io.flowledger.store.ingest;

import io.flowledger.flow.batch.Batch;
import io.flowledger.flow.batch.RowBuffer;
import io.flowledger.flow.batch.SideTable;
import io.flowledger.store.connect.SqlFault;
import io.flowledger.store.copy.RowCopy;
import io.flowledger.store.schema.FlowTable;
import io.flowledger.store.schema.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Copies the rows of a batch into their partitions within a transaction. Not thread safe. */
public final class RowLander {
    private final Connection connection;
    private final FlowTable table;
    private final RowCopy copy;

    public RowLander(Connection connection, FlowTable table) throws SQLException {
        this.connection = connection;
        this.table = table;
        this.copy = new RowCopy(connection);
    }

    /** Partitions that were made in a transaction and are there once it is committed. */
    public record NewPartitions(FlowTable table, List<Long> hours) {
        /** The transaction is committed. */
        public void remember() {
            table.remember(hours);
        }
    }

    /** Whether each row goes into a partition that is known to be there. */
    boolean hasPartitions(Batch batch) {
        boolean all = hasPartitions(table, batch.rows());
        for (SideTable side : SideTable.values()) {
            all &= hasPartitions(table.side(side), batch.sideRows(side).filled());
        }
        return all;
    }

    private static boolean hasPartitions(FlowTable into, List<RowBuffer> buffers) {
        return buffers.isEmpty()
                || (into.kind() != FlowTable.Kind.HYPERTABLE
                        && into.unknownHours(hours(buffers)).isEmpty());
    }

    private static List<Long> hours(List<RowBuffer> buffers) {
        return buffers.stream().map(RowBuffer::hourSeconds).toList();
    }

    /** Makes the partitions that are not known to be there. */
    public List<NewPartitions> makePartitions(Batch batch) throws SQLException {
        List<NewPartitions> made = new ArrayList<>();
        makePartitions(table, batch.rows(), made);
        for (SideTable side : SideTable.values()) {
            makePartitions(table.side(side), batch.sideRows(side).filled(), made);
        }
        return made;
    }

    private void makePartitions(FlowTable into, List<RowBuffer> buffers, List<NewPartitions> made) throws SQLException {
        List<Long> hours = into.unknownHours(hours(buffers));
        into.makePartitions(connection, hours);
        made.add(new NewPartitions(into, hours));
    }

    /** All rows or none: the first that is refused voids the transaction. */
    public void copyAll(Batch batch) throws SQLException {
        copyAll(table, batch.rows());
        for (SideTable side : SideTable.values()) {
            copyAll(table.side(side), batch.sideRows(side).filled());
        }
    }

    private void copyAll(FlowTable into, List<RowBuffer> buffers) throws SQLException {
        for (RowBuffer buffer : buffers) {
            copy.copy(into.target(buffer.hourSeconds()), buffer, 0, buffer.rowCount());
        }
    }

    /**
     * All rows but those that the database refuses, each of which is found by halving what contains it, with a savepoint
     * before each half. Deferred constraints are checked at once, since at COMMIT nobody could tell whose fault it is.
     */
    public RefusedRows copyIsolating(Batch batch) throws SQLException {
        Sql.execute(connection, "SET CONSTRAINTS ALL IMMEDIATE");
        RefusedRows refused = new RefusedRows();
        for (RowBuffer buffer : batch.rows()) {
            isolate(table, null, buffer, 0, buffer.rowCount(), refused);
        }
        for (SideTable side : SideTable.values()) {
            for (RowBuffer buffer : batch.sideRows(side).filled()) {
                isolate(table.side(side), side, buffer, 0, buffer.rowCount(), refused);
            }
        }
        return refused;
    }

    private void isolate(
            FlowTable into, @Nullable SideTable side, RowBuffer buffer, int fromRow, int toRow, RefusedRows refused)
            throws SQLException {
        Savepoint before = connection.setSavepoint();
        try {
            copy.copy(into.target(buffer.hourSeconds()), buffer, fromRow, toRow);
            connection.releaseSavepoint(before);
            return;
        } catch (SQLException e) {
            if (SqlFault.of(e) != SqlFault.DATA) {
                throw e;
            }
            connection.rollback(before);
            connection.releaseSavepoint(before);
            if (toRow - fromRow == 1) {
                refused.add(into, side, buffer, fromRow, e);
                return;
            }
        }
        int middle = (fromRow + toRow) >>> 1;
        isolate(into, side, buffer, fromRow, middle, refused);
        isolate(into, side, buffer, middle, toRow, refused);
    }
}
