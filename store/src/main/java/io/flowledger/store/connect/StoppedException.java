package io.flowledger.store.connect;

/** A wait for the database was ended by the stop signal; what was to be landed is still in the journal. */
public final class StoppedException extends RuntimeException {
    /** Says what was waited for. */
    public StoppedException(String what) {
        super(what + " was stopped while the database was away");
    }
}
