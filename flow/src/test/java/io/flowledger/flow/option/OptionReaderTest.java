package io.flowledger.flow.option;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowledger.flow.DecodeRun;
import io.flowledger.wire.encode.IpfixEncoder;
import io.flowledger.wire.encode.Netflow9Encoder;
import io.flowledger.wire.encode.OctetWriter;
import io.flowledger.wire.encode.TemplateField;
import java.util.List;
import org.junit.jupiter.api.Test;

class OptionReaderTest {
    private final DecodeRun run = new DecodeRun();

    @Test
    void interfaceNamesAreThoseOfTheInterfaceScopeInNetflow9() {
        run.send(
                0,
                Netflow9Encoder.message()
                        .optionsTemplate(
                                400,
                                new TemplateField[] {TemplateField.field(2, 4)},
                                TemplateField.field(82, 16),
                                TemplateField.field(83, 16))
                        .set(
                                400,
                                OctetWriter.octets().u32(7).string("Gi0/7", 16).string("uplink ", 16))
                        .encode());
        assertThat(said()).containsExactly("INTERFACE_NAME 7 Gi0/7", "INTERFACE_DESCRIPTION 7 uplink");
    }

    @Test
    void interfaceNamesAreThoseOfTheIngressInterfaceInIpfix() {
        ipfix(1, OctetWriter.octets().u32(9).variable("eth9"), TemplateField.field(10, 4), TemplateField.variable(82));
        assertThat(said()).containsExactly("INTERFACE_NAME 9 eth9");
    }

    @Test
    void aRateIsSaidInManyWays() {
        ipfix(1, OctetWriter.octets().u32(0).u32(100), TemplateField.field(149, 4), TemplateField.field(34, 4));
        assertThat(said()).containsExactly("SAMPLING_RATE  100");
        ipfix(1, OctetWriter.octets().u32(0).u32(200), TemplateField.field(149, 4), TemplateField.field(50, 4));
        assertThat(said()).containsExactly("SAMPLING_RATE  200");
        // RFC 5476 section 6.5.2.1: interval packets of each interval + space are taken.
        ipfix(
                1,
                OctetWriter.octets().u32(0).u32(10).u32(990),
                TemplateField.field(149, 4),
                TemplateField.field(305, 4),
                TemplateField.field(306, 4));
        // 10 of 1000: one in 100
        assertThat(said()).containsExactly("SAMPLING_RATE  100");
        // RFC 5476 section 6.5.2.3: size of population
        ipfix(
                1,
                OctetWriter.octets().u32(0).u32(5).u32(2500),
                TemplateField.field(149, 4),
                TemplateField.field(309, 4),
                TemplateField.field(310, 4));
        assertThat(said()).containsExactly("SAMPLING_RATE  500");
    }

    @Test
    void aRateOfASelectorHoldsForThatSelector() {
        ipfix(
                1,
                OctetWriter.octets().u64(77).u32(1).u32(9),
                TemplateField.field(302, 8),
                TemplateField.field(305, 4),
                TemplateField.field(306, 4));
        assertThat(said()).containsExactly("SAMPLER_RATE 77 10");
    }

    @Test
    void aRateIsRoundedToTheNearest() {
        // 2 of 5 are taken: one in 2.5, 3 of 10: one in 3.33
        ipfix(
                1,
                OctetWriter.octets().u32(0).u32(2).u32(3),
                TemplateField.field(149, 4),
                TemplateField.field(305, 4),
                TemplateField.field(306, 4));
        assertThat(said()).containsExactly("SAMPLING_RATE  3");
        ipfix(
                1,
                OctetWriter.octets().u32(0).u32(3).u32(10),
                TemplateField.field(149, 4),
                TemplateField.field(309, 4),
                TemplateField.field(310, 4));
        assertThat(said()).containsExactly("SAMPLING_RATE  3");
    }

