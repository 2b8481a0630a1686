package io.flowledger.wire.netflow7;

/**
 * Where the fields of a NetFlow version 7 record lie, in octets from its start; the width is in each comment. Those before
 * {@link #BYPASSED_ROUTER} lie where version 5 has them.
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
 *   +---------------+---------------+---------------+---------------+ 36
 *   |    flags 1    |   TCP flags   |   protocol    |      ToS      |
 *   +---------------+---------------+---------------+---------------+ 40
 *   |          source AS            |        destination AS         |
 *   +---------------+---------------+-------------------------------+ 44
 *   |  source mask  | destin. mask  |           flags 2             |
 *   +---------------+---------------+-------------------------------+ 48
 *   |                       bypassed router                         |
 *   +---------------------------------------------------------------+ 52
 * </pre>
 */
public final class Netflow7Record {
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
    /** 1 octet: which fields of the record are invalid, by flow mask; padding in some documents. */
    public static final int INVALID_FLAGS = DESTINATION_PORT + 2;
    /** 1 octet. */
    public static final int TCP_FLAGS = INVALID_FLAGS + 1;
    /** 1 octet. */
    public static final int PROTOCOL = TCP_FLAGS + 1;
    /** 1 octet. */
    public static final int TOS = PROTOCOL + 1;
    /** 2 octets. */
    public static final int SOURCE_AS = TOS + 1;
    /** 2 octets. */
    public static final int DESTINATION_AS = SOURCE_AS + 2;
    /** 1 octet, bits of the prefix. */
    public static final int SOURCE_MASK = DESTINATION_AS + 2;
    /** 1 octet, bits of the prefix. */
    public static final int DESTINATION_MASK = SOURCE_MASK + 1;

    /** 2 octets: which flows are invalid, among other things. */
    public static final int FLAGS = DESTINATION_MASK + 1;
    /** 4 octets, address of the router that the switch bypasses. */
    public static final int BYPASSED_ROUTER = FLAGS + 2;

    private Netflow7Record() {}
}
