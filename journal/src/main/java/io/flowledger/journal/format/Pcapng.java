package io.flowledger.journal.format;

/**
 * Numbers of the pcapng format (draft-ietf-opsawg-pcapng) that a segment uses. Every block is
 *
 * <pre>
 *  0 block type | 4 block total length | 8 body, padded to 4 | total length - 4: block total length again
 * </pre>
 *
 * and every option is {@code code u16 | length u16 | value, padded to 4}, ended by code 0.
 */
public final class Pcapng {
    public static final long SECTION_HEADER = 0x0A0D0D0AL;
    public static final long INTERFACE_DESCRIPTION = 1;
    public static final long OBSOLETE_PACKET = 2;
    public static final long SIMPLE_PACKET = 3;
    public static final long ENHANCED_PACKET = 6;

    public static final long BYTE_ORDER_MAGIC = 0x1A2B3C4DL;

    public static final int TYPE = 0;
    public static final int TOTAL_LENGTH = 4;
    public static final int BODY = 8;
    /** The shortest block: type and the two lengths. */
    public static final int MINIMUM_BLOCK = 12;

    // Enhanced Packet Block, section 4.3
    public static final int INTERFACE_ID = BODY;
    public static final int TIME_HIGH = INTERFACE_ID + 4;
    public static final int TIME_LOW = TIME_HIGH + 4;
    public static final int CAPTURED_LENGTH = TIME_LOW + 4;
    public static final int ORIGINAL_LENGTH = CAPTURED_LENGTH + 4;
    public static final int PACKET_DATA = ORIGINAL_LENGTH + 4;

    // Section Header Block, section 4.1
    public static final int MAGIC = BODY;
    public static final int VERSION_MAJOR = MAGIC + 4;
    public static final int VERSION_MINOR = VERSION_MAJOR + 2;
    public static final int SECTION_LENGTH = VERSION_MINOR + 2;
    public static final int SECTION_OPTIONS = SECTION_LENGTH + 8;

    // Interface Description Block, section 4.2
    public static final int LINK_TYPE = BODY;
    public static final int SNAP_LENGTH = LINK_TYPE + 4;
    public static final int INTERFACE_OPTIONS = SNAP_LENGTH + 4;

    public static final int OPT_END = 0;
    public static final int OPT_COMMENT = 1;
    public static final int SHB_USERAPPL = 4;
    public static final int IF_NAME = 2;
    public static final int IF_TSRESOL = 9;
    public static final int IF_TSOFFSET = 14;
    public static final int EPB_HASH = 3;
    public static final int EPB_DROPCOUNT = 4;

    /** epb_hash algorithm: CRC32, four octets, most significant first. */
    public static final int HASH_CRC32 = 2;

    /** The packet begins with an IPv4 or IPv6 header: LINKTYPE_RAW. */
    public static final int LINKTYPE_RAW = 101;

    private Pcapng() {}

    /** The length with its padding to a multiple of 4. */
    public static int padded(int length) {
        return (length + 3) & ~3;
    }
}
