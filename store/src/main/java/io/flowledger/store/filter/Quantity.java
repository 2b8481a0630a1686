package io.flowledger.store.filter;

/** How a word's value follows from its columns. */
enum Quantity {
    /** Each column by itself; a term holds when it holds for one of them. */
    COLUMN,
    /** Each element of an array by itself. */
    ELEMENT,
    /** 4 or 6, from the addresses, or from the exported IP version. */
    FAMILY,
    /** Last packet less first packet, in milliseconds. */
    DURATION,
    /** Bits a second. */
    BITS_PER_SECOND,
    /** Packets a second. */
    PACKETS_PER_SECOND,
    /** Octets a packet. */
    OCTETS_PER_PACKET,
    /** The upper six bits of the type of service (RFC 2474). */
    DSCP
}
