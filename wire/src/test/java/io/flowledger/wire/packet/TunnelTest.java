package io.flowledger.wire.packet;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowledger.wire.encode.PacketEncoder;
import org.junit.jupiter.api.Test;

final class TunnelTest {
    private final PacketDissector dissector = new PacketDissector();
    private final DissectedHeader header = new DissectedHeader();

    private void dissect(PacketEncoder packet) {
        byte[] b = packet.encode();
        dissector.dissect(HeaderProtocol.ETHERNET, b, 0, b.length, header);
    }

    private static PacketEncoder outer(int protocol) {
        return PacketEncoder.packet()
                .ethernet("020000000001", "020000000002", 0x0800)
                .ipv4("192.0.2.1", "192.0.2.2", protocol, 0);
    }

    private static PacketEncoder innerFrame(PacketEncoder packet) {
        return packet.ethernet("0a0000000001", "0a0000000002", 0x8100)
                .vlan(0, 7, 0x0800)
                .ipv4("10.0.0.1", "10.0.0.2", 6, 4)
                .tcp(1000, 2000, 0x18);
    }

    private void assertInnerTcp() {
        assertThat(header.inner().version()).isEqualTo(4);
        assertThat(header.inner().tos()).isEqualTo(4);
        assertThat(header.inner().protocol()).isEqualTo(6);
        assertThat(header.inner().sourcePort()).isEqualTo(1000);
        assertThat(header.inner().destinationPort()).isEqualTo(2000);
        assertThat(header.end()).isEqualTo(DissectionEnd.COMPLETE);
        assertThat(header.destinationMac()).isEqualTo(0x020000000001L);
        assertThat(header.vlanCount()).isZero();
        assertThat(header.etherType()).isEqualTo(0x0800);
    }

    @Test
    void vxlanHasAnIdentifierAndAnInnerPacket() {
        dissect(innerFrame(outer(17).udp(50000, 4789).vxlan(0xabcdef)));
        assertThat(header.tunnelType()).isEqualTo(TunnelType.VXLAN);
        assertThat(header.tunnelId()).isEqualTo(0xabcdef);
        assertThat(header.ip().sourcePort()).isEqualTo(50000);
        assertThat(header.ip().destinationPort()).isEqualTo(4789);
        assertInnerTcp();
    }

    @Test
    void geneveOptionsAreSteppedOver() {
        dissect(innerFrame(outer(17).udp(50000, 6081).geneve(5, 0x6558, 3)));
        assertThat(header.tunnelType()).isEqualTo(TunnelType.GENEVE);
        assertThat(header.tunnelId()).isEqualTo(5);
        assertInnerTcp();
    }

    @Test
    void udpToTheVxlanPortWithoutTheValidFlagIsNoTunnel() {
        dissect(outer(17).udp(50000, 4789).payload(60));
        assertThat(header.tunnelType()).isEqualTo(TunnelType.NONE);
        assertThat(header.end()).isEqualTo(DissectionEnd.MALFORMED);
        assertThat(header.ip().destinationPort()).isEqualTo(4789);
    }

    @Test
    void greHasAKeyOrNone() {
        dissect(outer(47)
                .gre(0x0800, 0xcafe0001L)
                .ipv4("10.0.0.1", "10.0.0.2", 6, 4)
                .tcp(1000, 2000, 0));
        assertThat(header.tunnelType()).isEqualTo(TunnelType.GRE);
        assertThat(header.tunnelId()).isEqualTo(0xcafe0001L);
        assertInnerTcp();
        dissect(outer(47)
                .gre(0x86dd, -1)
                .ipv6("2001:db8::1", "2001:db8::2", 17, 0, 0)
                .udp(5, 6));
        assertThat(header.tunnelId()).isEqualTo(-1);
        assertThat(header.inner().version()).isEqualTo(6);
        assertThat(header.inner().destinationPort()).isEqualTo(6);
    }

