package io.flowledger.journal.read;

import io.flowledger.journal.format.EntryCheck;
import io.flowledger.journal.format.SegmentName;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Reads a journal in order, following its writer in this or in another process, and by position.
 *
 * <p>Following sees what the writer has handed to the operating system ({@code JournalWriter.flush}), whether or not it
 * is on the disk yet. Damage is skipped up to the next entry whose CRC is right and counted in {@link #corruptOctets};
 * positions that no segment covers (deleted, or never written after a power loss) are counted in {@link #gapOctets}.
 *
 * <p>Allocation-free per entry. Any number of readers; each for one thread. When that thread is interrupted while it
 * reads, the read fails with {@link java.nio.channels.ClosedByInterruptException} and the reader is to be closed.
 */
public final class JournalReader implements Closeable {
    private static final int FOLLOW_WINDOW_OCTETS = 1 << 20;
    private static final int LOOKUP_WINDOW_OCTETS = 256 << 10;
    private static final int LOOKS_PER_LISTING = 32;

    private final Path directory;
    private final SegmentView following = new SegmentView(FOLLOW_WINDOW_OCTETS);
    private @Nullable SegmentView lookup;
    private long position;
    private long corruptOctets;
    private long gapOctets;
    /** Size of the last segment when its tail was found to hold no whole entry; -1 when it has not been looked at. */
    private long unreadableAtSize = -1;

    private @Nullable FileTime listedAtChange;
    private int looksSinceListed;

    private JournalReader(Path directory) {
        this.directory = directory;
    }

    /**
     * A reader that begins with the oldest entry. The directory must exist; it may be empty.
     *
     * @throws NotDirectoryException when there is no such directory
     */
    public static JournalReader open(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            throw new NotDirectoryException(directory + " (a journal is a directory of .pcapng segments)");
        }
        JournalReader reader = new JournalReader(directory);
        long[] bases = SegmentName.list(directory);
        reader.position = bases.length == 0 ? 0 : bases[0];
        return reader;
    }

    /** The journal's identity, or null while it has no readable segment. */
    public @Nullable UUID id() throws IOException {
        return SegmentRecovery.identity(directory);
    }

    /** The position where the oldest segment begins; what was before has been deleted. 0 for an empty journal. */
    public long firstPosition() throws IOException {
        long[] bases = SegmentName.list(directory);
        return bases.length == 0 ? 0 : bases[0];
    }

    /** The position from which {@link #next} reads on. */
    public long position() {
        return position;
    }

    /**
     * Sets where {@link #next} reads on: at the entry there, or at the first one after it.
     *
     * @param newPosition 0, or what an entry gave for itself or for the one after it
     */
    public void seek(long newPosition) throws IOException {
        if (newPosition < 0) {
            throw new IllegalArgumentException("journal position " + newPosition + " is negative");
        }
        position = newPosition;
        unreadableAtSize = -1;
        listedAtChange = null;
        following.close();
    }

    /** Octets skipped because they held no readable entry. */
    public long corruptOctets() {
        return corruptOctets;
    }

    /** Positions skipped because no segment covers them. */
    public long gapOctets() {
        return gapOctets;
    }

    /**
     * The next entry.
     *
     * @return false when there is none yet: ask again later
     */
    public boolean next(JournalEntry into) throws IOException {
        while (true) {
            if (!following.isOpen() && !openFrom(position)) {
                return false;
            }
            long offset = position - following.base();
            int length = following.check(offset);
            if (length == EntryCheck.INCOMPLETE && following.refreshSize() > offset) {
                // the window may hold a tail that was cut and written anew
                following.forget();
                length = following.check(offset);
            }
            if (length > 0) {
                int at = following.index(offset);
                long here = position;
                position += length;
                if (EntryCheck.holdsEntry(following.buffer(), at)) {
                    into.wrap(following.buffer(), at, length, here);
                    return true;
                }
            } else if (!skip(offset, length)) {
                return false;
            }
        }
    }

    /** Moves on from where no whole block stands; false when there is nothing to move to yet. */
    private boolean skip(long offset, int found) throws IOException {
        // The directory first: once there is a next segment, this one has its final size.
        long next = followingBase();
        long size = following.refreshSize();
        if (next < 0 && (found == EntryCheck.INCOMPLETE || size == unreadableAtSize)) {
            // the writer may be in the midst of it
            return false;
        }
        following.forget();
        if (following.check(offset) > 0) {
            return true;
        }
        long entry = offset < size ? following.nextEntry(offset) : -1;
        if (entry >= 0) {
            corruptOctets += entry - offset;
            position = following.base() + entry;
            unreadableAtSize = -1;
            return true;
        }
        if (next < 0) {
            unreadableAtSize = size;
            following.forget();
            return false;
        }
        long end = Math.max(offset, size);
        corruptOctets += end - offset;
        gapOctets += Math.max(0, next - following.base() - end);
        position = next;
        unreadableAtSize = -1;
        following.close();
        return true;
    }

    /** Opens the segment that covers a position, or else the first one after it. */
    private boolean openFrom(long wanted) throws IOException {
        while (true) {
            long[] bases = SegmentName.list(directory);
            int index = floor(bases, wanted);
            if (bases.length == 0) {
                return false;
            }
            try {
                following.open(directory, bases[Math.max(0, index)]);
            } catch (NoSuchFileException deletedMeanwhile) {
                continue;
            }
            if (index < 0) {
                gapOctets += bases[0] - wanted;
                position = bases[0];
            }
            return true;
        }
    }

    /**
     * Reads the entry at exactly that position; where {@link #next} reads on is not moved.
     *
     * @return false when no entry begins there: never written, damaged, or deleted (then it is below
     *     {@link #firstPosition})
     */
    public boolean read(long wanted, JournalEntry into) throws IOException {
        SegmentView view = lookup;
        if (view == null) {
            view = new SegmentView(LOOKUP_WINDOW_OCTETS);
            lookup = view;
        }
        if (!view.isOpen() || wanted < view.base() || wanted >= view.base() + view.size()) {
            long[] bases = SegmentName.list(directory);
            int index = floor(bases, wanted);
            if (index < 0) {
                return false;
            }
            try {
                view.open(directory, bases[index]);
            } catch (NoSuchFileException deletedMeanwhile) {
                return false;
            }
        }
        long offset = wanted - view.base();
        int length = view.check(offset);
        if (length <= 0) {
            view.refreshSize();
            view.forget();
            length = view.check(offset);
        }
        if (length <= 0 || !EntryCheck.holdsEntry(view.buffer(), view.index(offset))) {
            return false;
        }
        into.wrap(view.buffer(), view.index(offset), length, wanted);
        return true;
    }

    /**
     * The base of the segment after the one being followed, or -1. The directory is listed only when it has changed; as
     * its time may be coarser than a change, also now and then without.
     */
    private long followingBase() throws IOException {
        FileTime changed = Files.getLastModifiedTime(directory);
        if (changed.equals(listedAtChange) && ++looksSinceListed < LOOKS_PER_LISTING) {
            return -1;
        }
        long[] bases = SegmentName.list(directory);
        int index = floor(bases, following.base()) + 1;
        if (index < bases.length) {
            listedAtChange = null;
            return bases[index];
        }
        listedAtChange = changed;
        looksSinceListed = 0;
        return -1;
    }

    /** Index of the greatest element that is not above the value, or -1. */
    private static int floor(long[] ascending, long value) {
        int found = Arrays.binarySearch(ascending, value);
        return found >= 0 ? found : -found - 2;
    }

    @Override
    public void close() throws IOException {
        following.close();
        SegmentView view = lookup;
        if (view != null) {
            view.close();
        }
    }
}
