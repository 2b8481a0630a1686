package io.flowledger.store.schema;

import io.flowledger.flow.layout.GrafoleanLayout;
import io.flowledger.flow.layout.Layout;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;

/**
 * Brings the database to the form that this program works with: numbered migrations, each in a transaction and never
 * changed once released, then the columns that follow from lists in the program, then the table of the layout.
 *
 * <p>Everything lies in the SQL schema {@value #NAME}, except the tables that Grafolean's processes share with us. An
 * advisory lock keeps two programs from doing it at once.
 */
public final class Schema {
    /** The SQL schema of all that is ours. */
    public static final String NAME = "flowledger";

    /** Names of the migrations; number n is in {@code V00n__name.sql}. */
    static final List<String> MIGRATIONS = List.of(
            "bookkeeping",
            "sessions",
            "imports_set_aside",
            "option_views",
            "grafolean_reports",
            "rollups",
            "sampling",
            "books_without_look_ups",
            "comments",
            "options");

    private static final System.Logger LOG = System.getLogger(Schema.class.getName());

    /** "flowledg" as a number. */
    private static final long LOCK = 0x666c6f776c656467L;

    private Schema() {}

    /** The version that this program brings. */
    public static int version() {
        return MIGRATIONS.size();
    }

    /**
     * Migrates and returns the table that rows go to.
     *
     * @param connection in auto-commit mode, and so again afterwards
     * @param layout the layout whose table is needed
     * @throws SchemaException when the database is newer than this program or a table has other columns
     */
    public static FlowTable migrate(Connection connection, Layout layout) throws SQLException {
        Sql.execute(connection, "SELECT pg_advisory_lock(" + LOCK + ")");
        connection.setAutoCommit(false);
        try {
            bootstrap(connection);
            connection.commit();
            int found = found(connection);
            for (int version = found + 1; version <= version(); version++) {
                apply(connection, version);
                connection.commit();
            }
            LedgerColumns.ensure(connection);
            connection.commit();
            FlowTable table = layout.equals(GrafoleanLayout.GRAFOLEAN)
                    ? GrafoleanSchema.migrate(connection, layout)
                    : FlowsTable.ensure(connection, layout);
            ScaledView.ensure(connection, table);
            connection.commit();
            FlowTable complete = table.withSides(FlowsTable.ensureSides(connection));
            connection.commit();
            return complete;
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
            Sql.execute(connection, "SELECT pg_advisory_unlock(" + LOCK + ")");
        }
    }

    /**
     * The table that rows go to in a database that was migrated before; changes nothing.
     *
     * @throws SchemaException when it was not, or by another release
     */
    public static FlowTable existing(Connection connection, Layout layout) throws SQLException {
        if (Sql.text(connection, "SELECT to_regclass('" + NAME + ".schema_version')") == null
                || found(connection) < version()) {
            throw new SchemaException("The database was not set up by this release: start flowledger run once.");
        }
        String schema = layout.equals(GrafoleanLayout.GRAFOLEAN) ? GrafoleanSchema.find(connection) : NAME;
        FlowTable table = new FlowTable(layout, schema, FlowsTable.kind(connection, schema, layout.table()));
        if (Sql.text(connection, "SELECT to_regclass(?)", table.qualifiedName()) == null) {
            throw new SchemaException(
                    "Table " + table.qualifiedName() + " is missing: choose the layout that was used.");
        }
        return table;
    }

    private static void bootstrap(Connection connection) throws SQLException {
        if (!Sql.exists(connection, "SELECT FROM pg_namespace WHERE nspname = ?", NAME)) {
            Sql.execute(connection, "CREATE SCHEMA IF NOT EXISTS " + NAME);
        }
        if (Sql.text(connection, "SELECT to_regclass('" + NAME + ".schema_version')") == null) {
            Sql.execute(
                    connection,
                    "CREATE TABLE " + NAME + ".schema_version (version integer PRIMARY KEY, name text NOT NULL,"
                            + " applied_at timestamptz NOT NULL DEFAULT now());"
                            + "COMMENT ON TABLE " + NAME
                            + ".schema_version IS 'Migrations that were applied, one row each.'");
        }
    }

    private static int found(Connection connection) throws SQLException {
        String text = Sql.text(connection, "SELECT coalesce(max(version), 0) FROM " + NAME + ".schema_version");
        int found = text == null ? 0 : Integer.parseInt(text);
        if (found > version()) {
            throw new SchemaException("The database has schema version " + found + ", this Flowledger knows up to "
                    + version() + ". Use the Flowledger release that wrote it, or a newer one.");
        }
        return found;
    }

    private static void apply(Connection connection, int version) throws SQLException {
        String name = MIGRATIONS.get(version - 1);
        LOG.log(Level.INFO, "migrating the database to schema version {0} of {1}: {2}", version, version(), name);
        Sql.execute(connection, script(version));
        try (PreparedStatement statement =
                connection.prepareStatement("INSERT INTO " + NAME + ".schema_version (version, name) VALUES (?, ?)")) {
            statement.setInt(1, version);
            statement.setString(2, name);
            statement.executeUpdate();
        }
    }

    static String script(int version) {
        String file = String.format(Locale.ROOT, "V%03d__%s.sql", version, MIGRATIONS.get(version - 1));
        try (InputStream in = Schema.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException(
                        "migration " + file + " is missing from the class path: a broken build");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
