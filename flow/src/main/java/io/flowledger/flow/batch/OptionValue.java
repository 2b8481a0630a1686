package io.flowledger.flow.batch;

import io.flowledger.flow.option.OptionKind;

/**
 * What an Options Data Record said, in a form that can be read in SQL and given back at start.
 *
 * @param key the stream
 * @param kind what it is about
 * @param scope what it holds for within the stream: an interface index, a sampler id; empty for the whole stream
 * @param value a number in decimal, or a name
 * @param position journal position of the datagram that said it
 * @param receivedAtNanos receive time of that datagram, nanoseconds since 1970
 */
public record OptionValue(
        StreamKey key, OptionKind kind, String scope, String value, long position, long receivedAtNanos) {}
