package io.flowledger.store.copy;

import io.flowledger.flow.batch.RowBuffer;
import io.flowledger.flow.layout.Column;
import io.flowledger.store.schema.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * Sends rows of a buffer to a table as they lie there: PostgreSQL's binary COPY format, whose file header and trailer are put
 * around them (PostgreSQL documentation, COPY, "Binary Format").
 *
 * <p>Not thread safe: one connection.
 */
public final class RowCopy {
    private static final int CHUNK_OCTETS = 128 * 1024;

    /** Signature, flags 0, header extension of 0 octets. */
    private static final byte[] HEADER = {'P', 'G', 'C', 'O', 'P', 'Y', '\n', -1, '\r', '\n', 0, 0, 0, 0, 0, 0, 0, 0, 0
    };

    /** The column count -1 where a tuple could begin. */
    private static final byte[] TRAILER = {-1, -1};

    private final PGConnection connection;

    /** Copies over {@code connection}, within its transaction. */
    public RowCopy(Connection connection) throws SQLException {
        this.connection = connection.unwrap(PGConnection.class);
    }

    /**
     * Copies the rows [{@code fromRow}, {@code toRow}) of {@code rows} into {@code target}, a name in SQL.
     *
     * @return rows that the server says it took
     * @throws SQLException what the server said; the transaction, or what is after the last savepoint, is void then
     */
    public long copy(String target, RowBuffer rows, int fromRow, int toRow) throws SQLException {
        CopyIn copy = connection.getCopyAPI().copyIn(statement(target, rows.columns()));
        try {
            copy.writeToCopy(HEADER, 0, HEADER.length);
            byte[] bytes = rows.bytes();
            int end = rows.rowOffset(toRow);
            for (int offset = rows.rowOffset(fromRow); offset < end; offset += CHUNK_OCTETS) {
                copy.writeToCopy(bytes, offset, Math.min(CHUNK_OCTETS, end - offset));
            }
            copy.writeToCopy(TRAILER, 0, TRAILER.length);
            return copy.endCopy();
        } finally {
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        }
    }

    private static String statement(String target, List<Column> columns) {
        return "COPY " + target + " ("
                + columns.stream().map(column -> Sql.identifier(column.name())).collect(Collectors.joining(", "))
                + ") FROM STDIN (FORMAT binary)";
    }
}
