package io.flowledger.flow.decode;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.flowledger.flow.DecodeRun;
import io.flowledger.flow.ledger.LedgerCounter;
import io.flowledger.wire.encode.IpfixEncoder;
import io.flowledger.wire.encode.OctetWriter;
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
