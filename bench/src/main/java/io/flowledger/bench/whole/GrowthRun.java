package io.flowledger.bench.whole;

import io.flowledger.generate.GeneratedProtocol;
import io.flowledger.generate.GeneratorSettings;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Whether a flow costs the same whoever sends it and however many came before: imports with few and many exporters and
 * templates, each of two sizes, so that what a start costs drops out.
 */
final class GrowthRun {
    private static final int DATAGRAM_OCTETS = 1464;
    private static final int SMALL_PART = 5;

    private final ImportRun imports;

    /** What varies. */
    private record Variant(String title, int exporters, int templates) {}

    private static final List<Variant> VARIANTS = List.of(
            new Variant("1 exporter, 1 template", 1, 1),
            new Variant("100 exporters, 1 template each", 100, 1),
            new Variant("10,000 exporters, 1 template each", 10_000, 1),
            new Variant("1 exporter, 10 templates", 1, 10),
            new Variant("1 exporter, 100 templates", 1, 100));

    /** One variant in one size. */
    private record Point(Variant variant, List<Measured> small, List<Measured> large) {
        double ours() {
            return Measured.slope(small, large);
        }

        double server() {
            return (Measured.median(large, Measured::serverCpuSeconds)
                            - Measured.median(small, Measured::serverCpuSeconds))
                    / (Measured.median(large, Measured::rows) - Measured.median(small, Measured::rows))
                    * 1e6;
        }

        double mebibytes() {
            return Measured.median(large, Measured::peakOctets) / (1 << 20);
        }
    }

    /** What was measured, and the worst of it beside the first. */
    record Result(String table, double worstRatio, double memoryRatio) {}

    GrowthRun(ImportRun imports) {
        this.imports = imports;
    }

    Result run(long flows, int rounds) throws IOException, SQLException, InterruptedException {
        List<Point> points = new ArrayList<>();
        for (Variant variant : VARIANTS) {
            points.add(new Point(variant, new ArrayList<>(), new ArrayList<>()));
        }
        for (int round = 0; round < rounds; round++) {
            for (Point point : points) {
                GeneratorSettings settings = settings(point.variant);
                point.small.add(imports.once(settings, flows / SMALL_PART));
                point.large.add(imports.once(settings, flows));
            }
        }
        Point first = points.get(0);
        StringBuilder table = new StringBuilder(1024)
                .append(
                        "| v9 of 20 fields | rows | our CPU s per M | PostgreSQL's CPU s per M | both, beside the first |")
                .append(" memory, MiB |\n| --- | ---: | ---: | ---: | ---: | ---: |\n");
        double worst = 0;
        double memory = 0;
        for (Point point : points) {
            double ratio = (point.ours() + point.server()) / (first.ours() + first.server());
            worst = Math.max(worst, ratio);
            memory = Math.max(memory, point.mebibytes());
            table.append(String.format(
                    Locale.ROOT,
                    "| %s | %,.0f | %.2f | %.2f | %.2f | %.0f |%n",
                    point.variant.title,
                    Measured.median(point.large, Measured::rows),
                    point.ours(),
                    point.server(),
                    ratio,
                    point.mebibytes()));
        }
        return new Result(table.toString(), worst, memory / first.mebibytes());
    }

    private static GeneratorSettings settings(Variant variant) {
        return new GeneratorSettings(
                List.of(GeneratedProtocol.V9),
                variant.exporters,
                1,
                0,
                DATAGRAM_OCTETS,
                0,
                variant.templates,
                1000,
                0,
                false,
                false);
    }
}
