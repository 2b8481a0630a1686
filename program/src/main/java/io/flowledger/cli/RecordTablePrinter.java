package io.flowledger.cli;

import io.flowledger.flow.batch.RowBuffer;
import io.flowledger.flow.batch.SideTable;
import io.flowledger.flow.batch.StreamKey;
import io.flowledger.flow.layout.Column;
import io.flowledger.wire.template.RecordWalker;
import io.flowledger.wire.template.Template;
import java.io.PrintStream;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A line a record with what people look for first; everything else is in the JSON form. */
final class RecordTablePrinter implements RecordPrinter {
    private static final String FORMAT = "%-23s %-15s %3s %5s %-40s %-40s %12s %15s %7s %7s";

    private static final int SFLOW = 105;

    private final PrintStream out;
    private boolean titled;

    RecordTablePrinter(PrintStream out) {
        this.out = out;
    }

    @Override
    public void rows(RowBuffer rows) {
        for (int row = 0; row < rows.rowCount(); row++) {
            Map<String, Object> values = values(rows, row);
            @Nullable
            Object start = values.containsKey("flow_start") ? values.get("flow_start") : values.get("received_at");
            line(
                    start,
                    values.get("exporter"),
                    values.get("export_version"),
                    values.get("protocol"),
                    endpoint(values, "src"),
                    endpoint(values, "dst"),
                    values.get("packets"),
                    values.get("octets"),
                    values.get("in_if"),
                    values.get("out_if"));
        }
    }

    private static Map<String, Object> values(RowBuffer rows, int row) {
        Map<String, Object> values = new HashMap<>();
        for (Map.Entry<Column, Object> value : TupleReader.row(rows, row).entrySet()) {
            values.put(value.getKey().name(), value.getValue());
        }
        return values;
    }

    @Override
    public void rows(SideTable table, RowBuffer rows) {
        for (int row = 0; row < rows.rowCount(); row++) {
            Map<String, Object> values = values(rows, row);
            switch (table) {
                case NAT_EVENT ->
                    line(
                            values.get("event_at"),
                            values.get("exporter"),
                            values.get("export_version"),
                            values.get("protocol"),
                            endpoint(values, "inside"),
                            "NAT event " + values.get("event") + " " + endpoint(values, "outside"),
                            "",
                            "",
                            "",
                            "");
                case DISCARDED_PACKET ->
                    line(
                            values.get("received_at"),
                            values.get("exporter"),
                            SFLOW,
                            values.get("protocol"),
                            endpoint(values, "src"),
                            endpoint(values, "dst"),
                            "discarded",
                            values.get("octets"),
                            values.get("in_if"),
                            values.get("out_if"));
                case SFLOW_COUNTER ->
                    line(
                            values.get("received_at"),
                            values.get("exporter"),
                            SFLOW,
                            "",
                            "counters of " + values.get("source_type") + ":" + values.get("source_index"),
                            values.get("structure"),
                            "",
                            "",
                            "",
                            "");
            }
        }
    }

    @Override
    public void optionsRecord(
            StreamKey key, Template template, byte[] buffer, RecordWalker walker, long receivedAtNanos) {
        line(
                Instant.ofEpochSecond(0, receivedAtNanos),
                key.exporter(),
                key.exportVersion(),
                "",
                "options of template " + template.templateId(),
                template.fieldCount() + " fields, see --format json",
                "",
                "",
                "",
                "");
    }

    private void line(@Nullable Object... values) {
        if (!titled) {
            out.println(String.format(
                    Locale.ROOT,
                    FORMAT,
                    "start",
                    "exporter",
                    "ver",
                    "proto",
                    "source",
                    "destination",
                    "packets",
                    "octets",
                    "in",
                    "out"));
            titled = true;
        }
        Object[] texts = new Object[values.length];
        for (int i = 0; i < values.length; i++) {
            texts[i] = Objects.toString(values[i], "-");
        }
        String time = texts[0].toString();
        texts[0] = time.length() > 23 ? time.substring(0, 23).replace('T', ' ') : time.replace('T', ' ');
        out.println(String.format(Locale.ROOT, FORMAT, texts).stripTrailing());
    }

    private static String endpoint(Map<String, Object> values, String end) {
        Object address = values.get(end + "_addr");
        Object port = values.get(end + "_port");
        if (address == null) {
            return Objects.toString(values.get(end + "_mac"), "-");
        }
        String text = address.toString();
        if (port == null) {
            return text;
        }
        return text.indexOf(':') >= 0 ? "[" + text + "]:" + port : text + ":" + port;
    }
}
