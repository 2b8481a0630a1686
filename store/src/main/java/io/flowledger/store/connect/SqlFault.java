package io.flowledger.store.connect;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** What an error of the database asks us to do (SQLSTATE classes: PostgreSQL documentation, appendix A). */
public enum SqlFault {
    /** Away, starting, stopping, failing over, full, out of connections, a deadlock: the same will work later. */
    AWAY,
    /** A table, a column or a permission is missing, or the password is wrong: works once a person has acted. */
    STRUCTURE,
    /** A value or a row that will be refused each time. */
    DATA,
    /** The row has no partition to go to: make it and try again. */
    PARTITION_MISSING;

    private static final String CHECK_VIOLATION = "23514";
    private static final String UNDEFINED_TABLE = "42P01";

    /** What {@code fault} asks for. */
    public static SqlFault of(SQLException fault) {
        String state = fault.getSQLState();
        if (state == null || state.length() < 2) {
            return AWAY;
        }
        if (state.equals(CHECK_VIOLATION) && constraint(fault) == null) {
            return PARTITION_MISSING;
        }
        return switch (state.substring(0, 2)) {
            // 0A not supported, 21 cardinality, 22 data, 23 integrity, 27 trigger, 38, 39 routines, 44 check option,
            // 54 limits, P0 raised by a trigger
            case "0A", "21", "22", "23", "27", "38", "39", "44", "54", "P0" -> DATA;
            // 28 authorization, 3D and 3F names, 42 syntax or access
            case "28", "3D", "3F", "42" -> STRUCTURE;
            // 08 connection, 25 read-only standby, 40 rollback, 53 resources, 55 state, 57 operator, 58 system, XX and
            // all else
            default -> AWAY;
        };
    }

    /** True when a table, for example a partition that was dropped behind our back, is not there. */
    public static boolean isUndefinedTable(SQLException fault) {
        return UNDEFINED_TABLE.equals(fault.getSQLState());
    }

    /** A sentence for the operator, or an empty one. */
    public static String hint(SQLException fault) {
        String state = fault.getSQLState() == null ? "" : fault.getSQLState();
        return switch (state) {
            case "53100" -> "The database's disk is full: free space there; nothing is lost meanwhile.";
            case "53300" -> "The database has no free connection: raise max_connections.";
            case "28P01", "28000" -> "The database refuses user or password: correct them.";
            case "3D000" -> "The database does not exist: create it.";
            case "42501" -> "The user lacks a permission: grant it.";
            case UNDEFINED_TABLE, "42703" ->
                "A table or column is missing: start the program again, which makes what is missing.";
            case "25006" -> "The server is read-only, perhaps a standby: connect to the primary.";
            default -> of(fault) == STRUCTURE ? "Correct it in the database; the program goes on by itself." : "";
        };
    }

    private static @Nullable String constraint(SQLException fault) {
        if (fault instanceof PSQLException postgres) {
            ServerErrorMessage message = postgres.getServerErrorMessage();
            return message == null ? null : message.getConstraint();
        }
        return null;
    }
}
