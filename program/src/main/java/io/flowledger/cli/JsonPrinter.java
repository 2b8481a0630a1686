package io.flowledger.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One JSON object a row, one row a line: numbers as numbers, json as it is, times after RFC 3339, the rest as text. */
final class JsonPrinter implements RowPrinter {
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .build();
    private static final Pattern TIMESTAMP =
            Pattern.compile("(\\d{4,}-\\d\\d-\\d\\d) (\\d\\d:\\d\\d:\\d\\d(?:\\.\\d+)?)(?:([+-]\\d\\d)(:\\d\\d)?)?");

    @Override
    public void print(ResultSet rows, PrintStream out) throws SQLException, IOException {
        ResultSetMetaData meta = rows.getMetaData();
        List<String> names = names(meta);
        while (rows.next()) {
            StringWriter line = new StringWriter();
            try (JsonGenerator json = FACTORY.createGenerator(line)) {
                json.writeStartObject();
                for (int i = 1; i <= names.size(); i++) {
                    json.writeFieldName(names.get(i - 1));
                    write(json, meta.getColumnTypeName(i), rows, i);
                }
                json.writeEndObject();
            }
            out.append(line.toString()).append('\n');
        }
    }

    /** Two columns of one name would be lost to most readers, so the later ones get a number. */
    private static List<String> names(ResultSetMetaData meta) throws SQLException {
        Set<String> used = new HashSet<>();
        List<String> names = new ArrayList<>();
        for (int i = 1; i <= meta.getColumnCount(); i++) {
            String name = meta.getColumnLabel(i);
            for (int n = 2; !used.add(name); n++) {
                name = meta.getColumnLabel(i) + "_" + n;
            }
            names.add(name);
        }
        return names;
    }

    private static void write(JsonGenerator json, String type, ResultSet rows, int column)
            throws SQLException, IOException {
        String text = rows.getString(column);
        if (text == null) {
            json.writeNull();
        } else if (type.startsWith("_")) {
            Array array = rows.getArray(column);
            writeElements(json, type.substring(1), (Object[]) array.getArray());
        } else {
            writeText(json, type, text);
        }
    }

    private static void writeElements(JsonGenerator json, String type, @Nullable Object[] elements) throws IOException {
        json.writeStartArray();
        for (Object element : elements) {
            if (element == null) {
                json.writeNull();
            } else if (element instanceof Object[] nested) {
                writeElements(json, type, nested);
            } else if (element instanceof Boolean bool) {
                json.writeBoolean(bool);
            } else {
                writeText(json, type, element.toString());
            }
        }
        json.writeEndArray();
    }

    private static void writeText(JsonGenerator json, String type, String text) throws IOException {
        switch (type) {
            case "int2", "int4", "int8", "oid", "serial", "bigserial", "smallserial" ->
                json.writeNumber(Long.parseLong(text));
            case "float4", "float8", "numeric" -> writeFraction(json, text);
            case "bool" -> json.writeBoolean(text.equals("t") || text.equals("true"));
            case "json", "jsonb" -> json.writeRawValue(text.replace('\n', ' ').replace('\r', ' '));
            case "timestamptz", "timestamp" -> json.writeString(timestamp(text));
            default -> json.writeString(text);
        }
    }

    /** JSON has no NaN and no infinity; they stay text. */
    private static void writeFraction(JsonGenerator json, String text) throws IOException {
        if (text.equals("NaN") || text.endsWith("Infinity")) {
            json.writeString(text);
        } else {
            json.writeNumber(new BigDecimal(text));
        }
    }

    private static String timestamp(String text) {
        Matcher parts = TIMESTAMP.matcher(text);
        if (!parts.matches()) {
            return text;
        }
        String offset = "";
        if (parts.group(3) != null) {
            String minutes = parts.group(4) == null ? ":00" : parts.group(4);
            offset = parts.group(3).equals("+00") && minutes.equals(":00") ? "Z" : parts.group(3) + minutes;
        }
        return parts.group(1) + "T" + parts.group(2) + offset;
    }
}
