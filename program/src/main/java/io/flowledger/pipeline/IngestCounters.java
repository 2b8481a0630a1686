package io.flowledger.pipeline;

import java.util.concurrent.atomic.LongAdder;

/** What an ingest did since it began. Written by its threads, read by any. */
public final class IngestCounters {
    final LongAdder datagrams = new LongAdder();
    final LongAdder batches = new LongAdder();
    final LongAdder rows = new LongAdder();
    final LongAdder refusedRows = new LongAdder();
    final LongAdder failedAttempts = new LongAdder();

    /** Datagrams decoded. */
    public long datagrams() {
        return datagrams.sum();
    }

    /** Transactions committed. */
    public long batches() {
        return batches.sum();
    }

    /** Rows committed. */
    public long rows() {
        return rows.sum();
    }

    /** Rows that the database refused for good. */
    public long refusedRows() {
        return refusedRows.sum();
    }

    /** Transactions that failed and were tried again. */
    public long failedAttempts() {
        return failedAttempts.sum();
    }
}
