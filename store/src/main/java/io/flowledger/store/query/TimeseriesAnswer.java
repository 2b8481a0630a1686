package io.flowledger.store.query;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Groups over time, the largest first.
 *
 * @param times beginnings of the steps, without gaps; the first may lie before the window's beginning
 * @param step length of a step
 * @param series the groups
 * @param other sums of all other groups for each step
 * @param total sums of all flows for each step, each flow once
 * @param source what it was read from
 * @param took how long it took
 * @param accuracy how far it can be relied on
 */
public record TimeseriesAnswer(
        List<Instant> times,
        Duration step,
        List<Series> series,
        List<Sums> other,
        List<Sums> total,
        AnswerSource source,
        Duration took,
        Accuracy accuracy) {
    public TimeseriesAnswer {
        times = List.copyOf(times);
        series = List.copyOf(series);
        other = List.copyOf(other);
        total = List.copyOf(total);
    }

    /** The keys of the groups, in their order. */
    public List<List<@Nullable Object>> keys() {
        return series.stream().map(Series::key).toList();
    }
}
