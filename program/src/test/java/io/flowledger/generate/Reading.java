package io.flowledger.generate;

import io.flowledger.flow.batch.Batch;
import io.flowledger.flow.batch.RowBuffer;
import io.flowledger.flow.decode.Decoder;
import io.flowledger.flow.decode.DecoderSettings;
import io.flowledger.flow.layout.FlowsLayout;
import io.flowledger.flow.ledger.LedgerCounter;
import io.flowledger.flow.plan.PlanCompiler;
import io.flowledger.journal.capture.CaptureReader;
import io.flowledger.journal.capture.CapturedDatagram;
import io.flowledger.pipeline.CapturedDatagrams;
import io.flowledger.pipeline.LedgerTotals;
import io.flowledger.wire.ExportProtocol;
import io.flowledger.wire.fault.DecodeFault;
import io.flowledger.wire.registry.ElementRegistry;
import io.flowledger.wire.sflow.WholeDatagram;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/** A capture as our decoder reads it, and sFlow as our wire classes read it. */
final class Reading {
    final LedgerTotals totals = new LedgerTotals();
    final Map<GeneratedProtocol, long[]> recordsOctetsPackets = new EnumMap<>(GeneratedProtocol.class);
    final Map<Long, Long> rowsBySamplingRate = new TreeMap<>();
    final WholeDatagram sflow = new WholeDatagram();
    long datagrams;
    long firstNanos = -1;
    long lastNanos;
    int longestPayload;
    boolean timesAscend = true;

    static Reading of(Path file) throws IOException {
        Reading reading = new Reading();
        CapturedDatagrams datagrams = new CapturedDatagrams();
        Decoder decoder = new Decoder(
                new PlanCompiler(FlowsLayout.FLOWS, ElementRegistry.standard(), true),
                DecoderSettings.standard(),
                datagrams,
                null);
        Batch batch = new Batch();
        try (CaptureReader capture = CaptureReader.open(file)) {
            CapturedDatagram captured = new CapturedDatagram();
            while (capture.next(captured)) {
                reading.note(captured);
                if (reading.isSflow(captured)) {
                    continue;
                }
                batch.begin(datagrams.nextPosition());
                decoder.decode(datagrams.take(captured), batch);
                decoder.finish(batch);
                datagrams.keepIfParked(batch);
                batch.rows().forEach(reading::rows);
                reading.totals.add(batch.ledger());
            }
        }
        reading.recordsOctetsPackets.put(
                GeneratedProtocol.SFLOW,
                new long[] {reading.sflow.flowSamples, reading.sflow.frameOctets, reading.sflow.flowSamples});
        return reading;
    }

    private void note(CapturedDatagram captured) {
        datagrams++;
        longestPayload = Math.max(longestPayload, captured.payloadLength());
        if (firstNanos < 0) {
            firstNanos = captured.receivedAtNanos();
        } else {
            timesAscend &= captured.receivedAtNanos() >= lastNanos;
        }
        lastNanos = captured.receivedAtNanos();
    }

    private boolean isSflow(CapturedDatagram captured) {
        ExportProtocol protocol =
                ExportProtocol.detect(captured.buffer(), captured.payloadOffset(), captured.payloadLength());
        if (protocol != ExportProtocol.SFLOW_V5) {
            return false;
        }
        sflow.read(captured.buffer(), captured.payloadOffset(), captured.payloadLength(), null);
        return true;
    }

    private void rows(RowBuffer rows) {
        for (int row = 0; row < rows.rowCount(); row++) {
            Map<String, Long> numbers = numbers(rows, row);
            GeneratedProtocol protocol =
                    switch (numbers.getOrDefault("export_version", 0L).intValue()) {
                        case 5 -> GeneratedProtocol.V5;
                        case 9 -> GeneratedProtocol.V9;
                        case 10 -> GeneratedProtocol.IPFIX;
                        default -> throw new AssertionError("export version of " + numbers);
                    };
            long[] sums = recordsOctetsPackets.computeIfAbsent(protocol, p -> new long[3]);
            sums[0]++;
            sums[1] += numbers.getOrDefault("octets", 0L);
            sums[2] += numbers.getOrDefault("packets", 0L);
            rowsBySamplingRate.merge(numbers.getOrDefault("sampling_rate", 0L), 1L, Long::sum);
        }
    }

    /** The values of 8 and 2 octets of a tuple of binary COPY, by column. */
    private static Map<String, Long> numbers(RowBuffer rows, int row) {
        ByteBuffer in = ByteBuffer.wrap(rows.bytes());
        in.position(rows.rowOffset(row) + Short.BYTES);
        Map<String, Long> values = new TreeMap<>();
        rows.columns().forEach(column -> {
            int length = in.getInt();
            if (length == Long.BYTES) {
                values.put(column.name(), in.getLong(in.position()));
            } else if (length == Short.BYTES) {
                values.put(column.name(), (long) in.getShort(in.position()));
            }
            in.position(in.position() + Math.max(0, length));
        });
        return values;
    }

    /** Faults of all kinds by name, with their number. */
    Map<DecodeFault, Long> faults() {
        Map<DecodeFault, Long> faults = new EnumMap<>(DecodeFault.class);
        faults.putAll(totals.reasons(LedgerCounter.DATAGRAMS_REFUSED));
        faults.putAll(totals.reasons(LedgerCounter.SETS_SKIPPED));
        faults.putAll(totals.reasons(LedgerCounter.RECORDS_SKIPPED));
        return faults;
    }
}
