package io.flowledger.store.query;

import io.flowledger.store.filter.Filter;
import io.flowledger.store.rollup.RollupCoverage;
import io.flowledger.store.rollup.RollupLevel;
import io.flowledger.store.rollup.RollupMarks;
import io.flowledger.store.schema.FlowTable;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Decides what a question is read from, in the snapshot in which it is put. */
final class Planner {
    /** So many rows are read, for one or two seconds, rather than answering by the sums of the largest keys. */
    static final long ROWS_FOR_EXACTNESS = 2_000_000;

    /** Patches of sums and rows beyond this make a statement that takes longer to plan than it saves. */
    private static final int MOST_SEGMENTS = 200;

    private final Connection connection;
    private final FlowTable table;

    Planner(Connection connection, FlowTable table) {
        this.connection = connection;
        this.table = table;
    }

    /** Reading the rows alone. */
    Reading rows(Window window) throws SQLException {
        return new Reading(RollupCoverage.ofRows(connection, table, window.from(), window.to()), null);
    }

    /** Reading sums where they hold the columns in question. */
    Reading best(Window window, Filter filter, List<Dimension> by, @Nullable Duration step, Trust trust)
            throws SQLException {
        RollupLevel coarsest = coarsest(step);
        SumsChoice sums = SumsChoice.of(by, filter);
        if (trust == Trust.ROWS || coarsest == null || sums == null || !RollupMarks.areKept(table)) {
            return rows(window);
        }
        RollupCoverage coverage = RollupCoverage.of(connection, table, window.from(), window.to(), coarsest);
        Reading reading = new Reading(coverage, sums);
        return coverage.segments().size() > MOST_SEGMENTS || reading.source() == AnswerSource.ROWS
                ? rows(window)
                : reading;
    }

    /** The longest buckets that lie in one step each; null when there are none. */
    private static @Nullable RollupLevel coarsest(@Nullable Duration step) {
        RollupLevel coarsest = null;
        for (RollupLevel level : RollupLevel.values()) {
            if (step == null || step.toSeconds() % level.seconds() == 0) {
                coarsest = level;
            }
        }
        return coarsest;
    }
}
