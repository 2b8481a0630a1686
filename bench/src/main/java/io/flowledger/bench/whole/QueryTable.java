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
        QueryRun.Comparison comparison = results.comparison();
        if (comparison != null) {
            text.append(
                            "\n## Beside nfdump\n\nThe last hour, sent to nfcapd from the same capture, not compressed, its file in memory;")
                    .append(
                            " whole processes in turn, ours with the start of its JVM and its connection, PostgreSQL running.")
                    .append(" Processor time is the kernel's accounting, PostgreSQL's included.\n\n")
                    .append("| command | flows | s | CPU s |\n| --- | ---: | ---: | ---: |\n");
            text.append(row(comparison.rows())).append(row(comparison.nfdump())).append(row(comparison.usual()));
            text.append(String.format(
                    Locale.ROOT,
                    "%n%s: nfcapd has filed %,d flows, our rows are %,d, and %d of the %d addresses over rows have the same"
                            + " octets in nfdump's list.%n",
                    comparison.isOfTheSame() ? "Both answer the same" : "**They do not answer the same**",
                    comparison.nfdump().flows(),
                    comparison.rows().flows(),
                    comparison.agreeing(),
                    comparison.groups()));
        }
        if (!results.imports().isEmpty()) {
            imports(results.imports(), text);
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

    private static void imports(List<QueryRows.Imported> imports, StringBuilder text) {
        text.append(
                        "\n## As the table grows\n\nThe imports that made the rows, each with the start of its JVM; PostgreSQL ran on.")
                .append(String.format(
                        Locale.ROOT,
                        " Processor time of a flow, ours and PostgreSQL's, in the last tenth of them beside the first: %.2f.%n%n",
                        QueryRows.growth(imports)))
                .append("| import | rows before | rows | k rows/s | our CPU s per M | PostgreSQL's CPU s per M |\n")
                .append("| --- | ---: | ---: | ---: | ---: | ---: |\n")
                .append(row("first", imports.get(0)))
                .append(row("middle", imports.get(imports.size() / 2)))
                .append(row("last", imports.get(imports.size() - 1)));
    }

    private static String row(String which, QueryRows.Imported one) {
        return String.format(
                Locale.ROOT,
                "| %s | %,d | %,d | %.0f | %.2f | %.2f |%n",
                which,
                one.rowsBefore(),
                one.rows(),
                one.rowsPerSecond() / 1e3,
                one.ourCpuSeconds() / one.rows() * 1e6,
                one.serverCpuSeconds() / one.rows() * 1e6);
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
