package io.flowledger.store.rollup;

/**
 * The network that an address is counted to, /24 for IPv4 and /48 for IPv6, as a cell of binary COPY of type cidr: family,
 * prefix length, 1, octets of the address, the address (PostgreSQL source, network.c, network_send).
 *
 * <p>Not thread safe.
 */
final class Network {
    private static final int HEAD_OCTETS = 4;
    private static final int IPV4_FAMILY = 2;
    private static final int IPV4_PREFIX_OCTETS = 3;
    private static final int IPV6_PREFIX_OCTETS = 6;
    private static final int LARGEST = HEAD_OCTETS + 16;
    private static final String SUFFIX = "_net";

    private final byte[] octets = new byte[LARGEST];
    private int length;

    /** Whether a column of keys is one of networks. */
    static boolean isNetwork(String column) {
        return column.endsWith(SUFFIX);
    }

    /** The column of the addresses whose networks a column has. */
    static String addressOf(String column) {
        return column.substring(0, column.length() - SUFFIX.length()) + "_addr";
    }

    /** The network of an address, a cell of type inet. */
    void set(byte[] from, int offset, int cellLength) {
        length = cellLength;
        System.arraycopy(from, offset, octets, 0, cellLength);
        int prefix = octets[0] == IPV4_FAMILY ? IPV4_PREFIX_OCTETS : IPV6_PREFIX_OCTETS;
        octets[1] = (byte) (prefix * Byte.SIZE);
        octets[2] = 1;
        for (int i = HEAD_OCTETS + prefix; i < cellLength; i++) {
            octets[i] = 0;
        }
    }

    byte[] octets() {
        return octets;
    }

    int length() {
        return length;
    }
}
