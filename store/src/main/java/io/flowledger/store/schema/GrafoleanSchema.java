package io.flowledger.store.schema;

import io.flowledger.flow.layout.Layout;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * The tables of Grafolean's NetFlow processes, {@code netflow_*}: made at schema version 7, or taken there from any version
 * before, one step a transaction, as those processes would do it themselves.
 *
 * <p>They lie where the database user's search path finds or puts them, never among our own tables. With TimescaleDB {@code netflow_flows2} is a
 * hypertable as those processes make it. Without, a table that we make has native partitions of an hour, so that old rows can
 * be dropped cheaply: the bot's own clearing needs TimescaleDB. To whoever reads, both look like a plain table. One that is
 * there stays as it is.
 */
final class GrafoleanSchema {
    /** The version of the tables that the bot of our time reads. */
    static final int VERSION = 7;

    private static final System.Logger LOG = System.getLogger(GrafoleanSchema.class.getName());

    private final Connection connection;
    private final Layout layout;
    private final String schema;

    private GrafoleanSchema(Connection connection, Layout layout, String schema) {
        this.connection = connection;
        this.layout = layout;
        this.schema = schema;
    }

    static FlowTable migrate(Connection connection, Layout layout) throws SQLException {
        return new GrafoleanSchema(connection, layout, find(connection)).migrate();
    }

    /** The SQL schema that the tables lie in, or would be made in. */
    static String find(Connection connection) throws SQLException {
        String schema = Sql.text(
                connection,
                "SELECT coalesce((SELECT n.nspname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
                        + " WHERE c.oid = to_regclass('netflow_runtime_data')),"
                        + " (SELECT s FROM unnest(current_schemas(false)) WITH ORDINALITY AS u(s, n)"
                        + " WHERE s <> ? ORDER BY n LIMIT 1), 'public')",
                Schema.NAME);
        return schema == null ? "public" : schema;
    }

    /** The name in SQL of one of the tables. */
    static String table(String schema, String name) {
        return Sql.identifier(schema) + "." + Sql.identifier("netflow_" + name);
    }

    private FlowTable migrate() throws SQLException {
        boolean had = exists("flows2");
        int found = foundVersion();
        if (found > VERSION) {
            throw new SchemaException("The netflow_ tables have schema version " + found
                    + ", this Flowledger knows up to " + VERSION + ". Use a newer Flowledger release.");
        }
        if (found == 0) {
            createAll();
            connection.commit();
        }
        for (int version = Math.max(found, 1) + 1; found > 0 && version <= VERSION; version++) {
            LOG.log(Level.INFO, "migrating the netflow_ tables to schema version {0} of {1}", version, VERSION);
            step(version);
            Sql.execute(connection, "UPDATE " + name("runtime_data") + " SET schema_version = " + version);
            connection.commit();
        }
        return check(had && found == VERSION);
    }

    private FlowTable check(boolean othersWrote) throws SQLException {
        createMissing();
        var missing = TableColumns.missing(connection, name("flows2"), layout);
        if (!missing.isEmpty()) {
            throw new SchemaException("Table " + name("flows2") + " has schema version 7 but lacks column "
                    + missing.get(0).name() + ". Add it, or move the table away.");
        }
        FlowTable table = new FlowTable(layout, schema, FlowsTable.kind(connection, schema, layout.table()));
        boolean noted = Sql.exists(
                connection, "SELECT FROM " + Schema.NAME + ".flow_table WHERE name = ?", table.qualifiedName());
        if (!noted) {
            String newest = othersWrote
                    ? Sql.text(connection, "SELECT max(" + table.timeAsInstant() + ") FROM " + table.qualifiedName())
                    : null;
            FlowsTable.note(connection, table, !othersWrote, newest);
        }
        return table;
    }

    private int foundVersion() throws SQLException {
        if (!exists("runtime_data")) {
            return 0;
        }
        @Nullable String version = Sql.text(connection, "SELECT max(schema_version) FROM " + name("runtime_data"));
        return version == null ? 0 : Integer.parseInt(version);
    }

