package io.flowledger.embedded;

import java.io.IOException;

/**
 * The embedded server cannot be used. The message is for the operator: what failed, the last lines of PostgreSQL's log
 * when there are some, and what to do.
 */
public final class PostgresStartException extends IOException {
    private static final long serialVersionUID = 1L;

    PostgresStartException(String message) {
        super(message);
    }

    PostgresStartException(String message, Throwable cause) {
        super(message, cause);
    }
}
