package io.flowledger.grafolean;

import java.util.concurrent.atomic.LongAdder;

/** What became of reports since this process began. Safe for all threads. */
public final class ReportCounters {
    private final LongAdder sent = new LongAdder();
    private final LongAdder inDoubt = new LongAdder();
    private final LongAdder givenUp = new LongAdder();
    private volatile long waiting;

    void add(ReportQueue.Counter counter, int more) {
        LongAdder count = switch (counter) {
            case SENT -> sent;
            case IN_DOUBT -> inDoubt;
            case GIVEN_UP -> givenUp;
        };
        count.add(more);
    }

    void waiting(long reports) {
        waiting = reports;
    }

    /** Reports that Grafolean took. */
    public long sent() {
        return sent.sum();
    }

    /** Reports whose answer was lost: not sent again. */
    public long inDoubt() {
        return inDoubt.sum();
    }

    /** Reports that Grafolean refused for good, or that became too old: they are lost. */
    public long givenUp() {
        return givenUp.sum();
    }

    /** Reports that waited when they were last looked at. */
    public long waiting() {
        return waiting;
    }
}
