package io.flowledger.bench.whole;

import java.util.List;
import java.util.Locale;

/** How long answers took, in Markdown. */
public final class QueryTable {
    private QueryTable() {}

    /** The figures. */
    public static String of(QueryRun.Results results) {
        StringBuilder text = new StringBuilder(2048);
        text.append(String.format(
                Locale.ROOT,
                "PostgreSQL %s, Java %s. %,d rows of flows in 30 days, %,d of them in the last hour, %s to %s. %,d minutes,"
                        + " hours and days were not summed.%n%n",
                results.version(),
                System.getProperty("java.version"),
                results.rows(),
                results.lastHourRows(),
                results.lastHour().from(),
                results.lastHour().to(),
                results.marks()));
        text.append("| question | read from | first, ")
                .append(results.dropsCaches() ? "server and page cache cold, ms" : "as it was in memory, ms")
                .append(" | then, ms |\n| --- | --- | ---: | ---: |\n");
        for (QueryRun.Answered answer : results.answers()) {
            text.append(String.format(
                    Locale.ROOT,
                    "| %s | %s | %,.0f | %s |%n",
                    answer.question(),
                    answer.source(),
                    answer.firstMillis(),
                    middle(answer.millis(), "%,.0f")));
        }
        if (!results.beside().isEmpty()) {
            text.append(
                            "\n## Beside nfdump\n\nThe last hour, sent to nfcapd from the same capture, not compressed, its file in memory;")
                    .append(
                            " whole processes in turn, ours with the start of its JVM and its connection, PostgreSQL running.")
                    .append(" Processor time is the kernel's accounting, PostgreSQL's included.\n\n")
                    .append("| command | flows | s | CPU s |\n| --- | ---: | ---: | ---: |\n");
            results.beside().forEach(beside -> text.append(row(beside)));
        }
        QueryRun.Beside rebuilt = results.rebuilt();
        if (rebuilt != null) {
            text.append(
                            "\n## Sums\n\nThe last hour's minutes, its hour and its day summed once more, start of the JVM included.\n\n")
                    .append("| command | flows | s | CPU s |\n| --- | ---: | ---: | ---: |\n")
                    .append(row(rebuilt));
        }
        return text.toString();
    }

    private static String row(QueryRun.Beside beside) {
        return String.format(
                Locale.ROOT,
                "| `%s` | %,d | %s | %s |%n",
                beside.command(),
                beside.flows(),
                middle(beside.seconds(), "%.2f"),
                middle(beside.cpuSeconds(), "%.2f"));
    }

    private static String middle(List<Double> values, String format) {
        double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        String median = String.format(Locale.ROOT, format, sorted[sorted.length / 2]);
        return sorted.length == 1
                ? median
                : String.format(
                        Locale.ROOT,
                        "%s (" + format + "–" + format + ")",
                        median,
                        sorted[0],
                        sorted[sorted.length - 1]);
    }
}
