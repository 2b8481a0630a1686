package io.flowledger.flow.batch;

/**
 * What is accounted for on its own: the Messages of one exporter, protocol and observation domain.
 *
 * @param exporter the exporter's address
 * @param exportVersion 0 when the datagram's version could not be read; 1, 5, 7, 9, 10; 105 for sFlow version 5
 * @param observationDomain observation domain, source id, engine type × 256 + engine id, or sub-agent id; unsigned 32 bits
 */
public record StreamKey(ExporterAddress exporter, int exportVersion, long observationDomain) {}
