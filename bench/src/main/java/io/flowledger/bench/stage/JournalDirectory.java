package io.flowledger.bench.stage;

import io.flowledger.bench.scratch.ScratchDirectory;
import io.flowledger.journal.write.JournalSettings;
import io.flowledger.journal.write.JournalWriter;
import io.flowledger.journal.write.SyncPolicy;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** A journal in a directory of its own, which goes with it; its datagrams have 1,400 octets. */
final class JournalDirectory implements AutoCloseable {
    private static final int PAYLOAD_OCTETS = 1400;
    private static final byte[] ADDRESS = {127, 0, 0, 1};

    private final Path path;
    private final JournalWriter writer;
    private final ByteBuffer payload = ByteBuffer.allocateDirect(PAYLOAD_OCTETS);

    JournalDirectory(SyncPolicy sync) throws IOException {
        path = ScratchDirectory.create();
        writer = JournalWriter.open(path, JournalSettings.standard().withSync(sync), 0);
    }

    Path path() {
        return path;
    }

    JournalWriter writer() {
        return writer;
    }

    /** Appends a datagram as the receiver does; returns its position. */
    long append(long nanos) {
        return writer.append(nanos, ADDRESS, 40_000, ADDRESS, 2055, payload, null);
    }

    @Override
    public void close() throws IOException {
        writer.close();
        ScratchDirectory.delete(path);
    }
}
