package io.flowledger.pipeline;

import io.flowledger.flow.decode.DecoderSettings;
import java.time.Duration;

/**
 * Bounds of an ingest.
 *
 * @param batchRows rows of a transaction at the most, a datagram more or less; four times as many when they are of more than
 *     a thousand streams
 * @param batchInterval how long the first row of a batch waits for others
 * @param connections how many batches are copied at the same time, each over a connection of its own
 * @param keepRaw how long datagrams stay in the journal after they have landed, by receive time
 * @param decoder bounds of the decoder
 */
public record IngestSettings(
        int batchRows, Duration batchInterval, int connections, Duration keepRaw, DecoderSettings decoder) {}
