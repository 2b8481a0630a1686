package io.flowledger.flow.decode;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.flowledger.flow.DecodeRun;
import io.flowledger.flow.ledger.LedgerCounter;
import io.flowledger.wire.encode.FlowSampleEncoder;
import io.flowledger.wire.encode.IpfixEncoder;
import io.flowledger.wire.encode.Netflow5Encoder;
import io.flowledger.wire.encode.Netflow5RecordEncoder;
import io.flowledger.wire.encode.Netflow9Encoder;
import io.flowledger.wire.encode.OctetWriter;
import io.flowledger.wire.encode.PacketEncoder;
import io.flowledger.wire.encode.SflowEncoder;
import io.flowledger.wire.encode.TemplateField;
import java.util.List;
import org.junit.jupiter.params.provider.MethodSource;

/** Any octets become rows or faults, and the books balance; see MessageFuzzTest for how it is run. */
final class DecoderFuzzTest {
    private static final TemplateField[] FLOW = {
        TemplateField.field(8, 4),
        TemplateField.field(27, 16),
        TemplateField.field(4, 1),
        TemplateField.field(1, 3),
        TemplateField.variable(82),
        TemplateField.variable(291),
        TemplateField.variable(292),
        TemplateField.variable(293),
        TemplateField.variable(313)
    };

    static List<byte[]> lists() {
        OctetWriter sub = OctetWriter.octets().u8(3).u16(301).u8(6).variable("eth0");
        return List.of(
                OctetWriter.octets().u8(3).u16(10).u16(4).u32(1).u32(2).toByteArray(),
                OctetWriter.octets()
                        .u8(4)
                        .u16(82)
                        .u16(65_535)
                        .variable("a")
                        .variableLong(new byte[3])
                        .toByteArray(),
                sub.toByteArray(),
                OctetWriter.octets().u8(255).u16(301).u16(7).u8(6).variable("e").toByteArray(),
                OctetWriter.octets()
                        .u8(3)
                        .u16(0x8000 | 7)
                        .u16(1)
                        .u32(4242)
                        .u8(9)
                        .toByteArray());
    }

    static List<byte[]> messages() {
        return List.of(
                IpfixEncoder.message()
                        .template(300, FLOW)
                        .set(
                                300,
                                OctetWriter.octets()
                                        .address("192.0.2.1")
                                        .address("2001:db8::1")
                                        .u8(6)
                                        .number(9, 3)
                                        .variable("eth0")
                                        .variable(lists().get(0))
                                        .variable(lists().get(2))
                                        .variable(lists().get(3))
                                        .variable(new byte[20]))
                        .encode(),
                IpfixEncoder.message()
                        .optionsTemplate(
                                400,
                                2,
                                TemplateField.field(346, 4),
                                TemplateField.field(303, 2),
                                TemplateField.field(339, 1),
                                TemplateField.variable(341))
                        .set(400, OctetWriter.octets().u32(4242).u16(7).u8(1).variable("name"))
                        .encode(),
                Netflow5Encoder.datagram()
                        .record(Netflow5RecordEncoder.flow())
                        .record(Netflow5RecordEncoder.flow().counts(1, 40))
                        .encode(),
                Netflow9Encoder.message()
                        .optionsTemplate(
                                401,
                                new TemplateField[] {TemplateField.field(1, 4)},
                                TemplateField.field(34, 4),
                                TemplateField.field(95, 4),
                                TemplateField.field(96, 8),
                                TemplateField.field(41, 4))
                        .set(
                                401,
                                OctetWriter.octets()
                                        .u32(0)
                                        .u32(100)
                                        .u32(0x0300_0050)
                                        .string("http", 8)
                                        .u32(7))
                        .template(
                                302, TemplateField.field(1, 4), TemplateField.field(95, 4), TemplateField.field(22, 4))
                        .set(302, OctetWriter.octets().u32(9).u32(0x0300_0050).u32(5))
                        .encode(),
                SflowEncoder.datagram()
                        .sample(FlowSampleEncoder.compact()
                                .sampling(512, 1024, 0)
                                .record(
                                        1,
                                        SflowEncoder.header(
                                                1,
                                                1518,
                                                4,
                                                PacketEncoder.packet()
                                                        .ethernet("02:00:00:00:00:0b", "02:00:00:00:00:0a", 0x8100)
                                                        .vlan(3, 42, 0x0800)
                                                        .ipv4("192.0.2.1", "192.0.2.2", 17, 0)
                                                        .udp(50_000, 4789)
                                                        .vxlan(5001)
                                                        .ethernet("02:00:00:00:00:0d", "02:00:00:00:00:0c", 0x0800)
                                                        .ipv4("10.0.0.1", "10.0.0.2", 6, 0)
                                                        .tcp(443, 40_000, 0x10)
                                                        .encode())))
                        .encode(),
                IpfixEncoder.message()
                        .template(
                                303,
                                TemplateField.field(8, 4),
                                TemplateField.field(152, 8),
                                TemplateField.variable(637, 93))
                        .set(
                                303,
                                OctetWriter.octets().address("192.0.2.1").u64(1).variable("USER1@2001:db8::7"))
                        .encode());
    }

    /** The octets as a list of each kind, with a template at hand that has lists itself. */
    @MethodSource("lists")
    @FuzzTest(maxDuration = "10m")
    void lists(byte[] octets) {
        byte[] list = octets.length > 60_000 ? java.util.Arrays.copyOf(octets, 60_000) : octets;
        DecodeRun run = new DecodeRun();
        for (int element = 291; element <= 293; element++) {
            byte[] message = IpfixEncoder.message()
                    .template(301, TemplateField.field(4, 1), TemplateField.variable(82))
                    .template(302, TemplateField.variable(292), TemplateField.variable(element))
                    .template(300, TemplateField.field(4, 1), TemplateField.variable(element))
                    .set(300, OctetWriter.octets().u8(6).variableLong(list))
                    .encode();
            assertThat(run.send(0, message)).hasSize(1);
        }
    }

    /** The octets as a datagram, two times, so that the templates of the first are there for the second. */
    @MethodSource("messages")
    @FuzzTest(maxDuration = "10m")
    void datagram(byte[] octets) {
        DecodeRun run = new DecodeRun();
        run.send(0, octets);
        run.send(1, octets);
        assertThat(run.ledger(LedgerCounter.DATAGRAMS_RECEIVED)).isEqualTo(2);
    }
}
