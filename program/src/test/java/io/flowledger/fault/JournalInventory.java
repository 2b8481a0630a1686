package io.flowledger.fault;

import io.flowledger.journal.read.JournalEntry;
import io.flowledger.journal.read.JournalReader;
import java.io.IOException;
import java.nio.file.Path;

/**
 * What a journal holds.
 *
 * @param entries datagrams
 * @param lastPosition where the last one begins
 * @param endPosition where it ends; 0 when there is none
 * @param refused datagrams that were refused because the journal was full, as its entries tell
 */
record JournalInventory(long entries, long lastPosition, long endPosition, long refused) {
    static JournalInventory of(Path journal) throws IOException {
        long entries = 0;
        long last = 0;
        long end = 0;
        long refused = 0;
        try (JournalReader reader = JournalReader.open(journal)) {
            JournalEntry entry = new JournalEntry();
            while (reader.next(entry)) {
                entries++;
                last = entry.position();
                end = entry.nextPosition();
                refused += entry.journalFullDropped();
            }
        }
        return new JournalInventory(entries, last, end, refused);
    }
}
