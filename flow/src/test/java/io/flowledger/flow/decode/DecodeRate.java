package io.flowledger.flow.decode;

import io.flowledger.flow.TestDatagram;
import io.flowledger.flow.TestJournal;
import io.flowledger.flow.batch.Batch;
import io.flowledger.flow.layout.FlowsLayout;
import io.flowledger.flow.plan.PlanCompiler;
import io.flowledger.wire.encode.IpfixEncoder;
import io.flowledger.wire.encode.OctetWriter;
import io.flowledger.wire.encode.TemplateField;
import io.flowledger.wire.registry.ElementRegistry;
import java.util.Arrays;
import java.util.List;

/** Prints nanoseconds a record on one thread, the median and the best of some rounds; no test, for a quick look. */
final class DecodeRate {
    private static final int ROUNDS = 41;
    private static final int DATAGRAMS = 3000;

    private DecodeRate() {}

    /** Takes no arguments. */
    public static void main(String[] args) {
        for (int pass = 0; pass < 2; pass++) {
            measure("NetFlow v5, 29 records a datagram", List.of(), SteadyTraffic.netflow5(29), 29);
            measure(
                    "NetFlow v9, 20 fields, 24 records",
                    List.of(SteadyTraffic.netflow9Template()),
                    SteadyTraffic.netflow9(24),
                    24);
            document();
        }
    }

    private static void document() {
        TemplateField[] fields = {
            TemplateField.field(8, 4),
            TemplateField.field(12, 4),
            TemplateField.field(7, 2),
            TemplateField.field(11, 2),
            TemplateField.field(4, 1),
            TemplateField.field(1, 8),
            TemplateField.field(2, 8),
            TemplateField.field(148, 8),
            TemplateField.field(130, 4),
            TemplateField.variable(82)
        };
        OctetWriter record = OctetWriter.octets()
                .u32(1)
                .u32(2)
                .u16(3)
                .u16(4)
                .u8(6)
                .u64(7)
                .u64(8)
                .u64(9)
                .u32(10)
                .variable("eth0");
        OctetWriter[] records = new OctetWriter[24];
        Arrays.fill(records, record);
        measure(
                "IPFIX, 7 columns and 3 elements in extra",
                List.of(IpfixEncoder.message().template(300, fields).encode()),
                IpfixEncoder.message().set(300, records).encode(),
                24);
    }

    private static void measure(String what, List<byte[]> first, byte[] payload, int records) {
        TestJournal journal = new TestJournal();
        Decoder decoder = new Decoder(
                new PlanCompiler(FlowsLayout.FLOWS, ElementRegistry.standard(), true),
                DecoderSettings.standard(),
                journal,
                null);
        Batch batch = new Batch();
        batch.begin(0);
        first.forEach(datagram -> decoder.decode(journal.append(0, datagram), batch));
        TestDatagram datagram = journal.append(1, payload);
        long[] nanos = new long[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            batch.begin(0);
            long before = System.nanoTime();
            for (int i = 0; i < DATAGRAMS; i++) {
                decoder.decode(datagram, batch);
            }
            nanos[round] = System.nanoTime() - before;
            decoder.finish(batch);
        }
        Arrays.sort(nanos);
        double each = (double) DATAGRAMS * records;
        System.out.printf(
                "%-42s median %.1f ns, best %.1f ns a record%n", what, nanos[ROUNDS / 2] / each, nanos[0] / each);
    }
}
