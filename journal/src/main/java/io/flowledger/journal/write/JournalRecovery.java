package io.flowledger.journal.write;

import io.flowledger.journal.format.SegmentName;
import io.flowledger.journal.read.SegmentExtent;
import io.flowledger.journal.read.SegmentRecovery;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Brings a journal back to whole entries after whatever ended its last run: the torn end of the last segment is cut,
 * the segments before it are registered, and where to write on is decided.
 *
 * <p>The last segment is continued unless it is damaged before its end, or positions up to {@code notBelowPosition} are
 * in use elsewhere: then the next entry begins a new segment, so that no position is ever used twice.
 */
final class JournalRecovery {
    private static final int FORCED_SEGMENTS = 2;
    /** A file without a single readable block is deleted up to this length, and else kept for a human to look at. */
    private static final long LONGEST_TORN_HEADER = 64 << 10;

    private final Path directory;
    private final JournalSettings settings;
    private long cut;
    private long end;
    private long resumeBase = -1;
    private long resumeOctets;
    private long kernelDropped;
    private long journalFullDropped;
    private @Nullable RecoveryReport report;

    private JournalRecovery(Path directory, JournalSettings settings) {
        this.directory = directory;
        this.settings = settings;
    }

    static JournalRecovery run(Path directory, JournalSettings settings, long notBelow, KeptSegments kept)
            throws IOException {
        JournalRecovery recovery = new JournalRecovery(directory, settings);
        recovery.recover(notBelow, kept);
        return recovery;
    }

    private void recover(long notBelow, KeptSegments kept) throws IOException {
        finishCompressions();
        long[] bases = SegmentName.list(directory);
        int last = bases.length - 1;
        SegmentRecovery found = null;
        while (last >= 0) {
            found = SegmentRecovery.walk(directory, bases[last]);
            if (found.wholeOctets() > 0
                    || found.fileOctets() > LONGEST_TORN_HEADER
                    || !Files.exists(SegmentName.path(directory, bases[last]))) {
                break;
            }
            Files.delete(SegmentName.path(directory, bases[last]));
            cut += found.fileOctets();
            end = Math.max(end, bases[last]);
            last--;
        }
        for (int i = 0; i < last; i++) {
            keep(kept, bases[i]);
        }
        if (last < 0 || found == null) {
            end = Math.max(end, notBelow);
            report = new RecoveryReport(null, 0, cut, 0, end, 0);
            return;
        }
        recoverLast(bases[last], found, notBelow, kept);
        force(bases, last);
    }

    /**
     * A compressed file gets its name only when it is whole and on the disk: the original is no longer needed then. What has not
     * got its name is of no use.
     */
    private void finishCompressions() throws IOException {
        for (Path partial : SegmentName.partials(directory)) {
            Files.delete(partial);
        }
        for (long base : SegmentName.list(directory)) {
            Path original = SegmentName.path(directory, base);
            if (Files.exists(original) && Files.exists(SegmentName.compressed(directory, base))) {
                // the name may not be
                GroupSync.forceDirectory(directory);
                Files.delete(original);
            }
        }
    }

    private void recoverLast(long base, SegmentRecovery found, long notBelow, KeptSegments kept) throws IOException {
        Path path = SegmentName.path(directory, base);
        boolean plain = Files.exists(path);
        boolean readable = found.wholeOctets() > 0;
        long octets = readable && plain ? found.wholeOctets() : found.fileOctets();
        if (octets < found.fileOctets()) {
            try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
                channel.truncate(octets);
            }
            cut += found.fileOctets() - octets;
        }
        kernelDropped = found.kernelDropped();
        journalFullDropped = found.journalFullDropped();
        long foundEnd = Math.max(end, base + octets);
        end = Math.max(foundEnd, notBelow);
        long corrupt = readable ? found.corruptOctets() + octets - found.wholeOctets() : found.fileOctets();
        if (plain && corrupt == 0 && end == base + octets && octets < settings.segmentOctets()) {
            resumeBase = base;
            resumeOctets = octets;
        } else {
            keep(kept, base, found.newestReceivedAtNanos());
        }
        report = new RecoveryReport(path, found.entries(), cut, corrupt, end, end - foundEnd);
    }

    private void keep(KeptSegments kept, long base) throws IOException {
        keep(kept, base, SegmentRecovery.newestReceivedAtNanos(directory, base));
    }

    private void keep(KeptSegments kept, long base, long newestReceivedAtNanos) throws IOException {
        SegmentExtent extent = SegmentExtent.of(directory, base);
        kept.add(new KeptSegment(
                base,
                extent.contentOctets(),
                newestReceivedAtNanos,
                extent.fileOctets(),
                extent.compressed() ? KeptSegment.Form.COMPRESSED : KeptSegment.Form.PLAIN));
    }

    /** What a killed process had handed over may not be on the disk yet. */
    private void force(long[] bases, int last) throws IOException {
        if (settings.sync() instanceof SyncPolicy.None) {
            return;
        }
        for (int i = Math.max(0, last + 1 - FORCED_SEGMENTS); i <= last; i++) {
            Path path = SegmentName.path(directory, bases[i]);
            if (Files.exists(path)) {
                try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
                    channel.force(true);
                }
            }
        }
        GroupSync.forceDirectory(directory);
    }

    RecoveryReport report() {
        RecoveryReport r = report;
        if (r == null) {
            throw new IllegalStateException("recovery has not run");
        }
        return r;
    }

    /** Base of the segment to write on in, or -1 to begin a new one at the report's end position. */
    long resumeBase() {
        return resumeBase;
    }

    long resumeOctets() {
        return resumeOctets;
    }

    /** What the last run lost after its last entry. */
    long kernelDropped() {
        return kernelDropped;
    }

    long journalFullDropped() {
        return journalFullDropped;
    }
}
