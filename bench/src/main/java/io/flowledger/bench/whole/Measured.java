package io.flowledger.bench.whole;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * One repetition.
 *
 * @param rows committed
 * @param rowsPerSecond while the work ran, without start and end of a process
 * @param wallSeconds of the whole, with start and end
 * @param ourCpuSeconds of our process, 0 when there is none
 * @param serverCpuSeconds of PostgreSQL with all its processes
 * @param peakOctets the most memory of our process
 */
record Measured(
        long rows,
        double rowsPerSecond,
        double wallSeconds,
        double ourCpuSeconds,
        double serverCpuSeconds,
        long peakOctets) {

    double ourCpuPerMillion() {
        return ourCpuSeconds / rows * 1e6;
    }

    double serverCpuPerMillion() {
        return serverCpuSeconds / rows * 1e6;
    }

    static double median(List<Measured> of, ToDoubleFunction<Measured> what) {
        double[] values = of.stream().mapToDouble(what).sorted().toArray();
        int middle = values.length / 2;
        return values.length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
    }

    /** Seconds of our processor for a million rows more, by the medians of two sizes. */
    static double slope(List<Measured> small, List<Measured> large) {
        return (median(large, Measured::ourCpuSeconds) - median(small, Measured::ourCpuSeconds))
                / (median(large, Measured::rows) - median(small, Measured::rows))
                * 1e6;
    }

    /** Lowest and highest, as a table shows them. */
    static double[] range(List<Measured> of, ToDoubleFunction<Measured> what) {
        double[] values = of.stream().mapToDouble(what).sorted().toArray();
        return new double[] {values[0], Arrays.stream(values).max().orElse(0)};
    }
}
