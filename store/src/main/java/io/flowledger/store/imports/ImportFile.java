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
 * @param startPosition journal position of its first datagram
 * @param datagrams datagrams taken from it, null while it is read
 * @param finishedAt when the last one was in the journal, null while it is read
 */
public record ImportFile(
        int sourceId,
        String fingerprint,
        String name,
        long octets,
        long startPosition,
        @Nullable Long datagrams,
        @Nullable Instant finishedAt) {}
