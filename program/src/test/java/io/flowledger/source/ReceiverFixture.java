package io.flowledger.source;

import io.flowledger.child.Deadline;
import io.flowledger.config.Configuration;
import io.flowledger.config.ListenAddress;
import io.flowledger.journal.read.JournalEntry;
import io.flowledger.journal.read.JournalReader;
import io.flowledger.journal.write.JournalSettings;
import io.flowledger.journal.write.JournalWriter;
import io.flowledger.journal.write.SyncPolicy;
import io.flowledger.tls.TlsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A receiver on ports of the loopback, and what it wrote. */
final class ReceiverFixture implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(30);
    static final JournalSettings JOURNAL =
            JournalSettings.standard().withReserveOctets(0).withSync(SyncPolicy.none());

    private final Path directory;
    private final JournalWriter journal;
    private final Receiver receiver;
    private boolean closed;

    /** An entry of the journal. */
    record Entry(long session, boolean sessionEnd, int exporterPort, List<Byte> payload) {
        boolean holds(byte[] octets) {
            return payload.equals(boxed(octets));
        }
    }

    ReceiverFixture(Path directory) throws IOException {
        this(directory, JOURNAL, new Configuration.Connections(16, Duration.ZERO), null);
    }

    ReceiverFixture(Path directory, JournalSettings settings, Configuration.Connections bounds, @Nullable TlsServer tls)
            throws IOException {
        this.directory = directory;
        this.journal = JournalWriter.open(directory, settings, 0);
        List<ListenAddress> addresses = new ArrayList<>(
                List.of(ListenAddress.parse("udp://127.0.0.1:0"), ListenAddress.parse("tcp://127.0.0.1:0")));
        if (tls != null) {
            addresses.add(ListenAddress.parse("tls://127.0.0.1:0"));
        }
        this.receiver = new Receiver(addresses, 1 << 20, bounds, tls, journal);
        receiver.start();
    }

    JournalWriter journal() {
        return journal;
    }

    ConnectionCounters counters() {
        return receiver.connectionCounters();
    }

    int port(ListenAddress.Transport transport) {
        return receiver.listening().stream()
                .filter(listening -> listening.transport() == transport)
                .findFirst()
                .orElseThrow()
                .address()
                .getPort();
    }

    Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port(ListenAddress.Transport.TCP));
        socket.setTcpNoDelay(true);
        socket.setSoTimeout((int) PATIENCE.toMillis());
        return socket;
    }

    /** All entries so far but the one at the beginning, which says that earlier sessions have ended. */
    List<Entry> entries() throws IOException {
        List<Entry> entries = new ArrayList<>();
        JournalEntry entry = new JournalEntry();
        try (JournalReader reader = JournalReader.open(directory)) {
            while (reader.next(entry)) {
                if (entry.isSessionEnd() && entry.session() == 0) {
                    continue;
                }
                byte[] payload = Arrays.copyOfRange(
                        entry.buffer(), entry.payloadOffset(), entry.payloadOffset() + entry.payloadLength());
                entries.add(new Entry(entry.session(), entry.isSessionEnd(), entry.exporterPort(), boxed(payload)));
            }
        }
        return entries;
    }

    /** Waits until there are so many entries. */
    List<Entry> await(int count) throws Exception {
        Deadline.await(count + " entries", PATIENCE, () -> entries().size() >= count);
        return entries();
    }

    private static List<Byte> boxed(byte[] octets) {
        List<Byte> boxed = new ArrayList<>(octets.length);
        for (byte octet : octets) {
            boxed.add(octet);
        }
        return boxed;
    }

    /** Ends the receiver; the journal can be read on. */
    void stop() throws IOException {
        if (!closed) {
            closed = true;
            receiver.close();
            journal.close();
        }
    }

    @Override
    public void close() throws IOException {
        stop();
    }
}
