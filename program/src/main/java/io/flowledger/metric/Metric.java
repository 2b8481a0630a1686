package io.flowledger.metric;

import io.flowledger.flow.ledger.LedgerCounter;
import io.flowledger.grafolean.ReportCounters;
import io.flowledger.journal.write.JournalWriter;
import io.flowledger.pipeline.IngestCounters;
import io.flowledger.pipeline.LedgerTotals;
import io.flowledger.store.retention.DropReason;
import io.flowledger.store.retention.RetentionWorker;
import io.flowledger.wire.fault.DecodeFault;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToLongBiFunction;
import java.util.function.ToLongFunction;

/**
 * A metric: name, kind, help, and where its samples come from. What is per exporter is in flowledger.ledger, not here: labels
 * are only from closed sets.
 *
 * @param name after the Prometheus conventions: {@code flowledger_<noun>_<unit>_total}
 */
record Metric(String name, Kind kind, String help, Function<CollectorState, List<Sample>> samples) {
    /** As Prometheus calls them. */
    enum Kind {
        COUNTER,
        GAUGE
    }

    /** All that the collector has; empty when this process is none. */
    static List<Metric> collector() {
        List<Metric> all = new ArrayList<>();
        all.add(reception(
                "flowledger_received_datagrams_total",
                "Datagrams and Messages received.",
                reception -> reception.received().getAsLong()));
        all.add(reception(
                "flowledger_receive_journal_full_datagrams_total",
                "Datagrams refused because the journal was full: they are lost.",
                reception -> reception.refused().getAsLong()));
        all.add(reception(
                "flowledger_receive_kernel_dropped_datagrams_total",
                "Datagrams that the kernel dropped because the receive buffer was full: they are lost.",
                reception -> reception.kernelDropped().getAsLong()));
        all.add(journal(
                "flowledger_journal_written_octets_total",
                Kind.COUNTER,
                "Octets written to the journal, from its first day on.",
                JournalWriter::writtenPosition));
        all.add(journal(
                "flowledger_journal_durable_octets_total",
                Kind.COUNTER,
                "Octets of the journal that are forced to disk, from its first day on.",
                JournalWriter::durablePosition));
        all.add(journal(
                "flowledger_journal_size_octets",
                Kind.GAUGE,
                "Octets that the journal takes on disk.",
                JournalWriter::totalOctets));
        all.add(new Metric(
                "flowledger_journal_limit_octets",
                Kind.GAUGE,
                "The most that the journal may take.",
                state -> state.isCollector() ? List.of(Sample.of(state.journalLimitOctets())) : List.of()));
        all.add(new Metric(
                "flowledger_journal_waiting_octets",
                Kind.GAUGE,
                "Octets of the journal that are not in the tables yet.",
                state -> known(state.waitingOctets())));
        all.add(new Metric(
                "flowledger_journal_waiting_datagrams",
                Kind.GAUGE,
                "Datagrams of the journal that are not in the tables yet.",
                state -> known(state.waitingDatagrams())));
        all.add(ingest("flowledger_decode_datagrams_total", "Datagrams decoded.", IngestCounters::datagrams));
        all.add(ingest("flowledger_landing_batches_total", "Transactions committed.", IngestCounters::batches));
        all.add(ingest("flowledger_landing_rows_total", "Rows committed.", IngestCounters::rows));
        all.add(ingest(
                "flowledger_landing_refused_rows_total",
                "Rows that the database refused for good.",
                IngestCounters::refusedRows));
        all.add(ingest(
                "flowledger_landing_failed_attempts_total",
                "Transactions that failed and were tried again.",
                IngestCounters::failedAttempts));
        all.add(reports(
                "flowledger_grafolean_sent_reports_total",
                Kind.COUNTER,
                "Reports that Grafolean took.",
                ReportCounters::sent));
        all.add(reports(
                "flowledger_grafolean_in_doubt_reports_total",
                Kind.COUNTER,
                "Reports whose answer was lost: they may have arrived, and are not sent again.",
                ReportCounters::inDoubt));
        all.add(reports(
                "flowledger_grafolean_given_up_reports_total",
                Kind.COUNTER,
                "Reports that Grafolean refused for good, or that became too old: they are lost.",
                ReportCounters::givenUp));
        all.add(reports(
                "flowledger_grafolean_waiting_reports",
                Kind.GAUGE,
                "Reports that wait to be sent to Grafolean.",
                ReportCounters::waiting));
        all.add(retention(
                "flowledger_retention_dropped_rows_total",
                "Rows of flows dropped by retention since the start.",
                RetentionWorker::rows));
        all.add(retention(
                "flowledger_retention_dropped_octets_total",
                "Octets on disk dropped by retention since the start, of all tables.",
                RetentionWorker::octets));
        all.addAll(StorageMetrics.all());
        for (LedgerCounter counter : LedgerCounter.values()) {
            all.add(ledger(counter));
        }
        for (LedgerCounter counter : LedgerCounter.WITH_REASONS) {
            all.add(reasons(counter));
        }
        return all;
    }

