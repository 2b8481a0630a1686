package io.flowledger.bench.whole;

import io.flowledger.bench.goal.Goal;
import io.flowledger.bench.goal.GoalBook;
import java.util.List;

/** What answers over many rows say of the goals. */
public final class QueryGoals {
    /** All that they say something of. */
    public static final List<Goal> ALL =
            List.of(Goal.QUERY_MONTH, Goal.QUERY_NFDUMP, Goal.QUERY_NFDUMP_USUAL, Goal.GROWTH_ROWS);

    private QueryGoals() {}

    /** Notes it. An answer beside nfdump counts only if both answered the same. */
    public static void note(QueryRun.Results results, GoalBook goals) {
        ALL.forEach(goals::forget);
        goals.measured(Goal.QUERY_MONTH, results.slowestOfMonthSeconds());
        QueryRun.Comparison comparison = results.comparison();
        if (comparison != null && comparison.isOfTheSame()) {
            goals.measured(Goal.QUERY_NFDUMP, comparison.rowsRatio());
            goals.measured(Goal.QUERY_NFDUMP_USUAL, comparison.usualRatio());
        }
        if (results.imports().size() > 1) {
            goals.measured(Goal.GROWTH_ROWS, QueryRows.growth(results.imports()));
        }
    }
}
