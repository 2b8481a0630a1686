package io.flowledger.wire.packet;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowledger.wire.encode.OctetWriter;
import io.flowledger.wire.encode.PacketEncoder;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class PacketDissectorTest {
    private final PacketDissector dissector = new PacketDissector();
    private final DissectedHeader header = new DissectedHeader();

    private DissectedHeader dissect(int headerProtocol, byte[] packet) {
        dissector.dissect(headerProtocol, packet, 0, packet.length, header);
        return header;
    }

    private static PacketEncoder frame(int etherType) {
        return PacketEncoder.packet().ethernet("02:00:00:00:00:01", "02:00:00:00:00:02", etherType);
    }

    private static String address(byte[] b, int offset, int length) {
        try {
            return InetAddress.getByAddress(Arrays.copyOfRange(b, offset, offset + length))
                    .getHostAddress();
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aTcpSynWrittenByHandHasAllItsFields() {
        byte[] packet = OctetWriter.octets()
                .hex("98 5d 82 83 a6 43  00 11 22 33 44 55  08 00")
                .hex("45 b8 00 3c  1c 46 40 00  3f 06 00 00  c0 00 02 0a  c6 33 64 14")
                .hex("d4 31 01 bb  00 00 00 01  00 00 00 00  a0 02 72 10  00 00 00 00")
                .hex("02 04 05 b4 04 02 08 0a 00 00 00 00 00 00 00 00 01 03 03 07")
                .toByteArray();
        dissect(HeaderProtocol.ETHERNET, packet);
        assertThat(header.destinationMac()).isEqualTo(0x985d8283a643L);
        assertThat(header.sourceMac()).isEqualTo(0x001122334455L);
        assertThat(header.etherType()).isEqualTo(0x0800);
        assertThat(header.vlanCount()).isZero();
        assertThat(header.outerVlanId()).isEqualTo(-1);
        IpLayer ip = header.ip();
        assertThat(ip.version()).isEqualTo(4);
        assertThat(ip.tos()).isEqualTo(0xb8);
        assertThat(ip.totalLength()).isEqualTo(60);
        assertThat(ip.identification()).isEqualTo(0x1c46);
        assertThat(ip.fragmentOffset()).isZero();
        assertThat(ip.moreFragments()).isFalse();
        assertThat(ip.ttl()).isEqualTo(63);
        assertThat(ip.protocol()).isEqualTo(6);
        assertThat(address(packet, ip.sourceAddressOffset(), 4)).isEqualTo("192.0.2.10");
        assertThat(address(packet, ip.destinationAddressOffset(), 4)).isEqualTo("198.51.100.20");
        assertThat(ip.sourcePort()).isEqualTo(54321);
        assertThat(ip.destinationPort()).isEqualTo(443);
        assertThat(ip.tcpFlags()).isEqualTo(2);
        assertThat(ip.icmpType()).isEqualTo(-1);
        assertThat(header.end()).isEqualTo(DissectionEnd.COMPLETE);
        assertThat(header.tunnelType()).isEqualTo(TunnelType.NONE);
        assertThat(header.inner().isPresent()).isFalse();
    }

    @Test
    void theAccurateEcnBitIsTheNinthTcpFlag() {
        byte[] packet = frame(0x0800)
                .ipv4("192.0.2.1", "192.0.2.2", 6, 0)
                .tcp(1, 2, 0x1c2)
                .encode();
        assertThat(dissect(HeaderProtocol.ETHERNET, packet).ip().tcpFlags()).isEqualTo(0x1c2);
    }

    @Test
    void qInQGivesTheOuterAndTheInnerTag() {
        byte[] packet = frame(0x88a8)
                .vlan(5, 100, 0x8100)
                .vlan(3, 4094, 0x0800)
                .ipv4("192.0.2.1", "192.0.2.2", 17, 0)
                .udp(53, 1024)
                .encode();
        dissect(HeaderProtocol.ETHERNET, packet);
        assertThat(header.vlanCount()).isEqualTo(2);
        assertThat(header.outerVlanId()).isEqualTo(100);
        assertThat(header.outerVlanPriority()).isEqualTo(5);
        assertThat(header.innerVlanId()).isEqualTo(4094);
        assertThat(header.innerVlanPriority()).isEqualTo(3);
        assertThat(header.etherType()).isEqualTo(0x0800);
        assertThat(header.ip().sourcePort()).isEqualTo(53);
        assertThat(header.ip().destinationPort()).isEqualTo(1024);
    }

    @Test
    void aPriorityTagIsVlanZeroAndNotAbsent() {
        byte[] packet = frame(0x8100).vlan(7, 0, 0x0806).payload(28).encode();
        dissect(HeaderProtocol.ETHERNET, packet);
        assertThat(header.outerVlanId()).isZero();
        assertThat(header.outerVlanPriority()).isEqualTo(7);
        assertThat(header.innerVlanId()).isEqualTo(-1);
        assertThat(header.etherType()).isEqualTo(0x0806);
        assertThat(header.end()).isEqualTo(DissectionEnd.UNKNOWN);
        assertThat(header.endLayer()).isEqualTo(HeaderLayer.LINK);
        assertThat(header.endOffset()).isEqualTo(18);
    }

    @Test
    void theLabelStackIsKeptFromTheTop() {
        byte[] packet = frame(0x8847)
                .label(16001, 5, false, 254)
                .label(1048575, 0, false, 253)
                .label(299, 1, true, 1)
                .ipv6("2001:db8::1", "2001:db8::2", 58, 0, 0)
                .icmp(128, 0)
                .encode();
        dissect(HeaderProtocol.ETHERNET, packet);
        assertThat(header.etherType()).isEqualTo(0x8847);
        assertThat(header.labelCount()).isEqualTo(3);
        assertThat(header.label(0)).isEqualTo(16001);
        assertThat(header.label(1)).isEqualTo(1048575);
        assertThat(header.labelStackEntry(2)).isEqualTo(299 << 12 | 1 << 9 | 1 << 8 | 1);
        assertThat(header.ip().version()).isEqualTo(6);
        assertThat(header.ip().icmpType()).isEqualTo(128);
        assertThat(header.ip().icmpCode()).isZero();
    }

    @Test
    void ipv4OptionsAreSteppedOver() {
        byte[] packet = PacketEncoder.packet()
                .ipv4("192.0.2.1", "192.0.2.2", 6, 0, 0, "94040000" + "0103030701010100")
                .tcp(80, 40000, 0x12)
                .encode();
        dissect(HeaderProtocol.IPV4, packet);
        assertThat(header.ip().totalLength()).isEqualTo(52);
        assertThat(header.ip().sourcePort()).isEqualTo(80);
        assertThat(header.ip().tcpFlags()).isEqualTo(0x12);
        assertThat(header.etherType()).isEqualTo(-1);
        assertThat(header.sourceMac()).isEqualTo(-1);
    }

    @Test
    void aLaterIpv4FragmentHasNoPorts() {
        byte[] packet = PacketEncoder.packet()
                .ipv4("192.0.2.1", "192.0.2.2", 17, 0, 0x2000 | 185, "")
                .udp(53, 53)
                .encode();
        dissect(HeaderProtocol.IPV4, packet);
        assertThat(header.ip().fragmentOffset()).isEqualTo(185);
        assertThat(header.ip().moreFragments()).isTrue();
        assertThat(header.ip().isLaterFragment()).isTrue();
        assertThat(header.ip().protocol()).isEqualTo(17);
        assertThat(header.ip().sourcePort()).isEqualTo(-1);
        assertThat(header.end()).isEqualTo(DissectionEnd.COMPLETE);
    }

    @Test
    void ipv6ExtensionHeadersAreFollowedToTheUpperProtocol() {
        byte[] packet = PacketEncoder.packet()
                .ipv6("2001:db8::1", "2001:db8:ffff::2", 0, 0xb8, 0xabcde)
                .extension(43, 8)
                .extension(44, 24)
                .fragment(60, 0, true, 0xdeadbeefL)
                .extension(51, 16)
                .authentication(132, 24)
                .hex("1f90 c000 00000000 00000000")
                .encode();
        dissect(HeaderProtocol.IPV6, packet);
        IpLayer ip = header.ip();
        assertThat(ip.tos()).isEqualTo(0xb8);
        assertThat(ip.flowLabel()).isEqualTo(0xabcde);
        assertThat(ip.totalLength()).isEqualTo(packet.length);
        assertThat(ip.ttl()).isEqualTo(64);
        assertThat(ip.identification()).isEqualTo(0xdeadbeefL);
        assertThat(ip.fragmentOffset()).isZero();
        assertThat(ip.moreFragments()).isTrue();
        assertThat(ip.protocol()).isEqualTo(132);
        assertThat(ip.sourcePort()).isEqualTo(8080);
        assertThat(ip.destinationPort()).isEqualTo(49152);
        assertThat(address(packet, ip.sourceAddressOffset(), 16)).isEqualTo("2001:db8:0:0:0:0:0:1");
        assertThat(address(packet, ip.destinationAddressOffset(), 16)).isEqualTo("2001:db8:ffff:0:0:0:0:2");
        assertThat(header.end()).isEqualTo(DissectionEnd.COMPLETE);
    }

    @Test
    void aLaterIpv6FragmentHasNoPorts() {
        byte[] packet = PacketEncoder.packet()
                .ipv6("2001:db8::1", "2001:db8::2", 44, 0, 0)
                .fragment(6, 100, false, 7)
                .tcp(1, 2, 3)
                .encode();
        dissect(HeaderProtocol.IPV6, packet);
        assertThat(header.ip().fragmentOffset()).isEqualTo(100);
        assertThat(header.ip().protocol()).isEqualTo(6);
        assertThat(header.ip().tcpFlags()).isEqualTo(-1);
    }

    @Test
    void anEtherTypeBehindLlcAndSnapIsFound() {
        byte[] packet = PacketEncoder.packet()
                .ethernet("ffffffffffff", "020000000002", 36)
                .hex("aaaa03 000000 0800")
                .ipv4("192.0.2.1", "192.0.2.2", 1, 0)
                .icmp(3, 4)
                .encode();
        dissect(HeaderProtocol.ETHERNET, packet);
        assertThat(header.etherType()).isEqualTo(0x0800);
        assertThat(header.ip().icmpType()).isEqualTo(3);
        assertThat(header.ip().icmpCode()).isEqualTo(4);
    }

    @Test
    void aSpanningTreeFrameHasMacAddressesAndNoEtherType() {
        byte[] packet = PacketEncoder.packet()
                .ethernet("0180c2000000", "020000000002", 39)
                .hex("424203 0000000000")
                .payload(32)
                .encode();
        dissect(HeaderProtocol.ETHERNET, packet);
        assertThat(header.destinationMac()).isEqualTo(0x0180c2000000L);
        assertThat(header.etherType()).isEqualTo(-1);
        assertThat(header.end()).isEqualTo(DissectionEnd.UNKNOWN);
    }

    @Test
    void ipWithinPppoeIsFound() {
        byte[] packet = frame(0x8864)
                .hex("11 00 0a2b 0030 0057")
                .ipv6("2001:db8::1", "2001:db8::2", 6, 0, 0)
                .tcp(443, 50000, 0x10)
                .encode();
        dissect(HeaderProtocol.ETHERNET, packet);
        assertThat(header.ip().version()).isEqualTo(6);
        assertThat(header.ip().sourcePort()).isEqualTo(443);
    }

    @Test
    void pppHasItsProtocolWithAndWithoutCompressionAndFraming() {
        byte[] ip = PacketEncoder.packet()
                .ipv4("192.0.2.1", "192.0.2.2", 17, 0)
                .udp(123, 124)
                .encode();
        for (String start : new String[] {"ff03 0021", "0021", "21", "ff03 21", "0f00 0800"}) {
            byte[] packet = OctetWriter.octets().hex(start).raw(ip).toByteArray();
            assertThat(dissect(HeaderProtocol.PPP, packet).ip().destinationPort())
                    .as(start)
                    .isEqualTo(124);
            assertThat(header.etherType()).isEqualTo(0x0800);
        }
    }

    @Test
    void anUnknownHeaderProtocolReadsNothing() {
        dissect(15, new byte[64]);
        assertThat(header.end()).isEqualTo(DissectionEnd.UNKNOWN);
        assertThat(header.endOffset()).isZero();
        assertThat(header.ip().isPresent()).isFalse();
    }

    @Test
    void aHeaderThatContradictsItselfIsMalformed() {
        byte[] shortHeader = PacketEncoder.packet()
                .hex("4400 0014 0000 0000 4006 0000 c0000201 c0000202")
                .encode();
        assertThat(dissect(HeaderProtocol.IPV4, shortHeader).end()).isEqualTo(DissectionEnd.MALFORMED);
        assertThat(dissect(HeaderProtocol.IPV6, shortHeader).end()).isEqualTo(DissectionEnd.MALFORMED);
        assertThat(header.ip().isPresent()).isFalse();
    }

    @Test
    void ethernetPaddingBehindAnIpPacketIsNoTransportHeader() {
        byte[] packet = frame(0x0800)
                .hex("4500 0016 0000 0000 4011 0000 c0000201 c0000202")
                .hex("1234")
                .payload(24)
                .encode();
        dissect(HeaderProtocol.ETHERNET, packet);
        assertThat(header.ip().sourcePort()).isEqualTo(0x1234);
        assertThat(header.ip().destinationPort()).isEqualTo(-1);
        assertThat(header.end()).isEqualTo(DissectionEnd.CUT);
    }

    @Test
    void aTotalLengthOfZeroIsThatOfSegmentationOffloadAndCutsNothing() {
        byte[] packet = PacketEncoder.packet()
                .hex("4500 0000 0000 4000 4006 0000 c0000201 c0000202")
                .tcp(22, 33, 0x18)
                .encode();
        assertThat(dissect(HeaderProtocol.IPV4, packet).ip().tcpFlags()).isEqualTo(0x18);
        assertThat(header.ip().totalLength()).isZero();
    }

    @Test
    void encryptedPayloadEndsTheDissectionComplete() {
        byte[] packet = PacketEncoder.packet()
                .ipv4("192.0.2.1", "192.0.2.2", 50, 0)
                .payload(32)
                .encode();
        assertThat(dissect(HeaderProtocol.IPV4, packet).end()).isEqualTo(DissectionEnd.COMPLETE);
        assertThat(header.ip().protocol()).isEqualTo(50);
    }

    @Test
    void anIpSectionIsReadByItsVersion() {
        byte[] six = PacketEncoder.packet()
                .ipv6("2001:db8::1", "2001:db8::2", 17, 0, 0)
                .udp(1, 2)
                .encode();
        dissector.dissectIp(six, 0, six.length, header);
        assertThat(header.ip().version()).isEqualTo(6);
        byte[] four = PacketEncoder.packet()
                .ipv4("192.0.2.1", "192.0.2.2", 17, 0)
                .udp(3, 4)
                .encode();
        dissector.dissectIp(four, 0, four.length, header);
        assertThat(header.ip().version()).isEqualTo(4);
        assertThat(header.ip().destinationPort()).isEqualTo(4);
    }

    @Test
    void anIpPayloadSectionHasPortsAndNoAddresses() {
        byte[] payload = PacketEncoder.packet().tcp(179, 40000, 0x18).encode();
        dissector.dissectIpPayload(4, 6, payload, 0, payload.length, header);
        assertThat(header.ip().sourcePort()).isEqualTo(179);
        assertThat(header.ip().tcpFlags()).isEqualTo(0x18);
        assertThat(header.ip().sourceAddressOffset()).isEqualTo(-1);
    }

    @Test
    void theSliceAndNotTheArrayIsTheBound() {
        byte[] packet =
                frame(0x0800).ipv4("192.0.2.1", "192.0.2.2", 6, 0).tcp(1, 2, 3).encode();
        byte[] within = OctetWriter.octets().zeros(7).raw(packet).zeros(9).toByteArray();
        dissector.dissect(HeaderProtocol.ETHERNET, within, 7, 36, header);
        assertThat(header.ip().sourcePort()).isEqualTo(1);
        assertThat(header.ip().destinationPort()).isEqualTo(-1);
        assertThat(header.end()).isEqualTo(DissectionEnd.CUT);
        assertThat(header.endOffset()).isEqualTo(7 + 34);
    }
}
