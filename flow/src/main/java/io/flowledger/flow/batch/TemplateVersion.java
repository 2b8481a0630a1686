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
 */
public record TemplateVersion(StreamKey key, Template template, Event event, long position, long receivedAtNanos) {

    /** What can happen to a template. */
    public enum Event {
        /** Defined, or defined anew with other fields: a new version from {@link #position} on. */
        DEFINED,
        /** Sent again; its age counts from {@link #receivedAtNanos} now. */
        REFRESHED,
        /** Withdrawn by the exporter or expired: it ends at {@link #position}. */
        ENDED
    }
}
