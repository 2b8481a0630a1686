package io.flowledger.source;

import java.nio.ByteBuffer;

/**
 * Finds IPFIX Messages in a stream of octets by the length in their headers (RFC 7011 section 10.4.3).
 *
 * <pre>
 *   | version 10 (16 bits) | length of the Message (16 bits) | ...
 * </pre>
 *
 * The buffer grows with what has come, not with what a length promises, up to one Message. One thread.
 */
final class MessageFraming {
    /** The Message that begins is not whole yet. */
    static final int INCOMPLETE = 0;

    /** No Message begins where one must. */
    static final int MALFORMED = -1;

    private static final int INITIAL_OCTETS = 4096;
    private static final int LARGEST_MESSAGE = 65_535;
    private static final int HEADER_OCTETS = 16;
    private static final int VERSION = 10;

    /** Between its position and its limit lies what has come and was not taken. */
    private ByteBuffer buffer = ByteBuffer.allocate(INITIAL_OCTETS).flip();

    /**
     * Lets octets be put behind those that are there. There is room for at least one, unless a whole Message is there.
     *
     * @param source puts octets into the buffer and says how many, or a negative number at its end
     */
    <E extends Exception> int fill(Filler<E> source) throws E {
        if (buffer.position() == 0 && buffer.limit() == buffer.capacity() && buffer.capacity() < LARGEST_MESSAGE) {
            ByteBuffer larger = ByteBuffer.allocate(Math.min(2 * buffer.capacity(), LARGEST_MESSAGE));
            larger.put(buffer);
            buffer = larger;
        } else {
            buffer.compact();
        }
        try {
            return source.fill(buffer);
        } finally {
            buffer.flip();
        }
    }

    /** What octets come from. */
    @FunctionalInterface
    interface Filler<E extends Exception> {
        int fill(ByteBuffer into) throws E;
    }

    /** The length of the whole Message that comes first, or {@link #INCOMPLETE}, or {@link #MALFORMED}. */
    int messageLength() {
        int at = buffer.position();
        if (buffer.remaining() < 2) {
            return INCOMPLETE;
        }
        if (u16(at) != VERSION) {
            return MALFORMED;
        }
        if (buffer.remaining() < 4) {
            return INCOMPLETE;
        }
        int length = u16(at + 2);
        if (length < HEADER_OCTETS) {
            return MALFORMED;
        }
        return buffer.remaining() < length ? INCOMPLETE : length;
    }

    private int u16(int at) {
        return buffer.getShort(at) & 0xffff;
    }

    /** The first {@code length} octets, which are taken; valid until the next {@link #fill}. */
    ByteBuffer take(int length) {
        ByteBuffer taken = buffer.slice(buffer.position(), length);
        buffer.position(buffer.position() + length);
        return taken;
    }

    /** Octets that have come and were not taken. */
    int remaining() {
        return buffer.remaining();
    }
}
