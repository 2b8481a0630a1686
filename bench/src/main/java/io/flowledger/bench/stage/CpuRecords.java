package io.flowledger.bench.stage;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Records beside the operations that JMH counts, and this thread's processor time for them: what else runs is not in it. */
@State(Scope.Thread)
@AuxCounters(AuxCounters.Type.OPERATIONS)
public class CpuRecords {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    /** Records. */
    public long records;

    /** Records whose processor time is known. */
    public long finishedRecords;

    /** Nanoseconds of this thread's processor time for those. */
    public long finishedNanos;

    static long now() {
        return THREADS.getCurrentThreadCpuTime();
    }

    /** Counts {@code count} records, the work on which began at {@code begunNanos} and ends now; returns now. */
    long finish(long count, long begunNanos) {
        long now = now();
        finishedRecords += count;
        finishedNanos += now - begunNanos;
        return now;
    }
}
