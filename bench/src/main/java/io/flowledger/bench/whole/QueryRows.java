package io.flowledger.bench.whole;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Makes the rows that are asked for, an hour a day, and notes what each import took while the table grew. */
final class QueryRows {
    /** A little less than an hour, so that all of a day's flows come within one. */
    private static final double FLOWS_OF_A_DAY_SECONDS = 3550;

    private static final int FIRST_SEED = 100;

    private final Path dataDirectory;
    private final Path java;
    private final Consumer<String> progress;

    /**
     * One import.
     *
     * @param rowsBefore that were there
     * @param rowsPerSecond while it ran, without start and end of its process
     * @param ourCpuSeconds with start and end
     */
    record Imported(
            Instant hour,
            long rowsBefore,
            long rows,
            double rowsPerSecond,
            double ourCpuSeconds,
            double serverCpuSeconds) {

        double cpuPerMillion() {
            return (ourCpuSeconds + serverCpuSeconds) / rows * 1e6;
        }
    }

    QueryRows(Path dataDirectory, Path java, Consumer<String> progress) {
        this.dataDirectory = dataDirectory;
        this.java = java;
        this.progress = progress;
    }

    /** Makes the rows of so many days, the last hour being the one that is complete now. */
    void make(BenchServer server, int days, long flows, @Nullable Path keptCapture)
            throws IOException, SQLException, InterruptedException {
        Instant last = Instant.now().truncatedTo(ChronoUnit.HOURS).minus(1, ChronoUnit.HOURS);
        Path capture = Files.createTempFile("flowledger-bench", ".pcap");
        Files.deleteIfExists(notes(dataDirectory));
        try {
            long rows = 0;
            for (int day = days - 1; day >= 0; day--) {
                Instant start = last.minus(day, ChronoUnit.DAYS);
                progress.accept("rows of " + start);
                program(List.of(
                        "generate",
                        "--protocol",
                        "v5,v9,ipfix",
                        "--flows",
                        Long.toString(flows),
                        "--flow-rate",
                        String.format(Locale.ROOT, "%.1f", flows / FLOWS_OF_A_DAY_SECONDS),
                        "--duration",
                        "1h",
                        // nfdump scales some protocols by their sampling rates and others not.
                        "--sampling",
                        "0",
                        "--seed",
                        Integer.toString(FIRST_SEED + day),
                        "--start",
                        start.toString(),
                        "--write",
                        capture.toString()));
                rows += imported(server, start, rows, capture);
            }
            if (keptCapture != null) {
                Files.move(capture, keptCapture);
            }
        } finally {
            Files.deleteIfExists(capture);
        }
        progress.accept("sums");
        program(List.of("rollup", "--data-dir", dataDirectory.toString()));
    }

    private long imported(BenchServer server, Instant start, long rowsBefore, Path capture)
            throws IOException, SQLException, InterruptedException {
        double ourCpu = CpuClock.endedChildren();
        double serverCpu = server.cpuSeconds();
        String said = program(List.of(
                "import",
                "--data-dir",
                dataDirectory.toString(),
                "--fsync",
                "none",
                "--keep-raw",
                "1m",
                capture.toString()));
        double ourUsed = CpuClock.endedChildren() - ourCpu;
        double serverUsed = server.cpuSeconds() - serverCpu;
        long rows = server.number(QueryRun.DATABASE, "SELECT sum(rows)::bigint FROM flowledger.ledger") - rowsBefore;
        String line = String.format(
                Locale.ROOT,
                "%s,%d,%d,%.0f,%.2f,%.2f%n",
                start,
                rowsBefore,
                rows,
                ImportRun.rate(said),
                ourUsed,
                serverUsed);
        Path notes = notes(dataDirectory);
        Files.writeString(notes, (Files.exists(notes) ? Files.readString(notes) : "") + line);
        return rows;
    }

    private String program(List<String> arguments) throws IOException, InterruptedException {
        try (ChildProcess process = ChildProcess.start(java, arguments)) {
            return process.await().out();
        }
    }

    private static Path notes(Path dataDirectory) {
        return dataDirectory.resolveSibling(dataDirectory.getFileName() + ".imports.csv");
    }

    /** What the imports took that made the rows of a data directory; empty when nothing was noted. */
    static List<Imported> imports(Path dataDirectory) throws IOException {
        List<Imported> imports = new ArrayList<>();
        Path notes = notes(dataDirectory);
        if (Files.exists(notes)) {
            for (String line : Files.readAllLines(notes)) {
                String[] values = line.split(",", -1);
                imports.add(new Imported(
                        Instant.parse(values[0]),
                        Long.parseLong(values[1]),
                        Long.parseLong(values[2]),
                        Double.parseDouble(values[3]),
                        Double.parseDouble(values[4]),
                        Double.parseDouble(values[5])));
            }
        }
        return imports;
    }

    /** Processor time of a flow in the last tenth of the imports over that in the first tenth, of one import at least. */
    static double growth(List<Imported> imports) {
        int part = Math.max(1, imports.size() / 10);
        return cpuPerMillion(imports.subList(imports.size() - part, imports.size()))
                / cpuPerMillion(imports.subList(0, part));
    }

    private static double cpuPerMillion(List<Imported> imports) {
        return imports.stream().mapToDouble(Imported::cpuPerMillion).average().orElse(0);
    }
}
