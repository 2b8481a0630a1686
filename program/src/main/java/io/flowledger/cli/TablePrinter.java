package io.flowledger.cli;

import java.io.PrintStream;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A table for the eye. The first rows decide the widths, the rest streams through. On a terminal that is too narrow
 * the widest columns are cut; when that is not enough, each row becomes a list of name and value.
 *
 * <p>Control characters are shown as {@code \xNN}: texts in flows come from the network and must not steer a terminal.
 */
final class TablePrinter implements RowPrinter {
    private static final int SAMPLED_ROWS = 500;
    private static final int LEAST_WIDTH = 8;

    private final int terminalColumns;

    /** @param terminalColumns 0 when the output is no terminal: nothing is cut then */
    TablePrinter(int terminalColumns) {
        this.terminalColumns = terminalColumns;
    }

    @Override
    public void print(ResultSet rows, PrintStream out) throws SQLException {
        ResultSetMetaData meta = rows.getMetaData();
        int columns = meta.getColumnCount();
        String[] names = new String[columns];
        boolean[] right = new boolean[columns];
        int[] widths = new int[columns];
        for (int i = 0; i < columns; i++) {
            names[i] = visible(meta.getColumnLabel(i + 1));
            right[i] = isNumber(meta.getColumnType(i + 1));
            widths[i] = width(names[i]);
        }
        List<String[]> sample = new ArrayList<>();
        while (sample.size() < SAMPLED_ROWS && rows.next()) {
            String[] row = cells(rows, columns);
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], width(row[i]));
            }
            sample.add(row);
        }
        boolean fits = fit(widths);
        Line line = fits
                ? (row, number) -> out.println(tableLine(row, widths, right))
                : (row, number) -> list(out, names, row, number);
        if (fits) {
            out.println(tableLine(names, widths, new boolean[columns]));
            out.println(rule(widths));
        }
        long count = 0;
        for (String[] row : sample) {
            line.print(row, ++count);
        }
        while (rows.next()) {
            line.print(cells(rows, columns), ++count);
        }
        out.println(count == 1 ? "(1 row)" : "(" + count + " rows)");
    }

    private interface Line {
        void print(String[] row, long number);
    }

    private static String[] cells(ResultSet rows, int columns) throws SQLException {
        String[] cells = new String[columns];
        for (int i = 0; i < columns; i++) {
            cells[i] = visible(rows.getString(i + 1));
        }
        return cells;
    }

    /** Narrows the widest until all fit; false when they cannot. */
    private boolean fit(int[] widths) {
        if (terminalColumns <= 0) {
            return true;
        }
        int total = (widths.length - 1) * 3;
        for (int width : widths) {
            total += width;
        }
        while (total > terminalColumns) {
            int widest = 0;
            for (int i = 1; i < widths.length; i++) {
                if (widths[i] > widths[widest]) {
                    widest = i;
                }
            }
            if (widths.length == 0 || widths[widest] <= LEAST_WIDTH) {
                return false;
            }
            widths[widest]--;
            total--;
        }
        return true;
    }

    private String tableLine(String[] cells, int[] widths, boolean[] right) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < cells.length; i++) {
            if (i > 0) {
                line.append(" | ");
            }
            String cell = terminalColumns > 0 ? cut(cells[i], widths[i]) : cells[i];
            String padding = " ".repeat(Math.max(0, widths[i] - width(cell)));
            line.append(right[i] ? padding + cell : cell + padding);
        }
        return line.toString().stripTrailing();
    }

    private static String rule(int[] widths) {
        StringBuilder rule = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            rule.append(i > 0 ? "-+-" : "").append("-".repeat(widths[i]));
        }
        return rule.toString();
    }

    private void list(PrintStream out, String[] names, String[] row, long number) {
        int nameWidth = 0;
        for (String name : names) {
            nameWidth = Math.max(nameWidth, width(name));
        }
        out.println("-- row " + number + " " + "-".repeat(Math.max(3, nameWidth)));
        for (int i = 0; i < names.length; i++) {
            String name = names[i] + " ".repeat(nameWidth - width(names[i]));
            out.println((name + " | " + row[i]).stripTrailing());
        }
    }

    private static String cut(String cell, int width) {
        if (width(cell) <= width) {
            return cell;
        }
        return cell.substring(0, cell.offsetByCodePoints(0, width - 1)) + "…";
    }

    private static int width(String text) {
        return text.codePointCount(0, text.length());
    }

    private static String visible(@Nullable String text) {
        if (text == null) {
            return "";
        }
        StringBuilder shown = null;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isISOControl(c)) {
                if (shown == null) {
                    shown = new StringBuilder(text.substring(0, i));
                }
                shown.append(c == '\n' ? "\\n" : c == '\t' ? "\\t" : String.format("\\x%02x", (int) c));
            } else if (shown != null) {
                shown.append(c);
            }
        }
        return shown == null ? text : shown.toString();
    }

    private static boolean isNumber(int type) {
        return switch (type) {
            case Types.SMALLINT, Types.INTEGER, Types.BIGINT, Types.REAL, Types.DOUBLE, Types.NUMERIC -> true;
            default -> false;
        };
    }
}
