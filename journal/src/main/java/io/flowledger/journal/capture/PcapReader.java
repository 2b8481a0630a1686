package io.flowledger.journal.capture;

import io.flowledger.journal.format.Octets;
import java.io.IOException;

/** The classic capture format (draft-ietf-opsawg-pcap): a file header of 24 octets, then packets with 16 each. */
final class PcapReader extends CaptureReader {
    private static final int FILE_HEADER = 24;
    private static final int LINK_TYPE = 20;
    private static final int PACKET_HEADER = 16;
    /** The upper bits of the field say how long a frame check sequence is. */
    private static final int LINK_TYPE_BITS = 0xffff;

    private final boolean bigEndian;
    private final boolean nanos;
    private final UdpExtraction udp = new UdpExtraction(this);
    private int linkType = -1;
    private long frames;
    private boolean ended;

    PcapReader(CaptureInput input, boolean bigEndian, boolean nanos) throws IOException {
        super(input);
        this.bigEndian = bigEndian;
        this.nanos = nanos;
        if (input.require(FILE_HEADER)) {
            linkType = (int) Octets.u32(input.buffer(), input.index() + LINK_TYPE, bigEndian) & LINK_TYPE_BITS;
            input.skip(FILE_HEADER);
        } else {
            end("file header");
            ended = true;
        }
    }

    @Override
    public boolean next(CapturedDatagram into) throws IOException {
        while (!ended) {
            if (!input.require(PACKET_HEADER)) {
                ended = true;
                end("packet header");
                break;
            }
            byte[] header = input.buffer();
            int at = input.index();
            long seconds = Octets.u32(header, at, bigEndian);
            long fraction = Octets.u32(header, at + 4, bigEndian);
            long captured = Octets.u32(header, at + 8, bigEndian);
            long original = Octets.u32(header, at + 12, bigEndian);
            if (captured > CaptureInput.LONGEST_PIECE - PACKET_HEADER) {
                ended = true;
                stop("a packet that says it is " + captured + " octets long");
                break;
            }
            int length = (int) captured;
            if (!input.require(PACKET_HEADER + length)) {
                ended = true;
                end("packet of " + captured + " octets");
                break;
            }
            frames++;
            into.seen(seconds * Nanos.PER_SECOND + (nanos ? fraction : fraction * 1000), frames, 0);
            boolean found = udp.extract(
                    input.buffer(), input.index() + PACKET_HEADER, length, original > captured, linkType, into);
            input.skip(PACKET_HEADER + length);
            if (found) {
                return true;
            }
        }
        udp.end();
        return false;
    }
}
