package io.flowledger.store.query;

import java.sql.SQLException;

/** A question whose SQL was cancelled, by its time-out or by somebody. */
public final class QueryStoppedException extends SQLException {
    private static final long serialVersionUID = 1L;

    private final boolean timeout;

    QueryStoppedException(String message, boolean timeout, SQLException cause) {
        super(message, cause.getSQLState(), cause);
        this.timeout = timeout;
    }

    /** Whether it took longer than it may; otherwise it was cancelled. */
    public boolean isTimeout() {
        return timeout;
    }
}
