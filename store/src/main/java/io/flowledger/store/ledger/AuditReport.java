package io.flowledger.store.ledger;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an audit found.
 *
 * @param since from which minute on, null for everything
 * @param exporters the books of each exporter, by address
 * @param kernelDropped datagrams that the kernel dropped before they could be read
 * @param journalFullDropped datagrams refused because the journal was full
 * @param refusedRows rows in flowledger.poison_row
 */
public record AuditReport(
        @Nullable Instant since,
        List<ExporterBooks> exporters,
        long kernelDropped,
        long journalFullDropped,
        long refusedRows) {

    public AuditReport {
        exporters = List.copyOf(exporters);
    }

    /** True when the books of all exporters balance. */
    public boolean balanced() {
        return exporters.stream().allMatch(ExporterBooks::balanced);
    }
}
