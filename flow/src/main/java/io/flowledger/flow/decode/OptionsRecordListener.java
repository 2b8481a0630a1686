package io.flowledger.flow.decode;

import io.flowledger.flow.batch.StreamKey;
import io.flowledger.wire.template.RecordWalker;
import io.flowledger.wire.template.Template;

/** Sees Options Data Records as they are decoded; for those who print them. */
public interface OptionsRecordListener {
    /** A record at which {@code walker} stands; valid during the call. */
    void optionsRecord(StreamKey key, Template template, byte[] buffer, RecordWalker walker, long receivedAtNanos);
}
