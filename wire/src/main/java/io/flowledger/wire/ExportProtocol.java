package io.flowledger.wire;

import io.flowledger.wire.cursor.Octets;
import io.flowledger.wire.fault.DecodeFault;
import org.jspecify.annotations.Nullable;

/**
 * The export protocols that are decoded. They share ports in practice, so each datagram is told apart by its first octets.
 *
 * <pre>
 *   NetFlow, IPFIX   version: 2 octets    1, 5, 7, 9, 10
 *   sFlow            version: 4 octets    5 (that is 0 in the first two octets)
 * </pre>
 */
public enum ExportProtocol {
    /** NetFlow version 1. */
    NETFLOW_V1(1),
    /** NetFlow version 5. */
    NETFLOW_V5(5),
    /** NetFlow version 7, Catalyst switches. */
    NETFLOW_V7(7),
    /** NetFlow version 9, RFC 3954. */
    NETFLOW_V9(9),
    /** IPFIX, RFC 7011. */
    IPFIX(10),
    /** sFlow version 5; 105 tells it from NetFlow version 5 in a column of numbers. */
    SFLOW_V5(105);

    private final int exportVersion;

    ExportProtocol(int exportVersion) {
        this.exportVersion = exportVersion;
    }

    /** The number stored with a flow: the version on the wire, except 105 for sFlow version 5. */
    public int exportVersion() {
        return exportVersion;
    }

    /** The protocol of a stored number, or null if it is none of them. */
    public static @Nullable ExportProtocol ofExportVersion(int exportVersion) {
        switch (exportVersion) {
            case 1:
                return NETFLOW_V1;
            case 5:
                return NETFLOW_V5;
            case 7:
                return NETFLOW_V7;
            case 9:
                return NETFLOW_V9;
            case 10:
                return IPFIX;
            case 105:
                return SFLOW_V5;
            default:
                return null;
        }
    }

    /**
     * The protocol of a datagram by its version number alone.
     *
     * @param length octets of the datagram from {@code offset}
     * @return null if the version is none that is decoded or the datagram ends before it
     */
    public static @Nullable ExportProtocol detect(byte[] b, int offset, int length) {
        if (length < 2) {
            return null;
        }
        int version = Octets.u16(b, offset);
        if (version == 0) {
            return length >= 4 && Octets.u32(b, offset) == 5 ? SFLOW_V5 : null;
        }
        return version == 105 ? null : ofExportVersion(version);
    }

    /**
     * Why {@link #detect} knows no protocol for a datagram: {@link DecodeFault#EMPTY_DATAGRAM}, {@link
     * DecodeFault#HEADER_CUT}, {@link DecodeFault#UNSUPPORTED_VERSION} for NetFlow version 8 and sFlow versions 2 and 4,
     * else {@link DecodeFault#UNKNOWN_VERSION}.
     *
     * @param length octets of the datagram from {@code offset}
     */
    public static DecodeFault undetected(byte[] b, int offset, int length) {
        if (length < 2) {
            return length == 0 ? DecodeFault.EMPTY_DATAGRAM : DecodeFault.HEADER_CUT;
        }
        int version = Octets.u16(b, offset);
        if (version == 0 && length >= 4) {
            long sflowVersion = Octets.u32(b, offset);
            return sflowVersion == 2 || sflowVersion == 4
                    ? DecodeFault.UNSUPPORTED_VERSION
                    : DecodeFault.UNKNOWN_VERSION;
        }
        return version == 8 ? DecodeFault.UNSUPPORTED_VERSION : DecodeFault.UNKNOWN_VERSION;
    }
}
