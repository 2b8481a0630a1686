package io.flowledger.journal.write;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import io.flowledger.journal.format.NativeZstd;
import io.flowledger.journal.format.SeekTable;
import io.flowledger.journal.format.SegmentName;
import java.io.EOFException;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Compresses closed segments that nobody needs any more but who reads again what is kept, each octet for octet into zstd frames
 * (see {@link SeekTable}). After a kill between any two {@linkplain Step steps} each datagram can be read exactly once: the
 * compressed file gets its name when it is whole and on the disk, the original goes when that name is on the disk too, and while
 * both are there readers take one of them.
 *
 * <p>One thread, which may be any other than the writer's.
 */
public final class SegmentCompressor {
    private static final System.Logger LOG = System.getLogger(SegmentCompressor.class.getName());
    /** Above it the time doubles and the size stays, whatever the protocol. */
    private static final int LEVEL = 3;

    /** What has been done to a segment, in this order. */
    enum Step {
        FRAME_WRITTEN,
        WRITTEN,
        FORCED,
        NAMED,
        NAME_FORCED,
        ORIGINAL_DELETED
    }

    private final Path directory;
    private final KeptSegments kept;
    private final long reserveOctets;
    private final LongSupplier durablePosition;
    private final Consumer<Step> after;

    /** What compresses the segments of {@code kept}; it fails when zstd is not there for this machine. */
    SegmentCompressor(Path directory, KeptSegments kept, long reserveOctets, LongSupplier durablePosition)
            throws IOException {
        this(directory, kept, reserveOctets, durablePosition, step -> {});
        NativeZstd.load(directory);
    }

    private SegmentCompressor(
            Path directory, KeptSegments kept, long reserveOctets, LongSupplier durablePosition, Consumer<Step> after) {
        this.directory = directory;
        this.kept = kept;
        this.reserveOctets = reserveOctets;
        this.durablePosition = durablePosition;
        this.after = after;
    }

    /** The same, telling of each step that it has done. */
    SegmentCompressor telling(Consumer<Step> listener) {
        return new SegmentCompressor(directory, kept, reserveOctets, durablePosition, listener);
    }

    /**
     * Compresses the oldest segment that can be, if there is room for both files.
     *
     * @param goOn asked after each frame, some milliseconds of work; when false the segment stays as it is for now
     * @return whether there was one to compress; false also when {@code goOn} was
     */
    public boolean compressNext(BooleanSupplier goOn) throws IOException {
        KeptSegment segment = kept.nextPlain(durablePosition.getAsLong());
        if (segment == null || Files.getFileStore(directory).getUsableSpace() - segment.fileOctets() < reserveOctets) {
            return false;
        }
        Path partial = SegmentName.partial(directory, segment.basePosition());
        boolean done = false;
        try {
            long octets = write(segment, partial, goOn);
            done = octets >= 0;
            if (done && octets < segment.fileOctets()) {
                replace(segment, partial, octets);
            } else if (done) {
                kept.leave(segment);
            }
            return done;
        } catch (NoSuchFileException deletedMeanwhile) {
            kept.leave(segment);
            return true;
        } catch (IOException e) {
            kept.leave(segment);
            throw e;
        } finally {
            Files.deleteIfExists(partial);
        }
    }

    private void replace(KeptSegment segment, Path partial, long octets) throws IOException {
        if (!kept.publish(segment, partial)) {
            return;
        }
        after.accept(Step.NAMED);
        GroupSync.forceDirectory(directory);
        after.accept(Step.NAME_FORCED);
        long before = segment.fileOctets();
        kept.replace(segment, octets);
        after.accept(Step.ORIGINAL_DELETED);
        LOG.log(
                Level.DEBUG,
                "segment {0} of the journal compressed from {1} to {2} octets",
                segment.basePosition(),
                before,
                octets);
    }

    /** Writes the compressed file and forces it to the disk; returns its length, or -1 when it was not to go on. */
    private long write(KeptSegment segment, Path partial, BooleanSupplier goOn) throws IOException {
        Path original = SegmentName.path(directory, segment.basePosition());
        byte[] content = new byte[SeekTable.FRAME_OCTETS];
        byte[] frame = new byte[Math.toIntExact(Zstd.compressBound(content.length))];
        SeekTable table = new SeekTable();
        try (FileChannel in = FileChannel.open(original, StandardOpenOption.READ);
                FileChannel out = FileChannel.open(
                        partial,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING);
                ZstdCompressCtx zstd = new ZstdCompressCtx()) {
            zstd.setLevel(LEVEL).setChecksum(true);
            long left = segment.fileOctets();
            while (left > 0) {
                int length = (int) Math.min(content.length, left);
                readFully(in, ByteBuffer.wrap(content, 0, length), original);
                int compressed = zstd.compressByteArray(frame, 0, frame.length, content, 0, length);
                writeFully(out, ByteBuffer.wrap(frame, 0, compressed));
                table.add(compressed, length);
                left -= length;
                after.accept(Step.FRAME_WRITTEN);
                if (!goOn.getAsBoolean()) {
                    return -1;
                }
            }
            writeFully(out, ByteBuffer.wrap(table.encode()));
            after.accept(Step.WRITTEN);
            out.force(true);
            after.accept(Step.FORCED);
            return out.size();
        }
    }

    private static void readFully(FileChannel in, ByteBuffer into, Path file) throws IOException {
        while (into.hasRemaining()) {
            if (in.read(into) < 0) {
                throw new EOFException(file + " ends " + into.remaining() + " octets before it should");
            }
        }
    }

    private static void writeFully(FileChannel out, ByteBuffer from) throws IOException {
        while (from.hasRemaining()) {
            out.write(from);
        }
    }
}
