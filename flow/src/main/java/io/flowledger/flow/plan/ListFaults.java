package io.flowledger.flow.plan;

import io.flowledger.wire.fault.DecodeFault;
import java.util.function.ObjIntConsumer;

/** What was wrong with the lists of a Set, counted until it is asked for. Owned by the decode thread. */
public final class ListFaults {
    private static final DecodeFault[] KINDS = {
        DecodeFault.LIST_MALFORMED, DecodeFault.LIST_TEMPLATE_MISSING, DecodeFault.MESSAGE_TOO_RICH
    };

    private final int[] counts = new int[KINDS.length];
    private boolean any;

    ListFaults() {}

    void add(DecodeFault fault) {
        any = true;
        for (int i = 0; i < KINDS.length; i++) {
            if (KINDS[i] == fault) {
                counts[i]++;
            }
        }
    }

    /** True when something was counted since {@link #take}. */
    public boolean isAny() {
        return any;
    }

    /** Gives each kind with its number, and forgets them. */
    public void take(ObjIntConsumer<DecodeFault> consumer) {
        any = false;
        for (int i = 0; i < KINDS.length; i++) {
            if (counts[i] > 0) {
                consumer.accept(KINDS[i], counts[i]);
                counts[i] = 0;
            }
        }
    }
}
