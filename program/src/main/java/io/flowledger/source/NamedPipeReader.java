package io.flowledger.source;

import io.flowledger.journal.write.JournalWriter;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.LongAdder;

/**
 * Reads lines from a named pipe and appends their datagrams to the journal: one thread, which owns the journal's writer.
 *
 * <p>The pipe is opened for reading and writing, so that it never ends: the other side opens it anew for every line, and the end
 * of one writer is not the end of all. A line that is not of the agreed form is skipped and counted.
 */
public final class NamedPipeReader implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(NamedPipeReader.class.getName());

    /** A datagram of 65,535 octets in base64 takes 87,380; what is longer is no line. */
    private static final int LONGEST_LINE = 1 << 20;

    private static final int READ_OCTETS = 1 << 16;

    private final JournalWriter journal;
    private final FileChannel channel;
    private final Path pipe;
    private final Thread thread;
    private final LongAdder lines = new LongAdder();
    private final LongAdder malformed = new LongAdder();
    private byte[] pending = new byte[READ_OCTETS];
    private int pendingLength;
    private boolean skipping;
    private final LogLimit logLimit = new LogLimit();
    private volatile boolean stopping;

    /**
     * Opens the pipe, making it when it is not there.
     *
     * @throws IOException when it cannot be made or is no named pipe; the message says what to do
     */
    public NamedPipeReader(Path pipe, JournalWriter journal) throws IOException {
        this.journal = journal;
        this.pipe = pipe;
        NamedPipe.make(pipe);
        channel = FileChannel.open(pipe, StandardOpenOption.READ, StandardOpenOption.WRITE);
        thread = new Thread(this::run, "pipe");
    }

    /** Begins to read. */
    public void start() {
        thread.start();
    }

    /** Lines read since the start. */
    public long lines() {
        return lines.sum();
    }

    /** Lines that were skipped because they were not of the agreed form. */
    public long malformed() {
        return malformed.sum();
    }

    private void run() {
        ByteBuffer buffer = ByteBuffer.allocate(READ_OCTETS);
        try {
            while (!stopping) {
                buffer.clear();
                int read = channel.read(buffer);
                if (read > 0) {
                    take(buffer.array(), read);
                    journal.flush();
                }
            }
        } catch (ClosedChannelException e) {
            // Closed by close().
        } catch (IOException e) {
            LOG.log(Level.ERROR, "reading the named pipe {0} failed: {1}", pipe, e.getMessage());
        }
    }

    private void take(byte[] octets, int length) {
        int from = 0;
        for (int i = 0; i < length; i++) {
            if (octets[i] == '\n') {
                if (pendingLength > 0 || skipping) {
                    hold(octets, from, i - from);
                    endPending();
                } else {
                    line(octets, from, i - from);
                }
                from = i + 1;
            }
        }
        hold(octets, from, length - from);
    }

    private void hold(byte[] octets, int from, int length) {
        if (skipping || pendingLength + length > LONGEST_LINE) {
            skipping = true;
            return;
        }
        if (pendingLength + length > pending.length) {
            pending = java.util.Arrays.copyOf(pending, Math.max(pendingLength + length, 2 * pending.length));
        }
        System.arraycopy(octets, from, pending, pendingLength, length);
        pendingLength += length;
    }

    private void endPending() {
        if (skipping) {
            count(new PipeLineException("the line is longer than " + LONGEST_LINE + " octets", null));
        } else {
            line(pending, 0, pendingLength);
        }
        pendingLength = 0;
        skipping = false;
    }

    private void line(byte[] octets, int from, int length) {
        lines.increment();
        try {
            PipeLine line = PipeLine.parse(octets, from, length);
            journal.append(
                    line.receivedAtNanos(),
                    line.address(),
                    line.port(),
                    new byte[line.address().length],
                    0,
                    line.payload(),
                    0,
                    line.payload().length,
                    null);
        } catch (PipeLineException e) {
            count(e);
        }
    }

    /** Counts a malformed line; says so once a minute. */
    private void count(PipeLineException e) {
        malformed.increment();
        long suppressed = logLimit.ask("malformed", System.nanoTime());
        if (suppressed >= 0) {
            LOG.log(
                    Level.WARNING,
                    "{0} lines of the named pipe were not understood and skipped; the latest: {1}",
                    suppressed + 1,
                    e.getMessage());
        }
    }

    /** Ends reading; what was read is in the journal. */
    @Override
    public void close() throws IOException {
        stopping = true;
        channel.close();
        try {
            if (thread.getState() != Thread.State.NEW) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        journal.flush();
    }
}
