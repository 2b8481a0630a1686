package io.flowledger.wire.sflow;

/**
 * The two ways in which a sample names an interface ("sFlow Version 5" section 5: interface and interface_expanded). The
 * compact one has the format in its upper 2 bits.
 */
public final class SflowInterface {
    /** The value is an ifIndex; 0 is unknown, {@link #INTERNAL} is the device itself. */
    public static final int SINGLE = 0;
    /** The packet was discarded; the value is the reason. */
    public static final int DISCARDED = 1;
    /** The packet left by several interfaces; the value is their number, 0 when it is not known. */
    public static final int MULTIPLE = 2;
    /** Traffic that the device itself sends or receives. */
    public static final long INTERNAL = 0x3fff_ffffL;

    private SflowInterface() {}

    static int format(long compact) {
        return (int) (compact >>> 30);
    }

    static long value(long compact) {
        return compact & INTERNAL;
    }

    /** The ifIndex, or -1 when the interface is unknown, internal or not a single one. */
    public static long ifIndex(long format, long value) {
        boolean single = format == SINGLE && value != 0 && value != INTERNAL;
        return single ? value : -1;
    }
}
