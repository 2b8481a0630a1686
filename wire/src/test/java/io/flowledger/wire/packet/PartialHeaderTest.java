package io.flowledger.wire.packet;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowledger.wire.encode.PacketEncoder;
import org.junit.jupiter.api.Test;

final class PartialHeaderTest {
    private final PacketDissector dissector = new PacketDissector();
    private final DissectedHeader header = new DissectedHeader();

    private void dissect(byte[] packet, int length) {
        dissector.dissect(HeaderProtocol.ETHERNET, packet, 0, length, header);
    }

    /** A value is there exactly when its last octet is. */
    @Test
    void anIpv4HeaderGivesAsMuchAsIsThere() {
        byte[] packet = PacketEncoder.packet()
                .ethernet("020000000001", "020000000002", 0x8100)
                .vlan(1, 9, 0x0800)
                .ipv4("192.0.2.1", "192.0.2.2", 6, 0x28)
                .tcp(1000, 2000, 0x18)
                .encode();
        for (int length = 0; length <= packet.length; length++) {
            dissect(packet, length);
            assertThat(header.destinationMac()).as("%d octets", length).isEqualTo(length < 6 ? -1 : 0x020000000001L);
            assertThat(header.sourceMac()).as("%d octets", length).isEqualTo(length < 12 ? -1 : 0x020000000002L);
            assertThat(header.outerVlanId()).as("%d octets", length).isEqualTo(length < 16 ? -1 : 9);
            assertThat(header.etherType()).as("%d octets", length).isEqualTo(length < 18 ? -1 : 0x0800);
            assertThat(header.ip().version()).as("%d octets", length).isEqualTo(length < 19 ? 0 : 4);
            assertThat(header.ip().tos()).as("%d octets", length).isEqualTo(length < 20 ? -1 : 0x28);
            assertThat(header.ip().totalLength()).as("%d octets", length).isEqualTo(length < 22 ? -1 : 40);
            assertThat(header.ip().ttl()).as("%d octets", length).isEqualTo(length < 27 ? -1 : 64);
            assertThat(header.ip().protocol()).as("%d octets", length).isEqualTo(length < 28 ? -1 : 6);
            assertThat(header.ip().sourceAddressOffset())
                    .as("%d octets", length)
                    .isEqualTo(length < 34 ? -1 : 30);
            assertThat(header.ip().destinationAddressOffset())
                    .as("%d octets", length)
                    .isEqualTo(length < 38 ? -1 : 34);
            assertThat(header.ip().sourcePort()).as("%d octets", length).isEqualTo(length < 40 ? -1 : 1000);
            assertThat(header.ip().destinationPort()).as("%d octets", length).isEqualTo(length < 42 ? -1 : 2000);
            assertThat(header.ip().tcpFlags()).as("%d octets", length).isEqualTo(length < 52 ? -1 : 0x18);
            assertThat(header.end())
                    .as("%d octets", length)
                    .isEqualTo(length < 52 ? DissectionEnd.CUT : DissectionEnd.COMPLETE);
        }
    }

    @Test
    void anIpv6HeaderGivesAsMuchAsIsThere() {
        byte[] packet = PacketEncoder.packet()
                .ethernet("020000000001", "020000000002", 0x86dd)
                .ipv6("2001:db8::1", "2001:db8::2", 0, 0x28, 0x12345)
                .extension(17, 16)
                .udp(53, 54)
                .encode();
        for (int length = 14; length <= packet.length; length++) {
            dissect(packet, length);
            IpLayer ip = header.ip();
            assertThat(ip.version()).as("%d octets", length).isEqualTo(length < 15 ? 0 : 6);
            assertThat(ip.tos()).as("%d octets", length).isEqualTo(length < 16 ? -1 : 0x28);
            assertThat(ip.flowLabel()).as("%d octets", length).isEqualTo(length < 18 ? -1 : 0x12345);
            assertThat(ip.totalLength()).as("%d octets", length).isEqualTo(length < 20 ? -1 : 64);
            assertThat(ip.protocol()).as("%d octets", length).isEqualTo(length < 21 ? -1 : length < 70 ? 0 : 17);
            assertThat(ip.ttl()).as("%d octets", length).isEqualTo(length < 22 ? -1 : 64);
            assertThat(ip.sourceAddressOffset()).as("%d octets", length).isEqualTo(length < 38 ? -1 : 22);
            assertThat(ip.destinationAddressOffset()).as("%d octets", length).isEqualTo(length < 54 ? -1 : 38);
            assertThat(ip.sourcePort()).as("%d octets", length).isEqualTo(length < 72 ? -1 : 53);
            assertThat(ip.destinationPort()).as("%d octets", length).isEqualTo(length < 74 ? -1 : 54);
        }
    }

    @Test
    void whereItWasCutIsSaid() {
        byte[] packet = PacketEncoder.packet()
                .ethernet("020000000001", "020000000002", 0x8847)
                .label(1, 0, true, 64)
                .ipv4("192.0.2.1", "192.0.2.2", 17, 0)
                .udp(9, 4789)
                .vxlan(3)
                .ethernet("0a0000000001", "0a0000000002", 0x0800)
                .ipv4("10.0.0.1", "10.0.0.2", 6, 0)
                .tcp(1, 2, 3)
                .encode();
        assertCut(packet, 13, HeaderLayer.LINK, 0);
        assertCut(packet, 17, HeaderLayer.MPLS, 14);
        assertCut(packet, 30, HeaderLayer.NETWORK, 18);
        assertCut(packet, 41, HeaderLayer.TRANSPORT, 38);
        assertCut(packet, 50, HeaderLayer.TUNNEL, 38);
        assertCut(packet, 60, HeaderLayer.LINK, 54);
        assertCut(packet, 80, HeaderLayer.NETWORK, 68);
        assertCut(packet, 90, HeaderLayer.TRANSPORT, 88);
        assertThat(header.tunnelType()).isEqualTo(TunnelType.VXLAN);
        assertThat(header.inner().sourcePort()).isEqualTo(1);
    }

    private void assertCut(byte[] packet, int length, HeaderLayer layer, int offset) {
        dissect(packet, length);
        assertThat(header.end()).as("%d octets", length).isEqualTo(DissectionEnd.CUT);
        assertThat(header.endLayer()).as("%d octets", length).isEqualTo(layer);
        assertThat(header.endOffset()).as("%d octets", length).isEqualTo(offset);
    }

    @Test
    void nothingOfThePacketBeforeRemains() {
        byte[] packet = PacketEncoder.packet()
                .ethernet("020000000001", "020000000002", 0x8100)
                .vlan(1, 9, 0x8847)
                .label(5, 0, true, 64)
                .ipv4("192.0.2.1", "192.0.2.2", 47, 0)
                .gre(0x0800, 1)
                .ipv4("10.0.0.1", "10.0.0.2", 6, 0)
                .tcp(1, 2, 3)
                .encode();
        dissect(packet, packet.length);
        dissect(packet, 0);
        assertThat(header)
                .usingRecursiveComparison()
                .ignoringFields("labelStack")
                .isEqualTo(new DissectedHeader());
    }
}
