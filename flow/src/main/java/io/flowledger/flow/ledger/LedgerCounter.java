package io.flowledger.flow.ledger;

import java.util.List;

/**
 * What the ledger counts for a stream and a minute.
 *
 * <p>Datagrams received = stored + parked + refused; Data Records seen + reverse rows = rows + NAT events + discarded packets
 * + options records + records skipped. A parked Set's records are seen when it is decoded, never before, since their number is not known.
 */
public enum LedgerCounter {
    DATAGRAMS_RECEIVED("datagrams", "datagrams taken from the journal"),
    OCTETS_RECEIVED("octets", "payload octets of those datagrams"),
    DATAGRAMS_STORED("datagrams", "datagrams that are decoded and of which no Set waits"),
    DATAGRAMS_PARKED("datagrams", "datagrams of which a Set waits for its template or rate now"),
    DATAGRAMS_REFUSED("datagrams", "datagrams of which nothing could be used, by reason"),
    SETS_PARKED("sets", "Data Sets that wait for their template or sampling rate now"),
    SETS_EXPIRED("sets", "Data Sets whose template never came"),
    SETS_UNSCALED("sets", "Data Sets that waited for their sampling rate in vain and landed without"),
    SETS_SKIPPED("sets", "Sets that could not be decoded, by reason"),
    RECORDS_SEEN("records", "Data Records decoded or skipped, options included"),
    ROWS("rows", "rows stored in the table of the flows"),
    NAT_EVENTS("rows", "rows stored in the table of NAT events"),
    DISCARDED_PACKETS("rows", "rows stored in the table of discarded packets"),
    COUNTER_ROWS("rows", "rows stored in the table of sFlow counters: one a counter record, several a sample"),
    REVERSE_ROWS("rows", "rows beyond the first of a Data Record: the other direction of a biflow"),
    OPTIONS_RECORDS("records", "Options Data Records and counter samples"),
    OPTIONS_REFUSED("statements", "things that options said and for which there was no room"),
    RECORDS_SKIPPED("records", "Data Records that gave no row, by reason"),
    VALUES_SATURATED("values", "values that were too large for their column and were cut to its maximum"),
    SEQUENCE_LOST("units", "what never arrived by the exporter's sequence numbers: records (v5, IPFIX) or datagrams"),
    SEQUENCE_DUPLICATE("datagrams", "datagrams that came twice"),
    SEQUENCE_REORDERED("datagrams", "datagrams that came late"),
    SEQUENCE_RESTARTS("times", "sequence numbers that began anew"),
    SEQUENCE_UNKNOWN("times", "gaps whose size cannot be known");

    /** Those that are counted by reason, too. */
    public static final List<LedgerCounter> WITH_REASONS = List.of(DATAGRAMS_REFUSED, SETS_SKIPPED, RECORDS_SKIPPED);

    private final String unit;
    private final String doc;

    LedgerCounter(String unit, String doc) {
        this.unit = unit;
        this.doc = doc;
    }

    /** What is counted. */
    public String unit() {
        return unit;
    }

    /** A sentence for the reference page. */
    public String doc() {
        return doc;
    }

    /** The counter's column in the ledger table. */
    public String column() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
