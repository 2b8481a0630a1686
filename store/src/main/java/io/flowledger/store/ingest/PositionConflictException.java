package io.flowledger.store.ingest;

/**
 * The database has another position for the journal than the batch begins with: somebody else landed it, or the database went
 * back to an older state (a backup, a standby that lagged). Nothing of the batch is landed. Restore the state and go on from
 * its position.
 */
public final class PositionConflictException extends RuntimeException {
    private final long expected;
    private final long found;

    /** Says which position was expected and which was found. */
    public PositionConflictException(int sourceId, long expected, long found) {
        super(
                "The database has position " + found + " for source " + sourceId + ", the batch begins at " + expected
                        + ". Either another Flowledger lands the same journal, or the database was set back to an older state.");
        this.expected = expected;
        this.found = found;
    }

    /** The journal position that the batch begins with. */
    public long expected() {
        return expected;
    }

    /** The journal position that the database has. */
    public long found() {
        return found;
    }
}
