package io.flowledger.store.rollup;

import java.util.Arrays;

/**
 * Sums of rows by key. A key is an exporter and up to two more values, all by their numbers in {@link ValueIds}.
 *
 * <p>Not thread safe.
 */
final class KeySums {
    /** Longs of an entry: the key in two, flows, flows of unknown rate, and four sums of a high and a low half. */
    static final int STRIDE = 12;

    static final int FLOWS = 2;
    static final int UNSCALED_FLOWS = 3;
    static final int OCTETS = 4;
    static final int PACKETS = 6;
    static final int SCALED_OCTETS = 8;
    static final int SCALED_PACKETS = 10;

    private static final long LOW_HALF = 0xFFFF_FFFFL;
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private long[] entries = new long[STRIDE << 8];
    private int[] index = new int[1 << 9];
    private int count;

    /** Adds a row to the key of an exporter and two values, all by their numbers; {@link ValueIds#NULL} where there is none. */
    void add(int exporter, int first, int second, RowSums row) {
        int at = place((long) exporter << 32 | (first & LOW_HALF), second);
        entries[at + FLOWS]++;
        entries[at + UNSCALED_FLOWS] += row.unscaled;
        add(at + OCTETS, row.octets >> 63, row.octets);
        add(at + PACKETS, row.packets >> 63, row.packets);
        add(at + SCALED_OCTETS, row.scaledOctetsHigh, row.scaledOctets);
        add(at + SCALED_PACKETS, row.scaledPacketsHigh, row.scaledPackets);
    }

    private void add(int at, long high, long low) {
        long sum = entries[at + 1] + low;
        entries[at] += high + (Long.compareUnsigned(sum, low) < 0 ? 1 : 0);
        entries[at + 1] = sum;
    }

    private int place(long high, long low) {
        int slot = slot(high, low);
        for (int entry = index[slot]; entry != 0; entry = index[slot]) {
            int at = (entry - 1) * STRIDE;
            if (entries[at] == high && entries[at + 1] == low) {
                return at;
            }
            slot = slot + 1 & index.length - 1;
        }
        int at = count * STRIDE;
        if (at == entries.length) {
            entries = Arrays.copyOf(entries, entries.length * 2);
        }
        entries[at] = high;
        entries[at + 1] = low;
        index[slot] = ++count;
        if (count * 2 > index.length) {
            index = new int[index.length * 2];
            for (int entry = 1; entry <= count; entry++) {
                int free = slot(entries[(entry - 1) * STRIDE], entries[(entry - 1) * STRIDE + 1]);
                while (index[free] != 0) {
                    free = free + 1 & index.length - 1;
                }
                index[free] = entry;
            }
        }
        return at;
    }

    private int slot(long high, long low) {
        long hash = (high ^ low * GOLDEN) * GOLDEN;
        return (int) (hash ^ hash >>> 32) & index.length - 1;
    }

    /** The exporter's number in an entry. */
    static int exporter(long[] entries, int at) {
        return (int) (entries[at] >>> 32);
    }

    /** The number of the first or second of the other values in an entry. */
    static int value(long[] entries, int at, int place) {
        return (int) entries[at + place];
    }

    /** A sum of two halves, as near as a double comes. */
    static double value(long[] entries, int at) {
        long high = entries[at];
        long low = entries[at + 1];
        return high == low >> 63 ? (double) low : high * 0x1p64 + (low >>> 1) * 2.0;
    }

    /** How many keys there are. */
    int count() {
        return count;
    }

    /** The entries, {@value #STRIDE} longs each, {@link #count} of them. */
    long[] entries() {
        return entries;
    }
}
