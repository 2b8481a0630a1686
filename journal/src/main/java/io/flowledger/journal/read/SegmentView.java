package io.flowledger.journal.read;

import io.flowledger.journal.format.EntryCheck;
import io.flowledger.journal.format.EntryEncoder;
import io.flowledger.journal.format.Octets;
import io.flowledger.journal.format.Pcapng;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A window onto one segment, read in large pieces, and the check of the blocks in it. One view looks at one
 * segment after the other.
 *
 * <p>Not thread-safe.
 */
final class SegmentView implements Closeable {
    private final byte[] window;
    private final ByteBuffer reading;
    private final EntryCheck check = new EntryCheck();
    private @Nullable SegmentContent content;
    private long base = -1;
    private long size;
    private long windowStart;
    private int windowLength;

    SegmentView(int windowOctets) {
        window = new byte[Math.max(windowOctets, 2 * EntryEncoder.MAXIMUM_BLOCK)];
        reading = ByteBuffer.wrap(window);
    }

    /** Looks at the segment with that base. */
    void open(Path directory, long newBase) throws IOException {
        close();
        content = SegmentContent.open(directory, newBase);
        base = newBase;
        forget();
        refreshSize();
    }

    boolean isOpen() {
        return content != null;
    }

    long base() {
        return base;
    }

    /** Octets of the segment, unpacked, when its size was last asked for. */
    long size() {
        return size;
    }

    long refreshSize() throws IOException {
        size = opened().size();
        return size;
    }

    /** Drops what was read, for a file that may have been cut and written anew. */
    void forget() {
        windowStart = 0;
        windowLength = 0;
    }

    byte[] buffer() {
        return window;
    }

    /** Where the octet at that offset of the file stands in {@link #buffer()}; it must have been checked before. */
    int index(long offset) {
        return (int) (offset - windowStart);
    }

    /** As {@link EntryCheck#block}, for the block at that offset of the file. */
    int check(long offset) throws IOException {
        int result = inWindow(offset);
        if (result != EntryCheck.INCOMPLETE || (windowEnd() >= size && offset >= windowStart)) {
            return result;
        }
        fill(offset);
        return inWindow(offset);
    }

    private int inWindow(long offset) {
        return offset < windowStart || offset >= windowEnd()
                ? EntryCheck.INCOMPLETE
                : check.block(window, index(offset), (int) (windowEnd() - offset));
    }

    /**
     * The offset of the next entry that is whole and good, from {@code offset} on, or -1 when there is none before the
     * end of the file. Blocks are multiples of 4 long, so only these offsets are looked at.
     */
    long nextEntry(long offset) throws IOException {
        for (long at = offset; at <= size - Pcapng.PACKET_DATA; at += 4) {
            if (at < windowStart || at + Pcapng.PACKET_DATA > windowEnd()) {
                fill(at);
                if (windowLength < Pcapng.PACKET_DATA) {
                    return -1;
                }
            }
            if (Octets.le32(window, index(at)) == Pcapng.ENHANCED_PACKET && check(at) > 0) {
                return at;
            }
        }
        return -1;
    }

    /** The offset of the block that ends the file, as its trailing length says, or -1 when it says nothing sensible. */
    long lastBlock() throws IOException {
        long trailer = size - 4;
        byte[] length = new byte[4];
        if (trailer < 0 || read(ByteBuffer.wrap(length), trailer) < 4) {
            return -1;
        }
        long start = size - Octets.le32(length, 0);
        return start < 0 || start > size - Pcapng.MINIMUM_BLOCK || (start & 3) != 0 ? -1 : start;
    }

    /** Copies up to {@code length} octets from the start of the file; returns how many there were. */
    int head(byte[] into, int length) throws IOException {
        return read(ByteBuffer.wrap(into, 0, length), 0);
    }

    private void fill(long offset) throws IOException {
        windowStart = offset;
        windowLength = 0;
        reading.clear();
        windowLength = read(reading, offset);
    }

    private int read(ByteBuffer into, long offset) throws IOException {
        int start = into.position();
        long at = offset;
        while (into.hasRemaining()) {
            int n = opened().read(into, at);
            if (n <= 0) {
                break;
            }
            at += n;
        }
        return into.position() - start;
    }

    private long windowEnd() {
        return windowStart + windowLength;
    }

    private SegmentContent opened() {
        SegmentContent c = content;
        if (c == null) {
            throw new IllegalStateException("no segment is open");
        }
        return c;
    }

    @Override
    public void close() throws IOException {
        SegmentContent c = content;
        content = null;
        if (c != null) {
            c.close();
        }
    }
}
