package io.flowledger.source;

import java.util.concurrent.atomic.LongAdder;

/** What came over TCP and TLS since the start. May be read by any thread. */
public final class ConnectionCounters {
    final LongAdder accepted = new LongAdder();
    final LongAdder refused = new LongAdder();
    final LongAdder failed = new LongAdder();
    final LongAdder messages = new LongAdder();

    ConnectionCounters() {}

    /** Connections accepted. */
    public long accepted() {
        return accepted.sum();
    }

    /** Connections refused because there were too many. */
    public long refused() {
        return refused.sum();
    }

    /** Connections that ended by a fault: of TLS, of framing, of time. */
    public long failed() {
        return failed.sum();
    }

    /** IPFIX Messages in the journal. */
    public long messages() {
        return messages.sum();
    }
}
