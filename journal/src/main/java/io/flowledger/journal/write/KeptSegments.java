package io.flowledger.journal.write;

import io.flowledger.journal.format.SegmentName;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The segments that are no longer written to, oldest first, and the deletion of those that nobody needs. Deletion goes
 * strictly from the oldest on, so that a journal never has a hole that a reader could take for loss.
 *
 * <p>Any thread.
 */
final class KeptSegments {
    private static final System.Logger LOG = System.getLogger(KeptSegments.class.getName());

    private final Path directory;
    private final Deque<KeptSegment> segments = new ArrayDeque<>();
    private final AtomicLong octets = new AtomicLong();
    private volatile long neededPosition;

    KeptSegments(Path directory) {
        this.directory = directory;
    }

    /** Adds one that is as it was written. */
    void add(long basePosition, long segmentOctets, long newestReceivedAtNanos) {
        add(new KeptSegment(basePosition, segmentOctets, newestReceivedAtNanos, segmentOctets, KeptSegment.Form.PLAIN));
    }

    synchronized void add(KeptSegment segment) {
        segments.addLast(segment);
        octets.addAndGet(segment.fileOctets());
    }

    /** What all kept segments take on the disk, octets. */
    long octets() {
        return octets.get();
    }

    /** Base of the oldest, or the given position when there is none. */
    synchronized long firstPosition(long otherwise) {
        KeptSegment oldest = segments.peekFirst();
        return oldest == null ? otherwise : oldest.basePosition();
    }

    /** The end of the oldest segments that take so many octets together, or of all; {@code otherwise} when there is none. */
    synchronized long positionAfter(long wantedOctets, long otherwise) {
        long position = otherwise;
        long sum = 0;
        for (KeptSegment segment : segments) {
            if (sum >= wantedOctets) {
                break;
            }
            sum += segment.fileOctets();
            position = segment.endPosition();
        }
        return position;
    }

    /** Deletes segments that lie before {@code needed} and whose last entry is older than {@code keepSinceNanos}. */
    synchronized void deleteBefore(long needed, long keepSinceNanos) throws IOException {
        neededPosition = Math.max(neededPosition, needed);
        KeptSegment oldest = segments.peekFirst();
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
        KeptSegment oldest = segments.peekFirst();
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

    private void delete(KeptSegment segment) throws IOException {
        // while it is being compressed there may be two
        Files.deleteIfExists(SegmentName.path(directory, segment.basePosition()));
        Files.deleteIfExists(SegmentName.compressed(directory, segment.basePosition()));
        segments.removeFirst();
        octets.addAndGet(-segment.fileOctets());
    }

    /** The oldest that nobody needs, that could be compressed, and that ends at {@code durable} or before; else null. */
    synchronized @Nullable KeptSegment nextPlain(long durable) {
        for (KeptSegment segment : segments) {
            if (segment.endPosition() > Math.min(neededPosition, durable)) {
                return null;
            }
            if (segment.form() == KeptSegment.Form.PLAIN) {
                return segment;
            }
        }
        return null;
    }

    /** Gives the whole compressed file its name; false when the segment has been deleted meanwhile. */
    synchronized boolean publish(KeptSegment segment, Path whole) throws IOException {
        if (!segments.contains(segment)) {
            return false;
        }
        Files.move(
                whole,
                SegmentName.compressed(directory, segment.basePosition()),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
        return true;
    }

    /** Deletes the original of a segment whose compressed file is on the disk for sure. */
    synchronized void replace(KeptSegment segment, long compressedOctets) throws IOException {
        if (segments.contains(segment)) {
            Files.deleteIfExists(SegmentName.path(directory, segment.basePosition()));
            octets.addAndGet(compressedOctets - segment.fileOctets());
            segment.become(KeptSegment.Form.COMPRESSED, compressedOctets);
        }
    }

    /** Leaves a segment as it is. */
    synchronized void leave(KeptSegment segment) {
        segment.become(KeptSegment.Form.LEFT_PLAIN, segment.fileOctets());
    }
}
