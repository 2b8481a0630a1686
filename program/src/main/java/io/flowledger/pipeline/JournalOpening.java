package io.flowledger.pipeline;

import io.flowledger.journal.format.SegmentName;
import io.flowledger.journal.read.SegmentExtent;
import io.flowledger.journal.write.JournalSettings;
import io.flowledger.journal.write.JournalWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Opens a journal without asking the database, so that datagrams are taken while the database is away.
 *
 * <p>After a power loss the journal may end before the position that the database has committed, because the last entries were
 * not on the disk yet. Positions must not be given out twice, so after any end that was not clean the journal goes on at a
 * position that cannot have been reached: beyond what was there by all that a journal can hold. A marker file tells a clean
 * end.
 */
public final class JournalOpening {
    private static final String CLEAN_MARKER = "ended-cleanly";

    private JournalOpening() {}

    /** Opens the journal in {@code directory} for writing, making the directory when needed. */
    public static JournalWriter open(Path directory, JournalSettings settings) throws IOException {
        Files.createDirectories(directory);
        Path marker = directory.resolve(CLEAN_MARKER);
        long notBelow = Files.exists(marker) ? 0 : beyond(directory, settings.totalOctets());
        JournalWriter writer = JournalWriter.open(directory, settings, notBelow);
        Files.deleteIfExists(marker);
        return writer;
    }

    /** Closes the journal and notes that it ended cleanly. */
    public static void close(JournalWriter writer, Path directory) throws IOException {
        writer.close();
        Files.writeString(directory.resolve(CLEAN_MARKER), Long.toString(writer.endPosition()));
    }

    private static long beyond(Path directory, long margin) throws IOException {
        long[] bases = SegmentName.list(directory);
        if (bases.length == 0) {
            return 0;
        }
        long last = bases[bases.length - 1];
        return last + SegmentExtent.of(directory, last).contentOctets() + margin;
    }
}
