package io.flowledger.generate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class UdpSinkTest {
    private static final int MILLIS = 20_000;

    @Test
    void eachExporterHasItsOwnLoopbackAddress() throws IOException {
        try (DatagramSocket receiver = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            receiver.setSoTimeout(MILLIS);
            InetSocketAddress to = (InetSocketAddress) receiver.getLocalSocketAddress();
            GeneratorSettings settings = GeneratorSettings.standard().withProtocols(GeneratedProtocol.V5);
            Generator generator = new Generator(
                    settings, new LiveDepartures(Clock.systemUTC(), Long.MAX_VALUE, new Rate(1e6, false)));
            try (UdpSink sink = new UdpSink(to, settings.exporters())) {
                generator.run(sink, Long.MAX_VALUE, 50, () -> false);
                assertThat(sink.unreachable()).isZero();
            }
            assertThat(sendersOf(receiver, 50).keySet())
                    .hasSizeBetween(12, 16)
                    .allSatisfy(address -> assertThat(address).matches("127\\.1\\.0\\.(\\d|1[0-6])"));
            assertThat(generator.tallies().get(0).datagrams()).isEqualTo(50);
        }
    }

    @Test
    void aPortWhereNobodyListensEndsNothing() throws IOException {
        InetSocketAddress gone;
        try (DatagramSocket closed = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            gone = (InetSocketAddress) closed.getLocalSocketAddress();
        }
        Generator generator = new Generator(
                GeneratorSettings.standard(), new LiveDepartures(Clock.systemUTC(), Long.MAX_VALUE, null));
        try (UdpSink sink = new UdpSink(gone, 16)) {
            generator.run(sink, Long.MAX_VALUE, 500, () -> false);
            assertThat(sink.unreachable()).isPositive();
        }
        assertThat(generator.tallies()).extracting(Tally::datagrams).isNotEmpty();
    }

    @Test
    void timeOverEndsTheGenerator() throws IOException {
        LiveDepartures departures = new LiveDepartures(Clock.systemUTC(), 0, new Rate(1, false));
        assertThat(departures.next(0)).isEqualTo(Departures.OVER);
    }

    private static Map<String, Integer> sendersOf(DatagramSocket receiver, int count) throws IOException {
        Map<String, Integer> senders = new TreeMap<>();
        DatagramPacket datagram = new DatagramPacket(new byte[2048], 2048);
        for (int i = 0; i < count; i++) {
            receiver.receive(datagram);
            senders.merge(datagram.getAddress().getHostAddress(), 1, Integer::sum);
        }
        return senders;
    }
}
