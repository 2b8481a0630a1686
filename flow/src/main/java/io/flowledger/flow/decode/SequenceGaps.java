package io.flowledger.flow.decode;

/**
 * Runs of sequence numbers that were passed over and have not come, the latest few; the oldest is forgotten when there is no
 * room for another.
 *
 * <p>Owned by the decode thread.
 */
final class SequenceGaps {
    private static final int KEPT = 32;
    private static final long MASK = 0xFFFF_FFFFL;

    private long[] starts = new long[2];
    private long[] lengths = new long[2];
    private int count;

    void clear() {
        count = 0;
    }

    /** Notes that {@code length} numbers from {@code start} on have not come. */
    void open(long start, long length) {
        insert(count, start, length);
    }

    private void insert(int index, long start, long length) {
        int at = index;
        if (count == KEPT) {
            if (at == 0) {
                return;
            }
            remove(0);
            at--;
        }
        if (count == starts.length) {
            starts = java.util.Arrays.copyOf(starts, 2 * count);
            lengths = java.util.Arrays.copyOf(lengths, 2 * count);
        }
        System.arraycopy(starts, at, starts, at + 1, count - at);
        System.arraycopy(lengths, at, lengths, at + 1, count - at);
        starts[at] = start;
        lengths[at] = length;
        count++;
    }

    /** Takes {@code length} numbers from {@code start} on out of the gap that holds them all; false when none does. */
    boolean fill(long start, long length) {
        for (int i = 0; i < count; i++) {
            long into = (start - starts[i]) & MASK;
            long behind = lengths[i] - into - length;
            if (into < lengths[i] && behind >= 0) {
                split(i, into, behind);
                return true;
            }
        }
        return false;
    }

    /** Leaves {@code before} numbers at the beginning of a gap and {@code behind} at its end. */
    private void split(int i, long before, long behind) {
        long behindStart = (starts[i] + lengths[i] - behind) & MASK;
        if (before > 0) {
            lengths[i] = before;
            if (behind > 0) {
                insert(i + 1, behindStart, behind);
            }
        } else if (behind > 0) {
            starts[i] = behindStart;
            lengths[i] = behind;
        } else {
            remove(i);
        }
    }

    private void remove(int i) {
        System.arraycopy(starts, i + 1, starts, i, count - i - 1);
        System.arraycopy(lengths, i + 1, lengths, i, count - i - 1);
        count--;
    }

    /** Appends each gap as {@code start+length} with a space before it. */
    void appendTo(StringBuilder text) {
        for (int i = 0; i < count; i++) {
            text.append(' ').append(starts[i]).append('+').append(lengths[i]);
        }
    }

    /** Opens the gap that {@link #appendTo} wrote. */
    void parse(String word) {
        int plus = word.indexOf('+');
        if (plus < 0) {
            throw new IllegalArgumentException("gap " + word + " is not start+length");
        }
        open(Long.parseLong(word.substring(0, plus)), Long.parseLong(word.substring(plus + 1)));
    }
}
