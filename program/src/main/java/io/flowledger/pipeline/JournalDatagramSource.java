package io.flowledger.pipeline;

import io.flowledger.flow.decode.Datagram;
import io.flowledger.flow.decode.DatagramSource;
import io.flowledger.journal.read.JournalEntry;
import io.flowledger.journal.read.JournalReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Parked datagrams, read from the journal again. Owned by the decode thread. */
final class JournalDatagramSource implements DatagramSource, Closeable {
    private final JournalReader reader;
    private final JournalEntry entry = new JournalEntry();
    private final JournaledDatagram datagram = new JournaledDatagram(entry);

    JournalDatagramSource(Path directory) throws IOException {
        reader = JournalReader.open(directory);
    }

    @Override
    public @Nullable Datagram read(long position) {
        try {
            return reader.read(position, entry) ? datagram : null;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the journal at position " + position, e);
        }
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
