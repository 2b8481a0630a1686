package io.flowledger.flow.plan;

import io.flowledger.wire.packet.DissectedHeader;
import io.flowledger.wire.packet.IpLayer;

/**
 * The values of one packet by {@link PacketElement}: numbers, octets in the datagram, labels. The first who gives a value
 * wins, so that sources are asked in the order of trust. Within the package elements go by their ordinals.
 *
 * <p>Not thread safe; re-used from packet to packet, valid as long as the buffer.
 */
@SuppressWarnings("EnumOrdinal") // an array by ordinal costs no boxing; ordinals never leave the class
public final class PacketValues {
    /** A number that is not known. */
    public static final long ABSENT = -1;

    private static final int ELEMENTS = PacketElement.values().length;

    /** Bits by ordinal of what is known: a packet says few of the elements, and all are forgotten at once. */
    private long knownNumbers;

    private long knownOctets;
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
        knownNumbers = 0;
        knownOctets = 0;
        labelCount = 0;
    }

    /** Gives a number, unless one is known or {@code value} is negative. */
    public void number(PacketElement element, long value) {
        int i = element.ordinal();
        if (value >= 0 && (knownNumbers >>> i & 1) == 0) {
            numbers[i] = value;
            knownNumbers |= 1L << i;
        }
    }

    /** Gives octets, unless some are known or {@code length} is 0. */
    public void octets(PacketElement element, byte[] in, int offset, int length) {
        int i = element.ordinal();
        if (offset >= 0 && length > 0 && (knownOctets >>> i & 1) == 0) {
            arrays[i] = in;
            offsets[i] = offset;
            lengths[i] = length;
            knownOctets |= 1L << i;
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
        return number(element.ordinal());
    }

    /** The number of the element with this ordinal, or {@link #ABSENT}. */
    long number(int element) {
        return (knownNumbers >>> element & 1) == 0 ? ABSENT : numbers[element];
    }

    /** Octets of the value, 0 when it is not known. */
    public int length(PacketElement element) {
        return length(element.ordinal());
    }

    /** Octets of the value of the element with this ordinal, 0 when it is not known. */
    int length(int element) {
        return (knownOctets >>> element & 1) == 0 ? 0 : lengths[element];
    }

    /** The array that holds the value of the element with this ordinal; means something when it has a length. */
    byte[] array(int element) {
        return arrays[element];
    }

    /** Where the value begins in its array; means something when it has a length. */
    int offset(int element) {
        return offsets[element];
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
