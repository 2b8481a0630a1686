package io.flowledger.journal.write;

import io.flowledger.journal.format.SegmentName;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The segments that are no longer written to, oldest first, and the deletion of those that nobody needs. Deletion goes
 * strictly from the oldest on, so that a journal never has a hole that a reader could take for loss.
 *
 * <p>Any thread.
 */
final class KeptSegments {
    private static final System.Logger LOG = System.getLogger(KeptSegments.class.getName());

    /** A whole segment; {@code newestReceivedAtNanos} is the receive time of its last entry. */
    private record Kept(long basePosition, long octets, long newestReceivedAtNanos) {
        long endPosition() {
            return basePosition + octets;
        }
    }

    private final Path directory;
    private final Deque<Kept> segments = new ArrayDeque<>();
    private final AtomicLong octets = new AtomicLong();
    private volatile long neededPosition;

    KeptSegments(Path directory) {
        this.directory = directory;
    }

    synchronized void add(long basePosition, long segmentOctets, long newestReceivedAtNanos) {
        segments.addLast(new Kept(basePosition, segmentOctets, newestReceivedAtNanos));
        octets.addAndGet(segmentOctets);
    }

    /** Octets of all kept segments. */
    long octets() {
        return octets.get();
    }

    /** Base of the oldest, or the given position when there is none. */
    synchronized long firstPosition(long otherwise) {
        Kept oldest = segments.peekFirst();
        return oldest == null ? otherwise : oldest.basePosition();
    }

    /** The end of the oldest segments that take so many octets together, or of all; {@code otherwise} when there is none. */
    synchronized long positionAfter(long wantedOctets, long otherwise) {
        long position = otherwise;
        long sum = 0;
        for (Kept segment : segments) {
            if (sum >= wantedOctets) {
                break;
            }
            sum += segment.octets();
            position = segment.endPosition();
        }
        return position;
    }

    /** Deletes segments that lie before {@code needed} and whose last entry is older than {@code keepSinceNanos}. */
    synchronized void deleteBefore(long needed, long keepSinceNanos) throws IOException {
        neededPosition = Math.max(neededPosition, needed);
        Kept oldest = segments.peekFirst();
        while (oldest != null
                && oldest.endPosition() <= neededPosition
                && oldest.newestReceivedAtNanos() < keepSinceNanos) {
            delete(oldest);
            oldest = segments.peekFirst();
        }
    }

    /**
     * Deletes the oldest segment if it is not needed, however young it is.
     *
     * @return whether one was deleted
     */
    synchronized boolean reclaimOldest() {
        Kept oldest = segments.peekFirst();
        if (oldest == null || oldest.endPosition() > neededPosition) {
            return false;
        }
        try {
            delete(oldest);
            return true;
        } catch (IOException e) {
            LOG.log(Level.WARNING, "cannot delete a segment of the full journal " + directory, e);
            return false;
        }
    }

    private void delete(Kept segment) throws IOException {
        Files.deleteIfExists(SegmentName.path(directory, segment.basePosition()));
        segments.removeFirst();
        octets.addAndGet(-segment.octets());
    }
}
