package io.flowledger.store.rollup;

/** What rows add to their keys, row by row: counts, and products of 128 bits, each a high and a low half. Not thread safe. */
final class RowSums {
    final long[] octets;
    final long[] packets;
    final long[] scaledOctetsHigh;
    final long[] scaledOctets;
    final long[] scaledPacketsHigh;
    final long[] scaledPackets;
    final int[] unscaled;

    /** Room for so many rows. */
    RowSums(int rows) {
        octets = new long[rows];
        packets = new long[rows];
        scaledOctetsHigh = new long[rows];
        scaledOctets = new long[rows];
        scaledPacketsHigh = new long[rows];
        scaledPackets = new long[rows];
        unscaled = new int[rows];
    }

    /**
     * Takes a row's counts.
     *
     * @param rate one packet in this many was seen; below 1 when nobody said so
     */
    void set(int row, long octetsOfRow, long packetsOfRow, long rate, boolean isUnscaled) {
        long factor = Math.max(1, rate);
        octets[row] = octetsOfRow;
        packets[row] = packetsOfRow;
        scaledOctets[row] = octetsOfRow * factor;
        scaledOctetsHigh[row] = Math.multiplyHigh(octetsOfRow, factor);
        scaledPackets[row] = packetsOfRow * factor;
        scaledPacketsHigh[row] = Math.multiplyHigh(packetsOfRow, factor);
        unscaled[row] = isUnscaled ? 1 : 0;
    }
}
