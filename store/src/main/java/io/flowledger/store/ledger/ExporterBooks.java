package io.flowledger.store.ledger;

import io.flowledger.flow.ledger.LedgerCounter;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The books of one exporter over the time that an audit looks at.
 *
 * @param exporter its address
 * @param counters sums of the ledger
 * @param reasons parts of those sums that have reasons, by the reason's name
 * @param comparedRows rows by the ledger, of the hours that the table still has
 * @param tableRows rows in the table in those hours
 * @param expiredRows rows by the ledger, of hours that the table has no longer
 * @param waitingSets Data Sets that wait for their template by flowledger.parked_set
 * @param problems what does not match, one sentence each; empty when the books balance
 */
public record ExporterBooks(
        String exporter,
        Map<LedgerCounter, Long> counters,
        Map<LedgerCounter, Map<String, Long>> reasons,
        long comparedRows,
        long tableRows,
        long expiredRows,
        long waitingSets,
        List<String> problems) {

    public ExporterBooks {
        counters = Map.copyOf(counters);
        reasons = Map.copyOf(reasons);
        problems = List.copyOf(problems);
    }

    /** The sum of a counter. */
    public long value(LedgerCounter counter) {
        return counters.getOrDefault(counter, 0L);
    }

    /** True when everything matches. */
    public boolean balanced() {
        return problems.isEmpty();
    }

    /** Figures as they are gathered. */
    static final class Gathering {
        final EnumMap<LedgerCounter, Long> counters = new EnumMap<>(LedgerCounter.class);
        final EnumMap<LedgerCounter, Map<String, Long>> reasons = new EnumMap<>(LedgerCounter.class);
        final List<String> problems = new java.util.ArrayList<>();
        final Map<Long, long[]> rowsByHour = new TreeMap<>();
        long comparedRows;
        long tableRows;
        long expiredRows;
        long waitingSets;

        ExporterBooks finish(String exporter) {
            return new ExporterBooks(
                    exporter, counters, reasons, comparedRows, tableRows, expiredRows, waitingSets, problems);
        }
    }
}
