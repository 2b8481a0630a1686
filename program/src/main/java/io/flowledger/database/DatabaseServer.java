package io.flowledger.database;

import io.flowledger.config.Configuration;
import io.flowledger.config.DatabaseAddress;
import io.flowledger.embedded.EmbeddedPostgres;
import io.flowledger.embedded.ServerSettings;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * Where connections come from: the server that the configuration names, or else the embedded one, which runs at least
 * as long as this is open.
 *
 * <p>Threads: all methods may be called from any thread.
 */
public final class DatabaseServer implements AutoCloseable {
    private static final String CONNECT_TIMEOUT_SECONDS = "10";

    private final @Nullable DatabaseAddress address;
    private final @Nullable EmbeddedPostgres embedded;

    private DatabaseServer(@Nullable DatabaseAddress address, @Nullable EmbeddedPostgres embedded) {
        this.address = address;
        this.embedded = embedded;
    }

    /**
     * Starts the embedded server, or attaches to it, unless the configuration names another; that one is not contacted
     * yet.
     *
     * @param settings of the embedded server
     */
    public static DatabaseServer open(Configuration configuration, ServerSettings settings) throws IOException {
        DatabaseAddress address = configuration.database();
        if (address != null) {
            return at(address);
        }
        return new DatabaseServer(null, EmbeddedPostgres.openOrAttach(configuration.dataDirectory(), settings));
    }

    /** The server at an address, which is not contacted yet. */
    public static DatabaseServer at(DatabaseAddress address) {
        return new DatabaseServer(address, null);
    }

    /**
     * A new connection, in UTC and with the schemas {@code flowledger} and {@code public} in its search path; the caller
     * closes it. The embedded server's port may change when it changes hands, so connect anew with this method.
     */
    public Connection connect() throws SQLException {
        Connection connection = DriverManager.getConnection(jdbcUrl(), properties());
        // pgjdbc sets the time zone of this machine when it connects; times are to read the same everywhere.
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET TIME ZONE 'UTC'");
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
        return connection;
    }

    /** For {@code DriverManager} together with {@link #properties()}. */
    public String jdbcUrl() {
        if (address != null) {
            return address.jdbcUrl();
        }
        return embedded().jdbcUrl();
    }

    /** User, password and defaults of a connection; what the URL says wins. */
    public Properties properties() {
        Properties properties = new Properties();
        properties.setProperty("ApplicationName", "flowledger");
        properties.setProperty("connectTimeout", CONNECT_TIMEOUT_SECONDS);
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("currentSchema", "flowledger,public");
        if (address != null) {
            properties.putAll(address.login());
        } else {
            properties.setProperty("user", embedded().user());
            properties.setProperty("password", embedded().password());
        }
        return properties;
    }

    /** The embedded server, or null. */
    public @Nullable EmbeddedPostgres embeddedServer() {
        return embedded;
    }

    /** For messages: without a password. */
    @Override
    public String toString() {
        return address != null
                ? address.toString()
                : "embedded PostgreSQL on port " + embedded().port();
    }

    /** Stops the embedded server if this process runs it. */
    @Override
    public void close() throws IOException {
        if (embedded != null) {
            embedded.close();
        }
    }

    private EmbeddedPostgres embedded() {
        if (embedded == null) {
            throw new IllegalStateException("there is neither an address nor an embedded server");
        }
        return embedded;
    }
}
