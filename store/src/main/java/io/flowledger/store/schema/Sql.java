package io.flowledger.store.schema;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/** Words of SQL and the shortest ways to say them. */
public final class Sql {
    private Sql() {}

    /** {@code name} as an identifier, whatever is in it. */
    public static String identifier(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    /** {@code text} as a literal, whatever is in it. */
    public static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    /** Runs one or more statements. */
    public static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.execute(sql);
        }
    }

    /** The first column of the first row of a query with text parameters; null when there is no row or it is NULL. */
    public static @Nullable String text(Connection connection, String sql, String... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setString(i + 1, parameters[i]);
            }
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() ? rows.getString(1) : null;
            }
        }
    }

    /** True when the query, with text parameters, gives a row. */
    public static boolean exists(Connection connection, String sql, String... parameters) throws SQLException {
        return text(connection, "SELECT 1 WHERE EXISTS (" + sql + ")", parameters) != null;
    }
}
