package io.flowledger.flow.sample;

import static io.flowledger.wire.encode.FlowSampleEncoder.compact;
import static io.flowledger.wire.encode.FlowSampleEncoder.expanded;
import static io.flowledger.wire.encode.PacketEncoder.packet;
import static io.flowledger.wire.encode.SflowEncoder.datagram;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.flowledger.flow.DecodeRun;
import io.flowledger.flow.Tuples;
import io.flowledger.flow.decode.DecoderSettings;
import io.flowledger.flow.layout.FlowsLayout;
import io.flowledger.flow.layout.GrafoleanLayout;
import io.flowledger.flow.ledger.LedgerCounter;
import io.flowledger.wire.encode.FlowSampleEncoder;
import io.flowledger.wire.encode.PacketEncoder;
import io.flowledger.wire.encode.SflowEncoder;
import io.flowledger.wire.fault.DecodeFault;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class FlowSampleTest {
    private static final int SYN_ACK = 0x12;

    private static PacketEncoder ethernet(int etherType) {
        return packet().ethernet("02:00:00:00:00:0b", "02:00:00:00:00:0a", etherType);
    }

    private static Map<String, Object> row(FlowSampleEncoder sample) {
        List<Map<String, Object>> rows =
                new DecodeRun().send(0, datagram().sample(sample).encode());
        assertThat(rows).hasSize(1);
        return rows.get(0);
    }

    private static JsonNode extra(Map<String, Object> row) throws Exception {
        return new ObjectMapper().readTree((String) Tuples.present(row.get("extra")));
    }

    @Test
    void aTcpPacketFillsTheColumnsOfItsHeaders() throws Exception {
        byte[] header = ethernet(0x0800)
                .ipv4("192.0.2.10", "198.51.100.20", 6, 0xb8)
                .tcp(443, 51_000, SYN_ACK)
                .payload(10)
                .encode();
        Map<String, Object> row = row(compact()
                .source(0, 3)
                .sampling(512, 51_200, 2)
                .input(0, 3)
                .output(0, 4)
                .record(1, SflowEncoder.header(1, 1518, 4, header)));
        assertThat(row)
                .containsEntry("octets", 1518L)
                .containsEntry("packets", 1L)
                .containsEntry("sampling_rate", 512L)
                .containsEntry("in_if", 3L)
                .containsEntry("out_if", 4L)
                .containsEntry("direction", 0L)
                .containsEntry("src_addr", "192.0.2.10")
                .containsEntry("dst_addr", "198.51.100.20")
                .containsEntry("src_port", 443L)
                .containsEntry("dst_port", 51_000L)
                .containsEntry("protocol", 6L)
                .containsEntry("tcp_flags", 18L)
                .containsEntry("tos", 184L)
                .containsEntry("min_ttl", 64L)
                .containsEntry("max_ttl", 64L)
                .containsEntry("ip_version", 4L)
                .containsEntry("src_mac", "02:00:00:00:00:0a")
                .containsEntry("dst_mac", "02:00:00:00:00:0b")
                .containsEntry("observation_domain", 0L)
                .containsEntry("export_version", 105L)
                .doesNotContainKeys(
                        "flow_start", "flow_end", "icmp_type", "vlan", "src_as", "mpls_labels", "flow_label");
        JsonNode extra = extra(row);
        assertThat(extra.get("sample_pool").asLong()).isEqualTo(51_200);
        assertThat(extra.get("sample_drops").asLong()).isEqualTo(2);
        assertThat(extra.size()).isEqualTo(2);
    }

    @Test
    void anExpandedSampleHasInterfacesAndSourcesOf32Bits() throws Exception {
        Map<String, Object> row = row(expanded()
                .source(0, 0xFFFF_FFF0L)
                .sampling(16_383, 7, 0)
                .input(0, 4_000_000_000L)
                .output(0, 0xFFFF_FFF0L)
                .record(3, SflowEncoder.ip(84, 1, "203.0.113.1", "203.0.113.2", 8, 0, 0, 0)));
        assertThat(row)
                .containsEntry("in_if", 4_000_000_000L)
                .containsEntry("out_if", 0xFFFF_FFF0L)
                .containsEntry("direction", 1L)
                .containsEntry("octets", 84L)
                .containsEntry("protocol", 1L)
                .doesNotContainKeys("src_port", "dst_port", "tcp_flags");
    }

    @Test
    void aSamplingRateOfZeroIsNotKnown() {
        assertThat(row(compact().sampling(0, 0, 0).record(1, SflowEncoder.header(1, 60, 4, new byte[14]))))
                .doesNotContainKey("sampling_rate")
                .containsEntry("octets", 60L);
    }

    @Test
    void interfacesThatAreNotSingleAreToldInTheDocument() throws Exception {
        Map<String, Object> row = row(compact()
                .source(0, 9)
                .input(0, 0x3FFF_FFFF)
                .output(2, 5)
                .record(1, SflowEncoder.header(1, 60, 4, new byte[14])));
        assertThat(row).doesNotContainKeys("in_if", "out_if", "direction");
        assertThat(extra(row).get("input_internal").asInt()).isEqualTo(1);
        assertThat(extra(row).get("output_interfaces").asInt()).isEqualTo(5);
        assertThat(extra(row).get("source_type").asInt()).isZero();
        assertThat(extra(row).get("source_index").asInt()).isEqualTo(9);
        Map<String, Object> discarded =
                row(compact().output(1, 256).record(1, SflowEncoder.header(1, 60, 4, new byte[14])));
        assertThat(extra(discarded).get("output_discard_reason").asInt()).isEqualTo(256);
    }

    @Test
    void anIpv6PacketInQinqKeepsBothTags() throws Exception {
        byte[] header = ethernet(0x88a8)
                .vlan(5, 100, 0x8100)
                .vlan(0, 200, 0x86dd)
                .ipv6("2001:db8::1", "2001:db8::2", 58, 0x20, 0xabcde)
                .icmp(128, 0)
                .encode();
        Map<String, Object> row = row(compact().record(1, SflowEncoder.header(1, 90, 0, header)));
        assertThat(row)
                .containsEntry("vlan", 100L)
                .containsEntry("ip_version", 6L)
                .containsEntry("src_addr", "2001:db8:0:0:0:0:0:1")
                .containsEntry("flow_label", 0xabcdeL)
                .containsEntry("tos", 32L)
                .containsEntry("protocol", 58L)
                .containsEntry("icmp_type", 128L)
                .containsEntry("icmp_code", 0L);
        assertThat(extra(row).get("vlan_priority").asInt()).isEqualTo(5);
        assertThat(extra(row).get("inner_vlan").asInt()).isEqualTo(200);
    }

    @Test
    void vlansOfTheSwitchGoBeforeTheTag() throws Exception {
        byte[] header = ethernet(0x8100)
                .vlan(0, 7, 0x0800)
                .ipv4("192.0.2.1", "192.0.2.2", 17, 0)
                .udp(53, 54)
                .encode();
        Map<String, Object> row = row(compact()
                .record(1, SflowEncoder.header(1, 90, 0, header))
                .record(1001, SflowEncoder.extendedSwitch(16, 0, 17, 0)));
        assertThat(row).containsEntry("vlan", 16L).containsEntry("post_vlan", 17L);
        assertThat(extra(row).get("header_vlan").asInt()).isEqualTo(7);
        assertThat(row(compact()
                        .record(1, SflowEncoder.header(1, 90, 0, header))
                        .record(1001, SflowEncoder.extendedSwitch(0, 0, 0xFFFF_FFFFL, 0))))
                .containsEntry("vlan", 7L)
                .doesNotContainKey("post_vlan");
    }

    @Test
    void aVxlanPacketShowsItsOuterAddressesAndTellsTheInnerOnes() throws Exception {
        byte[] header = ethernet(0x0800)
                .ipv4("10.0.0.1", "10.0.0.2", 17, 0)
                .udp(50_000, 4789)
                .vxlan(5001)
                .ethernet("02:00:00:00:00:0d", "02:00:00:00:00:0c", 0x0800)
                .ipv4("172.16.0.1", "172.16.0.2", 6, 0)
                .tcp(1234, 80, 2)
                .encode();
        Map<String, Object> row = row(compact().record(1, SflowEncoder.header(1, 200, 4, header)));
        assertThat(row).containsEntry("src_addr", "10.0.0.1").containsEntry("dst_port", 4789L);
        JsonNode extra = extra(row);
        assertThat(extra.get("tunnel").asText()).isEqualTo("vxlan");
        assertThat(extra.get("tunnel_id").asInt()).isEqualTo(5001);
        assertThat(extra.get("inner_src_addr").asText()).isEqualTo("172.16.0.1");
        assertThat(extra.get("inner_dst_addr").asText()).isEqualTo("172.16.0.2");
        assertThat(extra.get("inner_protocol").asInt()).isEqualTo(6);
        assertThat(extra.get("inner_src_port").asInt()).isEqualTo(1234);
        assertThat(extra.get("inner_dst_port").asInt()).isEqualTo(80);
    }

    @Test
    void tunnelsOfEachKindAreToldWithWhatTheyCarry() throws Exception {
        Map<String, PacketEncoder> tunnels = Map.of(
                "gre", ethernet(0x0800).ipv4("192.0.2.1", "192.0.2.2", 47, 0).gre(0x0800, 77),
                "geneve",
                        ethernet(0x0800)
                                .ipv4("192.0.2.1", "192.0.2.2", 17, 0)
                                .udp(50_000, 6081)
                                .geneve(77, 0x0800, 1),
                "ipv4_in_ipv4", ethernet(0x0800).ipv4("192.0.2.1", "192.0.2.2", 4, 0));
        for (Map.Entry<String, PacketEncoder> tunnel : tunnels.entrySet()) {
            byte[] header = tunnel.getValue()
                    .ipv4("10.0.0.1", "10.0.0.2", 6, 0)
                    .tcp(443, 40_000, SYN_ACK)
                    .encode();
            Map<String, Object> row = row(compact().record(1, SflowEncoder.header(1, 200, 0, header)));
            assertThat(row).containsEntry("src_addr", "192.0.2.1").containsEntry("dst_addr", "192.0.2.2");
            JsonNode extra = extra(row);
            assertThat(extra.get("tunnel").asText()).isEqualTo(tunnel.getKey());
            assertThat(extra.path("tunnel_id").asInt())
                    .isEqualTo(tunnel.getKey().equals("ipv4_in_ipv4") ? 0 : 77);
            assertThat(extra.get("inner_src_addr").asText()).isEqualTo("10.0.0.1");
            assertThat(extra.get("inner_dst_addr").asText()).isEqualTo("10.0.0.2");
            assertThat(extra.get("inner_protocol").asInt()).isEqualTo(6);
            assertThat(extra.get("inner_dst_port").asInt()).isEqualTo(40_000);
        }
    }

    @Test
    void sctpHasPorts() {
        // Ports, verification tag and checksum (RFC 9260 section 3.1)
        byte[] header = ethernet(0x0800)
                .ipv4("192.0.2.1", "192.0.2.2", 132, 0)
                .hex("0b64 0b65 00000001 00000000")
                .encode();
        assertThat(row(compact().record(1, SflowEncoder.header(1, 100, 0, header))))
                .containsEntry("protocol", 132L)
                .containsEntry("src_port", 2916L)
                .containsEntry("dst_port", 2917L)
                .doesNotContainKey("tcp_flags");
    }

    @Test
    void extendedRecordsFillRoutingNatAndUser() throws Exception {
        byte[] header = ethernet(0x0800)
                .ipv4("192.0.2.1", "198.51.100.2", 17, 0)
                .udp(53, 54)
                .encode();
        Map<String, Object> row = row(compact()
                .record(1, SflowEncoder.header(1, 90, 0, header))
                .record(1002, SflowEncoder.router("192.0.2.254", 24, 0xFFFF_FFFFL))
                .record(
                        1003,
                        SflowEncoder.gateway(
                                "192.0.2.253",
                                64_500,
                                64_501,
                                64_502,
                                new long[][] {{64_510, 64_511}, {64_512}},
                                new long[] {64_500L << 16 | 77, 0xFFFF_FFFFL},
                                100))
                .record(1004, SflowEncoder.user("alice", "bob"))
                .record(1005, SflowEncoder.url(1, "/a\"b", "example.net"))
                .record(1006, SflowEncoder.mpls("192.0.2.252", new long[] {16L << 12 | 0x1ff}, new long[] {17L << 12}))
                .record(1007, SflowEncoder.nat("203.0.113.7", "198.51.100.2"))
                .record(1020, SflowEncoder.numbers(1053, 54)));
        assertThat(row)
                .containsEntry("next_hop", "192.0.2.254")
                .containsEntry("src_mask", 24L)
                .doesNotContainKey("dst_mask")
                .containsEntry("bgp_next_hop", "192.0.2.253")
                .containsEntry("src_as", 64_501L)
                .containsEntry("dst_as", 64_512L)
                .containsEntry("nat_src_addr", "203.0.113.7")
                .containsEntry("nat_dst_addr", "198.51.100.2")
                .containsEntry("nat_src_port", 1053L)
                .containsEntry("nat_dst_port", 54L)
                .containsEntry("mpls_labels", List.of(16L))
                .containsEntry("username", "alice");
        JsonNode extra = extra(row);
        assertThat(extra.get("as_path").toString()).isEqualTo("[64510,64511,64512]");
        assertThat(extra.get("communities").toString()).isEqualTo("[\"64500:77\",\"65535:65535\"]");
        assertThat(extra.get("router_as").asInt()).isEqualTo(64_500);
        assertThat(extra.get("src_peer_as").asInt()).isEqualTo(64_502);
        assertThat(extra.get("dst_peer_as").asInt()).isEqualTo(64_510);
        assertThat(extra.get("local_preference").asInt()).isEqualTo(100);
        assertThat(extra.get("dst_username").asText()).isEqualTo("bob");
        assertThat(extra.get("url").asText()).isEqualTo("/a\"b");
        assertThat(extra.get("host").asText()).isEqualTo("example.net");
        assertThat(extra.get("mpls_out_labels").toString()).isEqualTo("[17]");
        assertThat(extra.get("mpls_next_hop").asText()).isEqualTo("192.0.2.252");
    }

    @Test
    void anAgentBehindAnotherAddressIsNamed() throws Exception {
        byte[] sent = datagram()
                .agent("2001:db8::5")
                .sample(compact().record(1, SflowEncoder.header(1, 60, 4, new byte[14])))
                .encode();
        assertThat(extra(new DecodeRun().send(0, sent).get(0)).get("agent").asText())
                .isEqualTo("2001:db8::5");
    }

    @Test
    void withoutADocumentOnlyColumnsAreWritten() {
        DecodeRun run = new DecodeRun(FlowsLayout.FLOWS, false, DecoderSettings.standard());
        assertThat(run.send(
                                0,
                                datagram()
                                        .sample(compact()
                                                .sampling(1, 5, 5)
                                                .record(1, SflowEncoder.header(1, 60, 4, new byte[14])))
                                        .encode())
                        .get(0))
                .doesNotContainKey("extra");
    }

    @Test
    void theGrafoleanLayoutHasZerosForWhatIsNotThereAndNoRowsWithoutAddresses() {
        DecodeRun run = new DecodeRun(GrafoleanLayout.GRAFOLEAN, true, DecoderSettings.standard());
        List<Map<String, Object>> rows = run.send(
                0,
                datagram()
                        .sample(compact().record(3, SflowEncoder.ip(84, 1, "203.0.113.1", "203.0.113.2", 8, 0, 0, 0)))
                        .sample(compact().record(1, SflowEncoder.header(1, 60, 4, new byte[14])))
                        .encode());
        assertThat(rows).hasSize(1);
        assertThat(rows.get(0))
                .containsEntry("in_bytes", 84L)
                .containsEntry("protocol", 1L)
                .containsEntry("direction", 0L)
                .containsEntry("l4_src_port", 0L)
                .containsEntry("input_snmp", 0L)
                .containsEntry("ipvx_src_addr", "203.0.113.1")
                .containsEntry("ipvx_dst_addr", "203.0.113.2");
        assertThat(run.ledger(LedgerCounter.RECORDS_SEEN)).isEqualTo(2);
        assertThat(run.ledger(LedgerCounter.ROWS)).isEqualTo(1);
        assertThat(run.ledger(LedgerCounter.RECORDS_SKIPPED, DecodeFault.REQUIRED_ELEMENT_MISSING))
                .isEqualTo(1);
    }

    @Test
    void rowsHaveTheReceiveTimeOnly() {
        Map<String, Object> row = new DecodeRun()
                .send(90_000, datagram().sample(compact()).encode())
                .get(0);
        assertThat((Instant) Tuples.present(row.get("received_at"))).isAfter(Instant.EPOCH);
        assertThat(row).doesNotContainKeys("flow_start", "flow_end", "octets", "src_addr");
    }
}
