package io.flowledger.journal.capture;

import com.github.luben.zstd.ZstdIOException;
import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import io.flowledger.journal.format.NativeZstd;
import io.flowledger.journal.format.Octets;
import java.io.Closeable;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * A capture file's content, unpacked when it is gzip or zstd, as a window that can be asked for the next so many octets at
 * once. Offsets are those of the unpacked content.
 *
 * <p>Not thread-safe.
 */
final class CaptureInput implements Closeable {
    /** Nothing that is looked at in one piece is longer; what claims to be is damage. */
    static final int LONGEST_PIECE = 16 << 20;

    private static final int FIRST_WINDOW = 1 << 20;
    private static final int GZIP_MAGIC = 0x8b1f;
    private static final long ZSTD_MAGIC = 0xFD2FB528L;
    private static final int MAGIC_OCTETS = 4;
    private static final int UNZIP_BUFFER = 64 << 10;

    private final Path file;
    private final long totalOctets;
    private final Counting counting;
    private final InputStream in;
    private final Packing packing;
    private byte[] window = new byte[FIRST_WINDOW];
    private int start;
    private int end;
    private long offset;
    private boolean ended;
    private @Nullable String damage;

    private enum Packing {
        NONE,
        GZIP,
        ZSTD
    }

    private CaptureInput(Path file, Counting counting, Packing packing) throws IOException {
        this.file = file;
        this.totalOctets = Files.size(file);
        this.counting = counting;
        this.packing = packing;
        this.in = switch (packing) {
            case NONE -> counting;
            case GZIP -> new GZIPInputStream(counting, UNZIP_BUFFER);
            case ZSTD -> new ZstdInputStreamNoFinalizer(counting);
        };
    }

    /** Opens the file once only, so that it may be a named pipe. */
    static CaptureInput open(Path file) throws IOException {
        PushbackInputStream content = new PushbackInputStream(Files.newInputStream(file), MAGIC_OCTETS);
        boolean opened = false;
        try {
            byte[] magic = content.readNBytes(MAGIC_OCTETS);
            content.unread(magic);
            Packing packing = packing(magic);
            if (packing == Packing.ZSTD) {
                Path directory = file.toAbsolutePath().getParent();
                NativeZstd.load(directory == null ? file : directory);
            }
            CaptureInput input = new CaptureInput(file, new Counting(content), packing);
            opened = true;
            return input;
        } finally {
            if (!opened) {
                content.close();
            }
        }
    }

    private static Packing packing(byte[] magic) {
        if (magic.length == MAGIC_OCTETS && Octets.le32(magic, 0) == ZSTD_MAGIC) {
            return Packing.ZSTD;
        }
        return magic.length >= 2 && Octets.le16(magic, 0) == GZIP_MAGIC ? Packing.GZIP : Packing.NONE;
    }

    Path file() {
        return file;
    }

    /** Octets of the file as it is on disk. */
    long totalOctets() {
        return totalOctets;
    }

    /** Octets of the file as it is on disk that have been used; of a packed one, that have been read. */
    long octetsRead() {
        return packing == Packing.NONE ? counting.octets - (end - start) : counting.octets;
    }

    /** Offset in the unpacked content of {@link #index()}. */
    long offset() {
        return offset;
    }

    byte[] buffer() {
        return window;
    }

    int index() {
        return start;
    }

    /** Octets that are in the window from {@link #index()} on. */
    int available() {
        return end - start;
    }

    /** Why the content ends where it does, when that is not simply its end. */
    @Nullable
    String damage() {
        return damage;
    }

    /** Makes {@code length} octets available, or all that are left; whether there were as many. */
    boolean require(int length) throws IOException {
        if (end - start >= length) {
            return true;
        }
        if (length > LONGEST_PIECE) {
            throw new IllegalArgumentException(length + " octets are more than " + LONGEST_PIECE);
        }
        if (length > window.length - start) {
            byte[] to = length > window.length ? new byte[Integer.highestOneBit(length - 1) << 1] : window;
            System.arraycopy(window, start, to, 0, end - start);
            end -= start;
            start = 0;
            window = to;
        }
        while (end - start < length && !ended) {
            int n = read();
            if (n < 0) {
                ended = true;
            } else {
                end += n;
            }
        }
        return end - start >= length;
    }

    private int read() throws IOException {
        try {
            return in.read(window, end, window.length - end);
        } catch (EOFException | ZipException | ZstdIOException e) {
            damage = "the " + packing.name().toLowerCase(Locale.ROOT) + " data ends or is damaged (" + e.getMessage()
                    + ")";
            return -1;
        }
    }

    /** Moves on by {@code length} octets; false when there are fewer. */
    boolean skip(long length) throws IOException {
        long rest = length;
        while (rest > 0) {
            if (available() == 0 && !require(1)) {
                return false;
            }
            int n = (int) Math.min(rest, available());
            start += n;
            offset += n;
            rest -= n;
        }
        return true;
    }

    /** A copy of the first octets that are available. */
    byte[] peek(int length) throws IOException {
        require(length);
        return Arrays.copyOfRange(window, start, start + Math.min(length, available()));
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    private static final class Counting extends FilterInputStream {
        private long octets;

        Counting(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int octet = super.read();
            octets += octet < 0 ? 0 : 1;
            return octet;
        }

        @Override
        public int read(byte[] b, int off, int len) throws IOException {
            int n = super.read(b, off, len);
            octets += Math.max(0, n);
            return n;
        }
    }
}
