package io.flowledger.journal.write;

import java.time.Duration;

/**
 * How a journal is written.
 *
 * @param segmentOctets a new segment is begun when the next entry would pass this length; at least 4 KiB
 * @param totalOctets bound of all segments together; at least two segments
 * @param reserveOctets free octets of the file system that are left to others; 0 for none
 * @param bufferOctets what is collected before it is handed to the operating system; at least 128 KiB
 * @param sync when it is forced to the disk
 * @param syncOctets forced at the latest when so much is waiting for it (with {@link SyncPolicy.Every})
 */
public record JournalSettings(
        long segmentOctets, long totalOctets, long reserveOctets, int bufferOctets, SyncPolicy sync, long syncOctets) {
    private static final long KIB = 1L << 10;
    private static final long MIB = 1L << 20;
    private static final long GIB = 1L << 30;
    private static final long LEAST_SEGMENT = 4 * KIB;
    private static final long LEAST_BUFFER = 128 * KIB;

    public JournalSettings {
        require("segment size", segmentOctets, LEAST_SEGMENT);
        require("total size", totalOctets, 2 * segmentOctets);
        require("reserve of free space", reserveOctets, 0);
        require("buffer size", bufferOctets, LEAST_BUFFER);
        require("sync size", syncOctets, 1);
    }

    private static void require(String what, long octets, long least) {
        if (octets < least) {
            throw new IllegalArgumentException(
                    "journal " + what + " of " + octets + " octets is below its least, " + least);
        }
    }

    /** Segments of 128 MiB, 8 GiB in all, 256 MiB left free, a buffer of 1 MiB, fsync each 100 ms or 32 MiB. */
    public static JournalSettings standard() {
        return new JournalSettings(
                128 * MIB, 8 * GIB, 256 * MIB, (int) MIB, SyncPolicy.every(Duration.ofMillis(100)), 32 * MIB);
    }

    public JournalSettings withSegmentOctets(long octets) {
        return new JournalSettings(octets, totalOctets, reserveOctets, bufferOctets, sync, syncOctets);
    }

    public JournalSettings withTotalOctets(long octets) {
        return new JournalSettings(segmentOctets, octets, reserveOctets, bufferOctets, sync, syncOctets);
    }

    public JournalSettings withReserveOctets(long octets) {
        return new JournalSettings(segmentOctets, totalOctets, octets, bufferOctets, sync, syncOctets);
    }

    public JournalSettings withBufferOctets(int octets) {
        return new JournalSettings(segmentOctets, totalOctets, reserveOctets, octets, sync, syncOctets);
    }

    public JournalSettings withSync(SyncPolicy policy) {
        return new JournalSettings(segmentOctets, totalOctets, reserveOctets, bufferOctets, policy, syncOctets);
    }

    public JournalSettings withSyncOctets(long octets) {
        return new JournalSettings(segmentOctets, totalOctets, reserveOctets, bufferOctets, sync, octets);
    }
}
