package io.flowledger.generate;

/** Decides when datagrams are sent. One thread. */
public interface Departures {
    /** What {@link #next} gives when the time is over. */
    long OVER = -1;

    /** When the first datagram is sent, nanoseconds since 1970; that of exporters' clocks too. */
    long startNanos();

    /**
     * Waits until the next datagram is due, if need be.
     *
     * @param lastRecords flow records of the datagram before; 0 at first
     * @return its time, nanoseconds since 1970, or {@link #OVER}
     */
    long next(long lastRecords);
}
