package io.flowledger.store.query;

import io.flowledger.store.filter.Filter;
import java.util.List;

/**
 * The largest groups.
 *
 * @param window when
 * @param filter which flows
 * @param by what makes a group; empty: all flows are one
 * @param order what is large
 * @param limit groups at most, 1 or more
 */
public record TopQuery(Window window, Filter filter, List<Dimension> by, Measure order, int limit) {
    public TopQuery {
        by = List.copyOf(by);
        if (limit < 1) {
            throw new IllegalArgumentException("limit " + limit + " is less than 1");
        }
    }
}
