package io.flowledger.flow.option;

import java.util.Arrays;

/** A small map of numbers to numbers by open addressing, without boxing. Single threaded. */
final class LongLongMap {
    private static final int INITIAL_SLOTS = 8;

    private long[] keys = new long[INITIAL_SLOTS];
    private long[] values = new long[INITIAL_SLOTS];
    private boolean[] used = new boolean[INITIAL_SLOTS];
    private int size;

    long get(long key, long missing) {
        int slot = slot(key);
        return used[slot] ? values[slot] : missing;
    }

    void put(long key, long value) {
        int slot = slot(key);
        if (!used[slot]) {
            if (2 * (size + 1) > keys.length) {
                grow();
                slot = slot(key);
            }
            used[slot] = true;
            keys[slot] = key;
            size++;
        }
        values[slot] = value;
    }

    private int slot(long key) {
        int mask = keys.length - 1;
        int slot = Long.hashCode(key * 0x9E3779B97F4A7C15L) & mask;
        while (used[slot] && keys[slot] != key) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private void grow() {
        long[] oldKeys = keys;
        long[] oldValues = values;
        boolean[] oldUsed = used;
        keys = Arrays.copyOf(keys, 2 * oldKeys.length);
        values = Arrays.copyOf(values, keys.length);
        used = new boolean[keys.length];
        size = 0;
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldUsed[i]) {
                put(oldKeys[i], oldValues[i]);
            }
        }
    }
}
