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
 */
public record RestoredState(
        long position,
        List<TemplateVersion> templates,
        List<OptionValue> options,
        List<StreamState> streams,
        List<ParkedSet> parked) {

    public RestoredState {
        templates = List.copyOf(templates);
        options = List.copyOf(options);
        streams = List.copyOf(streams);
        parked = List.copyOf(parked);
    }

    /** The state before the first datagram. */
    public static RestoredState empty() {
        return new RestoredState(0, List.of(), List.of(), List.of(), List.of());
    }
}
