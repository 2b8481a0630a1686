package io.flowledger.database;

import io.flowledger.embedded.EmbeddedPostgres;
import io.flowledger.store.connect.Database;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The role {@value #NAME} of the embedded server, which can read and nothing else. Its password follows from the superuser's, so
 * that all processes of a data directory know it and none has to keep it.
 */
public final class ReaderRole {
    /** The role's name. */
    public static final String NAME = "flowledger_reader";

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

    /** "flreader" as a number. */
    private static final long LOCK = 0x666c726561646572L;

    private ReaderRole() {}

    /** Makes the role if need be, and returns the database as it sees it. */
    public static Database of(EmbeddedPostgres server, Connection superuser) throws SQLException {
        ensure(superuser, password(server.password()));
        return new Database(server::jdbcUrl, NAME, () -> password(server.password()), CONNECT_TIMEOUT);
    }

    static void ensure(Connection superuser, String password) throws SQLException {
        superuser.setAutoCommit(false);
        try (Statement statement = superuser.createStatement()) {
            statement.execute("SELECT pg_advisory_xact_lock(" + LOCK + ")");
            statement.execute("DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '" + NAME
                    + "') THEN CREATE ROLE " + NAME + "; END IF; END $$");
            statement.execute("ALTER ROLE " + NAME + " LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION"
                    + " CONNECTION LIMIT 32 PASSWORD '" + password + "'");
            statement.execute("ALTER ROLE " + NAME + " SET default_transaction_read_only = on");
            // The program that fills it makes its tables later.
            statement.execute("CREATE SCHEMA IF NOT EXISTS flowledger");
            for (String schema : new String[] {"flowledger", "public"}) {
                statement.execute("GRANT USAGE ON SCHEMA " + schema + " TO " + NAME);
                statement.execute("GRANT SELECT ON ALL TABLES IN SCHEMA " + schema + " TO " + NAME);
                statement.execute(
                        "ALTER DEFAULT PRIVILEGES IN SCHEMA " + schema + " GRANT SELECT ON TABLES TO " + NAME);
            }
            superuser.commit();
        } finally {
            superuser.rollback();
            superuser.setAutoCommit(true);
        }
    }

    static String password(String superusers) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(superusers.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(NAME.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
