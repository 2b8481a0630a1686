package io.flowledger.journal.format;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * Frames one datagram as a pcapng Enhanced Packet Block, around a payload that already stands in its place:
 *
 * <pre>
 *   0 block type 6         | 4 block total length
 *   8 interface 0          | 12 time high, 16 time low (nanoseconds since 1970)
 *  20 captured length      | 24 original length
 *  28 IPv4 (20) or IPv6 (40) header: source = exporter, destination = listener
 *     UDP header (8)       | payload | padding to 4
 *     epb_hash: 2, CRC32 of the packet, most significant octet first
 *     epb_dropcount: datagrams lost since the entry before, by the kernel and by a full journal together
 *     opt_comment "refused=N (journal full)", only when N > 0; opt_comment "note=text", only when there is a note,
 * or opt_comment "session=N (tcp)", only when it came over a connection: see SessionComment
 *     opt_endofopt         | block total length again
 * </pre>
 *
 * Payloads come from UDP (at most 65,507 octets over IPv4) and from IPFIX over TCP (at most 65,535). Where a length
 * does not fit the 16 bits of its header it is written as 0: in IP this is what captures of segmentation offload hold,
 * in UDP what RFC 2675 section 4 says of jumbograms. The checksums then cover the true length. tshark 4.0 takes payloads
 * up to 65,527 octets so; the eight lengths above are IP packets to it, whose UDP length it calls bad (IPv4) or which it
 * needs {@code ipv6.tso_support} for. Our own readers go by the block's captured length.
 *
 * <p>Not thread-safe: it owns a CRC register. Allocates nothing.
 */
public final class EntryEncoder {
    /** The largest payload, octets: one IPFIX Message (RFC 7011 section 3.1). */
    public static final int MAXIMUM_PAYLOAD = 65_535;
    /** The largest note, octets of UTF-8. */
    public static final int MAXIMUM_NOTE = 4_096;
    /** No block of a journal is longer, octets. */
    public static final int MAXIMUM_BLOCK = 72 * 1024;

