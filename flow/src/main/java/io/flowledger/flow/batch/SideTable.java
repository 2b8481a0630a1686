package io.flowledger.flow.batch;

import io.flowledger.flow.layout.Layout;
import io.flowledger.flow.layout.NatEventLayout;
import io.flowledger.flow.layout.SampleLayouts;
import io.flowledger.flow.ledger.LedgerCounter;
import java.util.List;

/** Tables beside that of the flows, whatever its layout: what they hold and how their rows are counted. */
@SuppressWarnings("ImmutableEnumChecker") // layouts and List.of are immutable, though not marked so
public enum SideTable {
    /** Translations and port blocks: records that are no flows. */
    NAT_EVENT(
            NatEventLayout.NAT_EVENT,
            "Translations that began and ended, and blocks of ports, one row each.",
            LedgerCounter.NAT_EVENTS,
            true,
            // Who had this address and port at this time: one index for sessions, one for blocks of ports.
            List.of(
                    "(outside_addr, outside_port, event_at) WHERE outside_port IS NOT NULL",
                    "(outside_addr, event_at) WHERE outside_port IS NULL")),
    /** Packets that agents report as dropped. */
    DISCARDED_PACKET(
            SampleLayouts.DISCARDED_PACKET,
            "Packets that were dropped, one row a report.",
            LedgerCounter.DISCARDED_PACKETS,
            true,
            List.of()),
    /** Counter records of agents; the samples that they come in are counted as options records. */
    SFLOW_COUNTER(
            SampleLayouts.SFLOW_COUNTER,
            "Counters of sFlow agents, one row a counter record.",
            LedgerCounter.COUNTER_ROWS,
            false,
            List.of());

    private final Layout layout;
    private final String doc;
    private final LedgerCounter counter;
    private final boolean rowIsRecord;
    private final List<String> indexes;

    SideTable(Layout layout, String doc, LedgerCounter counter, boolean rowIsRecord, List<String> indexes) {
        this.layout = layout;
        this.doc = doc;
        this.counter = counter;
        this.rowIsRecord = rowIsRecord;
        this.indexes = indexes;
    }

    /** The table's name and columns. */
    public Layout layout() {
        return layout;
    }

    /** A sentence for the reference page. */
    public String doc() {
        return doc;
    }

    /** What counts its rows. */
    public LedgerCounter counter() {
        return counter;
    }

    /** True when each row is a Data Record, so that one that the database refuses is a record skipped. */
    public boolean rowIsRecord() {
        return rowIsRecord;
    }

    /** What follows ON table in CREATE INDEX, beside the index of the receive time. */
    public List<String> indexes() {
        return indexes;
    }
}
