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
        KeySum make(KeySums sums, int entry);
    }

    /**
     * @param by the sum, as a place in an entry of {@link KeySums}
     * @param most at least 1
     */
    LargestKeys(int by, int most) {
        this.by = by;
        this.most = most;
        Comparator<KeySum> order = this::compare;
        this.leastFirst = new PriorityQueue<>(order.thenComparing((one, other) -> other.compareKey(one)));
    }

    private int compare(KeySum one, KeySum other) {
        int order = by == KeySums.FLOWS
                ? 0
                : compareHalves(one.highHalf(by), one.lowHalf(by), other.highHalf(by), other.lowHalf(by));
        return order != 0
                ? order
                : compareByFlows(
                        one.flows(), one.highHalf(KeySums.SCALED_OCTETS), one.lowHalf(KeySums.SCALED_OCTETS), other);
    }

    private int compare(KeySums sums, int entry, KeySum other) {
        int order = by == KeySums.FLOWS
                ? 0
                : compareHalves(
                        sums.highHalf(entry, by), sums.lowHalf(entry, by), other.highHalf(by), other.lowHalf(by));
        return order != 0
                ? order
                : compareByFlows(
                        sums.flows(entry),
                        sums.highHalf(entry, KeySums.SCALED_OCTETS),
                        sums.lowHalf(entry, KeySums.SCALED_OCTETS),
                        other);
    }

    private static int compareByFlows(long flows, long octetsHigh, long octetsLow, KeySum other) {
        int order = Long.compare(flows, other.flows());
        return order != 0
                ? order
                : compareHalves(
                        octetsHigh,
                        octetsLow,
                        other.highHalf(KeySums.SCALED_OCTETS),
                        other.lowHalf(KeySums.SCALED_OCTETS));
    }

    private static int compareHalves(long high, long low, long otherHigh, long otherLow) {
        return high != otherHigh ? Long.compare(high, otherHigh) : Long.compareUnsigned(low, otherLow);
    }

    /** Looks at an entry. */
    void offer(KeySums sums, int entry, Maker maker) {
        KeySum least = leastFirst.peek();
        if (least != null && leastFirst.size() == most && compare(sums, entry, least) < 0) {
            return;
        }
        leastFirst.add(maker.make(sums, entry));
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
