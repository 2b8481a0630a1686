package io.flowledger.fault;

import java.util.ArrayList;
import java.util.List;

/** What a scenario did and found. One thread. */
final class Outcome {
    private final String scenario;
    private final List<String> differences = new ArrayList<>();
    private long startedAtNanoTime;
    private long tookNanos;
    private int rounds;
    private int faults;
    private long rows;

    Outcome(String scenario) {
        this.scenario = scenario;
    }

    void begin() {
        startedAtNanoTime = System.nanoTime();
    }

    void end() {
        tookNanos += System.nanoTime() - startedAtNanoTime;
    }

    String scenario() {
        return scenario;
    }

    /** One kill, stop, cut or filled disk. */
    void fault() {
        faults++;
    }

    int faults() {
        return faults;
    }

    /** A round is over: so many rows were compared, and these differences found. */
    void round(long rowsCompared, List<String> found) {
        rounds++;
        rows += rowsCompared;
        differences.addAll(found);
    }

    /** What should hold and does not. */
    void require(boolean holds, String otherwise) {
        if (!holds) {
            differences.add(otherwise);
        }
    }

    List<String> differences() {
        return differences;
    }

    static String heading() {
        return String.format(
                "%-34s %6s %6s %9s %11s %7s", "scenario", "rounds", "faults", "rows", "differences", "seconds");
    }

    @Override
    public String toString() {
        return String.format(
                "%-34s %6d %6d %9d %11d %7.1f", scenario, rounds, faults, rows, differences.size(), tookNanos / 1e9);
    }
}
