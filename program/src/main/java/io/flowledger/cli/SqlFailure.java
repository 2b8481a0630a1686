package io.flowledger.cli;

import java.sql.SQLException;
import java.sql.SQLWarning;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLWarning;
import org.postgresql.util.ServerErrorMessage;

/** What PostgreSQL refused, shown as psql shows it: message, line, a caret under the place, hint. */
final class SqlFailure {
    private SqlFailure() {}

    /** Class 08 is a connection that fails, 28 a refused login, 3D an unknown database, 53300 and 57P03 a busy server. */
    static ExitCode exitCode(SQLException failure) {
        String state = failure.getSQLState() == null ? "" : failure.getSQLState();
        boolean unreachable = state.startsWith("08")
                || state.startsWith("28")
                || state.startsWith("3D")
                || state.equals("53300")
                || state.startsWith("57P");
        return unreachable ? ExitCode.DATABASE : ExitCode.STATEMENT;
    }

    /** Several lines, without a newline at the end; statement may be empty when it is not known. */
    static String message(SQLException failure, String statement) {
        ServerErrorMessage server = failure instanceof PSQLException e ? e.getServerErrorMessage() : null;
        if (server == null || server.getMessage() == null) {
            return String.valueOf(failure.getMessage());
        }
        StringBuilder text = new StringBuilder(server.getMessage());
        if (server.getPosition() > 0 && !statement.isEmpty()) {
            text.append('\n').append(pointedAt(statement, server.getPosition()));
        }
        append(text, "detail", server.getDetail());
        append(text, "hint", server.getHint());
        return text.append("\nSQLSTATE ").append(server.getSQLState()).toString();
    }

    /** A notice that came with an answer. */
    static String notice(SQLWarning warning) {
        ServerErrorMessage server = warning instanceof PSQLWarning w ? w.getServerErrorMessage() : null;
        String severity = server == null || server.getSeverity() == null ? "NOTICE" : server.getSeverity();
        return severity.toLowerCase(Locale.ROOT) + ": " + warning.getMessage();
    }

    private static void append(StringBuilder text, String name, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            text.append('\n').append(name).append(": ").append(value);
        }
    }

    /** @param position in characters, from 1 */
    private static String pointedAt(String statement, int position) {
        int at = statement.offsetByCodePoints(
                0, Math.min(position - 1, statement.codePointCount(0, statement.length())));
        int begin = statement.lastIndexOf('\n', at - 1) + 1;
        int end = statement.indexOf('\n', at);
        String line = statement.substring(begin, end < 0 ? statement.length() : end);
        long number =
                statement.substring(0, begin).chars().filter(c -> c == '\n').count() + 1;
        String label = "line " + number + ": ";
        int before = label.length() + statement.codePointCount(begin, at);
        return label + line.replace('\t', ' ') + "\n" + " ".repeat(before) + "^";
    }
}
