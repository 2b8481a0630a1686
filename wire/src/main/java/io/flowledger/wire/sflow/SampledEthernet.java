package io.flowledger.wire.sflow;

import io.flowledger.wire.cursor.Octets;

/** Decoded Ethernet header ("sFlow Version 5" section 5: sampled_ethernet, flow data format 2). Absent values are -1. */
public final class SampledEthernet {
    static final int FORMAT = 2;

    private long length;
    private long sourceMac;
    private long destinationMac;
    private long etherType;

    SampledEthernet() {}

    boolean read(XdrReader in) {
        length = in.u32();
        boolean lengthIsThere = !in.isCut();
        sourceMac = mac(in);
        destinationMac = mac(in);
        etherType = in.u32();
        return lengthIsThere;
    }

    /** 6 octets and 2 of XDR padding. */
    private static long mac(XdrReader in) {
        return in.fixed(8) ? Octets.unsigned(in.buffer(), in.valueOffset(), 6) : -1;
    }

    /** Octets of the MAC frame without lower layer encapsulations. */
    public long length() {
        return length;
    }

    /** In the low 48 bits. */
    public long sourceMac() {
        return sourceMac;
    }

    /** In the low 48 bits. */
    public long destinationMac() {
        return destinationMac;
    }

    public long etherType() {
        return etherType;
    }
}
