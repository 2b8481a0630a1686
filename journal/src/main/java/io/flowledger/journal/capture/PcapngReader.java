package io.flowledger.journal.capture;

import io.flowledger.journal.format.Octets;
import io.flowledger.journal.format.Pcapng;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * pcapng (draft-ietf-opsawg-pcapng) of any writer: sections of either byte order, any number of interfaces, each with
 * its own link type and time resolution; enhanced, simple and obsolete packet blocks. Other blocks are passed over.
 */
final class PcapngReader extends CaptureReader {
    /** @param offsetSeconds if_tsoffset */
    private record Interface(int linkType, int resolution, long offsetSeconds) {}

    private static final int MICROSECONDS = 6;
    private static final int LONGEST_PASSED_OVER = Integer.MAX_VALUE;
    private static final int SIMPLE_PACKET_DATA = 12;
    private static final int UNKNOWN_DROPS = 0xffff;

    private final UdpExtraction udp = new UdpExtraction(this);
    private final List<Interface> interfaces = new ArrayList<>();
    private boolean bigEndian;
    private long frames;
    private long timeNanos;
    private long dropped;
    private boolean ended;

    PcapngReader(CaptureInput input) {
        super(input);
    }

    @Override
    public boolean next(CapturedDatagram into) throws IOException {
        while (!ended) {
            if (!input.require(Pcapng.MINIMUM_BLOCK)) {
                ended = true;
                end("block");
                break;
            }
            long type = Octets.u32(input.buffer(), input.index(), bigEndian);
            if (type == Pcapng.SECTION_HEADER) {
                bigEndian = Octets.be32(input.buffer(), input.index() + Pcapng.MAGIC) == Pcapng.BYTE_ORDER_MAGIC;
                interfaces.clear();
            }
            long length = Octets.u32(input.buffer(), input.index() + Pcapng.TOTAL_LENGTH, bigEndian);
            if (block(type, length, into)) {
                return true;
            }
        }
        udp.end();
        return false;
    }

    private boolean block(long type, long length, CapturedDatagram into) throws IOException {
        if (length < Pcapng.MINIMUM_BLOCK || (length & 3) != 0 || length > LONGEST_PASSED_OVER) {
            ended = true;
            return stop("a block that says it is " + length + " octets long");
        }
        if (length > CaptureInput.LONGEST_PIECE) {
            ended = !input.skip(length);
            return ended && stop("the file is cut within a block of " + length + " octets");
        }
        int whole = (int) length;
        if (!input.require(whole)) {
            ended = true;
            return end("block of " + length + " octets");
        }
        boolean found = false;
        if (Octets.u32(input.buffer(), input.index() + whole - 4, bigEndian) != length) {
            ended = true;
            return stop("a block whose two lengths differ");
        } else if (type == Pcapng.INTERFACE_DESCRIPTION) {
            addInterface(input.buffer(), input.index(), whole);
        } else if (type == Pcapng.ENHANCED_PACKET || type == Pcapng.OBSOLETE_PACKET) {
            found = packet(type == Pcapng.ENHANCED_PACKET, input.buffer(), input.index(), whole, into);
        } else if (type == Pcapng.SIMPLE_PACKET) {
            found = simplePacket(input.buffer(), input.index(), whole, into);
        }
        input.skip(whole);
        return found;
    }

    private void addInterface(byte[] b, int at, int length) {
        if (length < Pcapng.INTERFACE_OPTIONS + 4) {
            interfaces.add(new Interface(-1, MICROSECONDS, 0));
            return;
        }
        int resolution = MICROSECONDS;
        long offsetSeconds = 0;
        int end = at + length - 4;
        int cursor = at + Pcapng.INTERFACE_OPTIONS;
        while (cursor <= end - 4) {
            int code = Octets.u16(b, cursor, bigEndian);
            int valueLength = Octets.u16(b, cursor + 2, bigEndian);
            int value = cursor + 4;
            if (code == Pcapng.OPT_END || valueLength > end - value) {
                break;
            }
            if (code == Pcapng.IF_TSRESOL && valueLength == 1) {
                resolution = Octets.u8(b, value);
            } else if (code == Pcapng.IF_TSOFFSET && valueLength == 8) {
                offsetSeconds = u64(b, value);
            }
            cursor = value + Pcapng.padded(valueLength);
        }
        interfaces.add(new Interface(Octets.u16(b, at + Pcapng.LINK_TYPE, bigEndian), resolution, offsetSeconds));
    }

