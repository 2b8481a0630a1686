package io.flowledger.store.filter;

/** A question about something that the table in use does not hold. */
public final class AbsentColumnException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String column;

    /** A column of layout flows that the table {@code table} has nothing like. */
    public AbsentColumnException(String column, String table) {
        super("table " + table + " has no " + column);
        this.column = column;
    }

    /** The column of layout flows. */
    public String column() {
        return column;
    }
}
