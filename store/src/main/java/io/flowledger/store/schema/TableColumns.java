package io.flowledger.store.schema;

import io.flowledger.flow.layout.Column;
import io.flowledger.flow.layout.Layout;
import java.lang.System.Logger.Level;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** A layout's columns as DDL, and as a table has them. */
final class TableColumns {
    private static final System.Logger LOG = System.getLogger(TableColumns.class.getName());

    private TableColumns() {}

    /** The column definitions of CREATE TABLE, without the parentheses. */
    static String definitions(List<Column> columns) {
        StringBuilder ddl = new StringBuilder();
        for (Column column : columns) {
            ddl.append(ddl.isEmpty() ? "" : ", ").append(definition(column));
            if (column.notNull()) {
                ddl.append(" NOT NULL");
            }
        }
        return ddl.toString();
    }

    private static String definition(Column column) {
        return Sql.identifier(column.name()) + " " + column.type().sqlName();
    }

    /** COMMENT statements from the columns' documentation. */
    static String comments(String table, List<Column> columns) {
        StringBuilder ddl = new StringBuilder();
        for (Column column : columns) {
            ddl.append("COMMENT ON COLUMN ")
                    .append(table)
                    .append('.')
                    .append(Sql.identifier(column.name()))
                    .append(" IS ")
                    .append(Sql.literal(column.doc()))
                    .append(';');
        }
        return ddl.toString();
    }

    /**
     * The layout's columns that the table lacks.
     *
     * @throws SchemaException when a column is there with another type
     */
    static List<Column> missing(Connection connection, String table, Layout layout) throws SQLException {
        List<Column> missing = new ArrayList<>();
        Object[] names = layout.columns().stream().map(Column::name).toArray();
        Object[] types = layout.columns().stream().map(c -> c.type().sqlName()).toArray();
        Array nameArray = connection.createArrayOf("text", names);
        Array typeArray = connection.createArrayOf("text", types);
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT w.name, format_type(a.atttypid, NULL), a.atttypid = to_regtype(w.type)::oid"
                        + " FROM unnest(?, ?) AS w(name, type) LEFT JOIN pg_attribute a"
                        + " ON a.attrelid = ?::regclass AND a.attname = w.name AND NOT a.attisdropped AND a.attnum > 0")) {
            statement.setArray(1, nameArray);
            statement.setArray(2, typeArray);
            statement.setString(3, table);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    Column column = layout.column(rows.getString(1));
                    String type = rows.getString(2);
                    if (type == null) {
                        missing.add(column);
                    } else if (!rows.getBoolean(3)) {
                        throw new SchemaException("Column " + column.name() + " of " + table + " has type " + type
                                + ", it should be " + column.type().sqlName() + ". Change it, or move the table away.");
                    }
                }
            }
        }
        return missing;
    }

    /** Adds columns of a later version; they are NULL in the rows that are there. */
    static void add(Connection connection, String table, List<Column> columns) throws SQLException {
        if (columns.isEmpty()) {
            return;
        }
        StringBuilder ddl = new StringBuilder("ALTER TABLE ").append(table);
        String separator = " ";
        for (Column column : columns) {
            LOG.log(Level.INFO, "adding column {0} to {1}", column.name(), table);
            ddl.append(separator).append("ADD COLUMN ").append(definition(column));
            separator = ", ";
        }
        Sql.execute(connection, ddl + ";" + comments(table, columns));
    }
}
