package io.flowledger.store.rollup;

import java.time.Duration;

/**
 * Bounds of the sums.
 *
 * @param minuteKeys keys kept in a minute and dimension by octets, at least 1; with those kept by packets, by flows and for
 *     each exporter up to two and a half times as many
 * @param longKeys the same in an hour or day
 * @param settle how long after the last change a minute is summed
 */
public record RollupSettings(int minuteKeys, int longKeys, Duration settle) {
    /** 200 keys a minute, 1000 an hour, summed after five seconds. */
    public static RollupSettings standard() {
        return new RollupSettings(200, 1000, Duration.ofSeconds(5));
    }

    /** The same without the wait. */
    public RollupSettings atOnce() {
        return new RollupSettings(minuteKeys, longKeys, Duration.ZERO);
    }

    public RollupSettings {
        if (minuteKeys < 1 || longKeys < 1 || settle.isNegative()) {
            throw new IllegalArgumentException(
                    "keys must be at least 1 and times at least 0: " + minuteKeys + ", " + longKeys + ", " + settle);
        }
    }
}
