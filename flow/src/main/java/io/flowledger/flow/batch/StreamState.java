package io.flowledger.flow.batch;

import io.flowledger.flow.option.SamplingOrigin;
import io.flowledger.wire.fault.DecodeFault;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of a stream from batch to batch and over restarts.
 *
 * @param key the stream
 * @param firstSeenNanos receive time of its first datagram, nanoseconds since 1970
 * @param lastSeenNanos receive time of its latest datagram
 * @param clockSkewMillis receive time less export time of the latest datagram; null when the protocol has no clock time
 * @param samplingRate the rate that the latest header or option gave for the whole stream, or null
 * @param templateCount templates and options templates known now
 * @param lastFault the latest fault, or null
 * @param lastFaultNanos receive time of the datagram with the latest fault, 0 when there was none
 * @param sequence what the sequence accounting needs to go on, as text that can be read
 * @param samplingOrigin who said the sampling rate, null when nobody did
 * @param name how the configuration calls it, or null
 */
public record StreamState(
        StreamKey key,
        long firstSeenNanos,
        long lastSeenNanos,
        @Nullable Long clockSkewMillis,
        @Nullable Long samplingRate,
        int templateCount,
        @Nullable DecodeFault lastFault,
        long lastFaultNanos,
        String sequence,
        @Nullable SamplingOrigin samplingOrigin,
        @Nullable String name) {}
