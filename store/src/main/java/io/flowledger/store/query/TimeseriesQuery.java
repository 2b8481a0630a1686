package io.flowledger.store.query;

import io.flowledger.store.filter.Filter;
import java.time.Duration;
import java.util.List;

/**
 * The largest groups over time.
 *
 * @param window when
 * @param filter which flows
 * @param by what makes a group; empty: only totals
 * @param order what is large, over the whole window
 * @param limit groups at most, 1 or more
 * @param step whole seconds, at most {@value #MOST_STEPS} steps in the window; steps begin at its multiples since 1970
 */
public record TimeseriesQuery(
        Window window, Filter filter, List<Dimension> by, Measure order, int limit, Duration step) {
    /** The most steps of an answer. */
    public static final int MOST_STEPS = 10_000;

    /** Steps of a window for which nothing is said, at most. */
    private static final int USUAL_STEPS = 120;

    private static final List<Integer> USUAL_SECONDS =
            List.of(1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 21_600, 43_200, 86_400);

    public TimeseriesQuery {
        by = List.copyOf(by);
        if (limit < 1) {
            throw new IllegalArgumentException("limit " + limit + " is less than 1");
        }
        if (step.toSeconds() < 1 || step.toNanosPart() != 0) {
            throw new IllegalArgumentException("step " + step + " is not a whole number of seconds");
        }
        if (Duration.between(window.from(), window.to()).toSeconds() / step.toSeconds() > MOST_STEPS) {
            throw new IllegalArgumentException(
                    "step " + step.toSeconds() + " s gives more than " + MOST_STEPS + " steps: take a larger one");
        }
    }

    /** The shortest round step of which a window has about 120 or fewer, a week at most. */
    public static Duration usualStep(Window window) {
        double least = Duration.between(window.from(), window.to()).toNanos() / 1e9 / USUAL_STEPS;
        return Duration.ofSeconds(
                USUAL_SECONDS.stream().filter(step -> step >= least).findFirst().orElse(7 * 86_400));
    }
}
