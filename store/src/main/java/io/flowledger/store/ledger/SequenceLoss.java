package io.flowledger.store.ledger;

/**
 * SQL over rows of flowledger.ledger: what never arrived by the exporters' sequence numbers, in the unit that a protocol counts.
 */
public final class SequenceLoss {
    /** Of protocols that number Data Records: NetFlow v1 to v7, IPFIX. */
    public static final String RECORDS =
            "coalesce(sum(sequence_lost) FILTER (WHERE export_version IN (1, 5, 7, 10)), 0)::bigint";

    /** Of protocols that number datagrams: NetFlow v9, sFlow. */
    public static final String DATAGRAMS =
            "coalesce(sum(sequence_lost) FILTER (WHERE export_version IN (9, 105)), 0)::bigint";

    private SequenceLoss() {}
}
