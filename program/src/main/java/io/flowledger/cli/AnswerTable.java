package io.flowledger.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An answer of limited size, printed as the user asks: a Long is a number, a Boolean true or false,
 * anything else a text, null is unknown.
 */
final class AnswerTable {
    private final List<String> names;
    private final List<String> droppable;
    private final List<List<@Nullable Object>> rows = new ArrayList<>();

    AnswerTable(List<String> names) {
        this(names, List.of());
    }

    /**
     * @param droppable columns that a table may leave out on a narrow terminal, the first one first
     */
    AnswerTable(List<String> names, List<String> droppable) {
        this.names = List.copyOf(names);
        this.droppable = List.copyOf(droppable);
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
        JsonFactory factory = new JsonFactory();
        for (List<@Nullable Object> row : rows) {
            StringWriter line = new StringWriter();
            try (JsonGenerator json = factory.createGenerator(line)) {
                json.writeStartObject();
                for (int i = 0; i < names.size(); i++) {
                    json.writeFieldName(names.get(i));
                    write(json, row.get(i));
                }
                json.writeEndObject();
            }
            out.println(line);
        }
    }

    private static void write(JsonGenerator json, @Nullable Object value) throws IOException {
        if (value == null) {
            json.writeNull();
        } else if (value instanceof Long number) {
            json.writeNumber(number);
        } else if (value instanceof Boolean truth) {
            json.writeBoolean(truth);
        } else {
            json.writeString(value.toString());
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
        TableWidths widths = new TableWidths(names.size());
        for (int i = 0; i < names.size(); i++) {
            widths.see(i, names.get(i), false);
            for (List<@Nullable Object> row : rows) {
                widths.see(i, cell(row.get(i)), isRight(row.get(i)));
            }
        }
        if (terminalColumns > 0) {
            droppable.stream().map(names::indexOf).filter(i -> i >= 0).forEach(widths::mayDrop);
            widths.fit(terminalColumns);
        }
        line(names, widths, out);
        for (List<@Nullable Object> row : rows) {
            line(row, widths, out);
        }
        if (widths.dropped() > 0) {
            out.println(widths.dropped() + " columns more: --format csv");
        }
    }

    private static void line(List<? extends @Nullable Object> row, TableWidths widths, PrintStream out) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < row.size(); i++) {
            if (widths.isShown(i)) {
                line.append(line.isEmpty() ? "" : "  ").append(widths.fitted(i, cell(row.get(i)), isRight(row.get(i))));
            }
        }
        out.println(line.toString().stripTrailing());
    }

    private static boolean isRight(@Nullable Object value) {
        return value instanceof Long || value instanceof Amount;
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
