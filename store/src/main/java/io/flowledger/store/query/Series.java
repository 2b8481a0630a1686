package io.flowledger.store.query;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A group over time.
 *
 * @param key a value a dimension: a Long, a String, or null for unknown
 * @param sums for each step
 */
public record Series(List<@Nullable Object> key, List<Sums> sums) {
    public Series {
        key = Collections.unmodifiableList(new ArrayList<>(key));
        sums = List.copyOf(sums);
    }
}
