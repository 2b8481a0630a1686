package io.flowledger.journal.capture;

import io.flowledger.journal.format.EntryEncoder;
import io.flowledger.journal.format.Octets;
import java.io.IOException;
import java.nio.file.Files;

/**
 * A file that holds the payload of one datagram. It says nothing of when that was received: the time is that of the
 * message's own header (NetFlow v1 to v9: octets 8 to 11, IPFIX: 4 to 7, seconds since 1970), or where there is none
 * (sFlow) the file's.
 */
final class PayloadReader extends CaptureReader {
    private static final int IPFIX = 10;
    private static final long SFLOW_V5 = 5;

    private boolean delivered;

    PayloadReader(CaptureInput input) {
        super(input);
    }

    /** Whether the first four octets are those of an export protocol. */
    static boolean beginsLikeAnExport(byte[] head) {
        return switch (Octets.be16(head, 0)) {
            case 1, 5, 7, 8, 9, IPFIX -> true;
            default -> Octets.be32(head, 0) == SFLOW_V5;
        };
    }

    @Override
    public boolean next(CapturedDatagram into) throws IOException {
        if (delivered) {
            return false;
        }
        delivered = true;
        if (input.require(EntryEncoder.MAXIMUM_PAYLOAD + 1)) {
            throw new CaptureException(
                    input.file(),
                    0,
                    "the file is longer than a datagram can be (" + EntryEncoder.MAXIMUM_PAYLOAD + " octets)",
                    "give each datagram a file of its own, or make a pcap of them (text2pcap -u)");
        }
        int at = input.index();
        int length = input.available();
        into.noAddresses();
        into.payload(input.buffer(), at, length);
        into.seen(exportTimeNanos(input, at, length), 1, 0);
        input.skip(length);
        return true;
    }

    /** Export time of the message at that place, or else the file's time; nanoseconds since 1970. */
    static long exportTimeNanos(CaptureInput input, int at, int length) throws IOException {
        byte[] b = input.buffer();
        long seconds = 0;
        long nanos = 0;
        int version = length < 2 ? 0 : Octets.be16(b, at);
        if (version == IPFIX && length >= 8) {
            seconds = Octets.be32(b, at + 4);
        } else if (version > 0 && version < IPFIX && length >= 16) {
            seconds = Octets.be32(b, at + 8);
            nanos = version == 9 ? 0 : Octets.be32(b, at + 12);
        }
        return seconds > 0 && nanos < Nanos.PER_SECOND
                ? seconds * Nanos.PER_SECOND + nanos
                : Nanos.of(Files.getLastModifiedTime(input.file()).toInstant());
    }
}