    private void createAll() throws SQLException {
        LOG.log(Level.INFO, "creating the netflow_ tables at schema version {0}", VERSION);
        Sql.execute(
                connection,
                "CREATE TABLE IF NOT EXISTS " + name("runtime_data") + " (schema_version SMALLSERIAL NOT NULL);"
                        + "INSERT INTO " + name("runtime_data") + " (schema_version) VALUES (" + VERSION + ")");
        createMissing();
    }

    private void createMissing() throws SQLException {
        createExporters();
        createJobs2();
        if (!exists("flows2")) {
            createFlows2();
        }
    }

    private void step(int version) throws SQLException {
        switch (version) {
            case 2 -> createOldTables();
            case 3 -> createExporters();
            case 4 ->
                Sql.execute(
                        connection, "ALTER TABLE IF EXISTS " + name("flows") + " ALTER COLUMN in_bytes TYPE BIGINT");
            case 5 -> {
                rename("ipv4_dst_addr", "ipvx_dst_addr");
                rename("ipv4_src_addr", "ipvx_src_addr");
            }
            // Version 6 made flows2 with narrower interface columns, version 7 drops that one: make only the last.
            case 6 -> createJobs2();
            case 7 -> {
                Sql.execute(connection, "DROP TABLE IF EXISTS " + name("flows2"));
                createFlows2();
            }
            default -> throw new IllegalArgumentException("schema version " + version + ": the range is 2..7");
        }
    }

    private void createOldTables() throws SQLException {
        Sql.execute(
                connection,
                "CREATE TABLE IF NOT EXISTS " + name("flows") + " (ts INTEGER NOT NULL, client_ip INET NOT NULL,"
                        + " in_bytes INTEGER NOT NULL, protocol SMALLINT NOT NULL, direction SMALLINT NOT NULL,"
                        + " l4_dst_port INTEGER NOT NULL, l4_src_port INTEGER NOT NULL, input_snmp SMALLINT NOT NULL,"
                        + " output_snmp SMALLINT NOT NULL, ipv4_dst_addr INET NOT NULL, ipv4_src_addr INET NOT NULL)"
                        + " PARTITION BY RANGE (ts);"
                        + "CREATE TABLE IF NOT EXISTS " + name("bot_jobs")
                        + " (job_id TEXT PRIMARY KEY, last_used_ts INTEGER NOT NULL)");
    }

    private void createExporters() throws SQLException {
        Sql.execute(connection, "CREATE TABLE IF NOT EXISTS " + name("exporters") + " (ip INET PRIMARY KEY)");
    }

    private void createJobs2() throws SQLException {
        Sql.execute(
                connection,
                "CREATE TABLE IF NOT EXISTS " + name("bot_jobs2")
                        + " (job_id TEXT PRIMARY KEY, last_used_ts TIMESTAMP NOT NULL)");
    }

    private void createFlows2() throws SQLException {
        String time = FlowTable.timeColumn(layout).name();
        String functions = Timescale.functions(connection);
        Sql.execute(
                connection,
                "CREATE TABLE " + name("flows2") + " (" + TableColumns.definitions(layout.columns()) + ")"
                        + (functions == null ? " PARTITION BY RANGE (" + time + ")" : ""));
        if (functions == null) {
            // The bot asks for the newest row each minute; without an index that would read every row.
            Sql.execute(connection, "CREATE INDEX ON " + name("flows2") + " (" + time + ")");
        } else {
            Timescale.makeHypertable(connection, functions, name("flows2"), time, true);
        }
    }

    private void rename(String from, String to) throws SQLException {
        if (Sql.exists(
                connection,
                "SELECT FROM pg_attribute WHERE attrelid = to_regclass(?) AND attname = ? AND NOT attisdropped",
                name("flows"),
                from)) {
            Sql.execute(connection, "ALTER TABLE " + name("flows") + " RENAME COLUMN " + from + " TO " + to);
        }
    }

    private boolean exists(String table) throws SQLException {
        return Sql.text(connection, "SELECT to_regclass(?)", name(table)) != null;
    }

    private String name(String table) {
        return table(schema, table);
    }
}
