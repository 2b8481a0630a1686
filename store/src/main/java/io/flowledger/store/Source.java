package io.flowledger.store;

import java.util.UUID;

/**
 * A journal as the database knows it.
 *
 * @param sourceId its number in the database
 * @param journalId its identity, kept in the journal's directory
 * @param kind what fills it: listen, import, pipe
 */
public record Source(int sourceId, UUID journalId, String kind) {}
