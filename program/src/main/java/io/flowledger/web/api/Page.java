package io.flowledger.web.api;

import io.flowledger.store.filter.Filter;
import io.flowledger.store.filter.FilterException;
import io.flowledger.web.Problem;
import io.flowledger.web.Request;
import org.jspecify.annotations.Nullable;

/**
 * The part of a list that is asked for.
 *
 * @param limit entries at most
 * @param after the last entry of the page before, or null for the first page
 */
record Page(int limit, @Nullable String after) {
    private static final int USUAL = 1000;

    /** The page of a list of anything. */
    static Page of(Request request) {
        return new Page(request.integer("limit", USUAL), request.find("after"));
    }

    /** The page of a list of exporters, which is ordered by address. */
    static Page ofExporters(Request request) throws Problem {
        Page page = of(request);
        if (page.after != null) {
            try {
                Filter.ofExporter(page.after);
            } catch (FilterException e) {
                throw Problem.parameter("after", "\"" + page.after + "\" is no address");
            }
        }
        return page;
    }
}
