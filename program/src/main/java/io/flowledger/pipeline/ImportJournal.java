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
import io.flowledger.store.imports.ImportFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

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
    // Everything, until it is known which file goes on.
    private volatile long keepFrom;

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
        return store.perform("import", connection -> Store.imports(connection).find(fingerprint)).stream()
                .findFirst();
    }

    /**
     * Begins a file, or finds out how far it was taken before. Another file that was begun and not finished is set aside: how
     * much of it is in the journal is noted before anything else is appended.
     *
     * @param before what {@link #find} gave
     * @return how many of its datagrams are in the journal already
     */
    public long begin(
            Store store, Source source, Path file, String fingerprint, long octets, Optional<ImportFile> before)
            throws IOException, SQLException {
        for (ImportFile other :
                store.perform("import", connection -> Store.imports(connection).begun(source.sourceId()))) {
            if (!other.fingerprint().equals(fingerprint)) {
                long taken = taken(other);
                write(store, files -> files.setAside(source.sourceId(), other.fingerprint(), taken));
            }
        }
        if (before.isPresent()
                && before.get().finishedAt() == null
                && before.get().sourceId() == source.sourceId()) {
            return resume(store, before.get());
        }
        long begin = writer.endPosition();
        keepFrom = begin;
        write(
                store,
                files ->
                        files.begin(source.sourceId(), fingerprint, String.valueOf(file.getFileName()), octets, begin));
        return 0;
    }

    private long resume(Store store, ImportFile begun) throws IOException, SQLException {
        long taken = taken(begun);
        if (begun.startPosition() == null) {
            long end = writer.endPosition();
            keepFrom = end;
            write(store, files -> files.resume(begun.sourceId(), begun.fingerprint(), end));
        } else {
            ImportMark mark = mark(begun, begun.startPosition());
            keepFrom = mark == null ? begun.startPosition() : mark.position();
        }
        return taken;
    }

    /** How many datagrams of a file that is not finished are in the journal. */
    private long taken(ImportFile begun) throws IOException {
        long count = begun.datagrams() == null ? 0 : begun.datagrams();
        Long from = begun.startPosition();
        if (from == null) {
            return count;
        }
        ImportMark mark = mark(begun, from);
        if (mark != null) {
            from = mark.position();
            count = mark.datagrams();
        }
        try (JournalReader reader = JournalReader.open(directory)) {
            JournalEntry entry = new JournalEntry();
            reader.seek(from);
            while (reader.next(entry)) {
                count++;
            }
        }
        return count;
    }

    private @Nullable ImportMark mark(ImportFile begun, long startPosition) throws IOException {
        ImportMark mark = ImportMark.read(directory);
        return mark != null && mark.fingerprint().equals(begun.fingerprint()) && mark.position() > startPosition
                ? mark
                : null;
    }

    /** What is noted in the database about files. */
    @FunctionalInterface
    private interface Note {
        void write(ImportFiles files) throws SQLException;
    }

    private static void write(Store store, Note note) throws SQLException {
        store.perform("import", connection -> {
            note.write(Store.imports(connection));
            return true;
        });
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
        write(store, files -> files.finish(source.sourceId(), fingerprint, datagrams));
        keepFrom = Long.MAX_VALUE;
    }

    @Override
    public void close() throws IOException {
        JournalOpening.close(writer, directory);
    }
}
