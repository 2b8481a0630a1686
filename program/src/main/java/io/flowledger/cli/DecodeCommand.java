package io.flowledger.cli;

import io.flowledger.config.Configuration;
import io.flowledger.config.Setting;
import io.flowledger.flow.batch.Batch;
import io.flowledger.flow.batch.RowBuffer;
import io.flowledger.flow.batch.SideTable;
import io.flowledger.flow.decode.Decoder;
import io.flowledger.flow.layout.FlowsLayout;
import io.flowledger.flow.plan.PlanCompiler;
import io.flowledger.journal.capture.CaptureReader;
import io.flowledger.journal.capture.CapturedDatagram;
import io.flowledger.pipeline.CapturedDatagrams;
import io.flowledger.pipeline.LedgerTotals;
import io.flowledger.pipeline.Wiring;
import io.flowledger.wire.registry.ElementRegistry;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A look into files, without a database. */
@Command(
        name = "decode",
        exitCodeListHeading = "%nExit codes of its own:%n",
        exitCodeList = {"6:a file is missing or of no known format"},
        description = "Print the records of captures, IPFIX files and raw datagram payloads; no database is needed.",
        footer = {
            "",
            "Files that are no captures are read in order as one exporter's stream. Each record has a record_type:",
            "flow, reverse (the other direction of a biflow), nat_event, discarded_packet, counters or options.",
            "Faults are summed on stderr.",
            "Examples:",
            "  flowledger decode router.pcap",
            "  flowledger decode --format json template.dat data.dat | jq 'select(.dst_port == 53)'"
        })
final class DecodeCommand implements Job {
    private static final int OUTPUT_OCTETS = 1 << 16;

    @Option(
            names = "--format",
            paramLabel = "table|json",
            defaultValue = "table",
            description = "A table, or one JSON object a record. Default: table.")
    private Format format = Format.TABLE;

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "Files, read in this order.")
    private List<Path> files = List.of();

    enum Format {
        TABLE,
        JSON
    }

    @Override
    public Set<Setting> settings() {
        return EnumSet.of(
                Setting.LOG_LEVEL,
                Setting.EXTRA,
                Setting.REGISTRY,
                Setting.PARK_SETS,
                Setting.PARK_OCTETS,
                Setting.EXPORTER_LIMIT,
                Setting.TEMPLATE_LIMIT,
                Setting.FIELD_LIMIT,
                Setting.EXPORTER);
    }

    @Override
    public ExitCode perform(Invocation invocation) throws Exception {
        for (Path file : files) {
            InputFiles.check(file);
        }
        Configuration configuration = invocation.configuration();
        ElementRegistry registry = Wiring.registry(configuration);
        PlanCompiler compiler = new PlanCompiler(FlowsLayout.FLOWS, registry, configuration.keepExtra());
        PrintStream out = new PrintStream(
                new BufferedOutputStream(invocation.out(), OUTPUT_OCTETS), false, StandardCharsets.UTF_8);
        RecordPrinter printer =
                format == Format.JSON ? new RecordJsonPrinter(out, registry) : new RecordTablePrinter(out);
        CapturedDatagrams datagrams = new CapturedDatagrams();
        Decoder decoder = new Decoder(compiler, Wiring.decoder(configuration), datagrams, printer);
        LedgerTotals totals = new LedgerTotals();
        Batch batch = new Batch();
        for (Path file : files) {
            decode(file, decoder, datagrams, batch, printer, totals, invocation);
        }
        while (decoder.hasReady()) {
            batch.begin(datagrams.nextPosition());
            decoder.decodeReady(batch);
            finish(decoder, batch, printer, totals);
        }
        printer.end();
        out.flush();
        if (out.checkError() || invocation.out().checkError()) {
            throw new IOException("standard output was closed");
        }
        TotalsPrinter.print(totals, invocation.err());
        return ExitCode.OK;
    }

    private static void finish(Decoder decoder, Batch batch, RecordPrinter printer, LedgerTotals totals) {
        decoder.finish(batch);
        for (RowBuffer rows : batch.rows()) {
            printer.rows(rows);
        }
        for (SideTable side : SideTable.values()) {
            batch.sideRows(side).filled().forEach(rows -> printer.rows(side, rows));
        }
        totals.add(batch.ledger());
    }

    private static void decode(
            Path file,
            Decoder decoder,
            CapturedDatagrams datagrams,
            Batch batch,
            RecordPrinter printer,
            LedgerTotals totals,
            Invocation invocation)
            throws IOException {
        try (CaptureReader capture = CaptureReader.open(file)) {
            CapturedDatagram captured = new CapturedDatagram();
            while (capture.next(captured)) {
                batch.begin(datagrams.nextPosition());
                decoder.decode(datagrams.take(captured), batch);
                finish(decoder, batch, printer, totals);
                datagrams.keepIfParked(batch);
            }
            for (String remark : capture.remarks()) {
                invocation.err().println(file + ": " + remark);
            }
        }
    }
}
