package io.flowledger.store.query;

import io.flowledger.store.filter.Filter;
import org.jspecify.annotations.Nullable;

/**
 * Flows themselves, the newest first.
 *
 * @param window when
 * @param filter which flows
 * @param limit rows at most, 1 or more
 * @param cursor where the answer before ended, or null for the first
 */
public record FlowsQuery(
        Window window, Filter filter, int limit, @Nullable String cursor) {
    public FlowsQuery {
        if (limit < 1) {
            throw new IllegalArgumentException("limit " + limit + " is less than 1");
        }
    }
}
