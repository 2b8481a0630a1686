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

    /** The UDP port that it was sent to. */
    int listenerPort();

    /** Datagrams that the kernel dropped between the one before and this one. */
    long kernelDropped();

    /** Datagrams that were refused between the one before and this one because the journal was full. */
    long journalFullDropped();
}
