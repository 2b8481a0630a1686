package io.flowledger.bench.whole;

import io.flowledger.bench.scratch.ScratchDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How long {@code run} takes until it says that it is ready, with the embedded server: on a new data directory, and again on it. */
final class StartRun {
    private final Path directory;
    private final Path java;

    /**
     * One start.
     *
     * @param seconds from the start of the JVM until it was ready
     * @param cpuSeconds of our process until its end
     */
    record Start(double seconds, double cpuSeconds) {}

    /** What was measured, a start each round. */
    record Result(List<Start> fresh, List<Start> existing) {
        double freshSeconds() {
            return median(fresh);
        }

        double existingSeconds() {
            return median(existing);
        }

        private static double median(List<Start> starts) {
            double[] seconds =
                    starts.stream().mapToDouble(Start::seconds).sorted().toArray();
            return seconds[seconds.length / 2];
        }

        String table() {
            return "| data directory | ready after, s | each |\n| --- | ---: | --- |\n" + line("new", fresh)
                    + line("existing", existing);
        }

        private static String line(String name, List<Start> starts) {
            StringBuilder each = new StringBuilder();
            starts.forEach(start -> each.append(String.format(Locale.ROOT, "%.1f ", start.seconds)));
            return String.format(
                    Locale.ROOT,
                    "| %s | %.1f | %s |%n",
                    name,
                    median(starts),
                    each.toString().strip());
        }
    }

    StartRun(Path directory, Path java) {
        this.directory = directory;
        this.java = java;
    }

    Result run(int rounds) throws IOException, InterruptedException {
        List<Start> fresh = new ArrayList<>();
        List<Start> existing = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            Path data = directory.resolve("start-" + round);
            try {
                fresh.add(start(data));
                existing.add(start(data));
            } finally {
                if (Files.exists(data)) {
                    ScratchDirectory.delete(data);
                }
            }
        }
        return new Result(fresh, existing);
    }

    private Start start(Path data) throws IOException, InterruptedException {
        double cpu = CpuClock.endedChildren();
        long begun = System.nanoTime();
        try (ChildProcess collector = ChildProcess.start(
                java,
                List.of(
                        "run",
                        "--data-dir",
                        data.toString(),
                        "--listen",
                        "udp://127.0.0.1:" + ReceiveRun.freePort().getPort(),
                        "--web",
                        "none"))) {
            collector.awaitLine("Ready.");
            double seconds = (System.nanoTime() - begun) / 1e9;
            collector.terminate();
            collector.await();
            return new Start(seconds, CpuClock.endedChildren() - cpu);
        }
    }
}
