package io.flowledger.store.copy;

import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyOut;

/**
 * Statements that copy in PostgreSQL's binary format (PostgreSQL documentation, COPY, "Binary Format"), within the
 * connection's transaction. Stateless.
 */
public final class BinaryCopy {
    /** Signature, flags 0, header extension of 0 octets. */
    private static final byte[] HEADER = {'P', 'G', 'C', 'O', 'P', 'Y', '\n', -1, '\r', '\n', 0, 0, 0, 0, 0, 0, 0, 0, 0
    };

    /** The column count -1 where a tuple could begin. */
    private static final byte[] TRAILER = {-1, -1};

    private BinaryCopy() {}

    /** Writes whole tuples, in pieces of any size. */
    public interface Tuples {
        void writeTo(CopyIn copy) throws SQLException;
    }

    /** Takes what the server sent: see {@link TupleRows#take}. */
    public interface Messages {
        void take(byte[] message) throws SQLException;
    }

    /**
     * Performs {@code COPY … FROM STDIN (FORMAT binary)}.
     *
     * @return rows that the server says it took
     * @throws SQLException what the server said; the transaction, or what is after the last savepoint, is void then
     */
    public static long write(Connection connection, String statement, Tuples tuples) throws SQLException {
        CopyIn copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(statement);
        try {
            copy.writeToCopy(HEADER, 0, HEADER.length);
            tuples.writeTo(copy);
            copy.writeToCopy(TRAILER, 0, TRAILER.length);
            return copy.endCopy();
        } finally {
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        }
    }

    /** Performs {@code COPY … TO STDOUT (FORMAT binary)}. */
    public static void read(Connection connection, String statement, Messages messages) throws SQLException {
        CopyOut copy = connection.unwrap(PGConnection.class).getCopyAPI().copyOut(statement);
        try {
            for (byte[] message = copy.readFromCopy(); message != null; message = copy.readFromCopy()) {
                messages.take(message);
            }
        } finally {
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        }
    }
}
