package io.flowledger.journal.write;

import io.flowledger.journal.format.Octets;
import io.flowledger.journal.format.Pcapng;
import io.flowledger.journal.format.SegmentName;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The segment being written: whole blocks collected in a buffer and handed to the operating system together. The file
 * holds whole blocks only, also after a write that failed half-way: then it is cut back to the last whole block and the
 * others stay in the buffer, to be tried again.
 *
 * <p>One thread.
 */
final class SegmentOutput implements Closeable {
    private final Path directory;
    private final byte[] buffer;
    /** The JDK would copy a heap buffer to a direct one of its own; this one is not looked up at each write. */
    private final ByteBuffer direct;

    private FileChannel channel;
    private long base;
    private long fileOctets;
    private int buffered;

    private SegmentOutput(Path directory, int bufferOctets, FileChannel channel, long base, long fileOctets) {
        this.directory = directory;
        this.buffer = new byte[bufferOctets];
        this.direct = ByteBuffer.allocateDirect(bufferOctets);
        this.channel = channel;
        this.base = base;
        this.fileOctets = fileOctets;
    }

    /** Goes on in a segment that recovery found to hold {@code fileOctets} of whole blocks. */
    static SegmentOutput resume(Path directory, int bufferOctets, long base, long fileOctets) throws IOException {
        FileChannel channel = channel(directory, base, StandardOpenOption.WRITE);
        return new SegmentOutput(directory, bufferOctets, channel, base, fileOctets);
    }

    /** Begins a journal with a new segment. */
    static SegmentOutput create(Path directory, int bufferOctets, long base, byte[] header) throws IOException {
        FileChannel channel = createChannel(directory, base);
        SegmentOutput output = new SegmentOutput(directory, bufferOctets, channel, base, 0);
        output.putHeader(header);
        return output;
    }

    /** Begins the next segment at the end of this one; everything must have been drained. */
    void roll(byte[] header) throws IOException {
        if (buffered > 0) {
            throw new IllegalStateException(buffered + " octets of segment " + base + " are not yet written");
        }
        long next = endPosition();
        FileChannel nextChannel = createChannel(directory, next);
        channel.close();
        channel = nextChannel;
        base = next;
        fileOctets = 0;
        putHeader(header);
    }

    private static FileChannel createChannel(Path directory, long base) throws IOException {
        return channel(directory, base, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
    }

    private static FileChannel channel(Path directory, long base, OpenOption... options) throws IOException {
        return FileChannel.open(SegmentName.path(directory, base), options);
    }

    private void putHeader(byte[] header) {
        System.arraycopy(header, 0, buffer, 0, header.length);
        buffered = header.length;
    }

    long base() {
        return base;
    }

    /** Octets of the segment, those in the buffer included. */
    long octets() {
        return fileOctets + buffered;
    }

    long endPosition() {
        return base + octets();
    }

    long writtenPosition() {
        return base + fileOctets;
    }

    boolean fits(int octets) {
        return octets <= buffer.length - buffered;
    }

    byte[] buffer() {
        return buffer;
    }

    /** Where the next block goes in {@link #buffer()}. */
    int index() {
        return buffered;
    }

    void commit(int octets) {
        buffered += octets;
    }

    /**
     * Hands the buffer to the operating system.
     *
     * @throws IOException when not all of it could be: the file then ends with the last block that was written whole
     */
    void drain() throws IOException {
        if (buffered == 0) {
            return;
        }
        direct.clear();
        direct.put(buffer, 0, buffered).flip();
        boolean interrupted = false;
        try {
            while (direct.hasRemaining()) {
                try {
                    channel.write(direct, fileOctets + direct.position());
                } catch (ClosedByInterruptException e) {
                    // An interrupt is meant for the thread, not for the file.
                    interrupted |= Thread.interrupted();
                    channel = channel(directory, base, StandardOpenOption.WRITE);
                }
            }
            fileOctets += buffered;
            buffered = 0;
        } catch (IOException e) {
            keepWhole(direct.position());
            cutBack(e);
            throw e;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Of {@code written} octets counts the whole blocks as written, and moves the rest to the buffer's front. */
    private void keepWhole(int written) {
        int whole = 0;
        while (whole < written) {
            int next = whole + (int) Octets.le32(buffer, whole + Pcapng.TOTAL_LENGTH);
            if (next > written) {
                break;
            }
            whole = next;
        }
        System.arraycopy(buffer, whole, buffer, 0, buffered - whole);
        fileOctets += whole;
        buffered -= whole;
    }

    private void cutBack(IOException cause) {
        try {
            channel.truncate(fileOctets);
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
