package io.flowledger.store.query;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Flows that are alike.
 *
 * @param key a value a dimension: a Long, a String, or null for unknown
 * @param sums of them
 */
public record Group(List<@Nullable Object> key, Sums sums) {
    public Group {
        key = Collections.unmodifiableList(new ArrayList<>(key));
    }
}
