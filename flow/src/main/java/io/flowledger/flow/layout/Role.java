package io.flowledger.flow.layout;

/** What a column is for in questions. */
public enum Role {
    /** Places the flow in time. */
    TIME,
    /** Can be grouped by and filtered on. */
    DIMENSION,
    /** Can be summed. */
    MEASURE,
    /** Neither: a factor or a document. */
    ATTRIBUTE
}
