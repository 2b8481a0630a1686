package io.flowledger.wire.packet;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowledger.wire.encode.OctetWriter;
import io.flowledger.wire.encode.PacketEncoder;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

final class ProgressTest {
    static final byte[] RICH = PacketEncoder.packet()
            .ethernet("020000000001", "020000000002", 0x88a8)
            .vlan(1, 9, 0x8100)
            .vlan(1, 10, 0x8847)
            .label(5, 0, false, 64)
            .label(6, 0, true, 64)
            .ipv6("2001:db8::1", "2001:db8::2", 0, 0, 0)
            .extension(60, 8)
            .extension(44, 16)
            .fragment(51, 0, true, 1)
            .authentication(17, 12)
            .udp(9, 6081)
            .geneve(3, 0x6558, 2)
            .ethernet("0a0000000001", "0a0000000002", 0x0800)
            .ipv4("10.0.0.1", "10.0.0.2", 47, 0, 0, "01010101")
            .gre(0x0800, 7)
            .ipv4("10.0.0.1", "10.0.0.2", 6, 0)
            .tcp(1, 2, 3)
            .encode();

    private final PacketDissector dissector = new PacketDissector();
    private final DissectedHeader header = new DissectedHeader();

    void assertBounded(int headerProtocol, byte[] b, int offset, int length) {
        dissector.dissect(headerProtocol, b, offset, length, header);
        assertThat(dissector.steps()).isLessThanOrEqualTo(2 * length + 2);
        assertThat(header.endOffset()).isBetween(offset, offset + length);
        assertWithin(header.ip(), offset, length);
        assertWithin(header.inner(), offset, length);
    }

    private static void assertWithin(IpLayer ip, int offset, int length) {
        int last = offset + length - ip.addressLength();
        if (ip.sourceAddressOffset() >= 0) {
            assertThat(ip.sourceAddressOffset()).isBetween(offset, last);
        }
        if (ip.destinationAddressOffset() >= 0) {
            assertThat(ip.destinationAddressOffset()).isBetween(offset, last);
        }
    }

    @Property
    void anyOctetsEndInBoundedSteps(
            @ForAll @Size(max = 300) byte[] octets, @ForAll @IntRange(min = 0, max = 20) int headerProtocol) {
        assertBounded(headerProtocol, octets, 0, octets.length);
    }

    @Property
    void aMutatedAndCutPacketEndsInBoundedSteps(
            @ForAll @Size(max = 6) int[] places, @ForAll byte value, @ForAll @IntRange(min = 0, max = 400) int length) {
        byte[] b = RICH.clone();
        for (int place : places) {
            b[Math.floorMod(place, b.length)] ^= value;
        }
        assertBounded(HeaderProtocol.ETHERNET, b, 0, Math.min(length, b.length));
    }

    @Property
    void theSliceIsNeverLeft(
            @ForAll @IntRange(min = 0, max = 300) int offset, @ForAll @IntRange(min = 0, max = 300) int length) {
        int from = Math.min(offset, RICH.length);
        assertBounded(HeaderProtocol.ETHERNET, RICH, from, Math.min(length, RICH.length - from));
    }

    /** PPP, what its protocol says, and IP that is not there. */
    @Test
    void oneOctetTakesThreeSteps() {
        assertBounded(HeaderProtocol.PPP, new byte[] {0x21}, 0, 1);
        assertThat(dissector.steps()).isEqualTo(3);
        assertThat(header.end()).isEqualTo(DissectionEnd.CUT);
        assertThat(header.etherType()).isEqualTo(0x0800);
    }

    @Test
    void aLabelStackWithoutBottomEndsAtTheLimit() {
        OctetWriter stack = OctetWriter.octets();
        for (int i = 0; i < 300; i++) {
            stack.u32(0x0000_1040);
        }
        assertBounded(HeaderProtocol.MPLS, stack.toByteArray(), 0, stack.size());
        assertThat(header.end()).isEqualTo(DissectionEnd.LIMIT);
        assertThat(header.endLayer()).isEqualTo(HeaderLayer.MPLS);
        assertThat(header.labelCount()).isEqualTo(16);
        assertThat(header.endOffset()).isEqualTo(64);
    }

    @Test
    void tagsWithoutEndEndAtTheLimit() {
        PacketEncoder packet = PacketEncoder.packet().ethernet("020000000001", "020000000002", 0x8100);
        for (int i = 0; i < 300; i++) {
            packet.vlan(0, i, 0x8100);
        }
        byte[] b = packet.encode();
        assertBounded(HeaderProtocol.ETHERNET, b, 0, b.length);
        assertThat(header.end()).isEqualTo(DissectionEnd.LIMIT);
        assertThat(header.vlanCount()).isEqualTo(8);
        assertThat(header.outerVlanId()).isZero();
        assertThat(header.innerVlanId()).isEqualTo(1);
    }

    @Test
    void extensionHeadersWithoutEndEndAtTheLimit() {
        PacketEncoder packet = PacketEncoder.packet().ipv6("2001:db8::1", "2001:db8::2", 60, 0, 0);
        for (int i = 0; i < 300; i++) {
            packet.extension(60, 8);
        }
        byte[] b = packet.encode();
        assertBounded(HeaderProtocol.IPV6, b, 0, b.length);
        assertThat(header.end()).isEqualTo(DissectionEnd.LIMIT);
        assertThat(header.endLayer()).isEqualTo(HeaderLayer.NETWORK);
        assertThat(header.ip().protocol()).isEqualTo(60);
    }
}
