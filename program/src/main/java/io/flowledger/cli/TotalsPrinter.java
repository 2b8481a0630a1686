package io.flowledger.cli;

import io.flowledger.flow.ledger.LedgerCounter;
import io.flowledger.pipeline.LedgerTotals;
import io.flowledger.wire.fault.DecodeFault;
import java.io.PrintStream;
import java.util.Locale;

/** Prints what a decoder did, and each fault by name with what it cost. */
final class TotalsPrinter {
    private TotalsPrinter() {}

    static void print(LedgerTotals totals, PrintStream out) {
        line(out, totals.value(LedgerCounter.DATAGRAMS_RECEIVED), "datagrams");
        line(out, totals.value(LedgerCounter.RECORDS_SEEN), "data records");
        line(out, totals.value(LedgerCounter.ROWS), "rows");
        optional(out, totals.value(LedgerCounter.REVERSE_ROWS), "of them the other direction of a biflow");
        optional(out, totals.value(LedgerCounter.NAT_EVENTS), "NAT events");
        optional(out, totals.value(LedgerCounter.DISCARDED_PACKETS), "discarded packets");
        optional(out, totals.value(LedgerCounter.OPTIONS_RECORDS), "options and counter records");
        optional(out, totals.value(LedgerCounter.COUNTER_ROWS), "rows of sFlow counters");
        optional(out, totals.value(LedgerCounter.DATAGRAMS_PARKED), "datagrams that wait for a template");
        optional(out, totals.value(LedgerCounter.SETS_PARKED), "Sets that wait for a template");
        optional(out, totals.value(LedgerCounter.SEQUENCE_LOST), "lost before they reached us, by sequence number");
        optional(out, totals.value(LedgerCounter.VALUES_SATURATED), "values cut to what their column can hold");
        printReasons(totals, LedgerCounter.DATAGRAMS_REFUSED, "datagrams refused", out);
        printReasons(totals, LedgerCounter.SETS_SKIPPED, "Sets or templates with a fault", out);
        printReasons(totals, LedgerCounter.RECORDS_SKIPPED, "records without a row", out);
    }

    private static void printReasons(LedgerTotals totals, LedgerCounter counter, String what, PrintStream out) {
        totals.reasons(counter).forEach((fault, count) -> {
            line(out, count, what + ": " + name(fault));
            out.println("               " + fault.hint());
        });
    }

    private static void optional(PrintStream out, long count, String what) {
        if (count != 0) {
            line(out, count, what);
        }
    }

    private static void line(PrintStream out, long count, String what) {
        out.println(String.format(Locale.ROOT, "%,14d %s", count, what));
    }

    static String name(DecodeFault fault) {
        return fault.name().toLowerCase(Locale.ROOT);
    }
}
