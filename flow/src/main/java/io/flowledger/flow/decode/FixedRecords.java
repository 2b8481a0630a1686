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

    private FixedRecords() {}

    private static FieldSpecifier field(int elementId, int length) {
        return new FieldSpecifier(0, elementId, length);
    }
}