    static List<Sample> known(long value) {
        return value < 0 ? List.of() : List.of(Sample.of(value));
    }

    private static Metric reception(String name, String help, ToLongFunction<Reception> value) {
        return new Metric(name, Kind.COUNTER, help, state -> {
            Reception reception = state.reception();
            return reception == null ? List.of() : List.of(Sample.of(value.applyAsLong(reception)));
        });
    }

    private static Metric journal(String name, Kind kind, String help, ToLongFunction<JournalWriter> value) {
        return new Metric(name, kind, help, state -> {
            JournalWriter journal = state.journal();
            return journal == null ? List.of() : List.of(Sample.of(value.applyAsLong(journal)));
        });
    }

    private static Metric ingest(String name, String help, ToLongFunction<IngestCounters> value) {
        return new Metric(name, Kind.COUNTER, help, state -> {
            IngestCounters counters = state.ingested();
            return counters == null ? List.of() : List.of(Sample.of(value.applyAsLong(counters)));
        });
    }

    private static Metric reports(String name, Kind kind, String help, ToLongFunction<ReportCounters> value) {
        return new Metric(name, kind, help, state -> {
            ReportCounters counters = state.reports();
            return counters == null ? List.of() : List.of(Sample.of(value.applyAsLong(counters)));
        });
    }

    private static Metric retention(String name, String help, ToLongBiFunction<RetentionWorker, DropReason> value) {
        return new Metric(name, Kind.COUNTER, help, state -> {
            RetentionWorker worker = state.retention();
            List<Sample> samples = new ArrayList<>();
            for (DropReason reason : worker == null ? new DropReason[0] : DropReason.values()) {
                samples.add(Sample.of("reason", reason.key(), value.applyAsLong(worker, reason)));
            }
            return samples;
        });
    }

    private static Metric ledger(LedgerCounter counter) {
        return new Metric(
                ledgerName(counter, ""),
                waits(counter) ? Kind.GAUGE : Kind.COUNTER,
                "Ledger since the start: " + counter.doc() + ".",
                state -> {
                    LedgerTotals totals = state.landed();
                    return totals == null ? List.of() : List.of(Sample.of(totals.value(counter)));
                });
    }

    private static Metric reasons(LedgerCounter counter) {
        return new Metric(
                ledgerName(counter, "_reason"),
                Kind.COUNTER,
                "Ledger since the start: " + counter.doc() + ".",
                state -> {
                    LedgerTotals totals = state.landed();
                    List<Sample> samples = new ArrayList<>();
                    Map<DecodeFault, Long> reasons = totals == null ? Map.of() : totals.reasons(counter);
                    reasons.forEach((fault, count) ->
                            samples.add(Sample.of("reason", fault.name().toLowerCase(Locale.ROOT), count)));
                    return samples;
                });
    }

    /** Counters that fall again when what waits is decoded. */
    private static boolean waits(LedgerCounter counter) {
        return counter == LedgerCounter.DATAGRAMS_PARKED || counter == LedgerCounter.SETS_PARKED;
    }

    private static String ledgerName(LedgerCounter counter, String suffix) {
        String[] words = counter.column().split("_");
        String unit = counter.unit();
        String noun = words[0].equals(unit) && words.length > 1
                ? counter.column().substring(unit.length() + 1)
                : counter.column();
        String name = "flowledger_ledger_" + noun + suffix + (noun.endsWith(unit) ? "" : "_" + unit);
        return waits(counter) ? name : name + "_total";
    }
}
