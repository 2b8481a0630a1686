package io.flowledger.store.rollup;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The keys of a dimension that have a row of their own: the largest by octets, a quarter as many by packets and by flows, and a
 * share for each exporter of those that weigh something there.
 *
 * <p>Not thread safe.
 */
final class KeptKeys {
    /** A key counts for its exporter when it has this part of what an equal share would be. */
    private static final int SHARE_PART = 50;

    private final int most;
    private final int share;
    private final LargestKeys byOctets;
    private final List<LargestKeys> others;
    private final @Nullable LargestKeys[] byExporter;
    private long count;

    /** At most {@code most} by octets, of flows of so many exporters. */
    KeptKeys(int most, int exporters) {
        this.most = most;
        this.share = Math.max(1, most / Math.max(1, exporters));
        int few = Math.max(1, most / 4);
        this.byExporter = new LargestKeys[exporters];
        this.byOctets = new LargestKeys(KeySums.SCALED_OCTETS, most);
        this.others = List.of(new LargestKeys(KeySums.SCALED_PACKETS, few), new LargestKeys(KeySums.FLOWS, few));
    }

    /** Looks at all keys of a table; {@code exporterOctets} has what each exporter sent in all, by its number. */
    void offer(KeySums sums, double[] exporterOctets, LargestKeys.Maker maker) {
        count += sums.count();
        OnceMade made = new OnceMade(maker);
        for (int entry = 0; entry < sums.count(); entry++) {
            byOctets.offer(sums, entry, made);
            for (LargestKeys largest : others) {
                largest.offer(sums, entry, made);
            }
            int exporter = sums.exporter(entry);
            if (sums.value(entry, KeySums.SCALED_OCTETS) * SHARE_PART * share >= exporterOctets[exporter]) {
                LargestKeys largest = byExporter[exporter];
                if (largest == null) {
                    largest = new LargestKeys(KeySums.SCALED_OCTETS, share);
                    byExporter[exporter] = largest;
                }
                largest.offer(sums, entry, made);
            }
        }
    }

    /** Makes a key once for all lists that want it, so that it is one and the same in all. */
    private static final class OnceMade implements LargestKeys.Maker {
        private final LargestKeys.Maker maker;
        private @Nullable KeySum last;
        private int lastEntry;

        OnceMade(LargestKeys.Maker maker) {
            this.maker = maker;
        }

        @Override
        public KeySum make(KeySums sums, int entry) {
            KeySum key = last;
            if (key == null || lastEntry != entry) {
                key = maker.make(sums, entry);
                last = key;
                lastEntry = entry;
            }
            return key;
        }
    }

    /** All of them, each once. */
    Collection<KeySum> all() {
        Set<KeySum> kept = new LinkedHashSet<>(byOctets.all());
        others.forEach(list -> kept.addAll(list.all()));
        for (LargestKeys largest : byExporter) {
            if (largest != null) {
                kept.addAll(largest.all());
            }
        }
        return kept;
    }

    /** Whether keys were left out; then none of those has more octets than {@link #least}. */
    boolean isCut() {
        return count > most;
    }

    KeySum least() {
        return byOctets.least();
    }
}
