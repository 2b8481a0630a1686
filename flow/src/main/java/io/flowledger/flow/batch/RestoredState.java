package io.flowledger.flow.batch;

import java.util.List;

/**
 * The decoder's state as of a committed journal position.
 *
 * @param position the next journal position to decode
 * @param templates the versions that hold at that position, each with its latest refresh as receive time
 * @param options the latest value of each option
 * @param streams streams with their sequence accounting
 * @param parked Sets that wait for their template
 * @param sessions the domains of connections of which no end was seen
 */
public record RestoredState(
        long position,
        List<TemplateVersion> templates,
        List<OptionValue> options,
        List<StreamState> streams,
        List<ParkedSet> parked,
        List<SessionState> sessions) {

    public RestoredState {
        templates = List.copyOf(templates);
        options = List.copyOf(options);
        streams = List.copyOf(streams);
        parked = List.copyOf(parked);
        sessions = List.copyOf(sessions);
    }

    /** Without connections. */
    public RestoredState(
            long position,
            List<TemplateVersion> templates,
            List<OptionValue> options,
            List<StreamState> streams,
            List<ParkedSet> parked) {
        this(position, templates, options, streams, parked, List.of());
    }

    /** The state before the first datagram. */
    public static RestoredState empty() {
        return new RestoredState(0, List.of(), List.of(), List.of(), List.of());
    }
}
