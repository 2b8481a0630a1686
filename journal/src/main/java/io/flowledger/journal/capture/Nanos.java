package io.flowledger.journal.capture;

import java.time.Instant;

/** Times of captures as nanoseconds since 1970-01-01 UTC in a {@code long}, which reaches to the year 2262. */
final class Nanos {
    static final long PER_SECOND = 1_000_000_000L;
    private static final int POWER_OF_TWO = 0x80;

    private Nanos() {}

    static long of(Instant instant) {
        return instant.getEpochSecond() * PER_SECOND + instant.getNano();
    }

    /**
     * A pcapng timestamp in nanoseconds.
     *
     * @param resolution the if_tsresol octet: units are 10^-n s, or 2^-n s when its top bit is set
     */
    static long of(long timestamp, int resolution) {
        int exponent = resolution & ~POWER_OF_TWO;
        if ((resolution & POWER_OF_TWO) != 0) {
            long seconds = exponent > 63 ? 0 : timestamp >>> exponent;
            double fraction = (timestamp - (exponent > 63 ? 0 : seconds << exponent)) / Math.pow(2, exponent);
            return seconds * PER_SECOND + (long) (fraction * PER_SECOND);
        }
        long nanos = timestamp;
        for (int i = exponent; i < 9; i++) {
            nanos *= 10;
        }
        for (int i = 9; i < exponent; i++) {
            nanos = Long.divideUnsigned(nanos, 10);
        }
        return nanos;
    }
}
