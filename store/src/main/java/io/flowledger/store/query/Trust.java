package io.flowledger.store.query;

/** How exact an answer has to be, and so what it may be read from. */
public enum Trust {
    /**
     * Sums by minute, hour and day where they hold the answer exactly; where they hold only the largest keys, the rows of short
     * windows and the sums of long ones, whose answer says so.
     */
    USUAL,
    /** Sums wherever they hold the columns in question, as far as they hold the keys. */
    SUMS,
    /** Sums only where they hold the answer exactly. */
    EXACT,
    /** Never sums. */
    ROWS
}
