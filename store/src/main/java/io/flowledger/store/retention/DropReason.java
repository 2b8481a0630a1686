package io.flowledger.store.retention;

import java.util.Locale;

/** Why a partition goes. */
public enum DropReason {
    /** It is older than is kept. */
    AGE,
    /** Our tables take more than they may. */
    BUDGET,
    /** The disk is about to be full. */
    SPACE;

    /** As in {@code flowledger.dropped_partition}. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
