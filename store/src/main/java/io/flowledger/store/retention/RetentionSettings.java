package io.flowledger.store.retention;

import io.flowledger.store.rollup.RollupLevel;
import java.time.Duration;

/**
 * Bounds of what is kept. A time of zero is for ever.
 *
 * @param flows age of rows at which they go, those of the tables beside the flows too
 * @param minutes age of sums by minute
 * @param hours age of sums by hour
 * @param days age of sums by day
 * @param imports age of rows, and of sums, in whose partition imported rows are
 * @param databaseOctets the most that our tables may take on disk; zero for no bound
 * @param freeOctets what has to stay free on the disk; zero when that is somebody else's business
 */
public record RetentionSettings(
        Duration flows,
        Duration minutes,
        Duration hours,
        Duration days,
        Duration imports,
        long databaseOctets,
        long freeOctets) {
    /** Nothing is ever dropped. */
    public static RetentionSettings forEver() {
        return new RetentionSettings(Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO, 0, 0);
    }

    Duration age(Partition partition) {
        RollupLevel level = partition.level();
        return level == null
                ? flows
                : switch (level) {
                    case MINUTE -> minutes;
                    case HOUR -> hours;
                    case DAY -> days;
                };
    }
}
