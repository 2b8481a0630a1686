package io.flowledger.store.query;

import io.flowledger.store.rollup.RollupCoverage;
import io.flowledger.store.rollup.RollupLevel;
import io.flowledger.store.rollup.Segment;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a question is to be read from.
 *
 * @param coverage the parts of the window
 * @param sums null when all of it is read from the rows
 */
record Reading(RollupCoverage coverage, @Nullable SumsChoice sums) {
    /** The parts of the window that are read from one table. */
    List<Segment> of(@Nullable RollupLevel level) {
        List<Segment> found = new ArrayList<>();
        for (Segment segment : coverage.segments()) {
            if (segment.level() == level) {
                found.add(segment);
            }
        }
        return found;
    }

    /** The coarsest that is read. */
    AnswerSource source() {
        AnswerSource coarsest = AnswerSource.ROWS;
        for (Segment segment : coverage.segments()) {
            AnswerSource source = segment.level() == null
                    ? AnswerSource.ROWS
                    : switch (segment.level()) {
                        case MINUTE -> AnswerSource.MINUTE;
                        case HOUR -> AnswerSource.HOUR;
                        case DAY -> AnswerSource.DAY;
                    };
            coarsest = source.compareTo(coarsest) > 0 ? source : coarsest;
        }
        return coarsest;
    }

    List<Window> missing() {
        return coverage.missing().stream()
                .map(gone -> new Window(gone.from(), gone.to()))
                .toList();
    }
}
