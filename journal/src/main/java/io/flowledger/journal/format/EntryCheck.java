package io.flowledger.journal.format;

import java.util.zip.CRC32;

/**
 * Says whether a whole, undamaged block of a segment stands at a place in memory, by its two lengths, its shape and,
 * for an entry, its CRC32. The CRC covers the packet only, as pcapng has it; a torn or zeroed page always touches the
 * block type, the packet or the options, so that a cut at any octet is found.
 *
 * <p>Not thread-safe: it owns a CRC register. Allocates nothing.
 */
public final class EntryCheck {
    /** The block says that it is longer than what is there. */
    public static final int INCOMPLETE = 0;
    /** What is there is no block of a segment. */
    public static final int CORRUPT = -1;

    private static final int HASH_LENGTH = 5;

    private final CRC32 crc = new CRC32();

    /**
     * The length of the block at {@code at}, octets, when it is whole and good; else {@link #INCOMPLETE} or
     * {@link #CORRUPT}.
     *
     * @param available octets of the buffer that hold file content from {@code at} on
     */
    public int block(byte[] b, int at, int available) {
        if (available < Pcapng.MINIMUM_BLOCK) {
            return INCOMPLETE;
        }
        long length = Octets.le32(b, at + Pcapng.TOTAL_LENGTH);
        if (length < Pcapng.MINIMUM_BLOCK || length > EntryEncoder.MAXIMUM_BLOCK || (length & 3) != 0) {
            return CORRUPT;
        }
        if (length > available) {
            return INCOMPLETE;
        }
        int whole = (int) length;
        if (Octets.le32(b, at + whole - 4) != length) {
            return CORRUPT;
        }
        return !holdsEntry(b, at) || isEntry(b, at, whole) ? whole : CORRUPT;
    }

    /** Whether the block at {@code at}, which {@link #block} found good, is an entry rather than a header block. */
    public static boolean holdsEntry(byte[] b, int at) {
        return Octets.le32(b, at) == Pcapng.ENHANCED_PACKET;
    }

    private boolean isEntry(byte[] b, int at, int blockLength) {
        if (blockLength < Pcapng.PACKET_DATA + 4) {
            return false;
        }
        long captured = Octets.le32(b, at + Pcapng.CAPTURED_LENGTH);
        if (captured > blockLength - Pcapng.PACKET_DATA - 4) {
            return false;
        }
        int packet = at + Pcapng.PACKET_DATA;
        int packetLength = (int) captured;
        if (packetLength < EntryEncoder.IPV4_HEADER + EntryEncoder.UDP_HEADER) {
            return false;
        }
        int version = b[packet] >> 4;
        if (version != 4 && (version != 6 || packetLength < EntryEncoder.IPV6_HEADER + EntryEncoder.UDP_HEADER)) {
            return false;
        }
        int end = at + blockLength - 4;
        int hash = option(b, packet + Pcapng.padded(packetLength), end, Pcapng.EPB_HASH);
        if (hash < 0 || Octets.le16(b, hash + 2) != HASH_LENGTH || b[hash + 4] != Pcapng.HASH_CRC32) {
            return false;
        }
        crc.reset();
        crc.update(b, packet, packetLength);
        return crc.getValue() == Octets.be32(b, hash + 5);
    }

    /** Where the first option of that code stands, wholly before {@code end}, or -1. */
    public static int option(byte[] b, int from, int end, int code) {
        int cursor = from;
        while (cursor <= end - 4) {
            int next = cursor + 4 + Pcapng.padded(Octets.le16(b, cursor + 2));
            int found = Octets.le16(b, cursor);
            if (found == Pcapng.OPT_END || next > end) {
                return -1;
            }
            if (found == code) {
                return cursor;
            }
            cursor = next;
        }
        return -1;
    }
}
