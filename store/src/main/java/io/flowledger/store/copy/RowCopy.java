package io.flowledger.store.copy;

import io.flowledger.flow.batch.RowBuffer;
import io.flowledger.flow.layout.Column;
import io.flowledger.store.schema.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Sends rows of a buffer to a table as they lie there: in PostgreSQL's binary COPY format.
 *
 * <p>Not thread safe: one connection.
 */
public final class RowCopy {
    private static final int CHUNK_OCTETS = 128 * 1024;

    private final Connection connection;

    /** Copies over {@code connection}, within its transaction. */
    public RowCopy(Connection connection) {
        this.connection = connection;
    }

    /**
     * Copies the rows [{@code fromRow}, {@code toRow}) of {@code rows} into {@code target}, a name in SQL.
     *
     * @return rows that the server says it took
     * @throws SQLException what the server said; the transaction, or what is after the last savepoint, is void then
     */
    public long copy(String target, RowBuffer rows, int fromRow, int toRow) throws SQLException {
        byte[] bytes = rows.bytes();
        int end = rows.rowOffset(toRow);
        return BinaryCopy.write(connection, statement(target, rows.columns()), copy -> {
            for (int offset = rows.rowOffset(fromRow); offset < end; offset += CHUNK_OCTETS) {
                copy.writeToCopy(bytes, offset, Math.min(CHUNK_OCTETS, end - offset));
            }
        });
    }

    private static String statement(String target, List<Column> columns) {
        return "COPY " + target + " ("
                + columns.stream().map(column -> Sql.identifier(column.name())).collect(Collectors.joining(", "))
                + ") FROM STDIN (FORMAT binary)";
    }
}
