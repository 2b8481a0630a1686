package io.flowledger.bench.whole;

import io.flowledger.bench.goal.Goal;
import io.flowledger.bench.goal.GoalBook;
import java.util.List;

/** What loads of ours and of others say of the goals. */
final class PeerGoals {
    private PeerGoals() {}

    static void note(List<PeerRun.Result> results, GoalBook goals) {
        List.of(Goal.PEER_RATE, Goal.PEER_CPU, Goal.FILER_CPU, Goal.DECODER_CPU, Goal.WRITER_RATE, Goal.WRITER_CPU)
                .forEach(goals::forget);
        PeerRun.Result ours = results.get(0);
        double rate = ours.flowsPerSecond();
        double cpu = ours.cpuPerMillion();
        goals.measured(Goal.WRITER_RATE, rate / WriterFigures.V5.flowsPerSecond());
        goals.measured(Goal.WRITER_CPU, cpu / WriterFigures.V5.cpuPerMillion());
        for (PeerRun.Result peer : results) {
            if (peer.isMeasured()) {
                switch (peer.name()) {
                    case PeerRun.STORER -> {
                        goals.measured(Goal.PEER_RATE, rate / peer.flowsPerSecond());
                        goals.measured(Goal.PEER_CPU, cpu / peer.cpuPerMillion());
                    }
                    case PeerRun.FILER -> goals.measured(Goal.FILER_CPU, cpu / peer.cpuPerMillion());
                    case PeerRun.DECODER -> goals.measured(Goal.DECODER_CPU, cpu / peer.cpuPerMillion());
                    default -> {}
                }
            }
        }
    }
}
