package io.flowledger.cli;

import java.io.PrintStream;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** RFC 4180 with a header line; lines end in LF as those of {@code psql --csv}. NULL is nothing, an empty string "". */
final class CsvPrinter implements RowPrinter {
    @Override
    public void print(ResultSet rows, PrintStream out) throws SQLException {
        ResultSetMetaData meta = rows.getMetaData();
        int columns = meta.getColumnCount();
        StringBuilder line = new StringBuilder();
        for (int i = 1; i <= columns; i++) {
            append(line, i, meta.getColumnLabel(i));
        }
        out.append(line).append('\n');
        while (rows.next()) {
            line.setLength(0);
            for (int i = 1; i <= columns; i++) {
                append(line, i, rows.getString(i));
            }
            out.append(line).append('\n');
        }
    }

    private static void append(StringBuilder line, int column, @Nullable String value) {
        if (column > 1) {
            line.append(',');
        }
        if (value == null) {
            return;
        }
        boolean quoted = value.isEmpty();
        for (int i = 0; i < value.length() && !quoted; i++) {
            char c = value.charAt(i);
            quoted = c == ',' || c == '"' || c == '\n' || c == '\r';
        }
        line.append(quoted ? '"' + value.replace("\"", "\"\"") + '"' : value);
    }
}
