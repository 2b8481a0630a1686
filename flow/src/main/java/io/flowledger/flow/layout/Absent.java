package io.flowledger.flow.layout;

/** What a column holds when a Data Record has none of its sources. */
public enum Absent {
    /** NULL: unknown is not zero. */
    NULL,
    /** Zero, where the table's definition is given and does not allow NULL. */
    ZERO,
    /** Nothing can stand for it: the Data Record gives no row and is counted as skipped. */
    NO_ROW
}
