package io.flowledger.journal.write;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Whether the disk takes more: it leaves a reserve of free space to others, looked at each 16 MiB, and after a failure
 * tries again each 100 ms, or at once when it could delete a segment that nobody needs. The first failure is logged, not those that follow.
 *
 * <p>The writer's thread only.
 */
final class DiskGate {
    private static final System.Logger LOG = System.getLogger(DiskGate.class.getName());
    private static final long RETRY_NANOS = 100_000_000L;
    private static final long OCTETS_PER_LOOK = 16 << 20;

    private final Path directory;
    private final FileStore fileStore;
    private final long reserveOctets;
    private final LongSupplier nanoTime;
    private final KeptSegments kept;
    private long octetsUntilLook;
    private boolean closed;
    private long retryAtNanoTime;

    DiskGate(Path directory, long reserveOctets, LongSupplier nanoTime, KeptSegments kept) throws IOException {
        this.directory = directory;
        this.fileStore = Files.getFileStore(directory);
        this.reserveOctets = reserveOctets;
        this.nanoTime = nanoTime;
        this.kept = kept;
    }

    /** False while it is too soon after a failure. */
    boolean mayTry() {
        return !closed || nanoTime.getAsLong() - retryAtNanoTime >= 0;
    }

    /** Whether the reserve is still free, after deletion of what nobody needs. */
    boolean reserveIsFree() {
        if (octetsUntilLook > 0 || reserveOctets == 0) {
            return true;
        }
        try {
            while (fileStore.getUsableSpace() < reserveOctets) {
                if (!kept.reclaimOldest()) {
                    failed("less than the reserve of " + reserveOctets + " octets is free", null);
                    return false;
                }
            }
        } catch (IOException e) {
            failed("cannot tell the free space", e);
            return false;
        }
        octetsUntilLook = OCTETS_PER_LOOK;
        return true;
    }

    void wrote(long octets) {
        octetsUntilLook -= octets;
        if (closed) {
            closed = false;
            LOG.log(Level.INFO, "journal {0}: the disk takes datagrams again", directory);
        }
    }

    void failed(String why, @Nullable IOException cause) {
        if (!closed) {
            LOG.log(
                    Level.WARNING,
                    "journal " + directory + ": " + why + "; datagrams are refused and counted until there is room",
                    cause);
        }
        closed = true;
        octetsUntilLook = 0;
        retryAtNanoTime = nanoTime.getAsLong() + (kept.reclaimOldest() ? 0 : RETRY_NANOS);
    }

    /** Lets the next try through at once. */
    void retryNow() {
        retryAtNanoTime = nanoTime.getAsLong();
    }
}
