package io.flowledger.journal.read;

import io.flowledger.journal.format.SegmentName;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** What a segment holds, whether its file is compressed or not. One thread. */
sealed interface SegmentContent extends Closeable permits SegmentContent.Plain, CompressedContent {
    /** Octets of the content. */
    long size() throws IOException;

    /** Reads some octets from that offset of the content on; -1 at its end. */
    int read(ByteBuffer into, long offset) throws IOException;

    /**
     * Opens the segment with that base.
     *
     * @throws NoSuchFileException when it is there neither compressed nor as it was written
     */
    static SegmentContent open(Path directory, long base) throws IOException {
        try {
            return new Plain(FileChannel.open(SegmentName.path(directory, base), StandardOpenOption.READ));
        } catch (NoSuchFileException compressedOrDeleted) {
            return CompressedContent.open(directory, base);
        }
    }

    /** A file as it was written. */
    record Plain(FileChannel channel) implements SegmentContent {
        @Override
        public long size() throws IOException {
            return channel.size();
        }

        @Override
        public int read(ByteBuffer into, long offset) throws IOException {
            return channel.read(into, offset);
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
