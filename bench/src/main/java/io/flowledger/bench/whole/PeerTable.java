package io.flowledger.bench.whole;

import java.util.List;
import java.util.Locale;

/** Collectors beside each other, in Markdown. */
final class PeerTable {
    private PeerTable() {}

    static String of(List<PeerRun.Result> results) {
        StringBuilder text = new StringBuilder(512)
                .append(
                        "| collector | wanted, datagrams/s | flows sent | stored | stored in a second | its CPU s per M |"
                                + " PostgreSQL's CPU s per M |\n| --- | ---: | ---: | ---: | ---: | ---: | ---: |\n");
        for (PeerRun.Result result : results) {
            if (!result.isMeasured()) {
                text.append("| ").append(result.name()).append(" | not installed here | | | | | |\n");
                continue;
            }
            PeerRun.Load last = result.loads().get(result.loads().size() - 1);
            text.append(String.format(
                    Locale.ROOT,
                    "| %s | %,.0f | %,d | %,.0f | %,.0f | %.2f | %.2f |%n",
                    result.name(),
                    last.wanted(),
                    last.sent(),
                    result.stored(),
                    result.flowsPerSecond(),
                    result.cpuPerMillion(),
                    result.serverPerMillion()));
        }
        for (WriterFigures writer : List.of(WriterFigures.V5, WriterFigures.V9)) {
            text.append(String.format(
                    Locale.ROOT,
                    "| grafolean-netflow-bot's writer, %s (figures of another run) | | | | %,.0f | %.2f | %.2f |%n",
                    writer.protocol(),
                    writer.flowsPerSecond(),
                    writer.cpuPerMillion(),
                    writer.serverPerMillion()));
        }
        return text.toString();
    }
}
