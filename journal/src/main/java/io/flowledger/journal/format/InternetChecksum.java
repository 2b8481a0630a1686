package io.flowledger.journal.format;

/**
 * The ones' complement sum of RFC 1071, eight octets at a time.
 *
 * <p>The sum is taken over little-endian words and its octets are swapped once at the end: RFC 1071 section 2 (B) says
 * that the result is the same, and a little-endian load costs nothing on the machines this runs on. Stateless.
 */
public final class InternetChecksum {
    private InternetChecksum() {}

    /**
     * Adds {@code length} octets to a running sum. All parts but the last must be of even length.
     *
     * @param sum 0, or what an earlier call returned
     */
    public static long add(long sum, byte[] b, int at, int length) {
        long low = 0;
        long high = 0;
        int i = at;
        int end = at + length;
        for (; i <= end - 32; i += 32) {
            long w0 = Octets.le64(b, i);
            long w1 = Octets.le64(b, i + 8);
            long w2 = Octets.le64(b, i + 16);
            long w3 = Octets.le64(b, i + 24);
            low += (w0 & 0xffff_ffffL) + (w1 & 0xffff_ffffL) + (w2 & 0xffff_ffffL) + (w3 & 0xffff_ffffL);
            high += (w0 >>> 32) + (w1 >>> 32) + (w2 >>> 32) + (w3 >>> 32);
        }
        for (; i <= end - 4; i += 4) {
            low += Octets.le32(b, i);
        }
        if (i <= end - 2) {
            low += Octets.le16(b, i);
            i += 2;
        }
        if (i < end) {
            low += Octets.u8(b, i);
        }
        return sum + low + high;
    }

    /** Adds a 16-bit number as it would stand in a header in network order. */
    public static long addNumber(long sum, int value) {
        return sum + (((value & 0xff) << 8) | ((value >>> 8) & 0xff));
    }

    /** The checksum to put into a header, 0 to 65,535. */
    public static int complement(long sum) {
        long folded = (sum & 0xffff_ffffL) + (sum >>> 32);
        folded = (folded & 0xffff_ffffL) + (folded >>> 32);
        folded = (folded & 0xffff) + (folded >>> 16);
        folded = (folded & 0xffff) + (folded >>> 16);
        int swapped = (int) (((folded & 0xff) << 8) | (folded >>> 8));
        return ~swapped & 0xffff;
    }
}
