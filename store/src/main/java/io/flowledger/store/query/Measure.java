package io.flowledger.store.query;

/** What flows are ordered by. */
public enum Measure {
    /** Octets, scaled by the sampling rate. */
    OCTETS,
    /** Packets, scaled by the sampling rate. */
    PACKETS,
    /** Rows. */
    FLOWS;

    /** The column of the sums in SQL. */
    String column() {
        return switch (this) {
            case OCTETS -> "octets";
            case PACKETS -> "packets";
            case FLOWS -> "flows";
        };
    }
}
