package io.flowledger.pipeline;

import io.flowledger.embedded.TestDatabase;
import io.flowledger.flow.decode.DecoderSettings;
import io.flowledger.flow.layout.FlowsLayout;
import io.flowledger.flow.plan.PlanCompiler;
import io.flowledger.journal.write.JournalSettings;
import io.flowledger.journal.write.JournalWriter;
import io.flowledger.journal.write.SegmentCompressor;
import io.flowledger.store.Store;
import io.flowledger.store.connect.Database;
import io.flowledger.store.connect.StopSignal;
import io.flowledger.wire.registry.ElementRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/** A data directory whose journal a test fills, and the database that it lands in. */
public final class JournalFixture implements AutoCloseable {
    private static final byte[] EXPORTER = {(byte) 192, 0, 2, 1};

    private final Path directory;
    private final TestDatabase database;
    private final JournalWriter journal;

    /** A journal below {@code dataDirectory}. */
    public JournalFixture(Path dataDirectory, TestDatabase database) throws Exception {
        this(dataDirectory, database, JournalSettings.standard());
    }

    /** The same with bounds, but for the room that is left to others. */
    public JournalFixture(Path dataDirectory, TestDatabase database, JournalSettings settings) throws Exception {
        this.directory = dataDirectory.resolve("journal");
        this.database = database;
        this.journal = JournalOpening.open(directory, settings.withReserveOctets(0));
    }

    /** What is done while the journal is landed. */
    @FunctionalInterface
    public interface Meanwhile {
        void perform(Ingest ingest) throws Exception;
    }

    /** A datagram from 192.0.2.1; false when the journal is full. */
    public boolean append(Instant receivedAt, byte[] payload) {
        long nanos = receivedAt.getEpochSecond() * 1_000_000_000L + receivedAt.getNano();
        return journal.append(nanos, EXPORTER, 40_000, new byte[4], 2055, payload, 0, payload.length, null) >= 0;
    }

    /** Lands all that was appended; elements without a column are kept or not. */
    public void land(boolean extra) throws Exception {
        land(extra, ingest -> {});
    }

    /** Lands what is appended now and in the meantime. */
    public void land(boolean extra, Meanwhile meanwhile) throws Exception {
        land(extra, DecoderSettings.standard(), meanwhile);
    }

    /** The same with bounds of the decoder. */
    public void land(boolean extra, DecoderSettings decoder, Meanwhile meanwhile) throws Exception {
        journal.flush();
        try (Store store = Store.open(
                        Database.at(database.jdbcUrl(), database.user(), database.password()),
                        FlowsLayout.FLOWS,
                        new StopSignal());
                Ingest ingest = new Ingest(
                        journal,
                        directory,
                        store,
                        store.source(journal.id(), "listen"),
                        new PlanCompiler(FlowsLayout.FLOWS, ElementRegistry.standard(), extra),
                        new IngestSettings(1000, Duration.ofMillis(10), 2, Duration.ofDays(1), decoder),
                        () -> Long.MAX_VALUE,
                        () -> Long.MAX_VALUE,
                        Room.unbounded(),
                        failure -> {})) {
            ingest.start();
            meanwhile.perform(ingest);
            journal.flush();
            if (!ingest.awaitLanded(journal.endPosition(), Duration.ofSeconds(60))) {
                throw new AssertionError("not landed: " + ingest.failure());
            }
        }
    }

    /** Compresses all closed segments as though no Set in them was parked; what was appended must be on the disk. */
    public int compress() throws Exception {
        journal.deleteBefore(journal.endPosition(), Long.MIN_VALUE);
        SegmentCompressor compressor = journal.compressor();
        int count = 0;
        while (compressor.compressNext(() -> true)) {
            count++;
        }
        return count;
    }

    @Override
    public void close() throws Exception {
        JournalOpening.close(journal, directory);
    }
}
