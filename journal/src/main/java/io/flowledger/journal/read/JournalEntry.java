package io.flowledger.journal.read;

import io.flowledger.journal.format.EntryEncoder;
import io.flowledger.journal.format.Octets;
import io.flowledger.journal.format.Pcapng;
import io.flowledger.journal.format.SessionComment;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * One datagram in the journal, seen in place in the reader's buffer: valid until the same reader's next read.
 *
 * <p>A flyweight to be reused; not thread-safe.
 */
public final class JournalEntry {
    private static final byte[] NOTHING = {};
    private static final int IPV4_ADDRESSES = 12;
    private static final int IPV6_ADDRESSES = 8;

    private byte[] buffer = NOTHING;
    private long position = -1;
    private long nextPosition = -1;
    private long receivedAtNanos;
    private int addressLength;
    private int addressOffset;
    private int payloadOffset;
    private int payloadLength;
    private long dropped;
    private long refused;
    private int noteOffset;
    private int noteLength;
    private boolean ofSession;
    private boolean sessionEnd;
    private long session;

    /** Reads what {@code EntryCheck} found good; {@code at} is the block's start in {@code b}. */
    void wrap(byte[] b, int at, int blockLength, long newPosition) {
        buffer = b;
        position = newPosition;
        nextPosition = newPosition + blockLength;
        receivedAtNanos = (Octets.le32(b, at + Pcapng.TIME_HIGH) << 32) | Octets.le32(b, at + Pcapng.TIME_LOW);
        int packet = at + Pcapng.PACKET_DATA;
        int packetLength = (int) Octets.le32(b, at + Pcapng.CAPTURED_LENGTH);
        addressLength = b[packet] >> 4 == 4 ? 4 : 16;
        addressOffset = packet + (addressLength == 4 ? IPV4_ADDRESSES : IPV6_ADDRESSES);
        payloadOffset = at + EntryEncoder.payloadOffset(addressLength);
        payloadLength = packet + packetLength - payloadOffset;
        dropped = 0;
        refused = 0;
        noteLength = -1;
        ofSession = false;
        sessionEnd = false;
        session = 0;
        readOptions(b, packet + Pcapng.padded(packetLength), at + blockLength - 4);
    }

    private void readOptions(byte[] b, int from, int end) {
        int cursor = from;
        while (cursor <= end - 4) {
            int code = Octets.le16(b, cursor);
            int length = Octets.le16(b, cursor + 2);
            int value = cursor + 4;
            if (code == Pcapng.OPT_END || length > end - value) {
                return;
            }
            if (code == Pcapng.EPB_DROPCOUNT && length == 8) {
                dropped = Octets.le64(b, value);
            } else if (code == Pcapng.OPT_COMMENT) {
                readComment(b, value, length);
            }
            cursor = value + Pcapng.padded(length);
        }
    }

    private void readComment(byte[] b, int at, int length) {
        if (EntryEncoder.isRefusedComment(b, at, length)) {
            refused = EntryEncoder.refusedCount(b, at, length);
        } else if (EntryEncoder.isNoteComment(b, at, length)) {
            noteOffset = at + EntryEncoder.NOTE_PREFIX_LENGTH;
            noteLength = length - EntryEncoder.NOTE_PREFIX_LENGTH;
        } else if (SessionComment.isAt(b, at, length)) {
            ofSession = true;
            session = SessionComment.session(b, at, length);
            sessionEnd = SessionComment.isEnd(b, at, length);
        }
    }

    /** Where this entry stands in the journal, octets since its beginning. */
    public long position() {
        return position;
    }

    /** Where the next entry may stand: what is to be kept as "done up to here". */
    public long nextPosition() {
        return nextPosition;
    }

    /** Nanoseconds since 1970-01-01 UTC. */
    public long receivedAtNanos() {
        return receivedAtNanos;
    }

    /** What the offsets below point into. */
    public byte[] buffer() {
        return buffer;
    }

    public int payloadOffset() {
        return payloadOffset;
    }

    /** Octets, 0 to 65,535. */
    public int payloadLength() {
        return payloadLength;
    }

    /** 4 or 16 octets, for both the exporter's and the listener's address. */
    public int addressLength() {
        return addressLength;
    }

    public int exporterAddressOffset() {
        return addressOffset;
    }

    public int listenerAddressOffset() {
        return addressOffset + addressLength;
    }

    /** The exporter's UDP (or TCP) port. */
    public int exporterPort() {
        return Octets.be16(buffer, addressOffset + 2 * addressLength);
    }

    /** The port that received the datagram. */
    public int listenerPort() {
        return Octets.be16(buffer, addressOffset + 2 * addressLength + 2);
    }

    /** Datagrams that the kernel dropped between the entry before and this one. */
    public long kernelDropped() {
        return Math.max(0, dropped - refused);
    }

    /** Datagrams that were refused because the journal was full, between the entry before and this one. */
    public long journalFullDropped() {
        return refused;
    }

    /** Whether it came over a connection, or tells of the end of one. */
    public boolean isOfSession() {
        return ofSession;
    }

    /** The number of the connection's Transport Session; 0 when it came over UDP, and when all sessions have ended. */
    public long session() {
        return session;
    }

    /** Whether it holds no Message but says that the session, or with number 0 every session before, has ended. */
    public boolean isSessionEnd() {
        return sessionEnd;
    }

    public boolean hasNote() {
        return noteLength >= 0;
    }

    /** What the writer noted beside the datagram, or null. Allocates. */
    public @Nullable String note() {
        return noteLength < 0 ? null : new String(buffer, noteOffset, noteLength, StandardCharsets.UTF_8);
    }
}