    @Test
    void aProbabilityAndATimeGiveARateToo() {
        // RFC 5476 section 6.5.2.4: 0.01 as a float of 8 octets
        ipfix(
                1,
                OctetWriter.octets().u64(5).u64(Double.doubleToLongBits(0.01)),
                TemplateField.field(302, 8),
                TemplateField.field(311, 8));
        // and 0.25 as one of 4
        ipfix(
                1,
                OctetWriter.octets().u64(6).u32(0x3E800000L),
                TemplateField.field(302, 8),
                TemplateField.field(311, 4));
        // 1 ms of each 20 ms
        ipfix(
                1,
                OctetWriter.octets().u64(7).u32(1000).u32(19_000),
                TemplateField.field(302, 8),
                TemplateField.field(307, 4),
                TemplateField.field(308, 4));
        assertThat(said()).containsExactlyInAnyOrder("SAMPLER_RATE 5 100", "SAMPLER_RATE 6 4", "SAMPLER_RATE 7 20");
    }

    @Test
    void aSelectorThatLooksForPropertiesHasNoRate() {
        ipfix(
                1,
                OctetWriter.octets().u64(5).u16(5).u32(1).u32(0),
                TemplateField.field(302, 8),
                TemplateField.field(304, 2),
                TemplateField.field(305, 4),
                TemplateField.field(306, 4));
        assertThat(said()).isEmpty();
    }

    @Test
    void aRateOfAnInterfaceALineCardOrATemplateIsNoRateOfTheStream() {
        for (int scope = 2; scope <= 5; scope++) {
            run.send(
                    0,
                    Netflow9Encoder.message()
                            .optionsTemplate(
                                    400,
                                    new TemplateField[] {TemplateField.field(scope, 4)},
                                    TemplateField.field(34, 4))
                            .set(400, OctetWriter.octets().u32(7).u32(10L * scope))
                            .encode());
        }
        ipfix(1, OctetWriter.octets().u32(8).u32(60), TemplateField.field(10, 4), TemplateField.field(34, 4));
        ipfix(1, OctetWriter.octets().u32(9).u32(70), TemplateField.field(141, 4), TemplateField.field(34, 4));
        ipfix(1, OctetWriter.octets().u16(300).u32(80), TemplateField.field(145, 2), TemplateField.field(34, 4));
        assertThat(said())
                .containsExactlyInAnyOrder(
                        "INTERFACE_RATE 7 20",
                        "LINE_CARD_RATE 7 30",
                        "SAMPLING_RATE  40", // the scope is the cache
                        "TEMPLATE_RATE 7 50",
                        "INTERFACE_RATE 8 60",
                        "LINE_CARD_RATE 9 70",
                        "TEMPLATE_RATE 300 80");
    }

    @Test
    void anInterfaceCalledZeroIsTheWholeStream() {
        run.send(
                0,
                Netflow9Encoder.message()
                        .optionsTemplate(
                                400, new TemplateField[] {TemplateField.field(2, 4)}, TemplateField.field(34, 4))
                        .set(400, OctetWriter.octets().u32(0).u32(128))
                        .encode());
        assertThat(said()).containsExactly("SAMPLING_RATE  128");
    }

    @Test
    void aRateOfZeroSaysNothing() {
        ipfix(1, OctetWriter.octets().u32(0).u32(0), TemplateField.field(149, 4), TemplateField.field(34, 4));
        assertThat(said()).isEmpty();
    }

    @Test
    void vrfAndApplicationNamesAreThoseOfTheirIds() {
        ipfix(
                1,
                OctetWriter.octets().u32(12).string("customer-a", 16),
                TemplateField.field(234, 4),
                TemplateField.field(236, 16));
        ipfix(
                1,
                OctetWriter.octets().hex("03000050").string("http", 16),
                TemplateField.field(95, 4),
                TemplateField.field(96, 16));
        // 0x03000050 is 50331728.
        assertThat(said()).containsExactly("VRF_NAME 12 customer-a", "APPLICATION_NAME 50331728 http");
    }

