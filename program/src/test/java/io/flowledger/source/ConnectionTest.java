package io.flowledger.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowledger.child.Deadline;
import io.flowledger.config.Configuration;
import io.flowledger.config.ListenAddress.Transport;
import io.flowledger.journal.write.JournalSettings;
import io.flowledger.source.ReceiverFixture.Entry;
import io.flowledger.wire.encode.IpfixEncoder;
import io.flowledger.wire.encode.OctetWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** IPFIX over TCP into the journal (RFC 7011 section 10.4). */
class ConnectionTest {
    @TempDir
    Path directory;

    private static byte[] message(int number, int octets) {
        return IpfixEncoder.message()
                .sequenceNumber(number)
                .set(300, OctetWriter.octets().zeros(octets - 20))
                .encode();
    }

    private static void send(Socket socket, byte[]... parts) throws IOException {
        OutputStream out = socket.getOutputStream();
        for (byte[] part : parts) {
            out.write(part);
            out.flush();
        }
    }

    private static byte[] join(byte[]... parts) {
        OctetWriter all = OctetWriter.octets();
        for (byte[] part : parts) {
            all.raw(part);
        }
        return all.toByteArray();
    }

    @Test
    void eachMessageIsOneEntryHoweverItIsCutIntoSegments() throws Exception {
        byte[] first = message(1, 100);
        byte[] second = message(2, 16 + 4);
        byte[] third = message(3, 65_535);
        try (ReceiverFixture fixture = new ReceiverFixture(directory);
                Socket socket = fixture.connect()) {
            byte[] all = join(first, second, third);
            // octet by octet over the first Message and the header of the second, then in one piece
            for (int i = 0; i < 110; i++) {
                send(socket, new byte[] {all[i]});
            }
            send(socket, java.util.Arrays.copyOfRange(all, 110, all.length));
            List<Entry> entries = fixture.await(3);
            assertThat(entries).hasSize(3);
            assertThat(entries.get(0).holds(first)).isTrue();
            assertThat(entries.get(1).holds(second)).isTrue();
            assertThat(entries.get(2).holds(third)).isTrue();
            assertThat(entries)
                    .extracting(Entry::session)
                    .containsOnly(entries.get(0).session());
            assertThat(entries.get(0).session()).isPositive();
            assertThat(entries).extracting(Entry::exporterPort).containsOnly(socket.getLocalPort());
            assertThat(fixture.counters().messages()).isEqualTo(3);
        }
    }

    @Test
    void theEndOfAConnectionIsAnEntryOfItsSession() throws Exception {
        try (ReceiverFixture fixture = new ReceiverFixture(directory)) {
            try (Socket socket = fixture.connect()) {
                send(socket, message(1, 100));
                fixture.await(1);
            }
            List<Entry> entries = fixture.await(2);
            assertThat(entries.get(1).sessionEnd()).isTrue();
            assertThat(entries.get(1).session()).isEqualTo(entries.get(0).session());
            assertThat(entries.get(1).payload()).isEmpty();
        }
    }

    @Test
    void aNewConnectionIsANewSession() throws Exception {
        try (ReceiverFixture fixture = new ReceiverFixture(directory)) {
            for (int i = 0; i < 3; i++) {
                try (Socket socket = fixture.connect()) {
                    send(socket, message(i, 100));
                }
                fixture.await(2 * (i + 1));
            }
            assertThat(fixture.entries().stream().map(Entry::session).distinct().toList())
                    .hasSize(3)
                    .isSorted();
            assertThat(fixture.counters().failed()).isZero();
        }
    }

    @Test
    void aConnectionThatSendsNothingLeavesNothing() throws Exception {
        try (ReceiverFixture fixture = new ReceiverFixture(directory)) {
            fixture.connect().close();
            try (Socket socket = fixture.connect()) {
                send(socket, message(1, 100));
            }
            List<Entry> entries = fixture.await(2);
            assertThat(entries).hasSize(2);
            assertThat(fixture.counters().accepted()).isEqualTo(2);
        }
    }

