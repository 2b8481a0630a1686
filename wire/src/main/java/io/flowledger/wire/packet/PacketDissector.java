package io.flowledger.wire.packet;

import io.flowledger.wire.cursor.Octets;
import java.util.Objects;

/**
 * Reads the headers of a sampled packet, from the link layer to the ports, into a reusable {@link DissectedHeader}: the
 * raw header of sFlow ("sFlow Version 5" section 5, sampled_header) and the IPFIX Information Elements 313
 * ipHeaderPacketSection, 314 ipPayloadPacketSection, 315 dataLinkFrameSection and 316 mplsLabelStackSection.
 *
 * <p>A sample is a packet's beginning, so every header may be cut anywhere. What was there is filled in, and {@link
 * DissectedHeader#end()}, {@link DissectedHeader#endLayer()} and {@link DissectedHeader#endOffset()} say where reading
 * stopped and why. No input throws as long as the slice is within its array; no input allocates. At most 8 VLAN tags,
 * {@value DissectedHeader#LABEL_LIMIT} labels, 16 extension headers and one tunnel are followed.
 *
 * <p>Not safe for use by several threads.
 */
public final class PacketDissector {
    private final DissectionState state = new DissectionState(new DissectedHeader());

    /**
     * Dissects {@code length} octets that start with a header of {@code headerProtocol}, a number of {@link
     * HeaderProtocol}. Of an unknown one nothing is read: the end is {@link DissectionEnd#UNKNOWN}.
     */
    public void dissect(int headerProtocol, byte[] b, int offset, int length, DissectedHeader into) {
        int step = switch (headerProtocol) {
            case HeaderProtocol.ETHERNET -> DissectionState.ETHERNET;
            case HeaderProtocol.PPP, HeaderProtocol.POS -> DissectionState.PPP;
            case HeaderProtocol.IPV4 -> DissectionState.IPV4;
            case HeaderProtocol.IPV6 -> DissectionState.IPV6;
            case HeaderProtocol.MPLS -> DissectionState.LABEL_STACK;
            default -> DissectionState.DONE;
        };
        begin(step, b, offset, length, into);
        if (step == DissectionState.DONE) {
            state.finish(DissectionEnd.UNKNOWN, HeaderLayer.LINK);
        }
        run();
    }

    /** Dissects an IP header of either version, told by its first four bits (Information Element 313). */
    public void dissectIp(byte[] b, int offset, int length, DissectedHeader into) {
        boolean six = length > 0 && Octets.u8(b, offset) >>> 4 == 6;
        dissect(six ? HeaderProtocol.IPV6 : HeaderProtocol.IPV4, b, offset, length, into);
    }

    /**
     * Dissects what follows an IP header: {@code protocol} (0 to 255) and the IP version come from elsewhere in the
     * record (Information Element 314). {@link DissectedHeader#ip()} gets no addresses.
     */
    public void dissectIpPayload(int ipVersion, int protocol, byte[] b, int offset, int length, DissectedHeader into) {
        begin(DissectionState.UPPER, b, offset, length, into);
        IpLayer ip = into.ip();
        ip.version = ipVersion == 6 ? 6 : 4;
        ip.protocol = protocol;
        state.next = protocol;
        run();
    }

    private void begin(int step, byte[] b, int offset, int length, DissectedHeader into) {
        Objects.checkFromIndexSize(offset, length, b.length);
        state.begin(b, offset, length, into, step);
    }

    private void run() {
        DissectionState s = state;
        while (s.step != DissectionState.DONE) {
            s.steps++;
            switch (s.step) {
                case DissectionState.ETHERNET -> LinkHeaders.ethernet(s);
                case DissectionState.ETHER_TYPE -> LinkHeaders.etherType(s);
                case DissectionState.LABEL_STACK -> LinkHeaders.labelStack(s);
                case DissectionState.PPP -> LinkHeaders.ppp(s);
                case DissectionState.IPV4 -> NetworkHeaders.ipv4(s);
                case DissectionState.IPV6 -> NetworkHeaders.ipv6(s);
                default -> UpperHeaders.upper(s);
            }
        }
    }

    /** Steps of the last dissection, for the test that bounds them. */
    int steps() {
        return state.steps;
    }
}
