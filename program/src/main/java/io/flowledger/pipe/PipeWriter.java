package io.flowledger.pipe;

import io.flowledger.source.LogLimit;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileLock;
import java.nio.channels.FileLockInterruptionException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Writes whole lines to a named pipe in a thread of its own, from a queue of bounded size: while nobody reads, lines wait, and
 * when the queue is full the newest are refused and counted.
 *
 * <p>Lines go out under a lock on the pipe, because the kernel keeps only writes of at most PIPE_BUF (4,096) octets whole;
 * writers that do not know the lock are safe from all shorter ones. A pipe that was removed and made anew is opened anew, once
 * {@link #look()} has seen that.
 */
final class PipeWriter implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(PipeWriter.class.getName());

    /** How long lines may still go out at the end. */
    private static final long LAST_WRITE_NANOS = 2_000_000_000L;

    /** Lines written under one lock. */
    private static final int LINES_A_LOCK = 64;

    private final Path path;
    private final long queueOctets;
    private final Queue<byte[]> queue = new ArrayDeque<>();
    private final LogLimit logLimit = new LogLimit();
    private final Thread thread;
    private final Object changing = new Object();

    /** Changed by the thread that writes only. */
    private volatile PipeFile pipe;

    private volatile boolean leaving;

    /** Lines that were taken out of a pipe that is left. */
    private int lost;

    private long queuedOctets;
    private long written;
    private long refused;
    private long refusedInARow;
    private boolean stopping;
    private @Nullable IOException failure;

    /**
     * Opens a pipe that is there.
     *
     * @param queueOctets the most that lines take that wait
     */
    PipeWriter(Path path, long queueOctets) throws IOException {
        this.path = path;
        this.queueOctets = queueOctets;
        pipe = PipeFile.open(path);
        thread = new Thread(this::run, "pipe");
    }

    void start() {
        thread.start();
    }

    /** Puts a line, with its line feed, at the end of the queue; false when there is no room for it. Never waits. */
    synchronized boolean offer(byte[] line) {
        if (queuedOctets + line.length > queueOctets) {
            refused++;
            refusedInARow++;
            long suppressed = logLimit.ask("refused", System.nanoTime());
            if (suppressed >= 0) {
                LOG.log(
                        Level.WARNING,
                        "{0} datagrams were dropped: nobody reads the named pipe {1} fast enough. Is the writer running?",
                        suppressed + 1,
                        path);
            }
            return false;
        }
        if (refusedInARow > 0 && logLimit.ask("read again", System.nanoTime()) >= 0) {
            LOG.log(Level.INFO, "the named pipe is read again; {0} datagrams were dropped meanwhile", refusedInARow);
            refusedInARow = 0;
        }
        queuedOctets += line.length;
        queue.add(line);
        notifyAll();
        return true;
    }

    /** Lines that went into the pipe. */
    synchronized long written() {
        return written;
    }

    /** Lines that were refused because too many wait, that lay in a pipe that was removed, or that nobody took at the end. */
    synchronized long refused() {
        return refused;
    }

    /** What ended writing, or null. */
    synchronized @Nullable IOException failure() {
        return failure;
    }

    /** Sees whether the pipe is still the one at its name; the thread that writes leaves it when it is not. */
    void look() throws IOException {
        synchronized (changing) {
            if (pipe.isReplaced()) {
                leaving = true;
                // That also ends a write that waits for a reader who will not come.
                lost += pipe.drain();
            }
        }
    }

    /** Goes on with the pipe that was put in the place of ours. */
    private void leave() throws IOException {
        synchronized (changing) {
            lost += pipe.drain();
            PipeFile before = pipe;
            pipe = PipeFile.open(path);
            before.close();
            leaving = false;
            synchronized (this) {
                written -= lost;
                refused += lost;
            }
            LOG.log(
                    Level.WARNING,
                    "the named pipe {0} was made anew; {1} datagrams are lost that nobody had read from the one before",
                    path,
                    lost);
            lost = 0;
        }
    }

    private void run() {
        List<byte[]> lines = new ArrayList<>();
        try {
            while (take(lines)) {
                while (!lines.isEmpty()) {
                    write(lines);
                }
            }
        } catch (ClosedChannelException | FileLockInterruptionException | InterruptedException e) {
            // The end came while the pipe was full.
        } catch (IOException e) {
            LOG.log(Level.ERROR, "writing to the named pipe {0} failed: {1}", path, e.getMessage());
            failed(e);
        } finally {
            giveUp(lines);
        }
    }

    /** Takes the next lines, waiting for one; false when there will be none. */
    private synchronized boolean take(List<byte[]> lines) throws InterruptedException {
        while (queue.isEmpty()) {
            if (stopping) {
                return false;
            }
            wait();
        }
        for (byte[] line = queue.poll(); line != null; line = lines.size() < LINES_A_LOCK ? queue.poll() : null) {
            lines.add(line);
        }
        return true;
    }

    /** Writes the lines and removes each once it is in the pipe. */
    private void write(List<byte[]> lines) throws IOException {
        if (leaving) {
            leave();
        }
        int done = 0;
        try (FileLock lock = pipe.lock()) {
            for (byte[] line : lines) {
                if (leaving) {
                    break;
                }
                pipe.write(line);
                done++;
                wrote(line.length);
            }
        } finally {
            lines.subList(0, done).clear();
        }
    }

    private synchronized void wrote(int octets) {
        written++;
        queuedOctets -= octets;
    }

    private synchronized void failed(IOException e) {
        failure = e;
    }

    private synchronized void giveUp(List<byte[]> lines) {
        stopping = true;
        refused += lines.size() + queue.size();
        queue.clear();
        queuedOctets = queueOctets;
    }

    /** Writes what waits, for two seconds at most, and ends; what nobody took by then is counted as refused. */
    @Override
    public void close() throws IOException {
        synchronized (this) {
            stopping = true;
            notifyAll();
        }
        try {
            if (thread.getState() != Thread.State.NEW) {
                thread.join(TimeUnit.NANOSECONDS.toMillis(LAST_WRITE_NANOS));
                thread.interrupt();
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        pipe.close();
    }
}