    /** As Cisco's NBAR and Fortinet's APP_ID_OPTIONS. */
    @Test
    void anApplicationIsDescribedBesideItsName() {
        ipfix(
                1,
                OctetWriter.octets().u32(7).hex("01000008").string("egp", 24).string("Exterior Gateway Protocol", 55),
                TemplateField.field(149, 4),
                TemplateField.field(95, 4),
                TemplateField.field(96, 24),
                TemplateField.field(94, 55));
        // 0x01000008 is 16777224.
        assertThat(said())
                .containsExactly(
                        "APPLICATION_NAME 16777224 egp", "APPLICATION_DESCRIPTION 16777224 Exterior Gateway Protocol");
    }

    @Test
    void anApplicationOfAnEnterpriseIsNamedInItsFlows() {
        // As FortiGate sends them: engine 20, enterprise 12356, selector 36660, in nine octets
        TemplateField application = TemplateField.field(95, 9);
        String id = "14 00003044 00008f34";
        IpfixEncoder flow = IpfixEncoder.message()
                .template(300, application, TemplateField.field(4, 1))
                .set(300, OctetWriter.octets().hex(id).u8(6));
        assertThat(run.send(0, flow.encode()).get(0)).containsEntry("application", "20:12356:36660");
        ipfix(1, OctetWriter.octets().hex(id).string("HTTP.BROWSER", 16), application, TemplateField.field(96, 16));
        assertThat(said()).containsExactly("APPLICATION_NAME 20:12356:36660 HTTP.BROWSER");
        assertThat(run.send(0, flow.encode()).get(0)).containsEntry("application", "HTTP.BROWSER");
        run.restart();
        assertThat(run.send(0, flow.encode()).get(0)).containsEntry("application", "HTTP.BROWSER");
    }

    @Test
    void anExporterTellsItsAddressAndWhatItCounted() {
        ipfix(
                1,
                OctetWriter.octets()
                        .u32(5)
                        .address("192.0.2.33")
                        .u64(7_000_000_000L)
                        .u32(41)
                        .u32(42)
                        .u64(3),
                TemplateField.field(149, 4),
                TemplateField.field(130, 4),
                TemplateField.field(40, 8),
                TemplateField.field(41, 4),
                TemplateField.field(42, 4),
                TemplateField.field(166, 8));
        assertThat(said())
                .containsExactly(
                        "EXPORTER_ADDRESS  192.0.2.33",
                        "EXPORTER_COUNTER exportedOctetTotalCount 7000000000",
                        "EXPORTER_COUNTER exportedMessageTotalCount 41",
                        "EXPORTER_COUNTER exportedFlowRecordTotalCount 42",
                        "EXPORTER_COUNTER notSentFlowTotalCount 3");
    }

    @Test
    void anElementOfAnEnterpriseAmongOptionsIsSteppedOver() {
        ipfix(
                1,
                OctetWriter.octets().u32(0).u16(7).variable("anything").u32(100),
                TemplateField.field(149, 4),
                TemplateField.field(637, 91, 2),
                TemplateField.variable(637, 93),
                TemplateField.field(34, 4));
        assertThat(said()).containsExactly("SAMPLING_RATE  100");
    }

    @Test
    void whatIsSaidAgainIsNoNews() {
        for (int i = 0; i < 3; i++) {
            ipfix(1, OctetWriter.octets().u32(0).u32(100), TemplateField.field(149, 4), TemplateField.field(34, 4));
        }
        assertThat(run.keeper().state().options()).hasSize(1);
        assertThat(run.keeper().state().options().get(0).position()).isEqualTo(4096);
    }

    private void ipfix(int scopeCount, OctetWriter data, TemplateField... fields) {
        run.send(
                0,
                IpfixEncoder.message()
                        .optionsTemplate(400, scopeCount, fields)
                        .set(400, data)
                        .encode());
    }

    private List<String> said() {
        return run.keeper().state().options().stream()
                .filter(value -> value.kind() != OptionKind.SAMPLING_UNTOLD)
                .map(value -> value.kind() + " " + value.scope() + " " + value.value())
                .toList();
    }
}
