package io.flowledger.store.filter;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** A statement being written, with its parameters in the order of their placeholders. One thread. */
public final class SqlText {
    private final StringBuilder text = new StringBuilder();
    private final List<Object> parameters = new ArrayList<>();

    /** Appends text of ours, which holds nothing that came from a user. */
    public SqlText add(String sql) {
        text.append(sql);
        return this;
    }

    /** Appends a placeholder for a text, a whole number, a fraction or an instant, of which the database keeps the microseconds. */
    public SqlText parameter(Object value) {
        if (!(value instanceof String
                || value instanceof Instant
                || value instanceof Long
                || value instanceof Integer
                || value instanceof Double)) {
            throw new IllegalArgumentException("a parameter of " + value.getClass());
        }
        text.append('?');
        parameters.add(value);
        return this;
    }

    /** Appends another text with its parameters. */
    public SqlText add(SqlText other) {
        text.append(other.text);
        parameters.addAll(other.parameters);
        return this;
    }

    /** The SQL, with a ? for each parameter. */
    public String sql() {
        return text.toString();
    }

    /** What stands for each ?. */
    public List<Object> parameters() {
        return List.copyOf(parameters);
    }

    /** A prepared statement with its parameters set; the caller closes it. */
    public PreparedStatement prepare(Connection connection) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql());
        try {
            for (int i = 0; i < parameters.size(); i++) {
                Object value = parameters.get(i);
                statement.setObject(i + 1, value instanceof Instant instant ? instant.atOffset(ZoneOffset.UTC) : value);
            }
        } catch (SQLException e) {
            statement.close();
            throw e;
        }
        return statement;
    }

    /** For reading and for psql: the parameters as literals in their places. */
    @Override
    public String toString() {
        StringBuilder readable = new StringBuilder();
        int next = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '?') {
                Object value = parameters.get(next++);
                readable.append(
                        value instanceof String || value instanceof Instant ? literal(value.toString()) : value);
            } else {
                readable.append(c);
            }
        }
        return readable.toString();
    }

    private static String literal(String value) {
        String quoted = "'" + value.replace("'", "''").replace("\\", "\\\\") + "'";
        return value.indexOf('\\') >= 0 ? "E" + quoted : quoted;
    }
}
