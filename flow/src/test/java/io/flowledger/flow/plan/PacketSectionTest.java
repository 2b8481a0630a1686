package io.flowledger.flow.plan;

import static io.flowledger.wire.encode.TemplateField.field;
import static io.flowledger.wire.encode.TemplateField.variable;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowledger.flow.DecodeRun;
import io.flowledger.wire.encode.IpfixEncoder;
import io.flowledger.wire.encode.OctetWriter;
import io.flowledger.wire.encode.PacketEncoder;
import io.flowledger.wire.encode.TemplateField;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Data Records that carry the section of a packet: elements 313, 314 and 315. */
final class PacketSectionTest {
    private static PacketEncoder frame() {
        return PacketEncoder.packet()
                .ethernet("02:00:00:00:00:0b", "02:00:00:00:00:0a", 0x8100)
                .vlan(3, 42, 0x8847)
                .label(100, 0, false, 63)
                .label(200, 0, true, 63);
    }

    private static byte[] whole(PacketEncoder packet) {
        return packet.ipv4("192.0.2.1", "192.0.2.2", 6, 4)
                .tcp(443, 50_000, 0x10)
                .encode();
    }

    private static Map<String, Object> row(OctetWriter record, TemplateField... fields) {
        List<Map<String, Object>> rows = new DecodeRun()
                .send(
                        0,
                        IpfixEncoder.message()
                                .template(300, fields)
                                .set(300, record)
                                .encode());
        assertThat(rows).hasSize(1);
        return rows.get(0);
    }

    @Test
    void aFrameFillsWhatTheTemplateLeavesEmptyAndCountsAsOnePacketOfItsSize() {
        Map<String, Object> row = row(
                OctetWriter.octets().u32(7).u16(1514).variable(whole(frame())),
                field(10, 4),
                field(312, 2),
                variable(315));
        assertThat(row)
                .containsEntry("in_if", 7L)
                .containsEntry("octets", 1514L)
                .containsEntry("packets", 1L)
                .containsEntry("src_addr", "192.0.2.1")
                .containsEntry("dst_addr", "192.0.2.2")
                .containsEntry("src_port", 443L)
                .containsEntry("dst_port", 50_000L)
                .containsEntry("protocol", 6L)
                .containsEntry("tcp_flags", 16L)
                .containsEntry("tos", 4L)
                .containsEntry("vlan", 42L)
                .containsEntry("mpls_labels", List.of(100L, 200L))
                .containsEntry("src_mac", "02:00:00:00:00:0a")
                .containsEntry("min_ttl", 64L)
                .containsEntry("extra", "{\"ethertype\":34887,\"vlan_priority\":3}")
                .doesNotContainKeys("icmp_type", "next_hop", "sampling_rate");
    }

    @Test
    void fieldsOfTheTemplateGoBeforeThePacket() {
        Map<String, Object> row = row(
                OctetWriter.octets().address("203.0.113.9").u64(3000).u32(2).variable(whole(frame())),
                field(8, 4),
                field(1, 8),
                field(2, 4),
                variable(315));
        assertThat(row)
                .containsEntry("src_addr", "203.0.113.9")
                .containsEntry("dst_addr", "192.0.2.2")
                .containsEntry("octets", 3000L)
                .containsEntry("packets", 2L);
    }

    @Test
    void withoutASizeTheIpHeaderSaysHowManyOctets() {
        // 20 octets of IPv4 header and 20 of TCP header
        Map<String, Object> row = row(OctetWriter.octets().variable(whole(PacketEncoder.packet())), variable(313));
        assertThat(row)
                .containsEntry("octets", 40L)
                .containsEntry("packets", 1L)
                .containsEntry("src_port", 443L)
                .doesNotContainKey("src_mac");
    }

    @Test
    void aPayloadIsReadByTheProtocolOfTheTemplate() {
        byte[] udp = PacketEncoder.packet().udp(53, 1024).encode();
        Map<String, Object> row = row(OctetWriter.octets().u8(17).variable(udp), field(4, 1), variable(314));
        assertThat(row)
                .containsEntry("protocol", 17L)
                .containsEntry("src_port", 53L)
                .containsEntry("dst_port", 1024L)
                .doesNotContainKeys("src_addr", "ip_version");
        assertThat(row(OctetWriter.octets().variable(udp), variable(314))).doesNotContainKeys("src_port", "protocol");
    }

