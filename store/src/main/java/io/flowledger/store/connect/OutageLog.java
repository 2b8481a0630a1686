package io.flowledger.store.connect;

import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.util.function.LongSupplier;

/** Tells of a database that does not do what is asked: once at the start, then once a minute, and at the end. Not thread safe. */
public final class OutageLog {
    private static final System.Logger LOG = System.getLogger(OutageLog.class.getName());
    private static final long QUIET_NANOS = 60_000_000_000L;

    private final LongSupplier nanoTime;
    private final String what;
    private long beganNanos;
    private long toldNanos;
    private long failures;

    /**
     * Nothing has failed yet.
     *
     * @param what what is being done, for the message
     * @param nanoTime monotonic clock, nanoseconds
     */
    public OutageLog(String what, LongSupplier nanoTime) {
        this.what = what;
        this.nanoTime = nanoTime;
    }

    /** An attempt failed. */
    public void failed(SQLException fault) {
        long now = nanoTime.getAsLong();
        failures++;
        if (failures == 1) {
            beganNanos = now;
        } else if (now - toldNanos < QUIET_NANOS) {
            return;
        }
        toldNanos = now;
        Level level = SqlFault.of(fault) == SqlFault.AWAY ? Level.WARNING : Level.ERROR;
        LOG.log(
                level,
                "{0} failed, attempt {1}: {2} (SQLSTATE {3}) {4} Trying again until it works.",
                what,
                failures,
                fault.getMessage(),
                fault.getSQLState(),
                SqlFault.hint(fault));
    }

    /** An attempt worked. */
    public void succeeded() {
        if (failures > 0) {
            long seconds = (nanoTime.getAsLong() - beganNanos) / 1_000_000_000L;
            LOG.log(Level.INFO, "{0} works again after {1} s and {2} failed attempts", what, seconds, failures);
            failures = 0;
        }
    }

    /** Failed attempts in a row. */
    public long failures() {
        return failures;
    }
}
