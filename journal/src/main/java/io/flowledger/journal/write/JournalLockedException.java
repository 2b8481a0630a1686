package io.flowledger.journal.write;

import java.io.IOException;

/** Another writer has the journal. The message names the directory and, when it is known, who. */
public final class JournalLockedException extends IOException {
    private static final long serialVersionUID = 1L;

    JournalLockedException(String message) {
        super(message);
    }
}
