package io.flowledger.store.query;

import io.flowledger.store.filter.Filter;
import org.jspecify.annotations.Nullable;

/**
 * Flows themselves.
 *
 * @param window when
 * @param filter which flows
 * @param limit rows at most, 1 or more
 * @param order which come first; those of which it is not known come last
 * @param cursor where the answer before ended, or null for the first; null in another order than that of time
 */
public record FlowsQuery(
        Window window,
        Filter filter,
        int limit,
        FlowOrder order,
        @Nullable String cursor) {
    public FlowsQuery {
        if (limit < 1) {
            throw new IllegalArgumentException("limit " + limit + " is less than 1");
        }
        if (cursor != null && order != FlowOrder.TIME) {
            throw new IllegalArgumentException("flows go on after a cursor in the order of time only");
        }
    }

    /** The newest first. */
    public FlowsQuery(Window window, Filter filter, int limit, @Nullable String cursor) {
        this(window, filter, limit, FlowOrder.TIME, cursor);
    }
}
