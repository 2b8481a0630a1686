package io.flowledger.flow.decode;

/**
 * Room for one kind of thing that exporters make us keep, shared by all of them.
 *
 * <p>Owned by the decode thread.
 */
final class Allowance {
    private final long maximum;
    private long used;

    Allowance(long maximum) {
        this.maximum = maximum;
    }

    /** Takes room for {@code amount}; false, and none taken, when there is not so much. */
    boolean take(long amount) {
        if (used + amount > maximum) {
            return false;
        }
        used += amount;
        return true;
    }

    /** Gives room back. */
    void giveBack(long amount) {
        used -= amount;
    }

    long used() {
        return used;
    }
}
