package io.flowledger.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Runs the benchmarks of the stages with JMH, with each JVM in turn, and makes a table of them. */
final class StageRun {
    private final Path directory;
    private final List<String> durations;

    /** @param durations options of JMH, none for those of each benchmark */
    StageRun(Path directory, List<String> durations) {
        this.directory = directory;
        this.durations = durations;
    }

    /**
     * One benchmark with one JVM.
     *
     * @param each what {@code perSecond} counts
     * @param recordsPerSecond in a second of processor time; 0 where no records are counted
     * @param octetsAllocated for each record, or for each of {@code each} where no records are counted
     */
    record Stage(
            String java,
            String name,
            String each,
            double perSecond,
            double error,
            double recordsPerSecond,
            double octetsAllocated) {}

    List<Stage> run(Path java) throws IOException, InterruptedException {
        Path json = directory.resolve("stages.json");
        List<String> command = new ArrayList<>(List.of(
                java.toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "org.openjdk.jmh.Main",
                "-jvm",
                java.toString(),
                "-prof",
                "gc",
                "-rf",
                "json",
                "-rff",
                json.toString()));
        command.addAll(durations);
        Process process = new ProcessBuilder(command).inheritIO().start();
        if (process.waitFor() != 0) {
            throw new IOException("JMH ended with " + process.exitValue());
        }
        return read(json);
    }

    private static List<Stage> read(Path json) throws IOException {
        List<Stage> stages = new ArrayList<>();
        for (JsonNode result : new ObjectMapper().readTree(Files.readString(json))) {
            String benchmark = result.path("benchmark").asText();
            List<String> name = new ArrayList<>();
            String[] words = benchmark.split("\\.");
            name.add(words[words.length - 2].replace("Benchmark", ""));
            result.path("params").forEach(value -> name.add(value.asText()));
            double perSecond = result.path("primaryMetric").path("score").asDouble();
            double error = result.path("primaryMetric").path("scoreError").asDouble();
            JsonNode others = result.path("secondaryMetrics");
            double records = others.path("records").path("score").asDouble(0);
            double allocated = others.path("gc.alloc.rate.norm").path("score").asDouble(0);
            stages.add(new Stage(
                    result.path("jdkVersion").asText(),
                    String.join(" ", name).toLowerCase(Locale.ROOT),
                    words[words.length - 1],
                    perSecond,
                    error,
                    fastest(others),
                    records > 0 ? allocated * perSecond / records : allocated));
        }
        return stages;
    }

    /**
     * Records in a second of processor time in the fastest iteration: where the compiler waits for a processor, the first
     * iterations run what is not yet compiled.
     */
    private static double fastest(JsonNode others) {
        JsonNode records = others.path("finishedRecords").path("rawData").path(0);
        JsonNode nanos = others.path("finishedNanos").path("rawData").path(0);
        double fastest = 0;
        for (int i = 0; i < records.size(); i++) {
            if (nanos.path(i).asDouble() > 0) {
                fastest = Math.max(
                        fastest, records.path(i).asDouble() / nanos.path(i).asDouble() * 1e9);
            }
        }
        return fastest;
    }

    /** The table, in Markdown. */
    static String table(List<Stage> stages) {
        StringBuilder text = new StringBuilder(1024)
                .append(
                        "| stage | Java | what | a second | ± | ns each | M records in a CPU second | CPU ns a record | octets allocated |\n")
                .append("| --- | --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |\n");
        for (Stage stage : stages) {
            boolean ofRecords = stage.recordsPerSecond() > 0;
            text.append(String.format(
                    Locale.ROOT,
                    "| %s | %s | %s | %,.0f | %.0f %% | %,.0f | %s | %s | %.2f a %s |%n",
                    stage.name(),
                    stage.java(),
                    stage.each(),
                    stage.perSecond(),
                    100 * stage.error() / stage.perSecond(),
                    1e9 / stage.perSecond(),
                    ofRecords ? String.format(Locale.ROOT, "%.1f", stage.recordsPerSecond() / 1e6) : "",
                    ofRecords ? String.format(Locale.ROOT, "%.1f", 1e9 / stage.recordsPerSecond()) : "",
                    stage.octetsAllocated(),
                    ofRecords ? "record" : stage.each()));
        }
        return text.toString();
    }
}
