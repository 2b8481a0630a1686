package io.flowledger.journal.format;

/**
 * What was lost after the last entry of a run, so that the first entry of the next run can tell of it: a pcapng
 * Interface Statistics Block (section 4.6) at the end of a segment.
 *
 * <pre>
 *   0 block type 5 | 4 block total length | 8 interface 0 | 12 time high, 16 time low (nanoseconds since 1970)
 *  20 opt_comment "refused=N (journal full)", only when N > 0
 *     isb_osdrop: datagrams dropped by the kernel | opt_endofopt | block total length again
 * </pre>
 *
 * Readers pass over it: it is no entry. Stateless.
 */
public final class DropStatistics {
    /** Room for any such block, octets. */
    public static final int MAXIMUM_LENGTH = 128;

    private static final long INTERFACE_STATISTICS = 5;
    private static final int ISB_OSDROP = 7;
    private static final int OPTIONS = Pcapng.TIME_LOW + 4;

    private DropStatistics() {}

    /** Writes the block, and returns its length. */
    public static int encode(byte[] into, int at, long atNanos, long kernelDropped, long refused) {
        Octets.putLe32(into, at, INTERFACE_STATISTICS);
        Octets.putLe32(into, at + Pcapng.INTERFACE_ID, 0);
        Octets.putLe32(into, at + Pcapng.TIME_HIGH, atNanos >>> 32);
        Octets.putLe32(into, at + Pcapng.TIME_LOW, atNanos);
        int cursor = at + OPTIONS;
        if (refused > 0) {
            cursor = EntryEncoder.refusedComment(into, cursor, at, refused);
        }
        Octets.putLe16(into, cursor, ISB_OSDROP);
        Octets.putLe16(into, cursor + 2, 8);
        Octets.putLe64(into, cursor + 4, kernelDropped);
        cursor += 12;
        Octets.putLe32(into, cursor, Pcapng.OPT_END);
        int length = cursor + 8 - at;
        Octets.putLe32(into, at + Pcapng.TOTAL_LENGTH, length);
        Octets.putLe32(into, cursor + 4, length);
        return length;
    }

    /** Whether the good block at that place is one of these. */
    public static boolean isAt(byte[] b, int at) {
        return Octets.le32(b, at) == INTERFACE_STATISTICS;
    }

    public static long kernelDropped(byte[] b, int at, int length) {
        int option = EntryCheck.option(b, at + OPTIONS, at + length - 4, ISB_OSDROP);
        return option < 0 || Octets.le16(b, option + 2) != 8 ? 0 : Octets.le64(b, option + 4);
    }

    public static long refused(byte[] b, int at, int length) {
        int option = EntryCheck.option(b, at + OPTIONS, at + length - 4, Pcapng.OPT_COMMENT);
        if (option < 0) {
            return 0;
        }
        int text = option + 4;
        int textLength = Octets.le16(b, option + 2);
        return EntryEncoder.isRefusedComment(b, text, textLength) ? EntryEncoder.refusedCount(b, text, textLength) : 0;
    }
}
