package io.flowledger.pipeline;

import io.flowledger.flow.ledger.LedgerCounter;
import io.flowledger.flow.ledger.LedgerEntry;
import io.flowledger.wire.fault.DecodeFault;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Sums of ledger entries over all streams and minutes. Safe for all threads. */
public final class LedgerTotals {
    private final Map<LedgerCounter, Long> counters = new EnumMap<>(LedgerCounter.class);
    private final Map<LedgerCounter, Map<DecodeFault, Long>> reasons = new EnumMap<>(LedgerCounter.class);

    /** Adds entries. */
    public synchronized void add(List<LedgerEntry> entries) {
        for (LedgerEntry entry : entries) {
            for (LedgerCounter counter : LedgerCounter.values()) {
                counters.merge(counter, entry.value(counter), Long::sum);
            }
            for (LedgerCounter counter : LedgerCounter.WITH_REASONS) {
                if (entry.value(counter) != 0) {
                    addReasons(counter, entry);
                }
            }
        }
    }

    private void addReasons(LedgerCounter counter, LedgerEntry entry) {
        Map<DecodeFault, Long> byFault = reasons.computeIfAbsent(counter, missing -> new EnumMap<>(DecodeFault.class));
        for (DecodeFault fault : DecodeFault.values()) {
            long count = entry.value(counter, fault);
            if (count != 0) {
                byFault.merge(fault, count, Long::sum);
            }
        }
    }

    /** The sum of a counter. */
    public synchronized long value(LedgerCounter counter) {
        return counters.getOrDefault(counter, 0L);
    }

    /** The sum of a counter by reason; a copy. */
    public synchronized Map<DecodeFault, Long> reasons(LedgerCounter counter) {
        Map<DecodeFault, Long> byFault = reasons.get(counter);
        return byFault == null ? Map.of() : new EnumMap<>(byFault);
    }
}
