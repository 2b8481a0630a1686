package io.flowledger.pipeline;

import io.flowledger.config.Configuration;
import io.flowledger.journal.read.JournalEntry;
import io.flowledger.journal.read.JournalReader;
import io.flowledger.journal.write.JournalWriter;
import io.flowledger.source.ImportMark;
import io.flowledger.source.ImportProgress;
import io.flowledger.store.Source;
import io.flowledger.store.Store;
import io.flowledger.store.imports.ImportFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/**
 * The journal that imports go through, beside that of what is received: one for all captures, with templates of its own, so
 * that last year's capture does not change how today's datagrams are read.
 *
 * <p>A file is noted in the database before its first datagram is appended, with the position at which it begins; what is in the
 * journal from there on is what was taken of it. So a file whose import was cut off goes on, whatever stopped it.
 */
public final class ImportJournal implements AutoCloseable {
    /** The kind of source, as the database knows it. */
    public static final String KIND = "import";

    private static final String DIRECTORY = "imports";

    private final Path directory;
    private final JournalWriter writer;
    private volatile long keepFrom = Long.MAX_VALUE;

    private ImportJournal(Path directory, JournalWriter writer) {
        this.directory = directory;
        this.writer = writer;
    }

    /**
     * Opens the journal of the data directory. One that this database has never seen belonged to another database: it is
     * begun anew.
     */
    public static ImportJournal open(Configuration configuration, Store store) throws IOException, SQLException {
        Path directory = configuration.dataDirectory().resolve(DIRECTORY);
        Files.createDirectories(directory);
        UUID id;
        try (JournalReader reader = JournalReader.open(directory)) {
            id = reader.id();
        }
        if (id != null && !store.hasSource(id)) {
            clear(directory);
        }
        return new ImportJournal(directory, JournalOpening.open(directory, Wiring.journal(configuration)));
    }

    private static void clear(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            List<Path> sorted = files.sorted(Comparator.naturalOrder()).toList();
            for (Path file : sorted) {
                Files.delete(file);
            }
        }
    }

    /** The directory of its segments. */
    public Path directory() {
        return directory;
    }

    /** Where datagrams are appended. */
    public JournalWriter writer() {
        return writer;
    }

    /** The position from which on the journal is needed to know how much of the current file is in it. */
    public long keepFrom() {
        return keepFrom;
    }

    /** The latest import of this content. */
    public Optional<ImportFile> find(Store store, String fingerprint) throws SQLException {
        try (Connection connection = store.connect("import")) {
            return Store.imports(connection).find(fingerprint).stream().findFirst();
        }
    }

    /**
     * Begins a file, or finds out how far it was taken before.
     *
     * @param before what {@link #find} gave
     * @return how many of its datagrams are in the journal already
     */
    public long begin(
            Store store, Source source, Path file, String fingerprint, long octets, Optional<ImportFile> before)
            throws IOException, SQLException {
        if (before.isPresent()
                && before.get().finishedAt() == null
                && before.get().sourceId() == source.sourceId()) {
            return resume(fingerprint, before.get());
        }
        keepFrom = writer.endPosition();
        try (Connection connection = store.connect("import")) {
            Store.imports(connection)
                    .begin(
                            source.sourceId(),
                            fingerprint,
                            String.valueOf(file.getFileName()),
                            octets,
                            writer.endPosition());
        }
        return 0;
    }

    private long resume(String fingerprint, ImportFile begun) throws IOException {
        ImportMark mark = ImportMark.read(directory);
        long from = begun.startPosition();
        long count = 0;
        if (mark != null && mark.fingerprint().equals(fingerprint) && mark.position() >= from) {
            from = mark.position();
            count = mark.datagrams();
        }
        keepFrom = from;
        try (JournalReader reader = JournalReader.open(directory)) {
            JournalEntry entry = new JournalEntry();
            reader.seek(from);
            while (reader.next(entry)) {
                count++;
            }
        }
        return count;
    }

    /** Notes how far a file is; {@code display} is told the octets and datagrams read. */
    public ImportProgress progress(String fingerprint, BiConsumer<Long, Long> display) {
        return new ImportProgress() {
            @Override
            public void read(long octets, long datagrams) {
                display.accept(octets, datagrams);
            }

            @Override
            public void durable(long datagrams, long position) throws IOException {
                new ImportMark(fingerprint, datagrams, position).write(directory);
                keepFrom = position;
            }
        };
    }

    /** Notes that all of a file is in the journal, for sure. */
    public void finish(Store store, Source source, String fingerprint, long datagrams) throws SQLException {
        try (Connection connection = store.connect("import")) {
            Store.imports(connection).finish(source.sourceId(), fingerprint, datagrams);
        }
        keepFrom = Long.MAX_VALUE;
    }

    @Override
    public void close() throws IOException {
        JournalOpening.close(writer, directory);
    }
}
