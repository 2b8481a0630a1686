package io.flowledger.wire.encode;

import java.util.ArrayList;
import java.util.List;

/**
 * Writes packet headers one behind the other, as they are called; IP lengths are filled in at the end. Nothing is checked, so
 * that wrong packets can be written too.
 */
public final class PacketEncoder {
    private final OctetWriter out = OctetWriter.octets();
    private final List<int[]> lengthFields = new ArrayList<>();

    /** Nothing yet. */
    public static PacketEncoder packet() {
        return new PacketEncoder();
    }

    /** MAC addresses in 12 hexadecimal digits, colons aside. */
    public PacketEncoder ethernet(String destination, String source, int etherType) {
        out.hex(destination).hex(source).u16(etherType);
        return this;
    }

    /** What stands behind an EtherType that says VLAN: the tag and the next EtherType. */
    public PacketEncoder vlan(int priority, int id, int etherType) {
        out.u16(priority << 13 | id).u16(etherType);
        return this;
    }

    public PacketEncoder label(int label, int trafficClass, boolean bottom, int ttl) {
        out.u32((long) label << 12 | trafficClass << 9 | (bottom ? 0x100 : 0) | ttl);
        return this;
    }

    /** An IPv4 header without options, not fragmented, time to live 64. */
    public PacketEncoder ipv4(String source, String destination, int protocol, int tos) {
        return ipv4(source, destination, protocol, tos, 0, "");
    }

    /** {@code fragment}: flags (3 bits) and offset (13); {@code options} in hexadecimal, a multiple of 4 octets. */
    public PacketEncoder ipv4(String source, String destination, int protocol, int tos, int fragment, String options) {
        int start = out.size();
        int headerLength = 20 + options.length() / 2;
        lengthFields.add(new int[] {start + 2, start});
        out.u8(0x40 | headerLength / 4).u8(tos).u16(0).u16(0xbeef).u16(fragment);
        out.u8(64).u8(protocol).u16(0).address(source).address(destination).hex(options);
        return this;
    }

    /** An IPv6 header, hop limit 64. */
    public PacketEncoder ipv6(String source, String destination, int nextHeader, int trafficClass, int flowLabel) {
        int start = out.size();
        out.u32(6L << 28 | (long) trafficClass << 20 | flowLabel);
        lengthFields.add(new int[] {out.size(), start + 40});
        out.u16(0).u8(nextHeader).u8(64).address(source).address(destination);
        return this;
    }

    /** Hop-by-hop, routing or destination options header of {@code octets}, a multiple of 8. */
    public PacketEncoder extension(int nextHeader, int octets) {
        out.u8(nextHeader).u8(octets / 8 - 1).zeros(octets - 2);
        return this;
    }

    /** IPv6 fragment header; {@code offset} in units of 8 octets. */
    public PacketEncoder fragment(int nextHeader, int offset, boolean more, long identification) {
        out.u8(nextHeader).u8(0).u16(offset << 3 | (more ? 1 : 0)).u32(identification);
        return this;
    }

    /** Authentication header of {@code octets}, a multiple of 4 and 12 at least. */
    public PacketEncoder authentication(int nextHeader, int octets) {
        out.u8(nextHeader).u8(octets / 4 - 2).zeros(octets - 2);
        return this;
    }

    /** A TCP header without options. */
    public PacketEncoder tcp(int sourcePort, int destinationPort, int flags) {
        out.u16(sourcePort)
                .u16(destinationPort)
                .u32(1)
                .u32(2)
                .u16(5 << 12 | flags)
                .u16(1024)
                .u32(0);
        return this;
    }

    public PacketEncoder udp(int sourcePort, int destinationPort) {
        out.u16(sourcePort).u16(destinationPort).u16(0).u16(0);
        return this;
    }

    public PacketEncoder icmp(int type, int code) {
        out.u8(type).u8(code).u16(0).u32(0);
        return this;
    }

    /** GRE; the key is left out when it is negative. */
    public PacketEncoder gre(int etherType, long key) {
        out.u16(key < 0 ? 0 : 0x2000).u16(etherType);
        if (key >= 0) {
            out.u32(key);
        }
        return this;
    }

    public PacketEncoder vxlan(int vni) {
        out.u32(0x0800_0000L).u32((long) vni << 8);
        return this;
    }

    public PacketEncoder geneve(int vni, int etherType, int optionWords) {
        out.u8(optionWords).u8(0).u16(etherType).u32((long) vni << 8).zeros(4 * optionWords);
        return this;
    }

    /** Any octets, in hexadecimal. */
    public PacketEncoder hex(String octets) {
        out.hex(octets);
        return this;
    }

    public PacketEncoder payload(int octets) {
        out.zeros(octets);
        return this;
    }

    /** The packet, its IP lengths filled in. */
    public byte[] encode() {
        byte[] b = out.toByteArray();
        for (int[] field : lengthFields) {
            int length = b.length - field[1];
            b[field[0]] = (byte) (length >>> 8);
            b[field[0] + 1] = (byte) length;
        }
        return b;
    }
}
