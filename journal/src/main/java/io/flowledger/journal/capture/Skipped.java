package io.flowledger.journal.capture;

/** Why a packet of a capture gave no datagram. A closed list; each has its counter. */
public enum Skipped {
    LINK_TYPE_UNKNOWN("on a link type that is not read (Ethernet, Linux cooked, loopback and raw IP are)"),
    NOT_IP("not IPv4 or IPv6"),
    NOT_UDP("not UDP"),
    HEADER_INVALID("with an invalid IP or UDP header"),
    CUT_BY_SNAP_LENGTH("cut short when captured: capture whole packets (tcpdump -s 0)"),
    FRAGMENT_INCOMPLETE("fragments whose datagram never became whole");

    private final String sentence;

    Skipped(String sentence) {
        this.sentence = sentence;
    }

    /** What is to be said after "n packets". */
    public String sentence() {
        return sentence;
    }
}
