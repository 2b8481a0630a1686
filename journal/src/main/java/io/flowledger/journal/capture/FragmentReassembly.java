package io.flowledger.journal.capture;

import java.util.Arrays;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Puts fragmented UDP datagrams together (RFC 791 section 3.2, RFC 8200 section 4.5). At most 64 are waited for, of
 * 65,535 octets each; when another one begins, the oldest is given up.
 *
 * <p>Not thread-safe.
 */
final class FragmentReassembly {
    private static final int MOST_WAITING = 64;
    private static final int LONGEST = 65_535;
    private static final int UNIT = 8;

    private static final class Waiting {
        private byte[] octets = new byte[4096];
        private final BitSet units = new BitSet();
        private int length = -1;
        private int fragments;
    }

    private final Map<String, Waiting> waiting = new LinkedHashMap<>();
    private byte[] whole = {};
    private int evicted;

    /**
     * Takes one fragment.
     *
     * @param offset of its first octet in the datagram, a multiple of 8
     * @return length of the datagram in {@link #whole()} when this was the last fragment that was missing, else -1
     */
    int add(
            byte[] source,
            byte[] destination,
            long identification,
            int offset,
            boolean more,
            byte[] b,
            int at,
            int length) {
        HexFormat hex = HexFormat.of();
        String key = hex.formatHex(source) + hex.formatHex(destination) + identification;
        if (offset + length > LONGEST || (more && length % UNIT != 0)) {
            evicted++;
            return -1;
        }
        Waiting datagram = waiting.computeIfAbsent(key, k -> new Waiting());
        datagram.fragments++;
        if (offset + length > datagram.octets.length) {
            datagram.octets = Arrays.copyOf(datagram.octets, Math.min(LONGEST, 2 * (offset + length)));
        }
        System.arraycopy(b, at, datagram.octets, offset, length);
        datagram.units.set(offset / UNIT, (offset + length + UNIT - 1) / UNIT);
        if (!more) {
            datagram.length = offset + length;
        }
        if (datagram.length >= 0 && datagram.units.nextClearBit(0) * UNIT >= datagram.length) {
            waiting.remove(key);
            whole = datagram.octets;
            return datagram.length;
        }
        if (waiting.size() > MOST_WAITING) {
            Iterator<Waiting> oldest = waiting.values().iterator();
            evicted += oldest.next().fragments;
            oldest.remove();
        }
        return -1;
    }

    /** The datagram that {@link #add} completed. */
    byte[] whole() {
        return whole;
    }

    /** Fragments given up since this was last asked. */
    int takeEvicted() {
        int count = evicted;
        evicted = 0;
        return count;
    }

    /** Gives up all; returns how many fragments that were. */
    int clear() {
        for (Waiting datagram : waiting.values()) {
            evicted += datagram.fragments;
        }
        waiting.clear();
        return takeEvicted();
    }
}
