package io.flowledger.flow.sample;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.flowledger.flow.TestDatagram;
import io.flowledger.flow.TestJournal;
import io.flowledger.flow.batch.Batch;
import io.flowledger.flow.decode.Decoder;
import io.flowledger.flow.decode.DecoderSettings;
import io.flowledger.flow.layout.FlowsLayout;
import io.flowledger.flow.plan.PlanCompiler;
import io.flowledger.wire.encode.FlowSampleEncoder;
import io.flowledger.wire.encode.PacketEncoder;
import io.flowledger.wire.encode.SflowEncoder;
import io.flowledger.wire.registry.ElementRegistry;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

final class AllocationTest {
    private static final int DATAGRAMS = 2_000;
    private static final int SAMPLES = 10;

    @Test
    void samplesOfAllKindsBecomeRowsWithoutAnAllocation() {
        byte[] packet = PacketEncoder.packet()
                .ethernet("020000000001", "020000000002", 0x8100)
                .vlan(0, 5, 0x0800)
                .ipv4("10.0.0.1", "10.0.0.2", 17, 0)
                .udp(9, 4789)
                .vxlan(3)
                .ethernet("0a0000000001", "0a0000000002", 0x0800)
                .ipv4("10.0.0.1", "10.0.0.2", 6, 0)
                .tcp(1, 2, 3)
                .encode();
        SflowEncoder encoder = SflowEncoder.datagram();
        for (int i = 0; i < SAMPLES; i++) {
            encoder.sample(FlowSampleEncoder.compact()
                            .sampling(512, 99, 1)
                            .record(1, SflowEncoder.header(1, 1500, 4, packet))
                            .record(1001, SflowEncoder.extendedSwitch(1, 2, 3, 4))
                            .record(1004, SflowEncoder.user("a", "b"))
                            .record(
                                    1003,
                                    SflowEncoder.gateway("192.0.2.3", 1, 2, 3, new long[][] {{4}}, new long[] {5}, 6)))
                    .counters(
                            1,
                            2,
                            SflowEncoder.Records.records().add(1, new byte[88]).add(2003, new byte[80]))
                    .discarded(
                            1,
                            2,
                            3,
                            4,
                            5,
                            258,
                            SflowEncoder.Records.records().add(1, SflowEncoder.header(1, 9, 0, packet)));
        }
        TestJournal journal = new TestJournal();
        TestDatagram datagram = journal.append(0, encoder.encode());
        Decoder decoder = new Decoder(
                new PlanCompiler(FlowsLayout.FLOWS, ElementRegistry.standard(), true),
                DecoderSettings.standard(),
                journal,
                null);
        Batch batch = new Batch();
        // The first batch grows the buffers; those after it use them again.
        decode(decoder, datagram, batch);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long allocated = Long.MAX_VALUE;
        for (int attempt = 0; attempt < 5; attempt++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            decode(decoder, datagram, batch);
            allocated = Math.min(allocated, threads.getCurrentThreadAllocatedBytes() - before);
        }
        assertThat(batch.rowCount()).isEqualTo(4 * SAMPLES * DATAGRAMS);
        // A batch's state takes some kilooctets; one object a datagram would take 16 * DATAGRAMS.
        assertThat(allocated).isLessThan(16L * DATAGRAMS);
    }

    private static void decode(Decoder decoder, TestDatagram datagram, Batch batch) {
        batch.begin(datagram.position());
        for (int i = 0; i < DATAGRAMS; i++) {
            decoder.decode(datagram, batch);
        }
        decoder.finish(batch);
    }
}
