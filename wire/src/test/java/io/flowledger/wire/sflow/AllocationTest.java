package io.flowledger.wire.sflow;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.flowledger.wire.encode.FlowSampleEncoder;
import io.flowledger.wire.encode.PacketEncoder;
import io.flowledger.wire.encode.SflowEncoder;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

final class AllocationTest {
    private static final int ROUNDS = 20_000;

    @Test
    void readingDatagramsAndDissectingHeadersAllocatesNothing() {
        byte[] packet = PacketEncoder.packet()
                .ethernet("020000000001", "020000000002", 0x8100)
                .vlan(0, 5, 0x86dd)
                .ipv6("2001:db8::1", "2001:db8::2", 0, 0, 0)
                .extension(17, 8)
                .udp(9, 4789)
                .vxlan(3)
                .ethernet("0a0000000001", "0a0000000002", 0x0800)
                .ipv4("10.0.0.1", "10.0.0.2", 6, 0)
                .tcp(1, 2, 3)
                .encode();
        byte[] octets = SflowEncoder.datagram()
                .sample(FlowSampleEncoder.compact()
                        .record(1, SflowEncoder.header(1, 1500, 4, packet))
                        .record(1001, SflowEncoder.extendedSwitch(1, 2, 3, 4))
                        .record(
                                1003,
                                SflowEncoder.gateway("192.0.2.3", 1, 2, 3, new long[][] {{4}}, new long[] {5}, 6)))
                .counters(1, 2, SflowEncoder.Records.records().add(1, new byte[88]))
                .discarded(
                        1, 2, 3, 4, 5, 258, SflowEncoder.Records.records().add(1, SflowEncoder.header(1, 9, 0, packet)))
                .encode();
        WholeDatagram reader = new WholeDatagram();
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long allocated = Long.MAX_VALUE;
        for (int attempt = 0; attempt < 5; attempt++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < ROUNDS; i++) {
                reader.read(octets, 0, octets.length, null);
            }
            allocated = Math.min(allocated, threads.getCurrentThreadAllocatedBytes() - before);
        }
        assertThat(reader.faults).isEmpty();
        assertThat(reader.flowSamples).isEqualTo(5 * ROUNDS);
        // The measurement itself may allocate a few hundred octets; one object a datagram would be 16 * ROUNDS.
        assertThat(allocated).isLessThan(ROUNDS);
    }
}
