package io.flowledger.wire.sflow;

import io.flowledger.wire.cursor.Octets;

/** VLAN tags stripped before sampling, the outermost first ("sFlow Version 5" section 5: extended_vlantunnel, 1012). */
public final class ExtendedVlanTunnel {
    static final int FORMAT = 1012;

    private byte[] b = {};
    private int offset;
    private int count;

    ExtendedVlanTunnel() {}

    boolean read(XdrReader in) {
        b = in.buffer();
        count = in.array(4);
        offset = in.valueOffset();
        return count > 0 || !in.isCut();
    }

    public int count() {
        return count;
    }

    /** TPID in the upper, TCI in the lower 16 bits. {@code index} is below {@link #count()}. */
    public long tag(int index) {
        return Octets.u32(b, offset + 4 * index);
    }

    /** VLAN identifier, 0 to 4095. {@code index} is below {@link #count()}. */
    public int vlanId(int index) {
        return (int) tag(index) & 0xfff;
    }
}
