package io.flowledger.pipeline;

import java.util.function.BooleanSupplier;

/** Whether there is room for rows where they land; asked before each batch. */
@FunctionalInterface
public interface Room {
    /**
     * Returns at once when there is room, and waits for it otherwise.
     *
     * @param isEnding whether nobody wants to wait any more
     * @return false when there is none at the end
     */
    boolean await(BooleanSupplier isEnding) throws InterruptedException;

    /** There is always room: the disk is somebody else's business. */
    static Room unbounded() {
        return isEnding -> true;
    }
}
