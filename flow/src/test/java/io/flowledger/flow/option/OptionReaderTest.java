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
                .map(value -> value.kind() + " " + value.scope() + " " + value.value())
                .toList();
    }
}
