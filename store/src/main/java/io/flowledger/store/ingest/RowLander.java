package io.flowledger.store.ingest;

import io.flowledger.flow.batch.RowBuffer;
import io.flowledger.store.connect.SqlFault;
import io.flowledger.store.copy.RowCopy;
import io.flowledger.store.schema.FlowTable;
import io.flowledger.store.schema.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.List;

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

    /** Makes the partitions that are not known to be there, and returns their hours. */
    public List<Long> makePartitions(List<RowBuffer> buffers) throws SQLException {
        List<Long> hours =
                table.unknownHours(buffers.stream().map(RowBuffer::hourSeconds).toList());
        table.makePartitions(connection, hours);
        return hours;
    }

    /** All rows or none: the first that is refused voids the transaction. */
    public void copyAll(List<RowBuffer> buffers) throws SQLException {
        for (RowBuffer buffer : buffers) {
            copy.copy(table.target(buffer.hourSeconds()), buffer, 0, buffer.rowCount());
        }
    }

    /**
     * All rows but those that the database refuses, each of which is found by halving what contains it, with a savepoint
     * before each half. Deferred constraints are checked at once, since at COMMIT nobody could tell whose fault it is.
     */
    public RefusedRows copyIsolating(List<RowBuffer> buffers) throws SQLException {
        Sql.execute(connection, "SET CONSTRAINTS ALL IMMEDIATE");
        RefusedRows refused = new RefusedRows();
        for (RowBuffer buffer : buffers) {
            isolate(buffer, 0, buffer.rowCount(), refused);
        }
        return refused;
    }

    private void isolate(RowBuffer buffer, int fromRow, int toRow, RefusedRows refused) throws SQLException {
        Savepoint before = connection.setSavepoint();
        try {
            copy.copy(table.target(buffer.hourSeconds()), buffer, fromRow, toRow);
            connection.releaseSavepoint(before);
            return;
        } catch (SQLException e) {
            if (SqlFault.of(e) != SqlFault.DATA) {
                throw e;
            }
            connection.rollback(before);
            connection.releaseSavepoint(before);
            if (toRow - fromRow == 1) {
                refused.add(buffer, fromRow, e);
                return;
            }
        }
        int middle = (fromRow + toRow) >>> 1;
        isolate(buffer, fromRow, middle, refused);
        isolate(buffer, middle, toRow, refused);
    }
}
