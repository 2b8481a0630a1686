package io.flowledger.bench.whole;

import io.flowledger.bench.goal.Goal;
import io.flowledger.bench.goal.GoalBook;
import java.util.List;

/** What imports say of the goals. */
final class ImportGoals {
    private ImportGoals() {}

    static void note(List<ImportRun.Result> results, GoalBook goals) {
        List.of(Goal.COPY_RATIO_FLOWS, Goal.COPY_RATIO_GRAFOLEAN, Goal.CPU, Goal.CPU_SMALL, Goal.OCTETS_HOT)
                .forEach(goals::forget);
        for (ImportRun.Result result : results) {
            boolean wide = result.layout().equals("flows");
            double ratio = Measured.median(result.ours(), Measured::rowsPerSecond)
                    / Measured.median(result.limit(), Measured::rowsPerSecond);
            goals.worst(wide ? Goal.COPY_RATIO_FLOWS : Goal.COPY_RATIO_GRAFOLEAN, ratio);
            if (!wide) {
                goals.worst(Goal.OCTETS_HOT, result.octetsOfRow());
            }
            double cpu = result.ourSlope();
            if (result.dataset() == Dataset.V9_SMALL) {
                goals.worst(Goal.CPU_SMALL, cpu);
            } else if (result.dataset() == Dataset.V5 || result.dataset() == Dataset.V9) {
                goals.worst(Goal.CPU, cpu);
            }
        }
    }
}
