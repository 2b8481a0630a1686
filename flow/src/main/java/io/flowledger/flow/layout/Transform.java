package io.flowledger.flow.layout;

/** How the octets of an Information Element become the value of a column. */
public enum Transform {
    /** An unsigned integer of 1 to 8 octets; what the column cannot hold saturates at the column's maximum. */
    UNSIGNED,
    /** The low 12 bits: TCP control bits without the data offset (IANA's description of element 6). */
    TCP_FLAGS,
    /** First of two octets: the ICMP type in an ICMP type and code element. */
    HIGH_OCTET,
    /** Second of two octets: the ICMP code in an ICMP type and code element. */
    LOW_OCTET,
    /** 4 octets of IPv4 address. */
    IPV4_ADDRESS,
    /** 16 octets of IPv6 address. */
    IPV6_ADDRESS,
    /** 6 octets of MAC address. */
    MAC_ADDRESS,
    /** Unsigned seconds since 1970-01-01 UTC. */
    SECONDS,
    /** Unsigned milliseconds since 1970-01-01 UTC. */
    MILLISECONDS,
    /** NTP timestamp, 32 bits of seconds since 1900 and 32 bits of fraction (RFC 7011 sections 6.1.9 and 6.1.10). */
    NTP,
    /** Milliseconds of the exporter's uptime, 32 bits that wrap after 49.7 days. */
    UPTIME,
    /** Unsigned microseconds before the Message's export time (elements 158 and 159). */
    DELTA_MICROSECONDS,
    /** The upper 20 of 24 bits: an MPLS label; all elements present are gathered in one array. */
    MPLS_LABEL,
    /** UTF-8 text; octets that are not UTF-8 become U+FFFD. */
    TEXT,
    /** Classification engine and selector (RFC 6759), written {@code engine:selector}, or the name when it is known. */
    APPLICATION_ID,
    /** The address in a subscriber's text, behind its last {@code @}; NULL when no address is there. */
    SUBSCRIBER_ADDRESS,
    /** What stands before the last {@code @} of a subscriber's text, or all of it. */
    SUBSCRIBER_NAME
}
