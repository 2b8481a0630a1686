package io.flowledger.store.retention;

import io.flowledger.flow.batch.SideTable;
import io.flowledger.store.rollup.RollupLevel;
import java.time.Duration;

/**
 * Bounds of what is kept. A time of zero is for ever.
 *
 * @param flows age at which rows of flows go, and discarded packets
 * @param nat age of NAT events
 * @param counters age of sFlow counters
 * @param minutes age of sums by minute
 * @param hours age of sums by hour
 * @param days age of sums by day
 * @param imports age of rows, and of sums, in whose partition imported rows are
 * @param databaseOctets the most that our tables may take on disk; zero for no bound
 * @param freeOctets what has to stay free on the disk; zero when that is somebody else's business
 */
public record RetentionSettings(
        Duration flows,
        Duration nat,
        Duration counters,
        Duration minutes,
        Duration hours,
        Duration days,
        Duration imports,
        long databaseOctets,
        long freeOctets) {
    /** Nothing is ever dropped. */
    public static RetentionSettings forEver() {
        return ofAges(Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO);
    }

    /** Ages alone; that of the rows is for all rows. */
    public static RetentionSettings ofAges(
            Duration rows, Duration minutes, Duration hours, Duration days, Duration imports) {
        return new RetentionSettings(rows, rows, rows, minutes, hours, days, imports, 0, 0);
    }

    /** The same within bounds of space. */
    public RetentionSettings within(long mostOctets, long leastFreeOctets) {
        return new RetentionSettings(flows, nat, counters, minutes, hours, days, imports, mostOctets, leastFreeOctets);
    }

    private Duration rows(String table) {
        return table.equals(SideTable.NAT_EVENT.layout().table())
                ? nat
                : table.equals(SideTable.SFLOW_COUNTER.layout().table()) ? counters : flows;
    }

    Duration age(Partition partition) {
        RollupLevel level = partition.level();
        return level == null
                ? rows(partition.table())
                : switch (level) {
                    case MINUTE -> minutes;
                    case HOUR -> hours;
                    case DAY -> days;
                };
    }
}
