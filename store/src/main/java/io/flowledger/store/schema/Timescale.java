package io.flowledger.store.schema;

import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import org.jspecify.annotations.Nullable;

/** The TimescaleDB extension, where the database has it. */
final class Timescale {
    private static final System.Logger LOG = System.getLogger(Timescale.class.getName());

    private Timescale() {}

    /** The SQL schema of the extension's functions; null when the extension is not there and cannot be made. */
    static @Nullable String functions(Connection connection) throws SQLException {
        String found = installed(connection);
        if (found == null && Sql.exists(connection, "SELECT FROM pg_available_extensions WHERE name = 'timescaledb'")) {
            Savepoint before = connection.setSavepoint();
            try {
                Sql.execute(connection, "CREATE EXTENSION timescaledb");
                connection.releaseSavepoint(before);
                found = installed(connection);
            } catch (SQLException e) {
                connection.rollback(before);
                LOG.log(
                        Level.WARNING,
                        "TimescaleDB is available but could not be created ({0}); native partitions are used",
                        e.getMessage());
            }
        }
        return found;
    }

    private static @Nullable String installed(Connection connection) throws SQLException {
        return Sql.text(
                connection,
                "SELECT n.nspname FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace"
                        + " WHERE e.extname = 'timescaledb'");
    }

    /** Makes an empty table a hypertable with chunks of an hour. */
    static void makeHypertable(
            Connection connection, String functions, String table, String timeColumn, boolean defaultIndexes)
            throws SQLException {
        LOG.log(Level.INFO, "making {0} a TimescaleDB hypertable", table);
        Sql.text(
                connection,
                "SELECT " + Sql.identifier(functions) + ".create_hypertable(" + Sql.literal(table) + "::regclass, "
                        + Sql.literal(timeColumn) + "::name, chunk_time_interval => interval '1 hour',"
                        + " create_default_indexes => " + defaultIndexes + ")::text");
    }

    static boolean isHypertable(Connection connection, String schema, String table) throws SQLException {
        return installed(connection) != null
                && Sql.exists(
                        connection,
                        "SELECT FROM _timescaledb_catalog.hypertable WHERE schema_name = ? AND table_name = ?",
                        schema,
                        table);
    }
}
