package io.flowledger.wire.packet;

/**
 * The octets, the bounds and the next step of a dissection in progress. A step consumes octets, finishes, or only says what
 * is next; as no two steps of the last kind follow each other, a dissection of n octets takes at most 2n + 2 steps.
 */
final class DissectionState {
    static final int DONE = 0;
    static final int ETHERNET = 1;
    static final int ETHER_TYPE = 2;
    static final int LABEL_STACK = 3;
    static final int PPP = 4;
    static final int IPV4 = 5;
    static final int IPV6 = 6;
    static final int UPPER = 7;

    private static final byte[] NOTHING = {};

    byte[] b = NOTHING;
    int at;
    int end;
    int step;
    int steps;
    /** The number that says what is at {@link #at}: an EtherType or an IP protocol, by step. */
    int next;

    int tags;
    int extensionHeaders;
    boolean tunnelled;
    DissectedHeader header;
    IpLayer layer;

    DissectionState(DissectedHeader header) {
        this.header = header;
        this.layer = header.ip();
    }

    void begin(byte[] octets, int offset, int length, DissectedHeader into, int firstStep) {
        b = octets;
        at = offset;
        end = offset + length;
        step = firstStep;
        steps = 0;
        next = -1;
        tags = 0;
        extensionHeaders = 0;
        tunnelled = false;
        header = into;
        layer = into.ip();
        into.clear(offset);
    }

    int available() {
        return end - at;
    }

    void continueWith(int nextStep, int consumed) {
        at += consumed;
        step = nextStep;
    }

    void finish(DissectionEnd why, HeaderLayer where) {
        step = DONE;
        header.end = why;
        header.endLayer = where;
        header.endOffset = at;
    }

    /** Notes the first tunnel and turns to the inner header; a second one finishes the dissection. */
    boolean enterTunnel(TunnelType type, long id) {
        if (tunnelled) {
            finish(DissectionEnd.LIMIT, HeaderLayer.TUNNEL);
            return false;
        }
        tunnelled = true;
        header.tunnelType = type;
        header.tunnelId = id;
        if (layer.isPresent()) {
            layer = header.inner();
        }
        tags = 0;
        extensionHeaders = 0;
        return true;
    }
}