    static final int IPV4_HEADER = 20;
    static final int IPV6_HEADER = 40;
    static final int UDP_HEADER = 8;
    static final int UDP_PROTOCOL = 17;
    private static final byte[] REFUSED = "refused=".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NOTE = "note=".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] JOURNAL_FULL = " (journal full)".getBytes(StandardCharsets.US_ASCII);
    private static final int HASH_OPTION = 12;
    private static final int DROPCOUNT_OPTION = 12;
    private static final int HOP_LIMIT = 64;

    /** Octets of a note's comment before the note itself. */
    public static final int NOTE_PREFIX_LENGTH = NOTE.length;

    private final CRC32 crc = new CRC32();

    /** Offset of the payload from the start of the block, for an address of 4 or 16 octets. */
    public static int payloadOffset(int addressLength) {
        return Pcapng.PACKET_DATA + (addressLength == 4 ? IPV4_HEADER : IPV6_HEADER) + UDP_HEADER;
    }

    /**
     * A note as the comment that {@link #frame} takes.
     *
     * @throws IllegalArgumentException when it is longer than {@link #MAXIMUM_NOTE}
     */
    public static byte @Nullable [] noteComment(@Nullable String note) {
        if (note == null) {
            return null;
        }
        byte[] octets = ("note=" + note).getBytes(StandardCharsets.UTF_8);
        if (octets.length - NOTE.length > MAXIMUM_NOTE) {
            throw new IllegalArgumentException("a note of " + (octets.length - NOTE.length) + " octets is longer than "
                    + MAXIMUM_NOTE + ": " + note);
        }
        return octets;
    }

    /**
     * Octets that the block will take.
     *
     * @throws IllegalArgumentException when the address has not 4 or 16 octets, or the payload more than it may have
     */
    public static int blockLength(int addressLength, int payloadLength, long refused, byte @Nullable [] comment) {
        if (addressLength != 4 && addressLength != 16) {
            throw new IllegalArgumentException("an address of " + addressLength + " octets; 4 or 16 are expected");
        }
        if (payloadLength > MAXIMUM_PAYLOAD) {
            throw new IllegalArgumentException(
                    "a payload of " + payloadLength + " octets is longer than " + MAXIMUM_PAYLOAD);
        }
        int options = HASH_OPTION + DROPCOUNT_OPTION + 4;
        if (refused > 0) {
            options += 4 + Pcapng.padded(REFUSED.length + digits(refused) + JOURNAL_FULL.length);
        }
        if (comment != null) {
            options += 4 + Pcapng.padded(comment.length);
        }
        return Pcapng.padded(payloadOffset(addressLength) + payloadLength) + options + 4;
    }

    /**
     * Writes everything but the payload.
     *
     * @param into holds the payload at {@code at + payloadOffset(exporter.length)}
     * @param blockLength what {@link #blockLength} gave for the same arguments
     * @param receivedAtNanos nanoseconds since 1970-01-01 UTC
     * @param exporter 4 or 16 octets
     * @param listener as long as exporter, or of any other length for the unspecified address
     * @param dropped lost since the entry before, refused ones included
     * @param refused of these, refused because the journal was full
     * @param comment text of one more opt_comment: {@link #noteComment} or {@link SessionComment#octets()}
     */
    public void frame(
            byte[] into,
            int at,
            int blockLength,
            long receivedAtNanos,
            byte[] exporter,
            int exporterPort,
            byte[] listener,
            int listenerPort,
            int payloadLength,
            long dropped,
            long refused,
            byte @Nullable [] comment) {
        int packet = at + Pcapng.PACKET_DATA;
        int udp = packet + (exporter.length == 4 ? IPV4_HEADER : IPV6_HEADER);
        int udpLength = UDP_HEADER + payloadLength;
        int packetLength = udp + udpLength - packet;
        Octets.putLe32(into, at, Pcapng.ENHANCED_PACKET);
        Octets.putLe32(into, at + Pcapng.TOTAL_LENGTH, blockLength);
        Octets.putLe32(into, at + Pcapng.INTERFACE_ID, 0);
        Octets.putLe32(into, at + Pcapng.TIME_HIGH, receivedAtNanos >>> 32);
        Octets.putLe32(into, at + Pcapng.TIME_LOW, receivedAtNanos);
        Octets.putLe32(into, at + Pcapng.CAPTURED_LENGTH, packetLength);
        Octets.putLe32(into, at + Pcapng.ORIGINAL_LENGTH, packetLength);

        int addresses = exporter.length == 4
                ? ipv4Header(into, packet, packetLength, exporter, listener)
                : ipv6Header(into, packet, udpLength, exporter, listener);
        Octets.putBe16(into, udp, exporterPort);
        Octets.putBe16(into, udp + 2, listenerPort);
        Octets.putBe16(into, udp + 4, udpLength <= 0xffff ? udpLength : 0);
        Octets.putBe16(into, udp + 6, 0);
        long sum = InternetChecksum.add(0, into, addresses, 2 * exporter.length);
        sum = InternetChecksum.addNumber(sum, UDP_PROTOCOL);
        sum = InternetChecksum.addNumber(sum, udpLength & 0xffff);
        sum = InternetChecksum.addNumber(sum, udpLength >>> 16);
        int checksum = InternetChecksum.complement(InternetChecksum.add(sum, into, udp, udpLength));
        // RFC 768: a computed 0 is sent as all ones, 0 says that there is none
        Octets.putBe16(into, udp + 6, checksum == 0 ? 0xffff : checksum);

        int cursor = zeroToPadding(into, packet + packetLength, at);
        crc.reset();
        crc.update(into, packet, packetLength);
        Octets.putLe16(into, cursor, Pcapng.EPB_HASH);
        Octets.putLe16(into, cursor + 2, 5);
        into[cursor + 4] = Pcapng.HASH_CRC32;
        Octets.putBe32(into, cursor + 5, crc.getValue());
        zeroToPadding(into, cursor + 9, at);
        cursor += HASH_OPTION;
        Octets.putLe16(into, cursor, Pcapng.EPB_DROPCOUNT);
        Octets.putLe16(into, cursor + 2, 8);
        Octets.putLe64(into, cursor + 4, dropped);
        cursor += DROPCOUNT_OPTION;
        if (refused > 0) {
            cursor = refusedComment(into, cursor, at, refused);
        }
        if (comment != null) {
            cursor = comment(into, cursor, at, comment);
        }
        Octets.putLe32(into, cursor, Pcapng.OPT_END);
        Octets.putLe32(into, cursor + 4, blockLength);
    }

    private static int ipv4Header(byte[] into, int at, int packetLength, byte[] exporter, byte[] listener) {
        Octets.putBe16(into, at, 0x4500);
        Octets.putBe16(into, at + 2, packetLength <= 0xffff ? packetLength : 0);
        // identification 0 with "don't fragment": an atomic datagram, RFC 6864 section 4.1
        Octets.putBe32(into, at + 4, 0x4000);
        into[at + 8] = HOP_LIMIT;
        into[at + 9] = UDP_PROTOCOL;
        Octets.putBe16(into, at + 10, 0);
        putAddresses(into, at + 12, exporter, listener);
        Octets.putBe16(into, at + 10, InternetChecksum.complement(InternetChecksum.add(0, into, at, IPV4_HEADER)));
        return at + 12;
    }

    private static int ipv6Header(byte[] into, int at, int udpLength, byte[] exporter, byte[] listener) {
        Octets.putBe32(into, at, 0x6000_0000L);
        Octets.putBe16(into, at + 4, udpLength <= 0xffff ? udpLength : 0);
        into[at + 6] = UDP_PROTOCOL;
        into[at + 7] = HOP_LIMIT;
        putAddresses(into, at + 8, exporter, listener);
        return at + 8;
    }

    private static void putAddresses(byte[] into, int at, byte[] exporter, byte[] listener) {
        int length = exporter.length;
        System.arraycopy(exporter, 0, into, at, length);
        for (int i = 0; i < length; i++) {
            into[at + length + i] = listener.length == length ? listener[i] : 0;
        }
    }

    static int refusedComment(byte[] into, int cursor, int at, long refused) {
        int digits = digits(refused);
        Octets.putLe16(into, cursor, Pcapng.OPT_COMMENT);
        Octets.putLe16(into, cursor + 2, REFUSED.length + digits + JOURNAL_FULL.length);
        int text = cursor + 4;
        System.arraycopy(REFUSED, 0, into, text, REFUSED.length);
        text += REFUSED.length;
        long rest = refused;
        for (int i = digits - 1; i >= 0; i--) {
            into[text + i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        text += digits;
        System.arraycopy(JOURNAL_FULL, 0, into, text, JOURNAL_FULL.length);
        return zeroToPadding(into, text + JOURNAL_FULL.length, at);
    }

    private static int comment(byte[] into, int cursor, int at, byte[] text) {
        Octets.putLe16(into, cursor, Pcapng.OPT_COMMENT);
        Octets.putLe16(into, cursor + 2, text.length);
        System.arraycopy(text, 0, into, cursor + 4, text.length);
        return zeroToPadding(into, cursor + 4 + text.length, at);
    }

    /** Zeroes up to the next multiple of 4 from the block's start, and returns it. */
    private static int zeroToPadding(byte[] into, int from, int blockStart) {
        int to = blockStart + Pcapng.padded(from - blockStart);
        for (int i = from; i < to; i++) {
            into[i] = 0;
        }
        return to;
    }

    /** Whether a comment is the count of refused datagrams. */
    public static boolean isRefusedComment(byte[] b, int at, int length) {
        return startsWith(b, at, length, REFUSED);
    }

    /** Whether a comment is a note. */
    public static boolean isNoteComment(byte[] b, int at, int length) {
        return startsWith(b, at, length, NOTE);
    }

    /** The count in a comment that {@link #isRefusedComment}. */
    public static long refusedCount(byte[] b, int at, int length) {
        long count = 0;
        for (int i = at + REFUSED.length; i < at + length && b[i] >= '0' && b[i] <= '9'; i++) {
            count = 10 * count + (b[i] - '0');
        }
        return count;
    }

    private static boolean startsWith(byte[] b, int at, int length, byte[] prefix) {
        if (length < prefix.length) {
            return false;
        }
        for (int i = 0; i < prefix.length; i++) {
            if (b[at + i] != prefix[i]) {
                return false;
            }
        }
        return true;
    }

    private static int digits(long value) {
        int digits = 1;
        for (long rest = value; rest >= 10; rest /= 10) {
            digits++;
        }
        return digits;
    }
}
