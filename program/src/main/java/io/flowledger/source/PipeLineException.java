package io.flowledger.source;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A line of the named pipe that is not of the agreed form; the message says what is wrong with it. */
final class PipeLineException extends IOException {
    private static final long serialVersionUID = 1L;

    PipeLineException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
