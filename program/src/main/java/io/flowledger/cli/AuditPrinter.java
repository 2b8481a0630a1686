package io.flowledger.cli;

import io.flowledger.flow.ledger.LedgerCounter;
import io.flowledger.store.ledger.AuditReport;
import io.flowledger.store.ledger.ExporterBooks;
import java.io.PrintStream;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Prints the equations of an audit, an exporter after the other, then what does not match. */
final class AuditPrinter {
    private final PrintStream out;
    private final String table;

    AuditPrinter(PrintStream out, String table) {
        this.out = out;
        this.table = table;
    }

    void print(AuditReport report) {
        for (ExporterBooks books : report.exporters()) {
            print(books);
        }
        if (report.exporters().isEmpty()) {
            out.println("Nothing was received" + (report.since() == null ? " yet." : " since " + report.since() + "."));
        }
        out.printf(
                Locale.ROOT,
                "Before the journal: %,d datagrams dropped by the kernel, %,d refused because the journal was full.%n",
                report.kernelDropped(),
                report.journalFullDropped());
        if (report.refusedRows() > 0) {
            out.printf(
                    Locale.ROOT,
                    "%,d rows were refused by the database; they are in flowledger.poison_row.%n",
                    report.refusedRows());
        }
        long problems = report.exporters().stream()
                .mapToLong(books -> books.problems().size())
                .sum();
        out.println(
                report.balanced()
                        ? "The books balance."
                        : "The books do NOT balance: " + problems + (problems == 1 ? " problem." : " problems."));
    }

    /** Rows of other tables than that of the flows, when there are any. */
    private static String beside(ExporterBooks books) {
        long events = books.value(LedgerCounter.NAT_EVENTS);
        long discarded = books.value(LedgerCounter.DISCARDED_PACKETS);
        return (events == 0 ? "" : String.format(Locale.ROOT, " + NAT events %,d", events))
                + (discarded == 0 ? "" : String.format(Locale.ROOT, " + discarded packets %,d", discarded));
    }

    private void print(ExporterBooks books) {
        out.println(books.exporter());
        line(
                "datagrams",
                "received %,d = stored %,d + parked %,d + refused %,d%s",
                books.value(LedgerCounter.DATAGRAMS_RECEIVED),
                books.value(LedgerCounter.DATAGRAMS_STORED),
                books.value(LedgerCounter.DATAGRAMS_PARKED),
                books.value(LedgerCounter.DATAGRAMS_REFUSED),
                reasons(books, LedgerCounter.DATAGRAMS_REFUSED));
        line(
                "records",
                "seen %,d + reverse rows %,d = rows %,d%s + options %,d + skipped %,d%s",
                books.value(LedgerCounter.RECORDS_SEEN),
                books.value(LedgerCounter.REVERSE_ROWS),
                books.value(LedgerCounter.ROWS),
                beside(books),
                books.value(LedgerCounter.OPTIONS_RECORDS),
                books.value(LedgerCounter.RECORDS_SKIPPED),
                reasons(books, LedgerCounter.RECORDS_SKIPPED));
        line(
                "table",
                "%,d rows by the ledger, %,d in %s%s",
                books.comparedRows(),
                books.tableRows(),
                table,
                books.expiredRows() == 0
                        ? ""
                        : String.format(Locale.ROOT, "; %,d more of hours that were dropped", books.expiredRows()));
        if (books.waitingSets() > 0 || books.value(LedgerCounter.SETS_EXPIRED) > 0) {
            line(
                    "templates",
                    "%,d Sets wait for theirs, %,d waited in vain",
                    books.waitingSets(),
                    books.value(LedgerCounter.SETS_EXPIRED));
        }
        if (books.value(LedgerCounter.SETS_UNSCALED) > 0) {
            line(
                    "sampling",
                    "%,d Sets waited for their rate in vain and landed without",
                    books.value(LedgerCounter.SETS_UNSCALED));
        }
        if (books.value(LedgerCounter.SETS_SKIPPED) > 0) {
            line(
                    "faults",
                    "%,d Sets or templates%s",
                    books.value(LedgerCounter.SETS_SKIPPED),
                    reasons(books, LedgerCounter.SETS_SKIPPED));
        }
        line(
                "upstream",
                "lost %,d by sequence number; %,d duplicates, %,d late, %,d restarts, %,d gaps of unknown size",
                books.value(LedgerCounter.SEQUENCE_LOST),
                books.value(LedgerCounter.SEQUENCE_DUPLICATE),
                books.value(LedgerCounter.SEQUENCE_REORDERED),
                books.value(LedgerCounter.SEQUENCE_RESTARTS),
                books.value(LedgerCounter.SEQUENCE_UNKNOWN));
        for (String problem : books.problems()) {
            out.println("  MISMATCH   " + problem);
        }
    }

    private void line(String what, String format, Object... values) {
        out.println(String.format(Locale.ROOT, "  %-10s ", what) + String.format(Locale.ROOT, format, values));
    }

    private static String reasons(ExporterBooks books, LedgerCounter counter) {
        Map<String, Long> reasons = books.reasons().get(counter);
        if (reasons == null || reasons.isEmpty()) {
            return "";
        }
        return reasons.entrySet().stream()
                .map(reason -> reason.getKey().toLowerCase(Locale.ROOT) + " "
                        + String.format(Locale.ROOT, "%,d", reason.getValue()))
                .collect(Collectors.joining(", ", " (", ")"));
    }
}
