package io.flowledger.store.connect;

/** A wait that can be ended early; given from outside, so that tests do not wait. */
@FunctionalInterface
public interface Pause {
    /**
     * Waits.
     *
     * @param nanos how long, at least 0
     * @return false when the wait was ended because all is to stop
     */
    boolean pause(long nanos);
}
