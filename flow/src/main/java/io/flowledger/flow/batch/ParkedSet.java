package io.flowledger.flow.batch;

import io.flowledger.wire.template.Template;
import org.jspecify.annotations.Nullable;

/**
 * A Data Set that waits in the journal for its template, or for its sampling rate.
 *
 * @param key the stream
 * @param templateId the template it waits for
 * @param position journal position of its datagram
 * @param setOffset offset of the Set's header in the datagram's payload
 * @param lengthOctets length of the Set with its header
 * @param receivedAtNanos receive time of the datagram, nanoseconds since 1970: that of its rows, whenever they land
 * @param storedBeside true when something else of the datagram was stored already
 * @param session the connection that it came over, or 0 for UDP
 * @param template its template, which was there, when an option is to tell its sampling rate; null when it waits for the template
 */
public record ParkedSet(
        StreamKey key,
        int templateId,
        long position,
        int setOffset,
        int lengthOctets,
        long receivedAtNanos,
        boolean storedBeside,
        long session,
        @Nullable Template template) {

    /** Over UDP. */
    public ParkedSet(
            StreamKey key,
            int templateId,
            long position,
            int setOffset,
            int lengthOctets,
            long receivedAtNanos,
            boolean storedBeside) {
        this(key, templateId, position, setOffset, lengthOctets, receivedAtNanos, storedBeside, 0);
    }

    /** For a template. */
    public ParkedSet(
            StreamKey key,
            int templateId,
            long position,
            int setOffset,
            int lengthOctets,
            long receivedAtNanos,
            boolean storedBeside,
            long session) {
        this(key, templateId, position, setOffset, lengthOctets, receivedAtNanos, storedBeside, session, null);
    }

    /** The same Set, beside something that was stored. */
    public ParkedSet withStoredBeside() {
        return new ParkedSet(
                key, templateId, position, setOffset, lengthOctets, receivedAtNanos, true, session, template);
    }

    /** The same Set, read by {@code other}. */
    public ParkedSet withTemplate(Template other) {
        return new ParkedSet(
                key, templateId, position, setOffset, lengthOctets, receivedAtNanos, storedBeside, session, other);
    }

    /** True when an option is to tell its sampling rate. */
    public boolean awaitsRate() {
        return template != null;
    }
}
