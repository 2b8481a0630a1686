package io.flowledger.journal.format;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The two blocks that begin a segment: a Section Header Block that says which journal this is, and the one Interface
 * Description Block. One interface only, because libpcap refuses a second one of LINKTYPE_RAW; which listener received
 * a datagram is said by its destination address and port.
 *
 * @param journal the journal's identity, the same in all its segments
 * @param lengthOctets of both blocks together
 */
public record SegmentHeader(UUID journal, int lengthOctets) {
    /** Room for any header, octets. */
    public static final int MAXIMUM_LENGTH = 1024;

    private static final String JOURNAL = "journal=";
    /** "No limit" is 0 in the format, which some readers take for "nothing"; this is libpcap's own maximum. */
    private static final int SNAP_LENGTH = 262_144;

    /** The octets of a header. The base position is repeated in a comment so that a renamed file can be put back. */
    public static byte[] encode(UUID journal, long basePosition, String application) {
        byte[] b = new byte[MAXIMUM_LENGTH];
        Octets.putLe32(b, Pcapng.TYPE, Pcapng.SECTION_HEADER);
        Octets.putLe32(b, Pcapng.MAGIC, Pcapng.BYTE_ORDER_MAGIC);
        Octets.putLe16(b, Pcapng.VERSION_MAJOR, 1);
        Octets.putLe16(b, Pcapng.VERSION_MINOR, 0);
        Octets.putLe64(b, Pcapng.SECTION_LENGTH, -1);
        int at = Pcapng.SECTION_OPTIONS;
        at = text(b, at, Pcapng.OPT_COMMENT, JOURNAL + journal);
        at = text(b, at, Pcapng.OPT_COMMENT, "position=" + basePosition);
        at = text(b, at, Pcapng.SHB_USERAPPL, application);
        int interfaceAt = end(b, 0, at);
        Octets.putLe32(b, interfaceAt, Pcapng.INTERFACE_DESCRIPTION);
        Octets.putLe16(b, interfaceAt + Pcapng.LINK_TYPE, Pcapng.LINKTYPE_RAW);
        Octets.putLe32(b, interfaceAt + Pcapng.SNAP_LENGTH, SNAP_LENGTH);
        at = text(b, interfaceAt + Pcapng.INTERFACE_OPTIONS, Pcapng.IF_NAME, "flowledger");
        Octets.putLe16(b, at, Pcapng.IF_TSRESOL);
        Octets.putLe16(b, at + 2, 1);
        b[at + 4] = 9;
        return Arrays.copyOf(b, end(b, interfaceAt, at + 8));
    }

    /** The header at the start of a segment, or null when it is cut, damaged or not ours. */
    public static @Nullable SegmentHeader parse(byte[] b, int length) {
        EntryCheck check = new EntryCheck();
        int section = check.block(b, 0, length);
        if (section < Pcapng.SECTION_OPTIONS + 4
                || Octets.le32(b, 0) != Pcapng.SECTION_HEADER
                || Octets.le32(b, Pcapng.MAGIC) != Pcapng.BYTE_ORDER_MAGIC) {
            return null;
        }
        int interfaceLength = check.block(b, section, length - section);
        if (interfaceLength < Pcapng.INTERFACE_OPTIONS
                || Octets.le32(b, section) != Pcapng.INTERFACE_DESCRIPTION
                || Octets.le16(b, section + Pcapng.LINK_TYPE) != Pcapng.LINKTYPE_RAW) {
            return null;
        }
        int comment = EntryCheck.option(b, Pcapng.SECTION_OPTIONS, section - 4, Pcapng.OPT_COMMENT);
        if (comment < 0) {
            return null;
        }
        String value = new String(b, comment + 4, Octets.le16(b, comment + 2), StandardCharsets.UTF_8);
        if (!value.startsWith(JOURNAL)) {
            return null;
        }
        try {
            return new SegmentHeader(UUID.fromString(value.substring(JOURNAL.length())), section + interfaceLength);
        } catch (IllegalArgumentException notAnIdentity) {
            return null;
        }
    }

    private static int text(byte[] b, int at, int code, String value) {
        byte[] octets = value.getBytes(StandardCharsets.UTF_8);
        Octets.putLe16(b, at, code);
        Octets.putLe16(b, at + 2, octets.length);
        System.arraycopy(octets, 0, b, at + 4, octets.length);
        return at + 4 + Pcapng.padded(octets.length);
    }

    /** Ends a block's options, writes both its lengths, and returns where the next block begins. */
    private static int end(byte[] b, int blockAt, int at) {
        int next = at + 4 + 4;
        Octets.putLe32(b, blockAt + Pcapng.TOTAL_LENGTH, next - blockAt);
        Octets.putLe32(b, next - 4, next - blockAt);
        return next;
    }
}
