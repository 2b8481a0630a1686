package io.flowledger.grafolean;

import java.io.IOException;

/** Grafolean did not do what was asked. */
final class GrafoleanException extends IOException {
    private static final long serialVersionUID = 1L;

    /** What is known of the request. */
    enum Kind {
        /** It never arrived. */
        NOT_SENT,
        /** It was answered with an error. */
        REFUSED,
        /** It may have arrived: the answer did not. */
        DOUBTFUL
    }

    private final Kind kind;
    private final int status;

    GrafoleanException(Kind kind, int status, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
        this.status = status;
    }

    GrafoleanException(int status, String message) {
        super(message);
        this.kind = Kind.REFUSED;
        this.status = status;
    }

    Kind kind() {
        return kind;
    }

    /** HTTP status, 0 when there was no answer. */
    int status() {
        return status;
    }
}
