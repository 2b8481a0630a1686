package io.flowledger.store.imports;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A file that was imported, or is being imported.
 *
 * @param sourceId the source whose journal it went to
 * @param fingerprint SHA-256 of the content, hexadecimal
 * @param name the name it had
 * @param octets its length
 * @param startPosition journal position from which on its datagrams lie; null when another file was begun before it was finished
 * @param datagrams datagrams taken from it; while it is read, those that lie before {@code startPosition}, null for none
 * @param finishedAt when the last one was in the journal, null while it is read
 */
public record ImportFile(
        int sourceId,
        String fingerprint,
        String name,
        long octets,
        @Nullable Long startPosition,
        @Nullable Long datagrams,
        @Nullable Instant finishedAt) {}
