package io.flowledger.journal.write;

import java.time.Duration;

/**
 * When what was written is forced to the disk.
 *
 * <p>A process that is killed loses nothing that was flushed, whatever the policy: the operating system has it. The
 * policy bounds what a power loss or a kernel crash can take.
 */
public sealed interface SyncPolicy {
    /** Forced before {@code flush} returns: each flush waits for the disk. */
    record Always() implements SyncPolicy {}

    /** Never forced; the operating system writes it back in its own time (Linux: within about 30 seconds). */
    record None() implements SyncPolicy {}

    /**
     * Forced by another thread at least this often while there is something to force.
     *
     * @param interval at least 1 ms
     */
    record Every(Duration interval) implements SyncPolicy {
        public Every {
            if (interval.toMillis() < 1) {
                throw new IllegalArgumentException("sync interval " + interval + " is shorter than 1 ms");
            }
        }
    }

    static SyncPolicy always() {
        return new Always();
    }

    static SyncPolicy none() {
        return new None();
    }

    static SyncPolicy every(Duration interval) {
        return new Every(interval);
    }
}
