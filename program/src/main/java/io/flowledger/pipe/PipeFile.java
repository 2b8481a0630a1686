package io.flowledger.pipe;

import io.flowledger.source.NamedPipe;
import java.io.Closeable;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A named pipe that is open for writing. It is opened for reading as well: so opening does not wait for a reader, and what lies
 * in the pipe outlives the reader's restart.
 */
final class PipeFile implements Closeable {
    private static final int DRAIN_OCTETS = 8192;

    private final Path path;
    private final @Nullable Object key;
    private final RandomAccessFile file;
    private final FileChannel channel;

    private PipeFile(Path path, @Nullable Object key, RandomAccessFile file) {
        this.path = path;
        this.key = key;
        this.file = file;
        this.channel = file.getChannel();
    }

    /** Opens a pipe that is there. */
    static PipeFile open(Path path) throws IOException {
        // Asked for before it is opened: what is put in its place in between is found out by isReplaced.
        Object key = key(path);
        RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
        try {
            NamedPipe.check(path);
            return new PipeFile(path, key, file);
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    private static @Nullable Object key(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
    }

    /** Whether another pipe lies at this one's name. One that was only removed may still be read. */
    boolean isReplaced() throws IOException {
        return Files.exists(path) && !Objects.equals(key, key(path));
    }

    /** Keeps other writers that know the lock away until it is released; waits for them. */
    FileLock lock() throws IOException {
        return channel.lock();
    }

    /** Writes all of it, waiting for a reader. */
    void write(byte[] line) throws IOException {
        ByteBuffer octets = ByteBuffer.wrap(line);
        while (octets.hasRemaining()) {
            channel.write(octets);
        }
    }

    /** Takes out what nobody has read; how many lines of it have their end. */
    @SuppressWarnings("resource") // the stream is another face of the file
    int drain() throws IOException {
        FileInputStream in = new FileInputStream(file.getFD());
        byte[] octets = new byte[DRAIN_OCTETS];
        int lines = 0;
        while (in.available() > 0) {
            // Not readNBytes, which seeks.
            int length = in.read(octets);
            for (int i = 0; i < length; i++) {
                lines += octets[i] == '\n' ? 1 : 0;
            }
        }
        return lines;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
