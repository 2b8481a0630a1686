package io.flowledger.journal.capture;

import io.flowledger.journal.format.EntryEncoder;
import io.flowledger.journal.format.Octets;
import java.io.IOException;

/**
 * An IPFIX File (RFC 5655 section 5): IPFIX Messages one after the other, with nothing between. Each is taken as a
 * datagram that was received at its export time.
 *
 * <p>Where no Message begins, what is left (at most 65,535 octets) is delivered as it is, so that its fault is counted
 * by whoever decodes it, and reading ends.
 */
final class IpfixFileReader extends CaptureReader {
    private static final int VERSION = 10;
    private static final int HEADER_LENGTH = 16;

    private long messages;
    private boolean ended;

    IpfixFileReader(CaptureInput input) {
        super(input);
    }

    @Override
    public boolean next(CapturedDatagram into) throws IOException {
        if (ended || !input.require(1)) {
            return ended ? false : end("Message");
        }
        int length = 0;
        if (input.require(HEADER_LENGTH) && Octets.be16(input.buffer(), input.index()) == VERSION) {
            length = Octets.be16(input.buffer(), input.index() + 2);
        }
        if (length < HEADER_LENGTH) {
            ended = true;
            stop("no IPFIX Message begins here");
            input.require(EntryEncoder.MAXIMUM_PAYLOAD);
            length = Math.min(input.available(), EntryEncoder.MAXIMUM_PAYLOAD);
        } else if (!input.require(length)) {
            ended = true;
            stop("the file is cut within a Message of " + length + " octets");
            length = input.available();
        }
        messages++;
        into.noAddresses();
        into.payload(input.buffer(), input.index(), length);
        into.seen(PayloadReader.exportTimeNanos(input, input.index(), length), messages, 0);
        input.skip(length);
        return true;
    }
}