    @Test
    void whereNoMessageBeginsTheConnectionIsResetAndTheOctetsAreKept() throws Exception {
        byte[] good = message(1, 100);
        byte[] http = "GET / HTTP/1.1\r\nHost: collector\r\n\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        try (ReceiverFixture fixture = new ReceiverFixture(directory);
                Socket socket = fixture.connect()) {
            send(socket, join(good, http));
            List<Entry> entries = fixture.await(3);
            assertThat(entries).hasSize(3);
            assertThat(entries.get(0).holds(good)).isTrue();
            assertThat(entries.get(1).holds(http)).isTrue();
            assertThat(entries.get(2).sessionEnd()).isTrue();
            assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(IOException.class);
            assertThat(fixture.counters().failed()).isEqualTo(1);
        }
    }

    @Test
    void aLengthBelowTheHeadersResetsTheConnection() throws Exception {
        byte[] wrong = IpfixEncoder.message().messageLength(15).encode();
        try (ReceiverFixture fixture = new ReceiverFixture(directory);
                Socket socket = fixture.connect()) {
            send(socket, wrong);
            List<Entry> entries = fixture.await(2);
            assertThat(entries.get(0).holds(wrong)).isTrue();
            assertThat(entries.get(1).sessionEnd()).isTrue();
        }
    }

    @Test
    void halfAMessageAtTheEndIsKept() throws Exception {
        byte[] half = java.util.Arrays.copyOf(message(1, 1000), 500);
        try (ReceiverFixture fixture = new ReceiverFixture(directory)) {
            try (Socket socket = fixture.connect()) {
                send(socket, half);
            }
            List<Entry> entries = fixture.await(2);
            assertThat(entries.get(0).holds(half)).isTrue();
            assertThat(entries.get(1).sessionEnd()).isTrue();
        }
    }

    @Test
    void slowSendersDoNotHoldUpOthersNorDatagrams() throws Exception {
        byte[] message = message(1, 1000);
        try (ReceiverFixture fixture = new ReceiverFixture(directory);
                Socket slow = fixture.connect();
                Socket fast = fixture.connect();
                DatagramSocket datagrams = new DatagramSocket()) {
            send(slow, java.util.Arrays.copyOf(message, 999));
            send(fast, message);
            datagrams.send(new DatagramPacket(
                    message, message.length, InetAddress.getLoopbackAddress(), fixture.port(Transport.UDP)));
            List<Entry> entries = fixture.await(2);
            assertThat(entries).hasSize(2);
            assertThat(entries).extracting(entry -> entry.session() == 0).containsExactlyInAnyOrder(true, false);
            send(slow, new byte[] {message[999]});
            assertThat(fixture.await(3).get(2).holds(message)).isTrue();
        }
    }

    @Test
    void nothingIsDroppedWhenTheJournalIsFull() throws Exception {
        JournalSettings small =
                ReceiverFixture.JOURNAL.withSegmentOctets(64 << 10).withTotalOctets(512 << 10);
        int count = 400;
        try (ReceiverFixture fixture =
                        new ReceiverFixture(directory, small, new Configuration.Connections(4, Duration.ZERO), null);
                Socket socket = fixture.connect()) {
            CompletableFuture<Void> sender = CompletableFuture.runAsync(() -> {
                try {
                    for (int i = 0; i < count; i++) {
                        send(socket, message(i, 40_000));
                    }
                    socket.shutdownOutput();
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            });
            // 512 KiB hold 12 of them; each time that some are let go, others come in.
            long taken = 0;
            int seen = 0;
            while (!sender.isDone() || fixture.counters().messages() < count) {
                Deadline.await(
                        "the journal fills",
                        ReceiverFixture.PATIENCE,
                        () -> fixture.counters().messages() == count
                                || fixture.journal().totalOctets() > 400_000);
                assertThat(fixture.counters().messages()).isGreaterThanOrEqualTo(taken);
                taken = fixture.counters().messages();
                fixture.journal().deleteBefore(fixture.journal().writtenPosition(), Long.MAX_VALUE);
                seen++;
            }
            sender.get(30, TimeUnit.SECONDS);
            assertThat(fixture.counters().messages()).isEqualTo(count);
            assertThat(fixture.journal().journalFullRefused()).isZero();
            assertThat(seen).isGreaterThan(10);
        }
    }

    @Test
    void aConnectionAboveTheLimitIsRefusedAndCounted() throws Exception {
        try (ReceiverFixture fixture = new ReceiverFixture(
                        directory, ReceiverFixture.JOURNAL, new Configuration.Connections(2, Duration.ZERO), null);
                Socket first = fixture.connect();
                Socket second = fixture.connect()) {
            send(first, message(1, 100));
            send(second, message(2, 100));
            fixture.await(2);
            try (Socket third = fixture.connect()) {
                assertThatThrownBy(() -> {
                            if (third.getInputStream().read() < 0) {
                                throw new IOException("closed");
                            }
                        })
                        .isInstanceOf(IOException.class);
            }
            assertThat(fixture.counters().refused()).isEqualTo(1);
            first.close();
            fixture.await(3);
            try (Socket third = fixture.connect()) {
                send(third, message(3, 100));
                fixture.await(4);
            }
        }
    }

    @Test
    void aSilentConnectionIsClosedWhenThatIsConfigured() throws Exception {
        try (ReceiverFixture fixture = new ReceiverFixture(
                        directory,
                        ReceiverFixture.JOURNAL,
                        new Configuration.Connections(2, Duration.ofMillis(300)),
                        null);
                Socket socket = fixture.connect()) {
            send(socket, message(1, 100));
            assertThat(socket.getInputStream().read()).isNegative();
            assertThat(fixture.await(2).get(1).sessionEnd()).isTrue();
        }
    }

    @Test
    void whatCameBeforeTheEndOfTheProgramIsInTheJournal() throws Exception {
        int count = 200;
        try (ReceiverFixture fixture = new ReceiverFixture(directory);
                Socket socket = fixture.connect()) {
            for (int i = 0; i < count; i++) {
                send(socket, message(i, 1000));
            }
            fixture.stop();
            List<Entry> entries = fixture.entries();
            assertThat(entries).hasSize(count + 1);
            assertThat(entries.get(count).sessionEnd()).isTrue();
            assertThat(socket.getInputStream().read()).isNegative();
        }
    }
}
