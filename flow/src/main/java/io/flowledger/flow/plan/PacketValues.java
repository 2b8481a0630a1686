package io.flowledger.flow.plan;

import io.flowledger.wire.packet.DissectedHeader;
import io.flowledger.wire.packet.IpLayer;
import java.util.Arrays;

/**
 * The values of one packet by {@link PacketElement}: numbers, octets in the datagram, labels. The first who gives a value
 * wins, so that sources are asked in the order of trust.
 *
 * <p>Not thread safe; re-used from packet to packet, valid as long as the buffer.
 */
@SuppressWarnings("EnumOrdinal") // an array by ordinal costs no boxing; ordinals never leave the class
public final class PacketValues {
    /** A number that is not known. */
    public static final long ABSENT = -1;

    private static final int ELEMENTS = PacketElement.values().length;

    private final long[] numbers = new long[ELEMENTS];
    private final byte[][] arrays = new byte[ELEMENTS][];
    private final int[] offsets = new int[ELEMENTS];
    private final int[] lengths = new int[ELEMENTS];
    private final int[] labels = new int[DissectedHeader.LABEL_LIMIT];
    private int labelCount;

    /** Nothing is known. */
    public PacketValues() {
        clear();
    }

    /** Forgets everything. */
    public void clear() {
        Arrays.fill(numbers, ABSENT);
        Arrays.fill(lengths, 0);
        labelCount = 0;
    }

    /** Gives a number, unless one is known or {@code value} is negative. */
    public void number(PacketElement element, long value) {
        int i = element.ordinal();
        if (numbers[i] < 0 && value >= 0) {
            numbers[i] = value;
        }
    }

    /** Gives octets, unless some are known or {@code length} is 0. */
    public void octets(PacketElement element, byte[] in, int offset, int length) {
        int i = element.ordinal();
        if (lengths[i] == 0 && offset >= 0 && length > 0) {
            arrays[i] = in;
            offsets[i] = offset;
            lengths[i] = length;
        }
    }

    /** Appends an MPLS label of 20 bits; one too many is left out. */
    public void addLabel(int label) {
        if (labelCount < labels.length) {
            labels[labelCount++] = label;
        }
    }

    /** The number, or {@link #ABSENT}. */
    public long number(PacketElement element) {
        return numbers[element.ordinal()];
    }

    /** Octets of the value, 0 when it is not known. */
    public int length(PacketElement element) {
        return lengths[element.ordinal()];
    }

    byte[] array(PacketElement element) {
        return arrays[element.ordinal()];
    }

    int offset(PacketElement element) {
        return offsets[element.ordinal()];
    }

    /** MPLS labels, valid below {@link #labelCount()}. */
    int[] labels() {
        return labels;
    }

    /** MPLS labels known. */
    public int labelCount() {
        return labelCount;
    }

    /** Gives what a dissected header in {@code in} says: link layer, labels, the outer IP header and its transport. */
    public void header(DissectedHeader header, byte[] in) {
        number(PacketElement.SOURCE_MAC, header.sourceMac());
        number(PacketElement.DESTINATION_MAC, header.destinationMac());
        // VLAN 0 is a priority tag (IEEE 802.1Q section 9.6): the frame has no VLAN.
        number(PacketElement.VLAN, header.outerVlanId() == 0 ? ABSENT : header.outerVlanId());
        if (labelCount == 0) {
            for (int i = 0; i < header.labelCount(); i++) {
                addLabel(header.label(i));
            }
        }
        IpLayer ip = header.ip();
        if (!ip.isPresent()) {
            return;
        }
        number(PacketElement.IP_VERSION, ip.version());
        octets(PacketElement.SOURCE_ADDRESS, in, ip.sourceAddressOffset(), ip.addressLength());
        octets(PacketElement.DESTINATION_ADDRESS, in, ip.destinationAddressOffset(), ip.addressLength());
        transport(ip);
        number(PacketElement.TOS, ip.tos());
        number(PacketElement.TIME_TO_LIVE, ip.ttl());
        number(PacketElement.FLOW_LABEL, ip.flowLabel());
    }

    /** Gives what the layer above IP says. */
    void transport(IpLayer ip) {
        number(PacketElement.PROTOCOL, ip.protocol());
        number(PacketElement.SOURCE_PORT, ip.sourcePort());
        number(PacketElement.DESTINATION_PORT, ip.destinationPort());
        number(PacketElement.TCP_FLAGS, ip.tcpFlags());
        number(PacketElement.ICMP_TYPE, ip.icmpType());
        number(PacketElement.ICMP_CODE, ip.icmpCode());
    }
}
