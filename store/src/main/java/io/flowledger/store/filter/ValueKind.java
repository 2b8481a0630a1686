package io.flowledger.store.filter;

/** What can stand behind a word. */
enum ValueKind {
    NUMBER("<number>", "a number such as 80, 1.5k or 10m, or a range such as 80-90"),
    DURATION("<duration>", "a duration such as 500ms, 10s or 2m (a bare number is milliseconds)"),
    PORT("<port>", "a port such as 443 or https, or a range such as 6000-6063"),
    PROTOCOL("<protocol>", "a protocol such as tcp, udp or 47"),
    ADDRESS("<address>", "an address or prefix such as 192.0.2.1 or 2001:db8::/32"),
    MAC("<mac>", "a MAC address such as 00:00:5e:00:53:01"),
    FLAGS("<flags>", "TCP flags such as S, SA or 0x12 (letters F S R P A U E C)"),
    DIRECTION("<direction>", "ingress or egress"),
    VERSION("<version>", "an export version: 1, 5, 7, 9, 10 (ipfix) or 105 (sflow)"),
    TEXT("<text>", "a text such as dns or \"video *\"");

    private final String placeholder;
    private final String description;

    ValueKind(String placeholder, String description) {
        this.placeholder = placeholder;
        this.description = description;
    }

    /** For lists of what is expected. */
    String placeholder() {
        return placeholder;
    }

    /** For messages: "expected …". */
    String description() {
        return description;
    }

    /** Whether values have an order. */
    boolean isNumber() {
        return this == NUMBER || this == DURATION || this == PORT;
    }
}
