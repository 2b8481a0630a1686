package io.flowledger.corpus;

import io.flowledger.cli.TupleReader;
import io.flowledger.flow.batch.Batch;
import io.flowledger.flow.batch.RowBuffer;
import io.flowledger.flow.batch.SideTable;
import io.flowledger.flow.batch.TemplateVersion;
import io.flowledger.flow.decode.Decoder;
import io.flowledger.flow.decode.DecoderSettings;
import io.flowledger.flow.layout.Column;
import io.flowledger.flow.layout.FlowsLayout;
import io.flowledger.flow.option.OptionKind;
import io.flowledger.flow.plan.PlanCompiler;
import io.flowledger.journal.capture.CaptureReader;
import io.flowledger.journal.capture.CapturedDatagram;
import io.flowledger.pipeline.CapturedDatagrams;
import io.flowledger.pipeline.LedgerTotals;
import io.flowledger.wire.registry.ElementRegistry;
import io.flowledger.wire.template.FieldSpecifier;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What the decoder makes of files: read as the command {@code decode} reads them, in order, with the values of each row taken
 * from its COPY tuple.
 */
final class DecodedFiles {
    private static final DecoderSettings SETTINGS = new DecoderSettings(
            DecoderSettings.standard().limits(),
            1000,
            Duration.ofDays(36_500),
            Duration.ofDays(36_500),
            10_000,
            64L << 20);

    private final CapturedDatagrams datagrams = new CapturedDatagrams();
    private final Decoder decoder;
    private final boolean oneExporter;
    private final Consumer<Map<String, Object>> rows;
    private final Batch batch = new Batch();
    private final LedgerTotals totals = new LedgerTotals();
    private final Map<SideTable, List<Map<String, Object>>> sideRows = new EnumMap<>(SideTable.class);
    private final Map<OptionKind, Integer> options = new EnumMap<>(OptionKind.class);
    private final Set<FieldSpecifier> optionsFields = new LinkedHashSet<>();
    private int templateRecords;

    /**
     * Nothing read yet.
     *
     * @param oneExporter ignores the addresses in captures
     * @param rows gets each row, its values by column name
     */
    DecodedFiles(boolean oneExporter, Consumer<Map<String, Object>> rows) {
        this.oneExporter = oneExporter;
        this.rows = rows;
        this.decoder = new Decoder(
                new PlanCompiler(FlowsLayout.FLOWS, ElementRegistry.standard(), true), SETTINGS, datagrams, null);
    }

    /** Reads a file to its end; the number of its datagrams. */
    int read(Path file) throws IOException {
        int count = 0;
        try (CaptureReader capture = CaptureReader.open(file)) {
            CapturedDatagram captured = new CapturedDatagram();
            while (capture.next(captured)) {
                count++;
                if (oneExporter) {
                    Arrays.fill(captured.exporterAddress(), (byte) 0);
                }
                decode(captured);
            }
        }
        return count;
    }

    private void decode(CapturedDatagram captured) {
        batch.begin(datagrams.nextPosition());
        decoder.decode(datagrams.take(captured), batch);
        decoder.finish(batch);
        datagrams.keepIfParked(batch);
        for (RowBuffer buffer : batch.rows()) {
            // Second rows of biflows are counted apart: other decoders give one for a Data Record.
            for (int row = 0; row < buffer.rowCount() && !buffer.isReverse(); row++) {
                rows.accept(values(buffer, row));
            }
        }
        for (SideTable side : SideTable.values()) {
            for (RowBuffer buffer : batch.sideRows(side).filled()) {
                for (int row = 0; row < buffer.rowCount(); row++) {
                    sideRows.computeIfAbsent(side, table -> new ArrayList<>()).add(values(buffer, row));
                }
            }
        }
        for (TemplateVersion version : batch.templates()) {
            if (version.event() != TemplateVersion.Event.ENDED) {
                templateRecords++;
                if (version.template().isOptions()) {
                    optionsFields.addAll(version.template().fields());
                }
            }
        }
        batch.options().forEach(option -> options.merge(option.kind(), 1, Integer::sum));
        totals.add(batch.ledger());
    }

    private static Map<String, Object> values(RowBuffer buffer, int row) {
        Map<String, Object> values = new HashMap<>();
        for (Map.Entry<Column, Object> value : TupleReader.row(buffer, row).entrySet()) {
            values.put(value.getKey().name(), value.getValue());
        }
        return values;
    }

    /** Rows of another table than that of the flows. */
    List<Map<String, Object>> sideRows(SideTable table) {
        return sideRows.getOrDefault(table, List.of());
    }

    /** Templates defined, or defined anew. */
    int templateRecords() {
        return templateRecords;
    }

    /** How often options data said something of each kind. */
    Map<OptionKind, Integer> options() {
        return options;
    }

    /** Fields of all options templates. */
    Set<FieldSpecifier> optionsFields() {
        return optionsFields;
    }

    /** The books. */
    LedgerTotals totals() {
        return totals;
    }
}
