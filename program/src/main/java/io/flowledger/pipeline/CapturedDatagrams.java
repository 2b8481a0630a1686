package io.flowledger.pipeline;

import io.flowledger.flow.batch.Batch;
import io.flowledger.flow.batch.ParkedSet;
import io.flowledger.flow.decode.Datagram;
import io.flowledger.flow.decode.DatagramSource;
import io.flowledger.journal.capture.CapturedDatagram;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Datagrams of captures for a decoder without a journal: numbers them, and keeps in memory those of which a Set waits for its
 * template. One thread.
 */
public final class CapturedDatagrams implements DatagramSource {
    private final Map<Long, Held> held = new HashMap<>();
    private long nextPosition;
    private Held latest = new Held(0, 0, new byte[0], 4, 0, 0);

    /** The number of the next datagram. */
    public long nextPosition() {
        return nextPosition;
    }

    /** The datagram as the decoder takes it; valid until the next one is taken. */
    public Datagram take(CapturedDatagram captured) {
        byte[] address = captured.exporterAddress();
        byte[] buffer = Arrays.copyOf(address, address.length + captured.payloadLength());
        System.arraycopy(captured.buffer(), captured.payloadOffset(), buffer, address.length, captured.payloadLength());
        latest = new Held(
                nextPosition,
                captured.receivedAtNanos(),
                buffer,
                address.length,
                captured.listenerPort(),
                captured.dropped());
        nextPosition++;
        return latest;
    }

    /** Keeps the datagram taken last if one of its Sets was parked, and lets go those that wait no longer. */
    public void keepIfParked(Batch batch) {
        for (ParkedSet set : batch.parked()) {
            if (set.position() == latest.position()) {
                held.put(latest.position(), latest);
            }
        }
    }

    @Override
    public @Nullable Datagram read(long position) {
        return position == latest.position() ? latest : held.get(position);
    }

    /** A datagram in memory: the address, then the payload. */
    private static final class Held implements Datagram {
        private final long position;
        private final long receivedAtNanos;
        private final byte[] buffer;
        private final int addressLength;
        private final int listenerPort;
        private final long dropped;

        Held(long position, long receivedAtNanos, byte[] buffer, int addressLength, int listenerPort, long dropped) {
            this.position = position;
            this.receivedAtNanos = receivedAtNanos;
            this.buffer = buffer;
            this.addressLength = addressLength;
            this.listenerPort = listenerPort;
            this.dropped = dropped;
        }

        @Override
        public long position() {
            return position;
        }

        @Override
        public long nextPosition() {
            return position + 1;
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
            return listenerPort;
        }

        @Override
        public long kernelDropped() {
            return dropped;
        }

        @Override
        public long journalFullDropped() {
            return 0;
        }
    }
}
