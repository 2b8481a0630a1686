package io.flowledger.generate;

/**
 * What is told of a flow: each is a column of a {@link FlowBlock}. An address takes two, of which an IPv4 address uses the
 * second.
 */
enum FlowValue {
    ZERO,
    OCTETS,
    PACKETS,
    PROTOCOL,
    TOS,
    TCP_FLAGS,
    SOURCE_PORT,
    DESTINATION_PORT,
    SOURCE_HIGH,
    SOURCE_LOW,
    DESTINATION_HIGH,
    DESTINATION_LOW,
    NEXT_HOP_HIGH,
    NEXT_HOP_LOW,
    SOURCE_MASK,
    DESTINATION_MASK,
    SOURCE_AS,
    DESTINATION_AS,
    INPUT_INTERFACE,
    OUTPUT_INTERFACE,
    START_MILLIS,
    END_MILLIS,
    START_UPTIME,
    END_UPTIME,
    DIRECTION,
    FLOW_LABEL,
    SAMPLER,
    END_REASON,
    /** Index of a text in {@link FlowBlock#TEXTS}. */
    APPLICATION;

    /** How many there are. */
    static final int COUNT = values().length;
}