    private boolean packet(boolean enhanced, byte[] b, int at, int length, CapturedDatagram into) {
        if (length < Pcapng.PACKET_DATA + 4) {
            frames++;
            skip(Skipped.HEADER_INVALID);
            return false;
        }
        long interfaceId = enhanced
                ? Octets.u32(b, at + Pcapng.INTERFACE_ID, bigEndian)
                : Octets.u16(b, at + Pcapng.INTERFACE_ID, bigEndian);
        long captured = Octets.u32(b, at + Pcapng.CAPTURED_LENGTH, bigEndian);
        long original = Octets.u32(b, at + Pcapng.ORIGINAL_LENGTH, bigEndian);
        frames++;
        if (interfaceId >= interfaces.size()) {
            skip(Skipped.LINK_TYPE_UNKNOWN);
            return false;
        }
        if (captured > length - Pcapng.PACKET_DATA - 4) {
            skip(Skipped.HEADER_INVALID);
            return false;
        }
        Interface on = interfaces.get((int) interfaceId);
        long timestamp = (Octets.u32(b, at + Pcapng.TIME_HIGH, bigEndian) << 32)
                | Octets.u32(b, at + Pcapng.TIME_LOW, bigEndian);
        timeNanos = Nanos.of(timestamp, on.resolution()) + on.offsetSeconds() * Nanos.PER_SECOND;
        int packet = at + Pcapng.PACKET_DATA;
        if (enhanced) {
            addDrops(b, packet + Pcapng.padded((int) captured), at + length - 4);
        } else {
            int drops = Octets.u16(b, at + Pcapng.INTERFACE_ID + 2, bigEndian);
            dropped += drops == UNKNOWN_DROPS ? 0 : drops;
        }
        return datagram(b, packet, (int) captured, original > captured, on.linkType(), into);
    }

    /** A simple packet has no time of its own: it gets that of the packet before it. */
    private boolean simplePacket(byte[] b, int at, int length, CapturedDatagram into) {
        frames++;
        if (interfaces.isEmpty() || length < SIMPLE_PACKET_DATA + 4) {
            skip(Skipped.LINK_TYPE_UNKNOWN);
            return false;
        }
        long original = Octets.u32(b, at + Pcapng.BODY, bigEndian);
        int captured = (int) Math.min(original, length - SIMPLE_PACKET_DATA - 4);
        return datagram(
                b,
                at + SIMPLE_PACKET_DATA,
                captured,
                original > captured,
                interfaces.get(0).linkType(),
                into);
    }

    private boolean datagram(byte[] b, int at, int length, boolean cut, int linkType, CapturedDatagram into) {
        into.seen(timeNanos, frames, dropped);
        boolean found = udp.extract(b, at, length, cut, linkType, into);
        if (found) {
            dropped = 0;
        }
        return found;
    }

    private void addDrops(byte[] b, int from, int end) {
        int cursor = from;
        while (cursor <= end - 4) {
            int code = Octets.u16(b, cursor, bigEndian);
            int length = Octets.u16(b, cursor + 2, bigEndian);
            if (code == Pcapng.OPT_END || length > end - cursor - 4) {
                return;
            }
            if (code == Pcapng.EPB_DROPCOUNT && length == 8) {
                dropped += u64(b, cursor + 4);
            }
            cursor += 4 + Pcapng.padded(length);
        }
    }

    private long u64(byte[] b, int at) {
        long first = Octets.u32(b, at, bigEndian);
        long second = Octets.u32(b, at + 4, bigEndian);
        return bigEndian ? (first << 32) | second : (second << 32) | first;
    }
}
