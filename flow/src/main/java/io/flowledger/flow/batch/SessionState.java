package io.flowledger.flow.batch;

/**
 * What is kept of an Observation Domain within a connection until that ends, besides its templates: over TCP and TLS sequence
 * numbers are those of the Transport Session (RFC 7011 section 3.1).
 *
 * @param key the stream
 * @param session the connection's number, above 0
 * @param sequence what the sequence accounting needs to go on, as text that can be read
 */
public record SessionState(StreamKey key, long session, String sequence) {}
