package io.flowledger.flow.decode;

/** A datagram as the journal gives it; valid until the next one is read. */
public interface Datagram {
    /** Journal position. */
    long position();

    /** Journal position of the datagram after it. */
    long nextPosition();

    /** When it was received, nanoseconds since 1970. */
    long receivedAtNanos();

    /** What holds the address and the payload. */
    byte[] buffer();

    /** Offset of the exporter's address in {@link #buffer()}. */
    int addressOffset();

    /** Octets of the exporter's address: 4 or 16. */
    int addressLength();

    /** Offset of the payload in {@link #buffer()}. */
    int payloadOffset();

    /** Octets of the payload. */
    int payloadLength();

    /** The number of the connection that it came over, one Transport Session; 0 when it came over UDP. */
    default long session() {
        return 0;
    }

    /** Whether it holds no Message but says that its session, or with number 0 every session, has ended. */
    default boolean isSessionEnd() {
        return false;
    }

    /** The port that it was sent to. */
    int listenerPort();

    /** Datagrams that the kernel dropped between the one before and this one. */
    long kernelDropped();

    /** Datagrams that were refused between the one before and this one because the journal was full. */
    long journalFullDropped();
}
