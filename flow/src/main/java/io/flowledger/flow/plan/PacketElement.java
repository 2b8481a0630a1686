package io.flowledger.flow.plan;

import io.flowledger.flow.layout.Column;
import io.flowledger.flow.layout.Source;
import org.jspecify.annotations.Nullable;

/**
 * What a single packet, sampled by an agent or carried in a Data Record, can say of itself, with the Information Elements
 * that it stands for: a column that is filled from one of those is filled from the packet as well.
 */
public enum PacketElement {
    OCTETS(1),
    PACKETS(2),
    PROTOCOL(4),
    TOS(5),
    TCP_FLAGS(6),
    SOURCE_PORT(7),
    SOURCE_ADDRESS(8, 27),
    SOURCE_PREFIX_LENGTH(9, 29),
    INPUT_INTERFACE(10),
    DESTINATION_PORT(11),
    DESTINATION_ADDRESS(12, 28),
    DESTINATION_PREFIX_LENGTH(13, 30),
    OUTPUT_INTERFACE(14),
    NEXT_HOP(15, 62),
    SOURCE_AS(16),
    DESTINATION_AS(17),
    BGP_NEXT_HOP(18, 63),
    FLOW_LABEL(31),
    SAMPLING_RATE(34),
    TIME_TO_LIVE(52, 53),
    SOURCE_MAC(56),
    VLAN(58),
    POST_VLAN(59),
    IP_VERSION(60),
    DIRECTION(61),
    /** Kept apart from the numbers: {@link PacketValues#addLabel}. */
    MPLS_LABELS(70),
    DESTINATION_MAC(80),
    ICMP_TYPE(176, 178),
    ICMP_CODE(177, 179),
    NAT_SOURCE_ADDRESS(225, 281),
    NAT_DESTINATION_ADDRESS(226, 282),
    NAT_SOURCE_PORT(227),
    NAT_DESTINATION_PORT(228),
    USER_NAME(371),
    /** Why a packet was dropped; no Information Element says it. */
    DROP_REASON,
    /** The reason's name. */
    DROP_REASON_NAME;

    /** No Information Element has this number. */
    private static final int NONE = -1;

    private final int elementId;
    private final int otherElementId;

    PacketElement() {
        this(NONE);
    }

    PacketElement(int elementId) {
        this(elementId, NONE);
    }

    PacketElement(int elementId, int otherElementId) {
        this.elementId = elementId;
        this.otherElementId = otherElementId;
    }

    /** What stands for the first of a column's sources that a packet knows; null when it knows none. */
    static @Nullable PacketElement of(Column column) {
        for (Source source : column.sources()) {
            for (PacketElement element : values()) {
                if (source.enterpriseNumber() == 0 && element.standsFor(source.elementId())) {
                    return element;
                }
            }
        }
        return null;
    }

    private boolean standsFor(int id) {
        return id == elementId || id == otherElementId;
    }
}
