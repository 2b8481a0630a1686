package io.flowledger.flow.decode;

/** Receive times in nanoseconds since 1970, cut to what is kept of them. Stateless. */
final class ReceiveTime {
    private static final long NANOS_PER_MICRO = 1000;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final long SECONDS_PER_MINUTE = 60;
    private static final long SECONDS_PER_HOUR = 3600;

    private ReceiveTime() {}

    /** Rounded down to microseconds, as the database keeps it, so that a restart does not change it. */
    static long kept(long nanos) {
        return Math.floorDiv(nanos, NANOS_PER_MICRO) * NANOS_PER_MICRO;
    }

    /** Start of the minute, seconds since 1970. */
    static long minuteSeconds(long nanos) {
        return Math.floorDiv(nanos, SECONDS_PER_MINUTE * NANOS_PER_SECOND) * SECONDS_PER_MINUTE;
    }

    /** Start of the hour, seconds since 1970. */
    static long hourSeconds(long nanos) {
        return Math.floorDiv(nanos, SECONDS_PER_HOUR * NANOS_PER_SECOND) * SECONDS_PER_HOUR;
    }
}
