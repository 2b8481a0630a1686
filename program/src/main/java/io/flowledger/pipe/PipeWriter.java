package io.flowledger.pipe;

import io.flowledger.source.LogLimit;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;

/**
 * Writes whole lines to a named pipe in a thread of its own, from a queue of bounded size: while nobody reads, lines wait, and
 * when the queue is full the newest are refused and counted.
 *
 * <p>The pipe is opened for reading as well, which is never done: so opening does not wait for a reader, and what lies in
 * the pipe outlives the reader's restart. Lines go out under a lock on the pipe, because the kernel keeps only writes of
 * at most PIPE_BUF (4,096) octets whole; writers that do not know the lock are safe from all shorter ones.
 */
final class PipeWriter implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(PipeWriter.class.getName());

    /** How long lines may still go out at the end. */
    private static final long LAST_WRITE_NANOS = 2_000_000_000L;

    /** Lines written under one lock. */
    private static final int LINES_A_LOCK = 64;

    private final Path pipe;
    private final FileChannel channel;
    private final long queueOctets;
    private final Queue<byte[]> queue = new ArrayDeque<>();
    private final LogLimit logLimit = new LogLimit();
    private final Thread thread;
    private long queuedOctets;
    private long written;
    private long refused;
    private boolean stopping;

    /**
     * Opens a pipe that is there.
     *
     * @param queueOctets the most that lines take that wait
     */
    PipeWriter(Path pipe, long queueOctets) throws IOException {
        this.pipe = pipe;
        this.queueOctets = queueOctets;
        channel = FileChannel.open(pipe, StandardOpenOption.READ, StandardOpenOption.WRITE);
        thread = new Thread(this::run, "pipe");
    }

    void start() {
        thread.start();
    }

    /** Puts a line, with its line feed, at the end of the queue; false when there is no room for it. Never waits. */
    synchronized boolean offer(byte[] line) {
        if (queuedOctets + line.length > queueOctets) {
            refused++;
            warn();
            return false;
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

    /** Lines that were refused because too many wait, and at the end those that were not read in time. */
    synchronized long refused() {
        return refused;
    }

    private void warn() {
        long suppressed = logLimit.ask("refused", System.nanoTime());
        if (suppressed >= 0) {
            LOG.log(
                    Level.WARNING,
                    "{0} datagrams were dropped: nobody reads the named pipe {1} fast enough. Is the writer running?",
                    suppressed + 1,
                    pipe);
        }
    }

    private void run() {
        List<byte[]> lines = new ArrayList<>();
        try {
            while (take(lines)) {
                write(lines);
            }
        } catch (ClosedChannelException | InterruptedException e) {
            // The end came while the pipe was full.
        } catch (IOException e) {
            LOG.log(Level.ERROR, "writing to the named pipe {0} failed: {1}", pipe, e.getMessage());
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
        try (FileLock lock = channel.lock()) {
            int done = 0;
            try {
                for (byte[] line : lines) {
                    ByteBuffer octets = ByteBuffer.wrap(line);
                    while (octets.hasRemaining()) {
                        channel.write(octets);
                    }
                    done++;
                    wrote(line.length);
                }
            } finally {
                lines.subList(0, done).clear();
            }
        }
    }

    private synchronized void wrote(int octets) {
        written++;
        queuedOctets -= octets;
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
        channel.close();
    }
}
