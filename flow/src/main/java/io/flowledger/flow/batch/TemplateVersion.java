package io.flowledger.flow.batch;

import io.flowledger.wire.template.Template;

/**
 * Something that happened to a template of a stream.
 *
 * @param key the stream
 * @param template the template, or the one that ended
 * @param event what happened
 * @param position journal position of the datagram with which it happened; a definition holds from there
 * @param receivedAtNanos receive time of that datagram, nanoseconds since 1970
 * @param session the connection within which alone it holds, or 0 over UDP
 */
public record TemplateVersion(
        StreamKey key, Template template, Event event, long position, long receivedAtNanos, long session) {

    /** Over UDP. */
    public TemplateVersion(StreamKey key, Template template, Event event, long position, long receivedAtNanos) {
        this(key, template, event, position, receivedAtNanos, 0);
    }

    /** What can happen to a template. */
    public enum Event {
        /** Defined, or defined anew with other fields: a new version from {@link #position} on. */
        DEFINED,
        /** Sent again; its age counts from {@link #receivedAtNanos} now. */
        REFRESHED,
        /** Withdrawn by the exporter, expired, or its connection has ended: it ends at {@link #position}. */
        ENDED
    }
}
