package io.flowledger.journal.capture;

/**
 * One UDP datagram out of a capture, seen in place: valid until the same reader's next {@code next}. A file without IP
 * headers (IPFIX file, bare payload) gives 0.0.0.0 and port 0 for both sides.
 *
 * <p>A flyweight to be reused; not thread-safe.
 */
public final class CapturedDatagram {
    private final byte[] exporter4 = new byte[4];
    private final byte[] exporter16 = new byte[16];
    private final byte[] listener4 = new byte[4];
    private final byte[] listener16 = new byte[16];

    private byte[] buffer = {};
    private int payloadOffset;
    private int payloadLength;
    private long receivedAtNanos;
    private long frameNumber;
    private long dropped;
    private int addressLength = 4;
    private int exporterPort;
    private int listenerPort;

    void payload(byte[] b, int offset, int length) {
        buffer = b;
        payloadOffset = offset;
        payloadLength = length;
    }

    void seen(long atNanos, long number, long droppedBefore) {
        receivedAtNanos = atNanos;
        frameNumber = number;
        dropped = droppedBefore;
    }

    void noAddresses() {
        addressLength = 4;
        exporterPort = 0;
        listenerPort = 0;
        for (int i = 0; i < 4; i++) {
            exporter4[i] = 0;
            listener4[i] = 0;
        }
    }

    /** Takes source and destination, which stand one after the other. */
    void addresses(byte[] b, int at, int length) {
        addressLength = length;
        System.arraycopy(b, at, exporterAddress(), 0, length);
        System.arraycopy(b, at + length, listenerAddress(), 0, length);
    }

    void ports(int source, int destination) {
        exporterPort = source;
        listenerPort = destination;
    }

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

    /** Nanoseconds since 1970-01-01 UTC. */
    public long receivedAtNanos() {
        return receivedAtNanos;
    }

    /** The number of the frame (or Message) in its file, from 1, as Wireshark shows it. */
    public long frameNumber() {
        return frameNumber;
    }

    /** How many the capturing system says it lost since the datagram before. */
    public long dropped() {
        return dropped;
    }

    /** Source address, 4 or 16 octets; overwritten by the next datagram. */
    public byte[] exporterAddress() {
        return addressLength == 4 ? exporter4 : exporter16;
    }

    public int exporterPort() {
        return exporterPort;
    }

    /** Destination address, as long as the source's; overwritten by the next datagram. */
    public byte[] listenerAddress() {
        return addressLength == 4 ? listener4 : listener16;
    }

    public int listenerPort() {
        return listenerPort;
    }
}
