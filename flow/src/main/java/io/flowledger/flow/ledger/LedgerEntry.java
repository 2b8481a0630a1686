package io.flowledger.flow.ledger;

import io.flowledger.flow.batch.StreamKey;
import io.flowledger.wire.fault.DecodeFault;
import org.jspecify.annotations.Nullable;

/**
 * What one batch adds to the ledger for a stream and a minute. Values may be negative: a parked datagram that is stored
 * later takes one from the parked and gives one to the stored of the minute in which it was received.
 *
 * <p>Not thread safe: written by the decode thread, then read and adjusted by the thread that lands the batch.
 */
@SuppressWarnings("EnumOrdinal") // an array by ordinal costs no boxing; ordinals never leave the class
public final class LedgerEntry {
    private static final LedgerCounter[] COUNTERS = LedgerCounter.values();
    private static final int FAULTS = DecodeFault.values().length;

    private final StreamKey key;
    private final long minuteSeconds;
    private final long[] counters = new long[COUNTERS.length];
    private long @Nullable [] refused;
    private long @Nullable [] skippedSets;
    private long @Nullable [] skippedRecords;

    /** An entry of zeros for {@code key} and the minute that begins {@code minuteSeconds} after 1970. */
    public LedgerEntry(StreamKey key, long minuteSeconds) {
        this.key = key;
        this.minuteSeconds = minuteSeconds;
    }

    /** The stream. */
    public StreamKey key() {
        return key;
    }

    /** Start of the minute, seconds since 1970. */
    public long minuteSeconds() {
        return minuteSeconds;
    }

    /** Adds {@code amount}, which may be negative, to {@code counter}. */
    public void add(LedgerCounter counter, long amount) {
        counters[counter.ordinal()] += amount;
    }

    /** Adds all that {@code other} has. */
    public void addAll(LedgerEntry other) {
        for (int i = 0; i < counters.length; i++) {
            counters[i] += other.counters[i];
        }
        refused = addAll(refused, other.refused);
        skippedSets = addAll(skippedSets, other.skippedSets);
        skippedRecords = addAll(skippedRecords, other.skippedRecords);
    }

    private static long @Nullable [] addAll(long @Nullable [] into, long @Nullable [] more) {
        if (more == null) {
            return into;
        }
        long[] sums = into == null ? new long[FAULTS] : into;
        for (int i = 0; i < sums.length; i++) {
            sums[i] += more[i];
        }
        return sums;
    }

    /** What was added to {@code counter}. */
    public long value(LedgerCounter counter) {
        return counters[counter.ordinal()];
    }

    /** Counts datagrams of which nothing could be used. */
    public void refuseDatagrams(DecodeFault reason, long amount) {
        add(LedgerCounter.DATAGRAMS_REFUSED, amount);
        refused = count(refused, reason, amount);
    }

    /** Counts Sets that could not be decoded. */
    public void skipSets(DecodeFault reason, long amount) {
        add(LedgerCounter.SETS_SKIPPED, amount);
        skippedSets = count(skippedSets, reason, amount);
    }

    /** Counts Data Records that gave no row. */
    public void skipRecords(DecodeFault reason, long amount) {
        add(LedgerCounter.RECORDS_SKIPPED, amount);
        skippedRecords = count(skippedRecords, reason, amount);
    }

    /** The part of {@code counter} that has {@code reason}; 0 for counters without reasons. */
    public long value(LedgerCounter counter, DecodeFault reason) {
        long @Nullable [] byReason = switch (counter) {
            case DATAGRAMS_REFUSED -> refused;
            case SETS_SKIPPED -> skippedSets;
            case RECORDS_SKIPPED -> skippedRecords;
            default -> null;
        };
        return byReason == null ? 0 : byReason[reason.ordinal()];
    }

    private static long[] count(long @Nullable [] byReason, DecodeFault reason, long amount) {
        long[] counted = byReason == null ? new long[FAULTS] : byReason;
        counted[reason.ordinal()] += amount;
        return counted;
    }
}
