package io.flowledger.fault;

import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/** How far the landing is, asked of a database that may be away. One thread. */
final class LandingProgress implements AutoCloseable {
    private final Connector connector;
    private @Nullable Connection connection;

    /** Opens a connection. */
    @FunctionalInterface
    interface Connector {
        Connection connect() throws SQLException, IOException;
    }

    LandingProgress(Connector connector) {
        this.connector = connector;
    }

    /** Transactions committed so far, or -1 when that cannot be known now. */
    long batches() {
        return ask("SELECT coalesce(sum(batches), 0) FROM flowledger.source");
    }

    /** The journal position up to which all is committed, or -1. */
    long position() {
        return ask("SELECT coalesce(max(position), 0) FROM flowledger.source");
    }

    private long ask(String sql) {
        try {
            Connection open = connection;
            if (open == null) {
                open = connector.connect();
                connection = open;
            }
            try (Statement statement = open.createStatement();
                    ResultSet rows = statement.executeQuery(sql)) {
                return rows.next() ? rows.getLong(1) : -1;
            }
        } catch (SQLException | IOException e) {
            close();
            return -1;
        }
    }

    @Override
    public void close() {
        Connection open = connection;
        connection = null;
        if (open != null) {
            try {
                open.close();
            } catch (SQLException e) {
                // Its server is gone.
            }
        }
    }
}
