package io.flowledger.wire.sflow;

/**
 * Translated addresses and ports ("sFlow Version 5" section 5: extended_nat, flow data format 1007; "sFlow Port NAT
 * Structures": extended_nat_port, format 1020). The header has what the data source saw; what was not translated is
 * repeated here. Absent values are -1, an absent address has length 0.
 */
public final class ExtendedNat {
    static final int FORMAT = 1007;
    static final int PORT_FORMAT = 1020;

    private int sourceAddressOffset;
    private int sourceAddressLength;
    private int destinationAddressOffset;
    private int destinationAddressLength;
    private long sourcePort;
    private long destinationPort;

    ExtendedNat() {}

    void clear() {
        sourceAddressOffset = -1;
        sourceAddressLength = 0;
        destinationAddressOffset = -1;
        destinationAddressLength = 0;
        sourcePort = -1;
        destinationPort = -1;
    }

    boolean readAddresses(XdrReader in) {
        in.address();
        sourceAddressOffset = in.valueOffset();
        sourceAddressLength = in.valueLength();
        boolean sourceIsThere = !in.isCut();
        in.address();
        destinationAddressOffset = in.valueOffset();
        destinationAddressLength = in.valueLength();
        return sourceIsThere;
    }

    boolean readPorts(XdrReader in) {
        sourcePort = in.u32();
        boolean sourceIsThere = !in.isCut();
        destinationPort = in.u32();
        return sourceIsThere;
    }

    public int sourceAddressOffset() {
        return sourceAddressOffset;
    }

    /** 0, 4 or 16 octets. */
    public int sourceAddressLength() {
        return sourceAddressLength;
    }

    public int destinationAddressOffset() {
        return destinationAddressOffset;
    }

    /** 0, 4 or 16 octets. */
    public int destinationAddressLength() {
        return destinationAddressLength;
    }

    public long sourcePort() {
        return sourcePort;
    }

    public long destinationPort() {
        return destinationPort;
    }
}
