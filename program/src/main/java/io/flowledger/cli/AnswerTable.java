package io.flowledger.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An answer of limited size, printed as the user asks: a Long is a number, anything else a text, null is unknown. */
final class AnswerTable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<String> names;
    private final List<List<@Nullable Object>> rows = new ArrayList<>();

    AnswerTable(List<String> names) {
        this.names = List.copyOf(names);
    }

    void add(List<@Nullable Object> row) {
        rows.add(row);
    }

    void print(SqlCommand.Format format, int terminalColumns, PrintStream out) throws IOException {
        switch (format) {
            case TABLE -> printTable(terminalColumns, out);
            case CSV -> printCsv(out);
            case JSON -> printJson(out);
        }
        out.flush();
        if (out.checkError()) {
            throw new IOException("standard output was closed");
        }
    }

    private void printJson(PrintStream out) throws IOException {
        for (List<@Nullable Object> row : rows) {
            ObjectNode object = JSON.createObjectNode();
            for (int i = 0; i < names.size(); i++) {
                Object value = row.get(i);
                if (value instanceof Long number) {
                    object.put(names.get(i), number);
                } else {
                    object.put(names.get(i), value == null ? null : value.toString());
                }
            }
            out.println(JSON.writeValueAsString(object));
        }
    }

    private void printCsv(PrintStream out) {
        out.println(String.join(",", names));
        for (List<@Nullable Object> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < names.size(); i++) {
                Object value = row.get(i);
                String text = value == null ? "" : value.toString();
                boolean quoted = (value != null && text.isEmpty()) || text.matches("(?s).*[,\"\\r\\n].*");
                line.append(i > 0 ? "," : "").append(quoted ? '"' + text.replace("\"", "\"\"") + '"' : text);
            }
            out.println(line);
        }
    }

    private void printTable(int terminalColumns, PrintStream out) {
        int[] widths = new int[names.size()];
        for (int i = 0; i < widths.length; i++) {
            widths[i] = names.get(i).length();
            for (List<@Nullable Object> row : rows) {
                widths[i] = Math.max(widths[i], cell(row.get(i)).length());
            }
        }
        line(names, widths, terminalColumns, out);
        for (List<@Nullable Object> row : rows) {
            line(row, widths, terminalColumns, out);
        }
    }

    private static void line(List<? extends @Nullable Object> row, int[] widths, int terminalColumns, PrintStream out) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            Object value = row.get(i);
            String cell = cell(value);
            String padding = " ".repeat(widths[i] - cell.length());
            boolean right = value instanceof Long || value instanceof Amount;
            line.append(i > 0 ? "  " : "").append(right ? padding + cell : cell + padding);
        }
        String text = line.toString().stripTrailing();
        out.println(
                terminalColumns > 0 && text.length() > terminalColumns
                        ? text.substring(0, terminalColumns - 1) + "…"
                        : text);
    }

    /** Texts in flows come from the network and must not steer a terminal. */
    private static String cell(@Nullable Object value) {
        return value == null ? "-" : value.toString().replaceAll("\\p{Cntrl}", "?");
    }

    /** A number with a unit, for people. */
    record Amount(String text) {
        @Override
        public String toString() {
            return text;
        }
    }
}
