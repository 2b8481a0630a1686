package io.flowledger.store.rollup;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Sums of rows by key. A key is an exporter's number and the codes of up to two more values ({@link KeyCodes}). Sums have 128 bits;
 * their high halves take room only once one of them is not zero.
 *
 * <p>Not thread safe.
 */
final class KeySums {
    /** Longs of an entry, 64 octets: the key in two, flows, flows of unknown rate, and the low halves of four sums. */
    static final int STRIDE = 8;

    static final int FLOWS = 2;
    static final int UNSCALED_FLOWS = 3;
    static final int OCTETS = 4;
    static final int PACKETS = 5;
    static final int SCALED_OCTETS = 6;
    static final int SCALED_PACKETS = 7;

    /** High halves of an entry, from that of {@link #OCTETS} on. */
    static final int HIGH_HALVES = STRIDE - OCTETS;

    private static final int NONE = -1;
    private static final int FEWEST = 1 << 8;
    private static final long LOW_HALF = 0xFFFF_FFFFL;
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private long[] entries = new long[STRIDE * FEWEST];
    private long[] highHalves = {};
    private int[] index = new int[2 * FEWEST];

    /** Of the rows that are added at a time: what the index says, then the entries that have their keys. */
    private int[] found = {};

    private int count;

    /** Forgets all keys; the room stays. */
    void clear() {
        Arrays.fill(index, 0);
        highHalves = new long[0];
        count = 0;
    }

    /**
     * Adds rows to their keys, {@link KeyCodes#NULL} where there is no value. The table is larger than the cache: first the index is
     * read for all rows, then the entries, so that the processor waits for many of them at once rather than one by one.
     */
    void addAll(int[] exporters, int[] first, int[] second, RowSums rows, int rowCount) {
        if (found.length < rowCount) {
            found = new int[rowCount];
        }
        for (int row = 0; row < rowCount; row++) {
            found[row] = index[slot(high(exporters[row], first[row]), second[row])];
        }
        for (int row = 0; row < rowCount; row++) {
            int entry = Math.max(0, found[row] - 1);
            long otherwise = entries[entry * STRIDE] ^ high(exporters[row], first[row]);
            otherwise |= entries[entry * STRIDE + 1] ^ second[row];
            found[row] = otherwise == 0 && count > 0 ? entry : NONE;
        }
        for (int row = 0; row < rowCount; row++) {
            int entry = found[row];
            add(entry == NONE ? entry(high(exporters[row], first[row]), second[row]) : entry, rows, row);
        }
    }

    private static long high(int exporter, int first) {
        return (long) exporter << 32 | (first & LOW_HALF);
    }

    /** Adds a row to its key; {@link KeyCodes#NULL} where there is no value. */
    void add(int exporter, int first, int second, RowSums rows, int row) {
        add(entry(high(exporter, first), second), rows, row);
    }

    private void add(int entry, RowSums rows, int row) {
        int at = entry * STRIDE;
        long[] to = entries;
        to[at + FLOWS]++;
        to[at + UNSCALED_FLOWS] += rows.unscaled[row];
        add(to, entry, OCTETS, rows.octets[row] >> 63, rows.octets[row]);
        add(to, entry, PACKETS, rows.packets[row] >> 63, rows.packets[row]);
        add(to, entry, SCALED_OCTETS, rows.scaledOctetsHigh[row], rows.scaledOctets[row]);
        add(to, entry, SCALED_PACKETS, rows.scaledPacketsHigh[row], rows.scaledPackets[row]);
    }

    private void add(long[] to, int entry, int sum, long high, long low) {
        int at = entry * STRIDE + sum;
        long added = to[at] + low;
        to[at] = added;
        long carried = high + (Long.compareUnsigned(added, low) < 0 ? 1 : 0);
        if (carried != 0) {
            addHighHalf(entry, sum, carried);
        }
    }

    private void addHighHalf(int entry, int sum, long high) {
        if (entry * HIGH_HALVES >= highHalves.length) {
            highHalves = Arrays.copyOf(highHalves, entries.length / STRIDE * HIGH_HALVES);
        }
        highHalves[entry * HIGH_HALVES + sum - OCTETS] += high;
    }

    /** The number of a key's entry, made when there is none. */
    private int entry(long high, long low) {
        int slot = slot(high, low);
        for (int known = index[slot]; known != 0; known = index[slot]) {
            int at = (known - 1) * STRIDE;
            if (entries[at] == high && entries[at + 1] == low) {
                return known - 1;
            }
            slot = slot + 1 & index.length - 1;
        }
        int at = count * STRIDE;
        if (at == entries.length) {
            entries = Arrays.copyOf(entries, entries.length * 2);
        }
        entries[at] = high;
        entries[at + 1] = low;
        Arrays.fill(entries, at + FLOWS, at + STRIDE, 0);
        index[slot] = ++count;
        if (count * 2 > index.length) {
            grow();
        }
        return count - 1;
    }

    private void grow() {
        index = new int[index.length * 2];
        for (int entry = 0; entry < count; entry++) {
            int free = slot(entries[entry * STRIDE], entries[entry * STRIDE + 1]);
            while (index[free] != 0) {
                free = free + 1 & index.length - 1;
            }
            index[free] = entry + 1;
        }
    }

    private int slot(long high, long low) {
        long hash = (high ^ low * GOLDEN) * GOLDEN;
        return (int) (hash ^ hash >>> 32) & index.length - 1;
    }

    /** How many keys there are; their entries are numbered from 0 on. */
    int count() {
        return count;
    }

    /** The exporter's number in an entry. */
    int exporter(int entry) {
        return (int) (entries[entry * STRIDE] >>> 32);
    }

    /** The code of the first or second of the other values in an entry. */
    int code(int entry, int place) {
        return (int) entries[entry * STRIDE + place];
    }

    long flows(int entry) {
        return entries[entry * STRIDE + FLOWS];
    }

    long lowHalf(int entry, int sum) {
        return entries[entry * STRIDE + sum];
    }

    long highHalf(int entry, int sum) {
        int at = entry * HIGH_HALVES + sum - OCTETS;
        return at < highHalves.length ? highHalves[at] : 0;
    }

    /** A sum as near as a double comes. */
    double value(int entry, int sum) {
        long high = highHalf(entry, sum);
        long low = lowHalf(entry, sum);
        return high == low >> 63 ? (double) low : high * 0x1p64 + (low >>> 1) * 2.0;
    }

    /** The entry apart from this table, with the cells of its key. */
    KeySum key(int entry, byte[] exporter, byte[] @Nullable [] values) {
        long[] high = new long[HIGH_HALVES];
        for (int i = 0; i < HIGH_HALVES; i++) {
            high[i] = highHalf(entry, OCTETS + i);
        }
        return new KeySum(exporter, values, Arrays.copyOfRange(entries, entry * STRIDE, (entry + 1) * STRIDE), high);
    }
}
