package io.flowledger.bench.whole;

import java.util.List;
import java.util.Locale;

/** What imports took beside the server's own COPY, in Markdown. */
final class ImportTable {
    private ImportTable() {}

    static String of(List<ImportRun.Result> results) {
        StringBuilder text = new StringBuilder(1024)
                .append(
                        "| rows | layout | ours, k rows/s | without journal and books, k rows/s | COPY, k rows/s | ratio to COPY | ours with start, k rows/s |"
                                + " our CPU s per M | without its start | our CPU s per M without journal and books | server CPU s per M, ours | server CPU s per M, COPY | memory, MiB | octets a row on disk |\n")
                .append(
                        "| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n");
        for (ImportRun.Result result : results) {
            List<Measured> ours = result.ours();
            List<Measured> limit = result.limit();
            double rate = Measured.median(ours, Measured::rowsPerSecond);
            double most = Measured.median(limit, Measured::rowsPerSecond);
            text.append(String.format(
                    Locale.ROOT,
                    "| %s (%,d) | %s | %s | %s | %s | **%.2f** | %.0f | %.2f | %.2f | %.2f | %.2f | %.2f | %.0f | %.1f |%n",
                    result.dataset().title(),
                    ours.get(0).rows(),
                    result.layout(),
                    rates(ours),
                    rates(result.bare()),
                    rates(limit),
                    rate / most,
                    Measured.median(ours, one -> one.rows() / one.wallSeconds()) / 1e3,
                    Measured.median(ours, Measured::ourCpuPerMillion),
                    result.ourSlope(),
                    Measured.median(result.bare(), Measured::ourCpuPerMillion),
                    Measured.median(ours, Measured::serverCpuPerMillion),
                    Measured.median(limit, Measured::serverCpuPerMillion),
                    Measured.median(ours, one -> (double) one.peakOctets()) / (1 << 20),
                    result.octetsOfRow()));
        }
        return text.toString();
    }

    /** The median with lowest and highest, in thousands. */
    static String rates(List<Measured> measured) {
        double[] range = Measured.range(measured, Measured::rowsPerSecond);
        return String.format(
                Locale.ROOT,
                "%.0f (%.0f–%.0f)",
                Measured.median(measured, Measured::rowsPerSecond) / 1e3,
                range[0] / 1e3,
                range[1] / 1e3);
    }
}
