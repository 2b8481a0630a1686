package io.flowledger.wire.packet;

/** Why a dissection read no further. What was read before it stands in each case. */
public enum DissectionEnd {
    /** All headers up to the transport layer (or a later fragment, or encrypted payload) were read. */
    COMPLETE,
    /** The octets ended before the header did: the usual case of a sampled header. */
    CUT,
    /** A protocol that is not dissected: its number is in the header's fields. */
    UNKNOWN,
    /** A header contradicts itself: a wrong version, a header length below its minimum. */
    MALFORMED,
    /** More VLAN tags, labels, extension headers or nested tunnels than {@link PacketDissector}'s limits. */
    LIMIT
}
