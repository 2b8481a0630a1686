package io.flowledger.flow.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowledger.flow.DecodeRun;
import io.flowledger.flow.batch.ExporterAddress;
import io.flowledger.flow.decode.ExporterOverride.KnownBy;
import io.flowledger.flow.layout.FlowsLayout;
import io.flowledger.wire.encode.FlowSampleEncoder;
import io.flowledger.wire.encode.IpfixEncoder;
import io.flowledger.wire.encode.Netflow9Encoder;
import io.flowledger.wire.encode.OctetWriter;
import io.flowledger.wire.encode.PacketEncoder;
import io.flowledger.wire.encode.SflowEncoder;
import io.flowledger.wire.encode.TemplateField;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ExporterIdentityTest {
    private static final String GATEWAY = "172.17.0.1";

    private static ExporterAddress address(String text) {
        try {
            return ExporterAddress.of(InetAddress.getByName(text));
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static ExporterOverride behindGateway(@Nullable Long domain, @Nullable String address, long sampling) {
        return new ExporterOverride(
                address(GATEWAY),
                domain,
                address == null ? null : address(address),
                address == null ? KnownBy.AGENT : KnownBy.SENDER,
                sampling,
                null,
                null,
                false);
    }

    private static DecodeRun with(ExporterOverride... overrides) {
        return new DecodeRun(FlowsLayout.FLOWS, true, DecoderSettings.standard().withOverrides(List.of(overrides)));
    }

    private static byte[] ipfix(long domain) {
        return IpfixEncoder.message()
                .observationDomain(domain)
                .template(300, TemplateField.field(4, 1))
                .set(300, OctetWriter.octets().u8(6))
                .encode();
    }

    @Test
    void twoExportersBehindOneAddressAreToldApartByDomain() {
        DecodeRun run = with(behindGateway(5L, "192.0.2.5", 0), behindGateway(6L, "2001:db8::6", 100));
        assertThat(run.send(GATEWAY, 0, ipfix(5)).get(0))
                .containsEntry("exporter", "192.0.2.5")
                .doesNotContainKey("sampling_rate");
        assertThat(run.send(GATEWAY, 1, ipfix(6)).get(0))
                .containsEntry("exporter", "2001:db8:0:0:0:0:0:6")
                .containsEntry("sampling_rate", 100L)
                .containsEntry("sampling_origin", 3L);
        assertThat(run.send(GATEWAY, 2, ipfix(7)).get(0)).containsEntry("exporter", GATEWAY);
        assertThat(run.send("192.0.2.200", 3, ipfix(5)).get(0)).containsEntry("exporter", "192.0.2.200");
    }

    @Test
    void severalDomainsBehindAGatewayAreNoticedOnceUntilTheConfigurationTellsThemApart() {
        DecodeRun run = with();
        run.send(GATEWAY, 0, ipfix(5));
        run.send("192.0.2.1", 0, ipfix(5));
        run.send("192.0.2.1", 0, ipfix(6));
        assertThat(run.current().takeHiddenExporters()).isEmpty();
        run.send(GATEWAY, 1, ipfix(6));
        run.send(GATEWAY, 1, ipfix(7));
        assertThat(run.current().takeHiddenExporters())
                .containsExactly(new HiddenExporters(address(GATEWAY), HiddenExporters.Sign.OBSERVATION_DOMAINS));
        run.send(GATEWAY, 2, ipfix(8));
        assertThat(run.current().takeHiddenExporters()).isEmpty();

        DecodeRun told = with(behindGateway(5L, "192.0.2.5", 0));
        told.send(GATEWAY, 0, ipfix(5));
        told.send(GATEWAY, 1, ipfix(6));
        assertThat(told.current().takeHiddenExporters()).isEmpty();
    }

    @Test
    void theSourceIdOfNetflow9IsItsDomain() {
        DecodeRun run = with(behindGateway(9L, "192.0.2.9", 0));
        byte[] message = Netflow9Encoder.message()
                .sourceId(9)
                .template(300, TemplateField.field(4, 1))
                .set(300, OctetWriter.octets().u8(6))
                .encode();
        assertThat(run.send(GATEWAY, 0, message).get(0)).containsEntry("exporter", "192.0.2.9");
    }

    @Test
    void anSflowAgentIsTheExporterWhenTheConfigurationSaysSo() {
        // Version 5, an IPv4 agent, sub-agent 0, sequence number 1, uptime 1000 ms, no samples
        byte[] datagram = OctetWriter.octets()
                .u32(5)
                .u32(1)
                .address("192.0.2.77")
                .u32(0)
                .u32(1)
                .u32(1000)
                .u32(0)
                .toByteArray();
        DecodeRun run = with(behindGateway(null, null, 0));
        run.send(GATEWAY, 0, datagram);
        run.send("192.0.2.1", 1, datagram);
        assertThat(run.keeper().state().streams())
                .extracting(state -> state.key().exporter().toString())
                .containsExactlyInAnyOrder("192.0.2.77", "192.0.2.1");
    }

    @Test
    void rowsOfAnSflowAgentHaveItsAddressAndSubAgentsAreToldApart() {
        DecodeRun run = with(behindGateway(7L, "192.0.2.70", 0), behindGateway(null, null, 0));
        byte[] header = PacketEncoder.packet()
                .ethernet("02:00:00:00:00:0b", "02:00:00:00:00:0a", 0x0800)
                .ipv4("192.0.2.1", "192.0.2.2", 17, 0)
                .udp(53, 1024)
                .encode();
        FlowSampleEncoder sample = FlowSampleEncoder.compact().record(1, SflowEncoder.header(1, 100, 0, header));
        SflowEncoder agent = SflowEncoder.datagram().agent("192.0.2.77").sample(sample);
        assertThat(run.send(GATEWAY, 0, agent.encode()).get(0))
                .containsEntry("exporter", "192.0.2.77")
                .containsEntry("observation_domain", 0L)
                .containsEntry("src_port", 53L);
        assertThat(run.send(GATEWAY, 1, agent.subAgentId(7).encode()).get(0))
                .containsEntry("exporter", "192.0.2.70")
                .containsEntry("observation_domain", 7L);
    }

    /** Options template 400: scope observationDomainId (149), exporterIPv4Address (130). */
    private static IpfixEncoder saying(long domain, String address) {
        return IpfixEncoder.message()
                .observationDomain(domain)
                .optionsTemplate(400, 1, TemplateField.field(149, 4), TemplateField.field(130, 4))
                .set(400, OctetWriter.octets().u32(domain).address(address));
    }

    @Test
    void anExporterBehindAGatewayIsKnownByTheAddressThatItExports() {
        DecodeRun run =
                with(new ExporterOverride(address(GATEWAY), null, null, KnownBy.EXPORTED, 0, null, null, false));
        assertThat(run.send(GATEWAY, 0, ipfix(5)).get(0)).containsEntry("exporter", GATEWAY);
        run.send(GATEWAY, 1, saying(5, "192.0.2.5").encode());
        run.send(GATEWAY, 2, saying(6, "192.0.2.6").encode());
        assertThat(run.send(GATEWAY, 3, ipfix(5)).get(0)).containsEntry("exporter", "192.0.2.5");
        assertThat(run.send(GATEWAY, 4, ipfix(6)).get(0)).containsEntry("exporter", "192.0.2.6");
        assertThat(run.send(GATEWAY, 5, ipfix(7)).get(0)).containsEntry("exporter", GATEWAY);

        // It has another address, says so under the one it is known by, and takes the first one again.
        run.send(GATEWAY, 6, saying(5, "192.0.2.55").encode());
        assertThat(run.send(GATEWAY, 7, ipfix(5)).get(0)).containsEntry("exporter", "192.0.2.55");
        run.restart();
        assertThat(run.send(GATEWAY, 8, ipfix(5)).get(0)).containsEntry("exporter", "192.0.2.55");
        run.send(GATEWAY, 9, saying(5, "192.0.2.5").encode());
        assertThat(run.send(GATEWAY, 10, ipfix(5)).get(0)).containsEntry("exporter", "192.0.2.5");
        run.restart();
        assertThat(run.send(GATEWAY, 11, ipfix(5)).get(0)).containsEntry("exporter", "192.0.2.5");
        assertThat(run.send(GATEWAY, 12, ipfix(6)).get(0)).containsEntry("exporter", "192.0.2.6");
    }

    @Test
    void whatIsSaidInDomainZeroIsSaidOfTheExporter() {
        DecodeRun run = with(new ExporterOverride(null, null, null, KnownBy.EXPORTED, 0, null, null, false));
        run.send("198.51.100.1", 0, saying(0, "192.0.2.9").encode());
        assertThat(run.send("198.51.100.1", 1, ipfix(3)).get(0)).containsEntry("exporter", "192.0.2.9");
        assertThat(run.send("198.51.100.2", 2, ipfix(3)).get(0)).containsEntry("exporter", "198.51.100.2");
    }

    @Test
    void aConnectionKeepsItsAddressWhateverIsExported() {
        DecodeRun run = with(new ExporterOverride(null, null, null, KnownBy.EXPORTED, 0, null, null, false));
        run.decode(List.of(run.journal()
                .appendOfSession(1, GATEWAY, 0, saying(5, "192.0.2.5").encode())));
        assertThat(run.decode(List.of(run.journal().appendOfSession(1, GATEWAY, 1, ipfix(5))))
                        .get(0))
                .containsEntry("exporter", GATEWAY);
    }

    @Test
    void withoutTheConfigurationAnExportedAddressChangesNothing() {
        DecodeRun run = with();
        run.send(GATEWAY, 0, saying(5, "192.0.2.5").encode());
        assertThat(run.send(GATEWAY, 1, ipfix(5)).get(0)).containsEntry("exporter", GATEWAY);
    }

    @Test
    void theRateOfTheConfigurationHoldsAgainstTheRecords() {
        DecodeRun run = with(new ExporterOverride(null, null, null, KnownBy.SENDER, 64, "core", null, false));
        Map<String, Object> row = run.send(
                        0,
                        IpfixEncoder.message()
                                .template(300, TemplateField.field(34, 4), TemplateField.field(4, 1))
                                .set(300, OctetWriter.octets().u32(1000).u8(6))
                                .encode())
                .get(0);
        assertThat(row).containsEntry("sampling_rate", 64L).containsEntry("sampling_origin", 3L);
        assertThat(row.get("extra")).isEqualTo("{\"samplingInterval\":1000}");
        assertThat(run.keeper().state().streams().get(0).name()).isEqualTo("core");
    }

    @Test
    void timesOfAnotherZoneAreBroughtToUtcAndThoseOfAWrongClockToOurs() {
        // 2023-11-14T22:13:20Z in a clock that shows 23:13:20 and means CET
        byte[] message = IpfixEncoder.message()
                .exportTimeSeconds(1_700_003_600L)
                .template(300, TemplateField.field(150, 4), TemplateField.field(4, 1))
                .set(300, OctetWriter.octets().u32(1_700_003_595L).u8(6))
                .encode();
        DecodeRun berlin = with(
                new ExporterOverride(null, null, null, KnownBy.SENDER, 0, null, ZoneId.of("Europe/Berlin"), false));
        assertThat(berlin.send(0, message).get(0)).containsEntry("flow_start", Instant.parse("2023-11-14T22:13:15Z"));
        DecodeRun none = with(new ExporterOverride(null, null, null, KnownBy.SENDER, 0, null, null, true));
        assertThat(none.send(2000, message).get(0)).containsEntry("flow_start", Instant.parse("2023-11-14T22:13:17Z"));
    }
}
