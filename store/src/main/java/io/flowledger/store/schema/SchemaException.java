package io.flowledger.store.schema;

/** The tables in the database are not what this program can work with; the message says what to do. */
public final class SchemaException extends RuntimeException {
    /** Says what is wrong and what to do. */
    public SchemaException(String message) {
        super(message);
    }
}
