package io.flowledger.store.rollup;

/** What a row adds to its keys: sums of 128 bits, each a high and a low half. Not thread safe. */
final class RowSums {
    long octets;
    long packets;
    long scaledOctetsHigh;
    long scaledOctets;
    long scaledPacketsHigh;
    long scaledPackets;
    int unscaled;

    /**
     * Takes a row's counts.
     *
     * @param rate one packet in this many was seen; below 1 when nobody said so
     */
    void set(long octets, long packets, long rate, boolean isUnscaled) {
        long factor = Math.max(1, rate);
        this.octets = octets;
        this.packets = packets;
        scaledOctets = octets * factor;
        scaledOctetsHigh = Math.multiplyHigh(octets, factor);
        scaledPackets = packets * factor;
        scaledPacketsHigh = Math.multiplyHigh(packets, factor);
        unscaled = isUnscaled ? 1 : 0;
    }
}
