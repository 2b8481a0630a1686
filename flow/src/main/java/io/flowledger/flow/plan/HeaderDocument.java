package io.flowledger.flow.plan;

import static io.flowledger.flow.plan.JsonObject.key;

import io.flowledger.wire.packet.DissectedHeader;
import io.flowledger.wire.packet.IpLayer;
import io.flowledger.wire.packet.TunnelType;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** What a packet's header says beyond the columns of a row, of a sample or of a Data Record that carries it. Stateless. */
public final class HeaderDocument {
    private static final int ETHERTYPE_IPV4 = 0x0800;
    private static final int ETHERTYPE_IPV6 = 0x86dd;

    private static final byte[] ETHERTYPE = key("ethertype");
    private static final byte[] VLAN_PRIORITY = key("vlan_priority");
    private static final byte[] HEADER_VLAN = key("header_vlan");
    private static final byte[] INNER_VLAN = key("inner_vlan");
    private static final byte[] FRAGMENT_OFFSET = key("fragment_offset");
    private static final byte[] TUNNEL = key("tunnel");
    private static final byte[] TUNNEL_ID = key("tunnel_id");
    private static final byte[] INNER_SRC_ADDR = key("inner_src_addr");
    private static final byte[] INNER_DST_ADDR = key("inner_dst_addr");
    private static final byte[] INNER_PROTOCOL = key("inner_protocol");
    private static final byte[] INNER_SRC_PORT = key("inner_src_port");
    private static final byte[] INNER_DST_PORT = key("inner_dst_port");

    /** Octets that all members take at the most: twelve, each with a key of at most 20 octets. */
    static final int OCTETS = 12 * (JsonObject.MEMBER_OCTETS + 20);

    private static final byte[][] TUNNEL_NAMES = tunnelNames();

    private HeaderDocument() {}

    private static byte[][] tunnelNames() {
        TunnelType[] types = TunnelType.values();
        byte[][] names = new byte[types.length][];
        for (int i = 0; i < types.length; i++) {
            names[i] = types[i].name().toLowerCase(Locale.ROOT).getBytes(StandardCharsets.US_ASCII);
        }
        return names;
    }

    /**
     * Writes the members.
     *
     * @param in the array in which the packet lies
     * @param assignedVlan the VLAN that the row has, when it is not that of the header; 0: it is
     */
    public static void write(JsonObject document, DissectedHeader header, byte[] in, long assignedVlan) {
        etherType(document, header.etherType());
        if (header.outerVlanPriority() > 0) {
            document.number(VLAN_PRIORITY, header.outerVlanPriority());
        }
        if (assignedVlan != 0 && header.outerVlanId() > 0 && header.outerVlanId() != assignedVlan) {
            document.number(HEADER_VLAN, header.outerVlanId());
        }
        document.numberIfKnown(INNER_VLAN, header.innerVlanId());
        if (header.ip().isLaterFragment()) {
            document.number(FRAGMENT_OFFSET, header.ip().fragmentOffset());
        }
        if (header.tunnelType() != TunnelType.NONE) {
            tunnel(document, header, in);
        }
    }

    /** Writes an EtherType that is neither of IPv4 nor of IPv6; negative: none. */
    public static void etherType(JsonObject document, long etherType) {
        if (etherType >= 0 && etherType != ETHERTYPE_IPV4 && etherType != ETHERTYPE_IPV6) {
            document.number(ETHERTYPE, etherType);
        }
    }

    @SuppressWarnings("EnumOrdinal") // the table is made from the same enum
    private static void tunnel(JsonObject document, DissectedHeader header, byte[] in) {
        byte[] name = TUNNEL_NAMES[header.tunnelType().ordinal()];
        document.string(TUNNEL, name, 0, name.length);
        document.numberIfKnown(TUNNEL_ID, header.tunnelId());
        IpLayer inner = header.inner();
        if (inner.isPresent()) {
            if (inner.sourceAddressOffset() >= 0) {
                document.address(INNER_SRC_ADDR, in, inner.sourceAddressOffset(), inner.addressLength());
            }
            if (inner.destinationAddressOffset() >= 0) {
                document.address(INNER_DST_ADDR, in, inner.destinationAddressOffset(), inner.addressLength());
            }
            document.numberIfKnown(INNER_PROTOCOL, inner.protocol());
            document.numberIfKnown(INNER_SRC_PORT, inner.sourcePort());
            document.numberIfKnown(INNER_DST_PORT, inner.destinationPort());
        }
    }
}
