package io.flowledger.store.schema;

import io.flowledger.flow.ledger.LedgerCounter;
import java.sql.Connection;
import java.sql.SQLException;

/** The ledger's counter columns, from the program's list of counters; those of a later program are added, none is removed. */
final class LedgerColumns {
    private static final String TABLE = Schema.NAME + ".ledger";

    private LedgerColumns() {}

    static void ensure(Connection connection) throws SQLException {
        StringBuilder columns = new StringBuilder();
        StringBuilder comments = new StringBuilder();
        for (LedgerCounter counter : LedgerCounter.values()) {
            String name = counter.column();
            if (!Sql.exists(
                    connection,
                    "SELECT FROM pg_attribute WHERE attrelid = '" + TABLE + "'::regclass AND attname = ?"
                            + " AND NOT attisdropped",
                    name)) {
                columns.append(columns.isEmpty() ? "ALTER TABLE " + TABLE : ",")
                        .append(" ADD COLUMN ")
                        .append(name)
                        .append(" bigint NOT NULL DEFAULT 0");
                comments.append("COMMENT ON COLUMN ")
                        .append(TABLE)
                        .append('.')
                        .append(name)
                        .append(" IS ")
                        .append(Sql.literal(counter.unit() + ": " + counter.doc()))
                        .append(';');
            }
        }
        if (!columns.isEmpty()) {
            Sql.execute(connection, columns + ";" + comments);
        }
    }
}
