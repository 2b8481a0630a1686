package io.flowledger.store.rollup;

import io.flowledger.wire.cursor.Octets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Numbers for values: cells of binary COPY, equal when their octets are, whatever their type.
 *
 * <p>Not thread safe.
 */
final class ValueIds {
    /** The number of NULL. */
    static final int NULL = -1;

    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private byte[] octets = new byte[1 << 14];
    private int[] starts = new int[1 << 10];
    private int[] index = emptyIndex(1 << 11);
    private int count;

    private static int[] emptyIndex(int size) {
        int[] index = new int[size];
        Arrays.fill(index, NULL);
        return index;
    }

    /** Forgets all values; the room stays. */
    void clear() {
        Arrays.fill(index, NULL);
        count = 0;
    }

    /** A hash of octets whose high bits are as good as its low ones. */
    static int hash(byte[] from, int offset, int length) {
        long hash = length;
        int at = offset;
        int rest = length;
        for (; rest >= Long.BYTES; rest -= Long.BYTES, at += Long.BYTES) {
            hash = (hash ^ Octets.u64(from, at)) * GOLDEN;
            hash ^= hash >>> 32;
        }
        hash = (hash ^ Octets.unsigned(from, at, rest)) * GOLDEN;
        return (int) (hash >>> 32) ^ (int) hash;
    }

    /** The number of a value, from 0 on in the order of their first coming. */
    int idOf(byte[] from, int offset, int length) {
        int slot = hash(from, offset, length) & index.length - 1;
        for (int id = index[slot]; id != NULL; id = index[slot]) {
            if (length(id) == length && isEqual(starts[id], from, offset, length)) {
                return id;
            }
            slot = slot + 1 & index.length - 1;
        }
        index[slot] = count;
        return add(from, offset, length);
    }

    /** Faster than that of the JDK, which sets out for longer arrays. */
    private boolean isEqual(int start, byte[] from, int offset, int length) {
        int done = 0;
        for (; length - done >= Long.BYTES; done += Long.BYTES) {
            if (Octets.u64(octets, start + done) != Octets.u64(from, offset + done)) {
                return false;
            }
        }
        return Octets.unsigned(octets, start + done, length - done)
                == Octets.unsigned(from, offset + done, length - done);
    }

    private int add(byte[] from, int offset, int length) {
        int end = starts[count] + length;
        if (end > octets.length) {
            octets = Arrays.copyOf(octets, Math.max(octets.length * 2, end));
        }
        System.arraycopy(from, offset, octets, starts[count], length);
        if (count + 2 > starts.length) {
            starts = Arrays.copyOf(starts, starts.length * 2);
        }
        starts[count + 1] = end;
        int id = count++;
        if (count * 2 > index.length) {
            index = emptyIndex(index.length * 2);
            for (int known = 0; known < count; known++) {
                int slot = hash(octets, starts[known], length(known)) & index.length - 1;
                while (index[slot] != NULL) {
                    slot = slot + 1 & index.length - 1;
                }
                index[slot] = known;
            }
        }
        return id;
    }

    byte[] octets() {
        return octets;
    }

    /** Where a value begins in {@link #octets}. */
    int start(int id) {
        return starts[id];
    }

    int length(int id) {
        return starts[id + 1] - starts[id];
    }

    /** A copy of a value; null for NULL. */
    byte @Nullable [] value(int id) {
        return id == NULL ? null : Arrays.copyOfRange(octets, starts[id], starts[id + 1]);
    }
}
