package io.flowledger.journal.format;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Where the frames of a compressed segment are. Such a segment is a file of zstd frames (RFC 8878), each of
 * {@link #FRAME_OCTETS} of content but the last, so that a place in it can be read without unpacking all that is before it, and
 * damage costs one frame. Behind them stands the seek table of zstd's seekable format, which readers of plain zstd pass over:
 *
 * <pre>
 *   0 skippable frame 0x184D2A5E | 4 octets that follow
 *   8 for each frame: octets of the frame (4) | octets of its content (4)
 *     number of frames (4) | descriptor 0 (1) | 0x8F92EAB1 (4)
 * </pre>
 *
 * <p>Not thread-safe while frames are added.
 */
public final class SeekTable {
    /** Content of a frame, octets: what a look at one place costs, and what is lost when one octet is. */
    public static final int FRAME_OCTETS = 256 << 10;
    /** What ends a table, octets. */
    public static final int FOOTER_OCTETS = 9;

    private static final long SKIPPABLE = 0x184D2A5EL;
    private static final long SEEKABLE = 0x8F92EAB1L;
    private static final int HEADER_OCTETS = 8;
    private static final int ENTRY_OCTETS = 8;

    private long[] frameEnds = new long[64];
    private long[] contentEnds = new long[64];
    private int count;

    /** Adds the frame behind those that are there. */
    public void add(int frameOctets, int contentOctets) {
        if (count == frameEnds.length) {
            frameEnds = Arrays.copyOf(frameEnds, 2 * count);
            contentEnds = Arrays.copyOf(contentEnds, 2 * count);
        }
        long frames = framesOctets();
        long content = contentOctets();
        frameEnds[count] = frames + frameOctets;
        contentEnds[count] = content + contentOctets;
        count++;
    }

    /** Number of frames. */
    public int count() {
        return count;
    }

    /** Octets of all frames. */
    public long framesOctets() {
        return count == 0 ? 0 : frameEnds[count - 1];
    }

    /** Octets of what they unpack to. */
    public long contentOctets() {
        return count == 0 ? 0 : contentEnds[count - 1];
    }

    /** The frame that holds an octet of the content, which must be there. */
    public int frameAt(long contentOffset) {
        int found = Arrays.binarySearch(contentEnds, 0, count, contentOffset);
        return found >= 0 ? found + 1 : -found - 1;
    }

    public long frameOffset(int frame) {
        return frame == 0 ? 0 : frameEnds[frame - 1];
    }

    public int frameLength(int frame) {
        return (int) (frameEnds[frame] - frameOffset(frame));
    }

    public long contentOffset(int frame) {
        return frame == 0 ? 0 : contentEnds[frame - 1];
    }

    public int contentLength(int frame) {
        return (int) (contentEnds[frame] - contentOffset(frame));
    }

    /** Octets of a table of so many frames. */
    private static long lengthOctets(long frames) {
        return HEADER_OCTETS + frames * ENTRY_OCTETS + FOOTER_OCTETS;
    }

    /** The table as it stands in the file. */
    public byte[] encode() {
        byte[] b = new byte[Math.toIntExact(lengthOctets(count))];
        Octets.putLe32(b, 0, SKIPPABLE);
        Octets.putLe32(b, 4, b.length - HEADER_OCTETS);
        for (int frame = 0; frame < count; frame++) {
            int at = HEADER_OCTETS + frame * ENTRY_OCTETS;
            Octets.putLe32(b, at, frameLength(frame));
            Octets.putLe32(b, at + 4, contentLength(frame));
        }
        int footer = b.length - FOOTER_OCTETS;
        Octets.putLe32(b, footer, count);
        Octets.putLe32(b, footer + 5, SEEKABLE);
        return b;
    }

    /**
     * How long the table is that ends with this footer, octets, or -1 when it is the end of none in a file of that length.
     *
     * @param footer the last {@link #FOOTER_OCTETS} of the file
     */
    public static int length(byte[] footer, long fileOctets) {
        long length = lengthOctets(Octets.le32(footer, 0));
        return Octets.le32(footer, 5) != SEEKABLE || footer[4] != 0 || length > fileOctets || length > Integer.MAX_VALUE
                ? -1
                : (int) length;
    }

    /** The table in these octets, which end a file of that length; null when it does not fit what is before it. */
    public static @Nullable SeekTable parse(byte[] b, long fileOctets) {
        if (Octets.le32(b, 0) != SKIPPABLE || Octets.le32(b, 4) != b.length - HEADER_OCTETS) {
            return null;
        }
        SeekTable table = new SeekTable();
        int end = b.length - FOOTER_OCTETS;
        for (int at = HEADER_OCTETS; at < end; at += ENTRY_OCTETS) {
            long frame = Octets.le32(b, at);
            long content = Octets.le32(b, at + 4);
            boolean last = at + ENTRY_OCTETS == end;
            if (frame > 2 * FRAME_OCTETS
                    || content == 0
                    || content > FRAME_OCTETS
                    || (content < FRAME_OCTETS && !last)) {
                return null;
            }
            table.add((int) frame, (int) content);
        }
        return table.framesOctets() + b.length == fileOctets ? table : null;
    }

    /** Whether a table, or another frame without content, begins with these octets. */
    public static boolean isAt(byte[] b, int at) {
        return Octets.le32(b, at) == SKIPPABLE;
    }
}
