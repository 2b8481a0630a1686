package io.flowledger.generate;

import java.io.Closeable;
import java.io.IOException;

/** Where datagrams go. One thread. */
public interface DatagramSink extends Closeable {
    /**
     * Takes a datagram.
     *
     * @param exporter number of its exporter, whose address it gets
     * @param nanos when it is sent, since 1970
     * @param payload with the octets from offset 0 on; the caller's again afterwards
     */
    void send(int exporter, long nanos, byte[] payload, int length) throws IOException;
}
