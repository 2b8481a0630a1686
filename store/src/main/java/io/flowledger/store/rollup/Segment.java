package io.flowledger.store.rollup;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A part of a window and where it is to be read from.
 *
 * @param level the sums; null for the rows
 * @param from first moment within
 * @param to first moment after
 */
public record Segment(@Nullable RollupLevel level, Instant from, Instant to) {}
