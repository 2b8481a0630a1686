package io.flowledger.store.rollup;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** How long the buckets are that rows are summed in, and the table that holds the sums. */
public enum RollupLevel {
    MINUTE("minute", 60, "yyyyMMdd", ChronoUnit.DAYS),
    HOUR("hour", 3600, "yyyyMM", ChronoUnit.MONTHS),
    DAY("day", 86_400, "yyyy", ChronoUnit.YEARS);

    private final String key;
    private final long seconds;
    private final DateTimeFormatter suffix;
    private final ChronoUnit partitionUnit;

    RollupLevel(String key, long seconds, String suffix, ChronoUnit partitionUnit) {
        this.key = key;
        this.seconds = seconds;
        this.suffix = DateTimeFormatter.ofPattern(suffix, Locale.ROOT).withZone(ZoneOffset.UTC);
        this.partitionUnit = partitionUnit;
    }

    /** As in {@code flowledger.rollup_mark}: minute, hour or day. */
    public String key() {
        return key;
    }

    /** Length of a bucket, seconds. */
    public long seconds() {
        return seconds;
    }

    /** The table's name without its schema. */
    public String table() {
        return "rollup_" + key;
    }

    /** The table's name with its schema. */
    public String qualifiedTable() {
        return "flowledger." + table();
    }

    /** The begin of the bucket that {@code time} lies in. */
    public Instant bucketOf(Instant time) {
        return Instant.ofEpochSecond(Math.floorDiv(time.getEpochSecond(), seconds) * seconds);
    }

    /** The name, without its schema, of the partition that holds {@code bucket}. */
    String partition(Instant bucket) {
        return table() + "_" + suffix.format(bucket);
    }

    /** The begin of the partition that holds {@code bucket}. */
    Instant partitionFrom(Instant bucket) {
        OffsetDateTime day = bucket.atOffset(ZoneOffset.UTC).truncatedTo(ChronoUnit.DAYS);
        return (switch (partitionUnit) {
                    case YEARS -> day.withDayOfYear(1);
                    case MONTHS -> day.withDayOfMonth(1);
                    default -> day;
                })
                .toInstant();
    }

    /** The end, exclusive, of the partition that holds {@code bucket}. */
    Instant partitionTo(Instant bucket) {
        return partitionFrom(bucket)
                .atOffset(ZoneOffset.UTC)
                .plus(1, partitionUnit)
                .toInstant();
    }
}
