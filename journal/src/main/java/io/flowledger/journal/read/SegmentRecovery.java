package io.flowledger.journal.read;

import io.flowledger.journal.format.DropStatistics;
import io.flowledger.journal.format.EntryCheck;
import io.flowledger.journal.format.SegmentHeader;
import io.flowledger.journal.format.SegmentName;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Walks a whole segment and says how much of it is good: where its last whole entry ends, and how many octets before
 * that are damaged. It changes nothing; cutting the file is the writer's business.
 *
 * @param wholeOctets from the start of the file to the end of the last readable block; 0 when not even the header is
 * @param corruptOctets unreadable octets before that
 * @param fileOctets length of the file, unpacked
 * @param entries readable ones
 * @param newestReceivedAtNanos receive time of the last entry, or {@link Long#MIN_VALUE} when there is none
 * @param kernelDropped what the kernel dropped after the last entry, if the segment's last block says so
 * @param journalFullDropped what a full journal refused after the last entry, likewise
 */
public record SegmentRecovery(
        long wholeOctets,
        long corruptOctets,
        long fileOctets,
        long entries,
        long newestReceivedAtNanos,
        long kernelDropped,
        long journalFullDropped) {
    private static final int WINDOW_OCTETS = 1 << 20;

    public static SegmentRecovery walk(Path directory, long basePosition) throws IOException {
        try (SegmentView view = new SegmentView(WINDOW_OCTETS)) {
            view.open(directory, basePosition);
            byte[] head = new byte[SegmentHeader.MAXIMUM_LENGTH];
            if (SegmentHeader.parse(head, view.head(head, head.length)) == null && view.nextEntry(0) < 0) {
                return new SegmentRecovery(0, 0, view.size(), 0, Long.MIN_VALUE, 0, 0);
            }
            return walk(view);
        }
    }

    private static SegmentRecovery walk(SegmentView view) throws IOException {
        JournalEntry entry = new JournalEntry();
        long offset = 0;
        long corrupt = 0;
        long entries = 0;
        long newest = Long.MIN_VALUE;
        long dropped = 0;
        long refused = 0;
        while (offset < view.size()) {
            int length = view.check(offset);
            if (length > 0) {
                int at = view.index(offset);
                boolean statistics = DropStatistics.isAt(view.buffer(), at);
                dropped = statistics ? DropStatistics.kernelDropped(view.buffer(), at, length) : 0;
                refused = statistics ? DropStatistics.refused(view.buffer(), at, length) : 0;
                if (EntryCheck.holdsEntry(view.buffer(), at)) {
                    entry.wrap(view.buffer(), at, length, offset);
                    newest = entry.receivedAtNanos();
                    entries++;
                }
                offset += length;
            } else {
                long next = view.nextEntry(offset);
                if (next < 0) {
                    break;
                }
                corrupt += next - offset;
                offset = next;
            }
        }
        return new SegmentRecovery(offset, corrupt, view.size(), entries, newest, dropped, refused);
    }

    /**
     * Receive time of a segment's last entry, found from the length that ends its last block, or by walking it when the
     * last block is no entry; {@link Long#MIN_VALUE} when there is none.
     */
    public static long newestReceivedAtNanos(Path directory, long basePosition) throws IOException {
        try (SegmentView view = new SegmentView(0)) {
            view.open(directory, basePosition);
            long start = view.lastBlock();
            int length = start < 0 ? EntryCheck.CORRUPT : view.check(start);
            if (length <= 0 || !EntryCheck.holdsEntry(view.buffer(), view.index(start))) {
                return walk(view).newestReceivedAtNanos();
            }
            JournalEntry entry = new JournalEntry();
            entry.wrap(view.buffer(), view.index(start), length, start);
            return entry.receivedAtNanos();
        }
    }

    /** The identity in the newest segment that has a readable header, or null. */
    public static @Nullable UUID identity(Path directory) throws IOException {
        long[] bases = SegmentName.list(directory);
        byte[] head = new byte[SegmentHeader.MAXIMUM_LENGTH];
        for (int i = bases.length - 1; i >= 0; i--) {
            try (SegmentView view = new SegmentView(0)) {
                view.open(directory, bases[i]);
                SegmentHeader header = SegmentHeader.parse(head, view.head(head, head.length));
                if (header != null) {
                    return header.journal();
                }
            } catch (NoSuchFileException e) {
                // deleted meanwhile; an older one may still be there
            }
        }
        return null;
    }
}
