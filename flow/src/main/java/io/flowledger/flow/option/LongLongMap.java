package io.flowledger.flow.option;

/** A small map of numbers to numbers by open addressing, without boxing. Single threaded. */
final class LongLongMap {
    private static final int INITIAL_SLOTS = 8;

    /** Of maps with nothing in them, which most are: one free slot that is never filled. */
    private static final long[] NO_NUMBERS = new long[1];

    private static final boolean[] NONE_USED = new boolean[1];

    private long[] keys = NO_NUMBERS;
    private long[] values = NO_NUMBERS;
    private boolean[] used = NONE_USED;
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
        keys = new long[Math.max(INITIAL_SLOTS, 2 * oldKeys.length)];
        values = new long[keys.length];
        used = new boolean[keys.length];
        size = 0;
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldUsed[i]) {
                put(oldKeys[i], oldValues[i]);
            }
        }
    }
}
