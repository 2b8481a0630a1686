package io.flowledger.bench.stage;

import io.flowledger.flow.decode.Datagram;
import io.flowledger.generate.DatagramSink;
import io.flowledger.generate.FileDepartures;
import io.flowledger.generate.GeneratedProtocol;
import io.flowledger.generate.Generator;
import io.flowledger.generate.GeneratorSettings;
import io.flowledger.generate.Rate;
import io.flowledger.wire.cursor.Octets;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Generated datagrams of one exporter that go round: from turn to turn their sequence numbers go on, so that a decoder sees
 * neither losses nor duplicates.
 */
final class DatagramRing implements Datagram {
    private static final int DATAGRAMS = 1000;
    static final long START_NANOS = 1_767_225_600_000_000_000L; // 2026-01-01T00:00:00Z
    private static final byte[] EXPORTER = {(byte) 198, 18, 0, 1};

    private final List<byte[]> payloads = new ArrayList<>();
    private final int sequenceOffset;
    private final long turnOfSequence;
    private byte[] buffer = new byte[0];
    private long position;
    private int next;

    /**
     * Makes the datagrams.
     *
     * @param sampled whether the exporter samples and tells so by options
     * @param ipv6Share of the flows
     */
    DatagramRing(GeneratedProtocol protocol, boolean sampled, double ipv6Share, boolean variableLength, int octets) {
        GeneratorSettings settings = new GeneratorSettings(
                List.of(protocol), 2, 1, ipv6Share, octets, 0, 1, 1000, sampled ? 1000 : 0, variableLength, false);
        Taken taken = new Taken(sampled ? 1 : 0);
        Generator generator = new Generator(
                settings, new FileDepartures(START_NANOS, Long.MAX_VALUE, new Rate(100_000, false), settings.seed()));
        try {
            generator.run(taken, Long.MAX_VALUE, Long.MAX_VALUE, taken::isEnough);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        sequenceOffset = switch (protocol) {
            case V5, SFLOW -> 16;
            case V9 -> 12;
            case IPFIX -> 8;
        };
        // The last begins where the turn ends.
        byte[] after = taken.payloads.remove(taken.payloads.size() - 1);
        turnOfSequence = Octets.u32(after, sequenceOffset + EXPORTER.length)
                - Octets.u32(taken.payloads.get(0), sequenceOffset + EXPORTER.length);
        payloads.addAll(taken.payloads);
    }

    /** Takes the datagrams of one of two exporters, the address before each. */
    private static final class Taken implements DatagramSink {
        private final List<byte[]> payloads = new ArrayList<>();
        private final int exporter;

        Taken(int exporter) {
            this.exporter = exporter;
        }

        boolean isEnough() {
            return payloads.size() > DATAGRAMS;
        }

        @Override
        public void send(int from, long nanos, byte[] payload, int length) {
            if (from == exporter && !isEnough()) {
                byte[] datagram = Arrays.copyOf(EXPORTER, EXPORTER.length + length);
                System.arraycopy(payload, 0, datagram, EXPORTER.length, length);
                payloads.add(datagram);
            }
        }

        @Override
        public void close() {}
    }

    /** Datagrams of a turn. */
    int size() {
        return payloads.size();
    }

    /** Turns to the next datagram. */
    void advance() {
        if (next == payloads.size()) {
            next = 0;
            for (byte[] payload : payloads) {
                int at = EXPORTER.length + sequenceOffset;
                Octets.putU32(payload, at, Octets.u32(payload, at) + turnOfSequence);
            }
        }
        buffer = payloads.get(next++);
        position++;
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
        return START_NANOS;
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
        return EXPORTER.length;
    }

    @Override
    public int payloadOffset() {
        return EXPORTER.length;
    }

    @Override
    public int payloadLength() {
        return buffer.length - EXPORTER.length;
    }

    @Override
    public int listenerPort() {
        return 2055;
    }

    @Override
    public long kernelDropped() {
        return 0;
    }

    @Override
    public long journalFullDropped() {
        return 0;
    }
}
