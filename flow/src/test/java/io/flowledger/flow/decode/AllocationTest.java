package io.flowledger.flow.decode;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.flowledger.flow.TestDatagram;
import io.flowledger.flow.TestJournal;
import io.flowledger.flow.batch.Batch;
import io.flowledger.flow.layout.FlowsLayout;
import io.flowledger.flow.plan.PlanCompiler;
import io.flowledger.wire.encode.IpfixEncoder;
import io.flowledger.wire.encode.Netflow9Encoder;
import io.flowledger.wire.encode.OctetWriter;
import io.flowledger.wire.encode.TemplateField;
import io.flowledger.wire.registry.ElementRegistry;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.api.Test;

/** In steady state a datagram is decoded without an object being made. */
class AllocationTest {
    private static final int DATAGRAMS = 2000;
    private static final int ROUNDS = 12;

    private final TestJournal journal = new TestJournal();
    private final Decoder decoder = new Decoder(
            new PlanCompiler(FlowsLayout.FLOWS, ElementRegistry.standard(), true),
            DecoderSettings.standard(),
            journal,
            null);
    private final Batch batch = new Batch();

    @Test
    void netflow1() {
        assertNothingIsAllocated(List.of(), header(1, 20).zeros(20 * 48).toByteArray());
    }

    @Test
    void netflow7() {
        assertNothingIsAllocated(
                List.of(), header(7, 20).u32(77).u32(0).zeros(20 * 52).toByteArray());
    }

    /** Version, count, uptime and time of export. */
    private static OctetWriter header(int version, int count) {
        return OctetWriter.octets()
                .u16(version)
                .u16(count)
                .u32(60_000)
                .u32(1_700_000_000L)
                .u32(0);
    }

    @Test
    void netflow5() {
        assertNothingIsAllocated(List.of(), SteadyTraffic.netflow5(29));
    }

    @Test
    void netflow9OfFixedFields() {
        assertNothingIsAllocated(List.of(SteadyTraffic.netflow9Template()), SteadyTraffic.netflow9(20));
    }

    @Test
    void twoTemplatesInTurn() {
        byte[] templates = IpfixEncoder.message()
                .template(300, TemplateField.field(8, 4), TemplateField.field(1, 4))
                .template(301, TemplateField.field(27, 16), TemplateField.field(1, 4))
                .encode();
        IpfixEncoder message = IpfixEncoder.message();
        for (int i = 0; i < 5; i++) {
            message.set(300, OctetWriter.octets().zeros(8))
                    .set(301, OctetWriter.octets().zeros(20));
        }
        assertNothingIsAllocated(List.of(templates), message.encode());
    }

    @Test
    void ipfixWithADocumentNamesAndVariableLengths() {
        byte[] template = IpfixEncoder.message()
                .optionsTemplate(400, 1, TemplateField.field(95, 4), TemplateField.field(96, 16))
                .set(400, OctetWriter.octets().hex("0d000031").string("netflix", 16))
                .template(
                        300,
                        TemplateField.field(8, 4),
                        TemplateField.field(95, 4),
                        TemplateField.variable(371),
                        TemplateField.field(148, 8),
                        TemplateField.field(130, 4),
                        TemplateField.field(131, 16),
                        TemplateField.field(258, 8),
                        TemplateField.variable(82))
                .encode();
        OctetWriter record = OctetWriter.octets()
                .address("10.0.0.1")
                .hex("0d000031")
                .variable("alice")
                .u64(4711)
                .address("192.0.2.1")
                .address("2001:db8::1")
                .u64(1_700_000_000_000L)
                .variable("GigabitEthernet0/0/1");
        assertNothingIsAllocated(
                List.of(template),
                IpfixEncoder.message().set(300, record, record, record).encode());
    }

    @Test
    void biflows() {
        byte[] template = IpfixEncoder.message()
                .template(
                        300,
                        TemplateField.field(8, 4),
                        TemplateField.field(12, 4),
                        TemplateField.field(1, 4),
                        TemplateField.field(29305, 1, 4))
                .encode();
        OctetWriter record = OctetWriter.octets().u32(1).u32(2).u32(3).u32(4);
        assertNothingIsAllocated(
                List.of(template),
                IpfixEncoder.message().set(300, record, record, record).encode());
    }

    @Test
    void samplersLookedUp() {
        byte[] template = Netflow9Encoder.message()
                .optionsTemplate(
                        400,
                        new TemplateField[] {TemplateField.field(1, 4)},
                        TemplateField.field(48, 4),
                        TemplateField.field(50, 4))
                .set(400, OctetWriter.octets().u32(0).u32(100_000).u32(64))
                .template(300, TemplateField.field(48, 4), TemplateField.field(1, 4))
                .encode();
        OctetWriter record = OctetWriter.octets().u32(100_000).u32(2);
        assertNothingIsAllocated(
                List.of(template),
                Netflow9Encoder.message().set(300, record, record, record).encode());
    }

    private void assertNothingIsAllocated(List<byte[]> first, byte[] payload) {
        batch.begin(0);
        for (byte[] datagram : first) {
            decoder.decode(journal.append(0, datagram), batch);
        }
        decoder.finish(batch);
        TestDatagram datagram = journal.append(1, payload);
        // The least of some rounds: what the compiler and other threads' bookkeeping add is in the others.
        long least = Long.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            batch.begin(0);
            decoder.decode(datagram, batch);
            assertThat(batch.rowCount()).isPositive();
            long before = allocatedOctets();
            for (int i = 0; i < DATAGRAMS; i++) {
                decoder.decode(datagram, batch);
            }
            least = Math.min(least, allocatedOctets() - before);
            decoder.finish(batch);
        }
        // Reading the counter may itself allocate a little; a single object a datagram would be 32,000 octets.
        assertThat(least).as("octets allocated for %d datagrams", DATAGRAMS).isLessThan(1000);
    }

    private static long allocatedOctets() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        return threads.getThreadAllocatedBytes(Thread.currentThread().getId());
    }
}
