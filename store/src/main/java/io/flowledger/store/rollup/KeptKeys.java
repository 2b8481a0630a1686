package io.flowledger.store.rollup;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
        long[] entries = sums.entries();
        count += sums.count();
        for (int at = 0; at < sums.count() * KeySums.STRIDE; at += KeySums.STRIDE) {
            byOctets.offer(entries, at, maker);
            for (LargestKeys largest : others) {
                largest.offer(entries, at, maker);
            }
            int exporter = KeySums.exporter(entries, at);
            if (KeySums.value(entries, at + KeySums.SCALED_OCTETS) * SHARE_PART * share >= exporterOctets[exporter]) {
                LargestKeys largest = byExporter[exporter];
                if (largest == null) {
                    largest = new LargestKeys(KeySums.SCALED_OCTETS, share);
                    byExporter[exporter] = largest;
                }
                largest.offer(entries, at, maker);
            }
        }
    }

    /** All of them, each once. */
    Collection<KeySum> all() {
        Map<String, KeySum> kept = new LinkedHashMap<>();
        List<LargestKeys> lists = new ArrayList<>(others);
        lists.add(byOctets);
        for (LargestKeys largest : byExporter) {
            if (largest != null) {
                lists.add(largest);
            }
        }
        lists.forEach(list -> list.all().forEach(key -> kept.put(key.identity(), key)));
        return kept.values();
    }

    /** Whether keys were left out; then none of those has more octets than {@link #least}. */
    boolean isCut() {
        return count > most;
    }

    KeySum least() {
        return byOctets.least();
    }
}
