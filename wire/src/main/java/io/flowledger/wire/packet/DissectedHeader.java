package io.flowledger.wire.packet;

/**
 * What {@link PacketDissector} found in one packet header: link layer, label stack, outer IP, the first tunnel and the
 * IP header within it. An absent value is -1 unless its getter says otherwise. Offsets are those of the dissected
 * buffer, so this is valid as long as the buffer is.
 *
 * <p>Not safe for use by several threads; reused from one packet to the next.
 */
public final class DissectedHeader {
    /** Label stack entries kept; a deeper stack ends the dissection with {@link DissectionEnd#LIMIT}. */
    public static final int LABEL_LIMIT = 16;

    long sourceMac;
    long destinationMac;
    int vlanCount;
    int outerVlanTag;
    int innerVlanTag;
    int etherType;
    int labelCount;
    TunnelType tunnelType = TunnelType.NONE;
    long tunnelId;
    DissectionEnd end = DissectionEnd.CUT;
    HeaderLayer endLayer = HeaderLayer.LINK;
    int endOffset;

    private final int[] labelStack = new int[LABEL_LIMIT];
    private final IpLayer ip = new IpLayer();
    private final IpLayer inner = new IpLayer();

    public DissectedHeader() {
        clear(0);
    }

    void clear(int offset) {
        sourceMac = -1;
        destinationMac = -1;
        vlanCount = 0;
        outerVlanTag = -1;
        innerVlanTag = -1;
        etherType = -1;
        labelCount = 0;
        tunnelType = TunnelType.NONE;
        tunnelId = -1;
        end = DissectionEnd.CUT;
        endLayer = HeaderLayer.LINK;
        endOffset = offset;
        ip.clear();
        inner.clear();
    }

    boolean addLabelStackEntry(int entry) {
        if (labelCount == LABEL_LIMIT) {
            return false;
        }
        labelStack[labelCount++] = entry;
        return true;
    }

    void addVlanTag(int tag) {
        if (vlanCount == 0) {
            outerVlanTag = tag;
        } else if (vlanCount == 1) {
            innerVlanTag = tag;
        }
        vlanCount++;
    }

    /** The source MAC address in the low 48 bits. */
    public long sourceMac() {
        return sourceMac;
    }

    /** The destination MAC address in the low 48 bits. */
    public long destinationMac() {
        return destinationMac;
    }

    /** VLAN tags in the frame, outside any tunnel. */
    public int vlanCount() {
        return vlanCount;
    }

    /** VLAN identifier of the first tag, 0 to 4095; 0 is a priority tag (IEEE 802.1Q section 9.6). */
    public int outerVlanId() {
        return outerVlanTag < 0 ? -1 : outerVlanTag & 0xfff;
    }

    /** Priority code point of the first tag, 0 to 7. */
    public int outerVlanPriority() {
        return outerVlanTag < 0 ? -1 : outerVlanTag >>> 13;
    }

    /** VLAN identifier of the second tag (QinQ). */
    public int innerVlanId() {
        return innerVlanTag < 0 ? -1 : innerVlanTag & 0xfff;
    }

    /** Priority code point of the second tag, 0 to 7. */
    public int innerVlanPriority() {
        return innerVlanTag < 0 ? -1 : innerVlanTag >>> 13;
    }

    /** The EtherType behind all VLAN tags; for PPP the EtherType of what it carries. */
    public int etherType() {
        return etherType;
    }

    /** Label stack entries read, 0 to {@link #LABEL_LIMIT}, the top first. */
    public int labelCount() {
        return labelCount;
    }

    /**
     * A label stack entry as it was sent: label 20 bits, traffic class 3, bottom of stack 1, time to live 8 (RFC 3032
     * section 2.1). {@code index} is below {@link #labelCount()}.
     */
    public int labelStackEntry(int index) {
        return labelStack[index];
    }

    /** The 20 bits of a label. {@code index} is below {@link #labelCount()}. */
    public int label(int index) {
        return labelStack[index] >>> 12;
    }

    /** The first IP header; {@link IpLayer#isPresent()} is false when there is none. */
    public IpLayer ip() {
        return ip;
    }

    /** The first tunnel found, or {@link TunnelType#NONE}. */
    public TunnelType tunnelType() {
        return tunnelType;
    }

    /** VXLAN or GENEVE network identifier (24 bits), GRE key (32 bits; NVGRE: subnet identifier above its flow octet). */
    public long tunnelId() {
        return tunnelId;
    }

    /** The IP header within the tunnel; {@link IpLayer#isPresent()} is false when there is none. */
    public IpLayer inner() {
        return inner;
    }

    public DissectionEnd end() {
        return end;
    }

    /** The kind of header in which it ended. */
    public HeaderLayer endLayer() {
        return endLayer;
    }

    /** Offset in the buffer of the first octet that was not understood. */
    public int endOffset() {
        return endOffset;
    }
}
