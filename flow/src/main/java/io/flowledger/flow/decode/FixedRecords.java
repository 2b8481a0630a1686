package io.flowledger.flow.decode;

import io.flowledger.wire.template.FieldSpecifier;
import java.util.List;

/**
 * The records of protocols without templates, written as templates of IANA's elements, so that one plan serves all protocols.
 */
final class FixedRecords {
    private static final int PADDING = 210;

    /** A NetFlow version 5 record: 48 octets (Cisco NetFlow export datagram formats, table B-4). */
    static final List<FieldSpecifier> NETFLOW_V5 = List.of(
            field(8, 4), // srcaddr
            field(12, 4), // dstaddr
            field(15, 4), // nexthop
            field(10, 2), // input
            field(14, 2), // output
            field(2, 4), // dPkts
            field(1, 4), // dOctets
            field(22, 4), // First
            field(21, 4), // Last
            field(7, 2), // srcport
            field(11, 2), // dstport
            field(PADDING, 1), // pad1
            field(6, 1), // tcp_flags
            field(4, 1), // prot
            field(5, 1), // tos
            field(16, 2), // src_as
            field(17, 2), // dst_as
            field(9, 1), // src_mask
            field(13, 1), // dst_mask
            field(PADDING, 2)); // pad2

    /** A NetFlow version 1 record: 48 octets (table B-2). */
    static final List<FieldSpecifier> NETFLOW_V1 = netflow1(7);

    /** As {@link #NETFLOW_V1}, with four octets more of padding. */
    static final List<FieldSpecifier> NETFLOW_V1_PADDED = netflow1(11);

    /** A NetFlow version 7 record: 52 octets (table B-6). The bypassed router has no Information Element and is left out. */
    static final List<FieldSpecifier> NETFLOW_V7 = List.of(
            field(8, 4), // srcaddr
            field(12, 4), // dstaddr
            field(15, 4), // nexthop
            field(10, 2), // input
            field(14, 2), // output
            field(2, 4), // dPkts
            field(1, 4), // dOctets
            field(22, 4), // First
            field(21, 4), // Last
            field(7, 2), // srcport
            field(11, 2), // dstport
            field(PADDING, 1), // flags: which fields are not valid
            field(6, 1), // tcp_flags
            field(4, 1), // prot
            field(5, 1), // tos
            field(16, 2), // src_as
            field(17, 2), // dst_as
            field(9, 1), // src_mask
            field(13, 1), // dst_mask
            field(PADDING, 2), // flags: which flows are not valid
            field(PADDING, 4)); // router_sc

    private FixedRecords() {}

    private static List<FieldSpecifier> netflow1(int paddingOctets) {
        return List.of(
                field(8, 4), // srcaddr
                field(12, 4), // dstaddr
                field(15, 4), // nexthop
                field(10, 2), // input
                field(14, 2), // output
                field(2, 4), // dPkts
                field(1, 4), // dOctets
                field(22, 4), // First
                field(21, 4), // Last
                field(7, 2), // srcport
                field(11, 2), // dstport
                field(PADDING, 2), // pad1
                field(4, 1), // prot
                field(5, 1), // tos
                field(6, 1), // tcp_flags
                field(PADDING, paddingOctets)); // pad2, reserved
    }

    private static FieldSpecifier field(int elementId, int length) {
        return new FieldSpecifier(0, elementId, length);
    }
}
