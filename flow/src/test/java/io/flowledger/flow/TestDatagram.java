package io.flowledger.flow;

import io.flowledger.flow.decode.Datagram;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/** A datagram of a {@link TestJournal}: in its buffer the exporter's address, then the payload. */
public final class TestDatagram implements Datagram {
    private final long position;
    private final long receivedAtNanos;
    private final byte[] buffer;
    private final int addressLength;
    private final long kernelDropped;
    private final long journalFullDropped;
    private final long session;
    private final boolean sessionEnd;

    private TestDatagram(
            long position,
            long receivedAtNanos,
            byte[] buffer,
            int addressLength,
            long kernelDropped,
            long journalFullDropped,
            long session,
            boolean sessionEnd) {
        this.position = position;
        this.receivedAtNanos = receivedAtNanos;
        this.buffer = buffer;
        this.addressLength = addressLength;
        this.kernelDropped = kernelDropped;
        this.journalFullDropped = journalFullDropped;
        this.session = session;
        this.sessionEnd = sessionEnd;
    }

    /** A datagram without drops before it. */
    public static TestDatagram of(long position, long receivedAtNanos, String exporter, byte[] payload) {
        byte[] address = octets(exporter);
        byte[] buffer = Arrays.copyOf(address, address.length + payload.length);
        System.arraycopy(payload, 0, buffer, address.length, payload.length);
        return new TestDatagram(position, receivedAtNanos, buffer, address.length, 0, 0, 0, false);
    }

    /** The same datagram after others that were dropped. */
    public TestDatagram afterDrops(long byKernel, long byFullJournal) {
        return new TestDatagram(
                position, receivedAtNanos, buffer, addressLength, byKernel, byFullJournal, session, sessionEnd);
    }

    /** The same octets over a connection. */
    public TestDatagram ofSession(long number) {
        return new TestDatagram(
                position, receivedAtNanos, buffer, addressLength, kernelDropped, journalFullDropped, number, false);
    }

    /** The end of a connection, or with 0 of all. */
    public TestDatagram endOfSession(long number) {
        return new TestDatagram(
                position, receivedAtNanos, buffer, addressLength, kernelDropped, journalFullDropped, number, true);
    }

    @Override
    public long session() {
        return session;
    }

    @Override
    public boolean isSessionEnd() {
        return sessionEnd;
    }

    private static byte[] octets(String address) {
        try {
            return InetAddress.getByName(address).getAddress();
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(address, e);
        }
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public long nextPosition() {
        return position + 32 + payloadLength();
    }

    @Override
    public long receivedAtNanos() {
        return receivedAtNanos;
    }

    @Override
    public byte[] buffer() {
        return buffer;
    }

    @Override
    public int addressOffset() {
        return 0;
    }

    @Override
    public int addressLength() {
        return addressLength;
    }

    @Override
    public int payloadOffset() {
        return addressLength;
    }

    @Override
    public int payloadLength() {
        return buffer.length - addressLength;
    }

    @Override
    public int listenerPort() {
        return 2055;
    }

    @Override
    public long kernelDropped() {
        return kernelDropped;
    }

    @Override
    public long journalFullDropped() {
        return journalFullDropped;
    }
}
