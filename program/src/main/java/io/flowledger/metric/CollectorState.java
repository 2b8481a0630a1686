package io.flowledger.metric;

import io.flowledger.flow.ledger.LedgerCounter;
import io.flowledger.grafolean.ReportCounters;
import io.flowledger.journal.write.JournalWriter;
import io.flowledger.pipeline.Ingest;
import io.flowledger.pipeline.IngestCounters;
import io.flowledger.pipeline.LedgerTotals;
import io.flowledger.pipeline.RoomGate;
import io.flowledger.store.retention.RetentionWorker;
import io.flowledger.store.rollup.RollupWorker;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The parts of the running collector as they come up: first journal and receiver, later the ingest. A console that is served
 * beside a collector of another process has none of them.
 *
 * <p>Safe for all threads.
 */
public final class CollectorState {
    private final Instant startedAt;
    private final Path journalDirectory;
    private final long journalLimitOctets;
    private volatile @Nullable JournalWriter journal;
    private volatile @Nullable Reception reception;
    private volatile @Nullable Ingest ingest;
    private volatile @Nullable RoomGate room;
    private volatile @Nullable ReportCounters reports;
    private volatile @Nullable RetentionWorker retention;
    private volatile @Nullable RollupWorker rollup;

    /**
     * A state in which nothing is running.
     *
     * @param journalLimitOctets the most that the journal may take
     */
    public CollectorState(Instant startedAt, Path journalDirectory, long journalLimitOctets) {
        this.startedAt = startedAt;
        this.journalDirectory = journalDirectory;
        this.journalLimitOctets = journalLimitOctets;
    }

    /** The collector receives from now on. */
    public void receiving(JournalWriter writer, Reception from) {
        journal = writer;
        reception = from;
    }

    /** What is in the journal is landed from now on. */
    public void landing(Ingest carrier, RoomGate gate) {
        room = gate;
        ingest = carrier;
    }

    /** Whether there is room to land, or null before anything is landed. */
    public @Nullable RoomGate room() {
        return room;
    }

    /** What is landed is reported to Grafolean from now on. */
    public void reporting(ReportCounters counters) {
        reports = counters;
    }

    /** What became of reports to Grafolean, or null when none are made. */
    public @Nullable ReportCounters reports() {
        return reports;
    }

    /** Rows are summed and old partitions dropped from now on. */
    public void keeping(RollupWorker summing, RetentionWorker dropping) {
        rollup = summing;
        retention = dropping;
    }

    /** What makes the sums, or null before it began. */
    public @Nullable RollupWorker rollup() {
        return rollup;
    }

    /** What drops old partitions, or null before it began. */
    public @Nullable RetentionWorker retention() {
        return retention;
    }

    /** When this process began. */
    public Instant startedAt() {
        return startedAt;
    }

    public Path journalDirectory() {
        return journalDirectory;
    }

    public long journalLimitOctets() {
        return journalLimitOctets;
    }

    /** True when this process is the collector. */
    public boolean isCollector() {
        return reception != null;
    }

    public @Nullable JournalWriter journal() {
        return journal;
    }

    public @Nullable Reception reception() {
        return reception;
    }

    /** Where datagrams are taken, readable; empty when this process is not the collector. */
    public List<String> listening() {
        Reception now = reception;
        return now == null ? List.of() : now.listening().get();
    }

    /** What ended the ingest, or null. */
    public @Nullable Throwable failure() {
        Ingest now = ingest;
        return now == null ? null : now.failure();
    }

    /** True once the database was reached and what comes is landed. */
    public boolean isLanding() {
        return ingest != null;
    }

    /** What the ingest did so far, or null before it began. */
    public @Nullable IngestCounters ingested() {
        Ingest now = ingest;
        return now == null ? null : now.counters();
    }

    /** What landed batches added to the ledger, or null before there was one. */
    public @Nullable LedgerTotals landed() {
        Ingest now = ingest;
        return now == null ? null : now.totals();
    }

    /** Octets of the journal between what is landed and what is received; -1 when it cannot be known. */
    public long waitingOctets() {
        JournalWriter writer = journal;
        Ingest now = ingest;
        if (writer == null || now == null) {
            return -1;
        }
        return now.isLanded(writer.endPosition()) ? 0 : Math.max(0, writer.endPosition() - now.landedPosition());
    }

    /**
     * Datagrams in the journal that are not landed yet; -1 when it cannot be known. Those that waited already when this process
     * began are not counted by anybody, so that the number is a lower bound until they have landed.
     */
    public long waitingDatagrams() {
        Reception from = reception;
        long octets = waitingOctets();
        if (from == null || octets <= 0) {
            return octets;
        }
        LedgerTotals totals = landed();
        long taken = from.received().getAsLong() - from.refused().getAsLong();
        return Math.max(0, taken - (totals == null ? 0 : totals.value(LedgerCounter.DATAGRAMS_RECEIVED)));
    }
}
