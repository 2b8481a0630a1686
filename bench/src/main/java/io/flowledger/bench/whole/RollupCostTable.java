package io.flowledger.bench.whole;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What sums cost, in Markdown. */
final class RollupCostTable {
    private RollupCostTable() {}

    /** Rows landed in a second with sums beside, over those without. */
    static double ratio(Map<RollupCostRun.Variant, List<RollupCostRun.Turn>> turns) {
        return rate(turns, RollupCostRun.Variant.SUMS) / rate(turns, RollupCostRun.Variant.WITHOUT);
    }

    private static double rate(
            Map<RollupCostRun.Variant, List<RollupCostRun.Turn>> turns, RollupCostRun.Variant variant) {
        return Measured.median(landed(turns.getOrDefault(variant, List.of())), Measured::rowsPerSecond);
    }

    private static List<Measured> landed(List<RollupCostRun.Turn> turns) {
        return turns.stream().map(RollupCostRun.Turn::landed).toList();
    }

    static String of(Map<RollupCostRun.Variant, List<RollupCostRun.Turn>> turns) {
        StringBuilder text = new StringBuilder(1024)
                .append("| landed | rows | k rows/s | beside without | our CPU s per M | PostgreSQL's CPU s per M |"
                        + " summed after, s | our CPU s in that time | PostgreSQL's |\n"
                        + "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n");
        double without = rate(turns, RollupCostRun.Variant.WITHOUT);
        turns.forEach((variant, of) -> {
            List<Measured> landed = landed(of);
            text.append(String.format(
                    Locale.ROOT,
                    "| %s | %,d | %s | **%.2f** | %.2f | %.2f |",
                    variant.title(),
                    landed.get(0).rows(),
                    ImportTable.rates(landed),
                    rate(turns, variant) / without,
                    Measured.median(landed, Measured::ourCpuPerMillion),
                    Measured.median(landed, Measured::serverCpuPerMillion)));
            text.append(
                    variant != RollupCostRun.Variant.SUMS
                            ? " | | |\n"
                            : String.format(
                                    Locale.ROOT,
                                    " %.1f | %.2f | %.2f |%n",
                                    median(of.stream()
                                            .map(RollupCostRun.Turn::summedSeconds)
                                            .toList()),
                                    median(of.stream()
                                            .map(RollupCostRun.Turn::summedCpuSeconds)
                                            .toList()),
                                    median(of.stream()
                                            .map(RollupCostRun.Turn::summedServerSeconds)
                                            .toList())));
        });
        return text.toString();
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }
}
