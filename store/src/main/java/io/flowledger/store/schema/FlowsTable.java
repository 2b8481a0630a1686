package io.flowledger.store.schema;

import io.flowledger.flow.batch.SideTable;
import io.flowledger.flow.layout.Layout;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Our own table of flows: made from the layout, given the columns of later versions at start. */
final class FlowsTable {
    private static final System.Logger LOG = System.getLogger(FlowsTable.class.getName());

    private FlowsTable() {}

    /** The table of flows in our own layout. */
    static FlowTable ensure(Connection connection, Layout layout) throws SQLException {
        return ensure(connection, layout, "Flows, one row each; unknown is NULL.", List.of());
    }

    /** The tables beside that of the flows, whatever its layout. */
    static Map<SideTable, FlowTable> ensureSides(Connection connection) throws SQLException {
        Map<SideTable, FlowTable> tables = new EnumMap<>(SideTable.class);
        for (SideTable side : SideTable.values()) {
            tables.put(side, ensure(connection, side.layout(), side.doc(), side.indexes()));
        }
        return tables;
    }

    private static FlowTable ensure(Connection connection, Layout layout, String doc, List<String> indexes)
            throws SQLException {
        String name = Sql.identifier(Schema.NAME) + "." + Sql.identifier(layout.table());
        if (Sql.text(connection, "SELECT to_regclass(?)", name) == null) {
            return create(connection, layout, name, doc, indexes);
        }
        FlowTable table = new FlowTable(layout, Schema.NAME, kind(connection, Schema.NAME, layout.table()));
        String rows = table.rows(connection);
        TableColumns.add(connection, rows, TableColumns.missing(connection, rows, layout));
        PackedFlows packed = new PackedFlows(table);
        if (packed.exists(connection)) {
            packed.ensure(connection);
        }
        return table;
    }

    private static FlowTable create(Connection connection, Layout layout, String name, String doc, List<String> indexes)
            throws SQLException {
        String functions = Timescale.functions(connection);
        FlowTable.Kind kind = functions == null ? FlowTable.Kind.PARTITIONED : FlowTable.Kind.HYPERTABLE;
        FlowTable table = new FlowTable(layout, Schema.NAME, kind);
        LOG.log(Level.INFO, "creating table {0} ({1})", name, kind);
        String time = table.time().name();
        Sql.execute(
                connection,
                "CREATE TABLE " + name + " (" + TableColumns.definitions(layout.columnsByWidth()) + ")"
                        + (functions == null ? " PARTITION BY RANGE (" + Sql.identifier(time) + ")" : "") + ";"
                        + "COMMENT ON TABLE " + name + " IS " + Sql.literal(doc) + ";"
                        + TableColumns.comments(name, layout.columns()));
        if (functions != null) {
            Timescale.makeHypertable(connection, functions, name, time, false);
        }
        for (String index : indexes) {
            Sql.execute(connection, "CREATE INDEX ON " + name + " " + index);
        }
        note(connection, table, true, null);
        return table;
    }

    /** Notes a table that rows go to, with the newest row that was there before us. */
    static void note(
            Connection connection,
            FlowTable table,
            boolean createdByUs,
            @org.jspecify.annotations.Nullable String othersUntil)
            throws SQLException {
        Sql.execute(
                connection,
                "INSERT INTO " + Schema.NAME + ".flow_table (name, created_by_us, others_until) VALUES ("
                        + Sql.literal(table.qualifiedName()) + ", " + createdByUs + ", "
                        + (othersUntil == null ? "NULL" : Sql.literal(othersUntil)) + ") ON CONFLICT DO NOTHING");
    }

    /** How the rows of a table that is there lie. */
    static FlowTable.Kind kind(Connection connection, String schema, String table) throws SQLException {
        if (Timescale.isHypertable(connection, schema, table)) {
            return FlowTable.Kind.HYPERTABLE;
        }
        String relkind = Sql.text(
                connection,
                "SELECT c.relkind FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
                        + " WHERE n.nspname = ? AND c.relname = ?",
                schema,
                table);
        if ("v".equals(relkind)) {
            return kind(connection, schema, table + FlowTable.ROWS_SUFFIX);
        }
        return "p".equals(relkind) ? FlowTable.Kind.PARTITIONED : FlowTable.Kind.PLAIN;
    }
}
