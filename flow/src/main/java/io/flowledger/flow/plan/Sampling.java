package io.flowledger.flow.plan;

/** What is known of the sampling of a Message's flows beside what their records say. */
public enum Sampling {
    /** Nothing. */
    UNKNOWN,
    /** One rate for all of them. */
    STREAM,
    /** Rates of interfaces or line cards, and perhaps one for the others. */
    SCOPED,
    /** One rate for all of them, whatever their records say. */
    OVERRIDE
}
