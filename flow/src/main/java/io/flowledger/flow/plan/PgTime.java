package io.flowledger.flow.plan;

/**
 * PostgreSQL's timestamps: microseconds since 2000-01-01 UTC, as 64-bit integers.
 *
 * <p>Times outside 1970 to 9999 cannot be meant; they saturate at the end of the year 9999, which every client can read.
 */
public final class PgTime {
    /** 2000-01-01 in milliseconds since 1970-01-01. */
    public static final long EPOCH_MILLIS = 946_684_800_000L;

    /** 2000-01-01 in microseconds since 1970-01-01. */
    public static final long EPOCH_MICROS = EPOCH_MILLIS * 1000;

    /** The last microsecond of the year 9999. */
    public static final long MAXIMUM_MICROS = 253_402_300_799_999_999L - EPOCH_MICROS;

    /** 1970-01-01 in seconds since 1900-01-01, the epoch of NTP. */
    private static final long NTP_EPOCH_SECONDS = 2_208_988_800L;

    /** The bit that is unset after 2036-02-07, when NTP's 32 bits of seconds begin anew (RFC 4330 section 3). */
    private static final long NTP_ERA_BIT = 0x8000_0000L;

    private static final long NTP_ERA_SECONDS = 1L << 32;
    private static final long NTP_HALF = 1L << 31;
    private static final long MAXIMUM_MILLIS = 253_402_300_799_999L;

    private PgTime() {}

    /** The timestamp of {@code nanos} nanoseconds since 1970. */
    public static long ofNanos(long nanos) {
        return Math.floorDiv(nanos, 1000) - EPOCH_MICROS;
    }

    /** The timestamp of {@code seconds} since 1970, 0 to 2^32 - 1. */
    public static long ofSeconds(long seconds) {
        return seconds * 1_000_000 - EPOCH_MICROS;
    }

    /** The timestamp of unsigned {@code millis} since 1970; {@link #MAXIMUM_MICROS} when it is out of range. */
    public static long ofMillis(long millis) {
        return millis < 0 || millis > MAXIMUM_MILLIS ? MAXIMUM_MICROS : millis * 1000 - EPOCH_MICROS;
    }

    /**
     * The timestamp of an NTP timestamp: 32 bits of seconds, 32 bits of fraction, rounded to the nearest microsecond, since a
     * fraction made of microseconds is a little below them.
     */
    public static long ofNtp(long ntp) {
        long seconds = ntp >>> 32;
        long fraction = ntp & 0xFFFF_FFFFL;
        long era = (seconds & NTP_ERA_BIT) == 0 ? NTP_ERA_SECONDS : 0;
        return ofSeconds(seconds + era - NTP_EPOCH_SECONDS) + ((fraction * 1_000_000 + NTP_HALF) >>> 32);
    }
}