    @Test
    void greWithChecksumKeyAndSequenceNumberIsMeasuredByItsFlags() {
        dissect(innerFrame(outer(47).hex("b000 6558 00000000 00112200 00000009")));
        assertThat(header.tunnelId()).isEqualTo(0x112200);
        assertInnerTcp();
    }

    @Test
    void erspanOfTypeTwoCarriesAFrameBehindItsHeader() {
        dissect(innerFrame(outer(47).hex("1000 88be 00000001 10000000 00000000")));
        assertThat(header.tunnelType()).isEqualTo(TunnelType.GRE);
        assertInnerTcp();
    }

    @Test
    void pptpHasAnAcknowledgementAndPpp() {
        dissect(outer(47)
                .hex("3081 880b 00280001 00000002 00000003 ff03 0021")
                .ipv4("10.0.0.1", "10.0.0.2", 6, 4)
                .tcp(1000, 2000, 0));
        assertThat(header.tunnelId()).isEqualTo(0x00280001);
        assertInnerTcp();
    }

    @Test
    void ipInIpIsToldByBothVersions() {
        dissect(outer(4).ipv4("10.0.0.1", "10.0.0.2", 6, 4).tcp(1000, 2000, 0));
        assertThat(header.tunnelType()).isEqualTo(TunnelType.IPV4_IN_IPV4);
        assertThat(header.tunnelId()).isEqualTo(-1);
        assertInnerTcp();
        dissect(outer(41).ipv6("2001:db8::1", "2001:db8::2", 17, 0, 0).udp(5, 6));
        assertThat(header.tunnelType()).isEqualTo(TunnelType.IPV6_IN_IPV4);
        assertThat(header.inner().sourcePort()).isEqualTo(5);
        PacketEncoder six = PacketEncoder.packet()
                .ethernet("020000000001", "020000000002", 0x86dd)
                .ipv6("2001:db8::1", "2001:db8::2", 60, 0, 0)
                .extension(4, 8);
        dissect(six.ipv4("10.0.0.1", "10.0.0.2", 1, 0).icmp(8, 0));
        assertThat(header.tunnelType()).isEqualTo(TunnelType.IPV4_IN_IPV6);
        assertThat(header.ip().protocol()).isEqualTo(4);
        assertThat(header.inner().icmpType()).isEqualTo(8);
    }

    @Test
    void aSecondTunnelIsNotFollowed() {
        dissect(outer(47)
                .gre(0x0800, -1)
                .ipv4("10.0.0.1", "10.0.0.2", 4, 0)
                .ipv4("10.1.0.1", "10.1.0.2", 17, 0)
                .udp(1, 2));
        assertThat(header.tunnelType()).isEqualTo(TunnelType.GRE);
        assertThat(header.inner().protocol()).isEqualTo(4);
        assertThat(header.inner().sourcePort()).isEqualTo(-1);
        assertThat(header.end()).isEqualTo(DissectionEnd.LIMIT);
        assertThat(header.endLayer()).isEqualTo(HeaderLayer.TUNNEL);
    }

    @Test
    void ethernetOverMplsIsBelievedWithAControlWord() {
        PacketEncoder packet = PacketEncoder.packet()
                .ethernet("020000000001", "020000000002", 0x8847)
                .label(100, 0, true, 64)
                .hex("00000000");
        dissect(innerFrame(packet));
        assertThat(header.tunnelType()).isEqualTo(TunnelType.MPLS_PSEUDOWIRE);
        assertThat(header.ip().sourcePort()).isEqualTo(1000);
        assertThat(header.inner().isPresent()).isFalse();
        assertThat(header.destinationMac()).isEqualTo(0x020000000001L);
        dissect(PacketEncoder.packet()
                .ethernet("020000000001", "020000000002", 0x8847)
                .label(100, 0, true, 64)
                .payload(40));
        assertThat(header.tunnelType()).isEqualTo(TunnelType.NONE);
        assertThat(header.end()).isEqualTo(DissectionEnd.UNKNOWN);
    }
}
