package io.flowledger.store.rollup;

import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.PriorityQueue;

/**
 * The largest keys by one of their sums, then by flows and octets, at most so many.
 *
 * <p>Not thread safe.
 */
final class LargestKeys {
    private final int by;
    private final int most;
    private final PriorityQueue<KeySum> leastFirst;

    /** Makes a key of an entry, when it is among the largest. */
    interface Maker {
        KeySum make(long[] entries, int at);
    }

    /**
     * @param by the sum, as a place in an entry of {@link KeySums}
     * @param most at least 1
     */
    LargestKeys(int by, int most) {
        this.by = by;
        this.most = most;
        Comparator<KeySum> order = (one, other) -> compare(one.sums(), 0, other.sums(), 0);
        this.leastFirst = new PriorityQueue<>(order.thenComparing(KeySum::identity, Comparator.reverseOrder()));
    }

    private int compare(long[] one, int at, long[] other, int otherAt) {
        int order = by == KeySums.FLOWS ? 0 : compareHalves(one, at + by, other, otherAt + by);
        if (order == 0) {
            order = Long.compare(one[at + KeySums.FLOWS], other[otherAt + KeySums.FLOWS]);
        }
        return order != 0
                ? order
                : compareHalves(one, at + KeySums.SCALED_OCTETS, other, otherAt + KeySums.SCALED_OCTETS);
    }

    private static int compareHalves(long[] one, int at, long[] other, int otherAt) {
        int order = Long.compare(one[at], other[otherAt]);
        return order != 0 ? order : Long.compareUnsigned(one[at + 1], other[otherAt + 1]);
    }

    /** Looks at an entry. */
    void offer(long[] entries, int at, Maker maker) {
        KeySum least = leastFirst.peek();
        if (least != null && leastFirst.size() == most && compare(entries, at, least.sums(), 0) < 0) {
            return;
        }
        leastFirst.add(maker.make(entries, at));
        if (leastFirst.size() > most) {
            leastFirst.remove();
        }
    }

    /** The smallest of them; there is one when one was offered. */
    KeySum least() {
        return leastFirst.element();
    }

    /** All of them, in no order. */
    Collection<KeySum> all() {
        return Collections.unmodifiableCollection(leastFirst);
    }
}
