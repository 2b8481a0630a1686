package io.flowledger.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.flowledger.flow.batch.RowBuffer;
import io.flowledger.flow.batch.SideTable;
import io.flowledger.flow.batch.StreamKey;
import io.flowledger.flow.layout.Column;
import io.flowledger.flow.layout.ColumnType;
import io.flowledger.flow.plan.RecordDocument;
import io.flowledger.wire.registry.ElementRegistry;
import io.flowledger.wire.template.RecordWalker;
import io.flowledger.wire.template.Template;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** One JSON object a record and line: our column names, or the elements' names for options, and the record's type. */
final class RecordJsonPrinter implements RecordPrinter {
    private final PrintStream out;
    private final ElementRegistry registry;
    private final JsonFactory json = new JsonFactory();
    private final IdentityHashMap<Template, RecordDocument> documents = new IdentityHashMap<>();

    RecordJsonPrinter(PrintStream out, ElementRegistry registry) {
        this.out = out;
        this.registry = registry;
    }

    @Override
    public void rows(RowBuffer rows) {
        rows(rows.isReverse() ? "reverse" : "flow", rows);
    }

    @Override
    public void rows(SideTable table, RowBuffer rows) {
        rows(table == SideTable.SFLOW_COUNTER ? "counters" : table.layout().name(), rows);
    }

    private void rows(String recordType, RowBuffer rows) {
        for (int row = 0; row < rows.rowCount(); row++) {
            Map<Column, Object> values = TupleReader.row(rows, row);
            line(recordType, generator -> {
                for (Map.Entry<Column, Object> value : values.entrySet()) {
                    generator.writeFieldName(value.getKey().name());
                    write(generator, value.getKey(), value.getValue());
                }
            });
        }
    }

    @Override
    public void optionsRecord(
            StreamKey key, Template template, byte[] buffer, RecordWalker walker, long receivedAtNanos) {
        RecordDocument document = documents.computeIfAbsent(template, missing -> new RecordDocument(missing, registry));
        String text = document.text(buffer, walker);
        line("options", generator -> {
            generator.writeStringField(
                    "received_at", Instant.ofEpochSecond(0, receivedAtNanos).toString());
            generator.writeStringField("exporter", key.exporter().toString());
            generator.writeNumberField("observation_domain", key.observationDomain());
            generator.writeNumberField("export_version", key.exportVersion());
            generator.writeNumberField("template_id", template.templateId());
            generator.writeFieldName("fields");
            generator.writeRawValue(text);
        });
    }

    /** What is written into an object. */
    @FunctionalInterface
    private interface Content {
        void write(JsonGenerator generator) throws IOException;
    }

    private void line(String recordType, Content content) {
        StringWriter text = new StringWriter();
        try (JsonGenerator generator = json.createGenerator(text)) {
            generator.writeStartObject();
            generator.writeStringField("record_type", recordType);
            content.write(generator);
            generator.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        out.println(text);
    }

    private static void write(JsonGenerator generator, Column column, Object value) throws IOException {
        if (column.type() == ColumnType.JSONB) {
            generator.writeRawValue((String) value);
        } else if (value instanceof Long number) {
            generator.writeNumber(number);
        } else if (value instanceof List<?> numbers) {
            generator.writeStartArray();
            for (Object number : numbers) {
                generator.writeNumber((Integer) number);
            }
            generator.writeEndArray();
        } else {
            generator.writeString(value.toString());
        }
    }
}
