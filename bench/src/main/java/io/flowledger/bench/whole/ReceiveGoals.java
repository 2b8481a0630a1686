package io.flowledger.bench.whole;

import io.flowledger.bench.goal.Goal;
import io.flowledger.bench.goal.GoalBook;
import java.util.List;

/** What loads over UDP say of the goals. */
final class ReceiveGoals {
    private ReceiveGoals() {}

    static void note(List<ReceiveRun.Result> results, GoalBook goals) {
        goals.forget(Goal.LOSS_FREE);
        goals.forget(Goal.MEMORY);
        for (ReceiveRun.Result result : results) {
            boolean whole = result.isBalanced() && result.dropped() == 0;
            goals.greatest(Goal.LOSS_FREE, whole ? result.perSecond() : 0);
            if (result.peakOctets() > 0) {
                goals.worst(Goal.MEMORY, result.peakOctets() / (double) (1 << 20));
            }
        }
    }
}
