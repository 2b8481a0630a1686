package io.flowledger.journal.read;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import io.flowledger.journal.format.NativeZstd;
import io.flowledger.journal.format.SeekTable;
import io.flowledger.journal.format.SegmentName;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A compressed segment, unpacked frame by frame as it is read. A frame that cannot be unpacked reads as zeros, which are no
 * block, so that what looks for the next entry passes over it and counts it. When the seek table cannot be read the frames are
 * found by walking them.
 *
 * <p>One thread; allocates nothing when it is read.
 */
final class CompressedContent implements SegmentContent {
    private final FileChannel channel;
    private final ZstdDecompressCtx zstd = new ZstdDecompressCtx();
    private final SeekTable frames;
    private final byte[] compressed;
    private final ByteBuffer reading;
    private final byte[] content = new byte[SeekTable.FRAME_OCTETS];
    private int unpacked = -1;

    private CompressedContent(FileChannel channel) throws IOException {
        this.channel = channel;
        // incompressible frames are somewhat longer than what they hold
        this.compressed = new byte[2 * SeekTable.FRAME_OCTETS];
        this.reading = ByteBuffer.wrap(compressed);
        SeekTable table = table();
        this.frames = table == null || !endsAsItSays(table) ? walk() : table;
    }

    static CompressedContent open(Path directory, long base) throws IOException {
        FileChannel channel = FileChannel.open(SegmentName.compressed(directory, base), StandardOpenOption.READ);
        boolean opened = false;
        try {
            NativeZstd.load(directory);
            CompressedContent content = new CompressedContent(channel);
            opened = true;
            return content;
        } finally {
            if (!opened) {
                channel.close();
            }
        }
    }

    private @Nullable SeekTable table() throws IOException {
        long size = channel.size();
        byte[] footer = new byte[SeekTable.FOOTER_OCTETS];
        if (size < footer.length || fill(ByteBuffer.wrap(footer), size - footer.length) < footer.length) {
            return null;
        }
        int length = SeekTable.length(footer, size);
        if (length < 0) {
            return null;
        }
        byte[] table = new byte[length];
        return fill(ByteBuffer.wrap(table), size - length) < length ? null : SeekTable.parse(table, size);
    }

    /** The one length that nothing else in the table confirms: false when an undamaged frame says otherwise. */
    private boolean endsAsItSays(SeekTable table) throws IOException {
        int last = table.count() - 1;
        if (last < 0) {
            return true;
        }
        int there = fill(reading.clear().limit(table.frameLength(last)), table.frameOffset(last));
        int good = decompress(there);
        return good < 0 || good == table.contentLength(last);
    }

    /** What cannot be walked counts with its compressed length, as nobody knows how much it held. */
    private SeekTable walk() throws IOException {
        SeekTable walked = new SeekTable();
        long size = channel.size();
        long at = 0;
        while (at < size) {
            int there = fill(reading.clear(), at);
            if (there >= 4 && SeekTable.isAt(compressed, 0)) {
                break;
            }
            long length = frameLength(there);
            long holds = length < 0 ? -1 : Zstd.getFrameContentSize(compressed, 0, there);
            if (holds <= 0 || holds > SeekTable.FRAME_OCTETS) {
                length = Math.min(size - at, SeekTable.FRAME_OCTETS);
                holds = length;
            }
            walked.add((int) length, (int) holds);
            at += length;
        }
        return walked;
    }

    /** Length of the frame at the begin of the buffer, or -1 when none is there. */
    private long frameLength(int there) {
        try {
            long length = Zstd.findFrameCompressedSize(compressed, 0, there);
            return Zstd.isError(length) || length <= 0 || length > there ? -1 : length;
        } catch (ZstdException none) {
            return -1;
        }
    }

    @Override
    public long size() {
        return frames.contentOctets();
    }

    @Override
    public int read(ByteBuffer into, long offset) throws IOException {
        if (offset >= frames.contentOctets()) {
            return -1;
        }
        int frame = frames.frameAt(offset);
        if (frame != unpacked) {
            unpack(frame);
        }
        int from = (int) (offset - frames.contentOffset(frame));
        int length = Math.min(into.remaining(), frames.contentLength(frame) - from);
        into.put(content, from, length);
        return length;
    }

    private void unpack(int frame) throws IOException {
        unpacked = -1;
        int length = frames.frameLength(frame);
        int expected = frames.contentLength(frame);
        int there = fill(reading.clear().limit(length), frames.frameOffset(frame));
        int good = Math.max(0, decompress(there));
        if (good < expected) {
            Arrays.fill(content, good, expected, (byte) 0);
        }
        unpacked = frame;
    }

    /** Unpacks the frame in the buffer; returns the length of its content, or -1 when it is damaged. */
    private int decompress(int there) {
        try {
            return zstd.decompressByteArray(content, 0, content.length, compressed, 0, there);
        } catch (ZstdException damaged) {
            return -1;
        }
    }

    private int fill(ByteBuffer into, long offset) throws IOException {
        int start = into.position();
        int n = 0;
        while (into.hasRemaining() && n >= 0) {
            n = channel.read(into, offset + into.position() - start);
        }
        return into.position() - start;
    }

    @Override
    public void close() throws IOException {
        zstd.close();
        channel.close();
    }
}
