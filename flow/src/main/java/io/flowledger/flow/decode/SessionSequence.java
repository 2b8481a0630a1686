package io.flowledger.flow.decode;

import io.flowledger.flow.batch.Batch;
import io.flowledger.flow.batch.SessionState;
import io.flowledger.flow.batch.StreamKey;
import org.jspecify.annotations.Nullable;

/**
 * The sequence numbers of an Observation Domain in one connection. All else that is known of the domain is shared by all
 * sessions of the exporter: {@link ExportStream}.
 *
 * <p>Owned by the decode thread.
 */
@SuppressWarnings("ReferenceEquality") // batches are the same object or not the same
final class SessionSequence {
    private final StreamKey key;
    private final long session;
    private SequenceTracker tracker = new SequenceTracker();
    private @Nullable Batch touchedBatch;
    private long touchedSerial;

    SessionSequence(StreamKey key, long session) {
        this.key = key;
        this.session = session;
    }

    long session() {
        return session;
    }

    SequenceTracker tracker() {
        return tracker;
    }

    /** Notes that the batch changes it; true the first time. */
    boolean touch(Batch batch) {
        boolean first = touchedBatch != batch || touchedSerial != batch.serial();
        touchedBatch = batch;
        touchedSerial = batch.serial();
        return first;
    }

    SessionState state() {
        return new SessionState(key, session, tracker.toText());
    }

    void restore(SessionState state) {
        tracker = SequenceTracker.ofText(state.sequence());
    }
}