    @Test
    void aSectionOfFixedLengthIsReadToo() {
        byte[] frame = whole(frame());
        Map<String, Object> first = row(OctetWriter.octets().raw(frame), field(315, frame.length));
        assertThat(first).containsEntry("dst_port", 50_000L).containsEntry("octets", 40L);
    }

    @Test
    void anEmptySectionGivesOnePacketOfWhichNothingIsKnown() {
        assertThat(row(OctetWriter.octets().u32(9).variable(new byte[0]), field(10, 4), variable(315)))
                .containsEntry("in_if", 9L)
                .containsEntry("packets", 1L)
                .doesNotContainKeys("octets", "src_addr", "mpls_labels");
    }

    @Test
    void aVxlanPacketHasItsOuterAddressesInColumnsAndTheInnerOnesInTheDocument() {
        byte[] packet = PacketEncoder.packet()
                .ethernet("02:00:00:00:00:0b", "02:00:00:00:00:0a", 0x0800)
                .ipv4("192.0.2.1", "192.0.2.2", 17, 0)
                .udp(50_000, 4789)
                .vxlan(5001)
                .ethernet("02:00:00:00:00:0d", "02:00:00:00:00:0c", 0x0800)
                .ipv4("10.0.0.1", "10.0.0.2", 6, 0)
                .tcp(443, 40_000, 0x10)
                .encode();
        assertThat(row(OctetWriter.octets().u32(5).variable(packet), field(148, 4), variable(315)))
                .containsEntry("src_addr", "192.0.2.1")
                .containsEntry("dst_port", 4789L)
                .containsEntry(
                        "extra",
                        "{\"flowId\":5,\"tunnel\":\"vxlan\",\"tunnel_id\":5001,\"inner_src_addr\":\"10.0.0.1\","
                                + "\"inner_dst_addr\":\"10.0.0.2\",\"inner_protocol\":6,\"inner_src_port\":443,"
                                + "\"inner_dst_port\":40000}");
    }

    @Test
    void ofTwoVlanTagsTheSecondIsInTheDocument() {
        byte[] packet = PacketEncoder.packet()
                .ethernet("02:00:00:00:00:0b", "02:00:00:00:00:0a", 0x88a8)
                .vlan(0, 100, 0x8100)
                .vlan(0, 200, 0x0800)
                .ipv4("192.0.2.1", "192.0.2.2", 6, 0)
                .tcp(443, 50_000, 0x10)
                .encode();
        assertThat(row(OctetWriter.octets().variable(packet), variable(315)))
                .containsEntry("vlan", 100L)
                .containsEntry("src_port", 443L)
                .containsEntry("extra", "{\"inner_vlan\":200}");
    }

    @Test
    void aFrameThatIsNotOfEthernetIsNotReadAsOne() {
        byte[] frame = whole(PacketEncoder.packet().ethernet("02:00:00:00:00:0b", "02:00:00:00:00:0a", 0x0800));
        assertThat(row(OctetWriter.octets().u16(1).variable(frame), field(408, 2), variable(315)))
                .containsEntry("src_addr", "192.0.2.1");
        // IEEE 802.11 (RFC 7133 section 3.2.1)
        assertThat(row(OctetWriter.octets().u16(2).variable(frame), field(408, 2), variable(315)))
                .doesNotContainKeys("src_addr", "src_mac", "octets")
                .containsEntry("packets", 1L)
                .containsEntry("extra", "{\"dataLinkFrameType\":2}");
    }

    @Test
    void aLaterFragmentTellsWhereItLies() {
        byte[] packet = PacketEncoder.packet()
                .ipv4("192.0.2.1", "192.0.2.2", 17, 0, 185, "")
                .payload(20)
                .encode();
        assertThat(row(OctetWriter.octets().variable(packet), variable(313)))
                .doesNotContainKeys("src_port", "dst_port")
                .containsEntry("extra", "{\"fragment_offset\":185}");
    }
}
