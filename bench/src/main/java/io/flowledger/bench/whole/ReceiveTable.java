package io.flowledger.bench.whole;

import java.util.List;
import java.util.Locale;

/** What was received of what was sent, in Markdown. */
final class ReceiveTable {
    private ReceiveTable() {}

    static String of(List<ReceiveRun.Result> results) {
        StringBuilder text = new StringBuilder(512)
                .append(
                        "| wanted, datagrams/s | sent | sent, datagrams/s | in the books | dropped by the kernel, as our books say | as the kernel says | records missing by sequence numbers | books balance |"
                                + " rows of records | landed after, s | our CPU s per M rows | memory, MiB |\n")
                .append("| ---: | ---: | ---: | ---: | ---: | ---: | ---: | --- | --- | ---: | ---: | ---: |\n");
        for (ReceiveRun.Result result : results) {
            text.append(String.format(
                    Locale.ROOT,
                    "| %s | %,d | %,.0f | %,d | %,d (%.2f %%) | %,d | %,d | %s | %,d of %,d | %.1f | %.2f | %.0f |%n",
                    result.wanted() > 0 ? String.format(Locale.ROOT, "%,.0f", result.wanted()) : "flat out",
                    result.sent(),
                    result.perSecond(),
                    result.received(),
                    result.dropped(),
                    100.0 * result.dropped() / result.sent(),
                    result.kernelDropped(),
                    result.sequenceLost(),
                    result.isBalanced() ? "yes" : "**no**",
                    result.rows(),
                    result.records(),
                    result.landedSeconds(),
                    result.ourCpuSeconds() / result.rows() * 1e6,
                    result.peakOctets() / (double) (1 << 20)));
        }
        return text.toString();
    }
}
