package io.flowledger.journal.write;

import io.flowledger.journal.format.SegmentName;
import java.io.Closeable;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Forces what was written to the disk, apart from the thread that writes: one fsync covers all that came before it.
 *
 * <p>It opens the segments itself: fsync works on the file, whichever descriptor wrote to it, and so the writer and
 * this class share no channel. Once a segment has been opened the directory is forced too, so that its name survives.
 *
 * <p>{@link #segmentStarted} and {@link #written} belong to the writer's thread, the rest may be called by any.
 */
final class GroupSync implements Closeable {
    private static final System.Logger LOG = System.getLogger(GroupSync.class.getName());
    private static final long STOP_TIMEOUT_MILLIS = 10_000;

    private final Path directory;
    private final SyncPolicy policy;
    private final long syncOctets;
    private final Queue<Long> started = new ConcurrentLinkedQueue<>();
    private final @Nullable Thread thread;
    private @Nullable FileChannel current;
    private volatile long writtenPosition;
    private volatile long durablePosition;
    private volatile boolean failed;
    private volatile boolean stopped;

    GroupSync(Path directory, JournalSettings settings, long durablePosition) {
        this.directory = directory;
        this.policy = settings.sync();
        this.syncOctets = settings.syncOctets();
        this.durablePosition = durablePosition;
        this.writtenPosition = durablePosition;
        this.thread = policy instanceof SyncPolicy.Every every ? start(every) : null;
    }

    private Thread start(SyncPolicy.Every every) {
        long interval = every.interval().toNanos();
        Thread t = new Thread(() -> run(interval), "journal-sync");
        t.setDaemon(true);
        t.start();
        return t;
    }

    private void run(long intervalNanos) {
        while (!stopped) {
            LockSupport.parkNanos(this, intervalNanos);
            sync();
        }
    }

    /** A new segment is there, empty; all that is written before it has been handed over. */
    void segmentStarted(long basePosition) {
        if (!(policy instanceof SyncPolicy.None)) {
            started.add(basePosition);
        }
    }

    /** The operating system has everything before that position. */
    void written(long position) {
        writtenPosition = position;
        if (policy instanceof SyncPolicy.None) {
            // Nobody forces anything: those who wait for the disk are content with the operating system.
            durablePosition = position;
        } else if (policy instanceof SyncPolicy.Always) {
            sync();
        } else if (thread != null && position - durablePosition >= syncOctets) {
            LockSupport.unpark(thread);
        }
    }

    long writtenPosition() {
        return writtenPosition;
    }

    /** Everything before it is on the disk. It stands still once an fsync has failed, as what failed may be lost. */
    long durablePosition() {
        return durablePosition;
    }

    /** True once an fsync has failed: {@link #durablePosition()} does not move any more. */
    boolean failed() {
        return failed;
    }

    synchronized void sync() {
        // Read before the queue is: a segment that begins after this read begins at or after the target.
        long target = writtenPosition;
        if (target == durablePosition || failed) {
            return;
        }
        try {
            force();
            durablePosition = target;
        } catch (IOException e) {
            failed = true;
            LOG.log(
                    Level.WARNING,
                    "fsync of the journal " + directory + " failed at position " + target
                            + "; what follows is written but not known to be on the disk until the next start",
                    e);
        }
    }

    private void force() throws IOException {
        FileChannel channel = current;
        Long base = started.poll();
        boolean newName = base != null;
        while (base != null) {
            if (channel != null) {
                channel.force(false);
                channel.close();
            }
            channel = open(base);
            current = channel;
            base = started.poll();
        }
        if (channel != null) {
            channel.force(false);
        }
        if (newName) {
            forceDirectory(directory);
        }
    }

    /** Null for a segment that nobody needed any more and that has been deleted before its turn came. */
    private @Nullable FileChannel open(long base) throws IOException {
        try {
            return FileChannel.open(SegmentName.path(directory, base), StandardOpenOption.WRITE);
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    static void forceDirectory(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** Forces the rest, unless the policy is never to, and ends the thread. */
    @Override
    public void close() throws IOException {
        stopped = true;
        Thread t = thread;
        if (t != null) {
            LockSupport.unpark(t);
            try {
                t.join(STOP_TIMEOUT_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        synchronized (this) {
            if (!(policy instanceof SyncPolicy.None)) {
                sync();
            }
            FileChannel channel = current;
            if (channel != null) {
                channel.close();
            }
        }
    }
}
