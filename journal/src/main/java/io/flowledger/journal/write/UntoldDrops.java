package io.flowledger.journal.write;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Datagrams that were dropped since the last entry, by the kernel or because the journal was full: the next entry tells of
 * them.
 *
 * <p>Belongs to the appending thread, but for {@link #refusedInAll()}, which any may call.
 */
final class UntoldDrops {
    private final AtomicLong refusedInAll = new AtomicLong();
    private long kernelDropped;
    private long journalFull;

    /** Begins with what the journal's last run could not tell any more. */
    UntoldDrops(long kernelDropped, long journalFull) {
        this.kernelDropped = kernelDropped;
        this.journalFull = journalFull;
    }

    void addKernelDropped(long count) {
        kernelDropped += count;
    }

    void addRefused() {
        journalFull++;
        refusedInAll.lazySet(refusedInAll.get() + 1);
    }

    /** Those refused because the journal was full. */
    long journalFull() {
        return journalFull;
    }

    /** Those of the kernel. */
    long kernelDropped() {
        return kernelDropped;
    }

    /** Both together. */
    long all() {
        return kernelDropped + journalFull;
    }

    /** An entry has told of them. */
    void told() {
        kernelDropped = 0;
        journalFull = 0;
    }

    /** Refused since the journal was opened, told of or not. */
    long refusedInAll() {
        return refusedInAll.get();
    }
}
