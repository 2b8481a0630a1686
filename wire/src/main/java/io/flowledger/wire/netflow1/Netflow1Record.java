package io.flowledger.wire.netflow1;

/**
 * Where the fields of a NetFlow version 1 record lie, in octets from its start; the width is in each comment. Up to {@link
 * #DESTINATION_PORT} they are those of version 5.
 *
 * <pre>
 *   +---------------------------------------------------------------+  0
 *   |                        source address                         |
 *   +---------------------------------------------------------------+  4
 *   |                      destination address                      |
 *   +---------------------------------------------------------------+  8
 *   |                           next hop                            |
 *   +-------------------------------+-------------------------------+ 12
 *   |        input ifIndex          |        output ifIndex         |
 *   +-------------------------------+-------------------------------+ 16
 *   |                            packets                            |
 *   +---------------------------------------------------------------+ 20
 *   |                            octets                             |
 *   +---------------------------------------------------------------+ 24
 *   |            sysUptime at the first packet, milliseconds        |
 *   +---------------------------------------------------------------+ 28
 *   |            sysUptime at the last packet, milliseconds         |
 *   +-------------------------------+-------------------------------+ 32
 *   |         source port           |       destination port        |
 *   +-------------------------------+---------------+---------------+ 36
 *   |              pad              |   protocol    |      ToS      |
 *   +---------------+---------------+---------------+---------------+ 40
 *   |   TCP flags   |                      pad                      |
 *   +---------------+-----------------------------------------------+ 44
 *   |                              pad                              |
 *   +---------------------------------------------------------------+ 48
 * </pre>
 */
public final class Netflow1Record {
    /** 4 octets. */
    public static final int SOURCE_ADDRESS = 0;
    /** 4 octets. */
    public static final int DESTINATION_ADDRESS = SOURCE_ADDRESS + 4;
    /** 4 octets. */
    public static final int NEXT_HOP = DESTINATION_ADDRESS + 4;
    /** 2 octets, SNMP ifIndex. */
    public static final int INPUT_INTERFACE = NEXT_HOP + 4;
    /** 2 octets, SNMP ifIndex. */
    public static final int OUTPUT_INTERFACE = INPUT_INTERFACE + 2;
    /** 4 octets. */
    public static final int PACKETS = OUTPUT_INTERFACE + 2;
    /** 4 octets, of the IP packets with their headers. */
    public static final int OCTETS = PACKETS + 4;
    /** 4 octets, milliseconds of sysUptime at the first packet. */
    public static final int FIRST = OCTETS + 4;
    /** 4 octets, milliseconds of sysUptime at the last packet. */
    public static final int LAST = FIRST + 4;
    /** 2 octets. */
    public static final int SOURCE_PORT = LAST + 4;
    /** 2 octets; for ICMP type times 256 plus code. */
    public static final int DESTINATION_PORT = SOURCE_PORT + 2;
    /** 1 octet, after two of padding. */
    public static final int PROTOCOL = DESTINATION_PORT + 2 + 2;
    /** 1 octet. */
    public static final int TOS = PROTOCOL + 1;
    /** 1 octet. */
    public static final int TCP_FLAGS = TOS + 1;

    private Netflow1Record() {}
}
