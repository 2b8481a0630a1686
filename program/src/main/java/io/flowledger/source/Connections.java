package io.flowledger.source;

import io.flowledger.config.Configuration;
import io.flowledger.config.ListenAddress;
import io.flowledger.config.ListenAddress.Transport;
import io.flowledger.journal.format.SessionComment;
import io.flowledger.journal.write.JournalWriter;
import io.flowledger.tls.TlsServer;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * All listeners of TCP and TLS and the connections that they let in, each a Transport Session of IPFIX (RFC 7011 section 10.4).
 *
 * <p>Nothing of a connection is dropped because the journal is full: it is not read until there is room again, so that TCP makes
 * the exporter wait. Bounds: connections; handshakes at one time, above which others wait in the kernel's queue; the time for a
 * handshake and for a Message. When all places are taken, one goes that has sent no Message in half a minute.
 *
 * <p>The journal is told first that what sessions there were before have ended: they ended with the process that had them.
 *
 * <p>Belongs to the receiving thread.
 */
final class Connections {
    private static final System.Logger LOG = System.getLogger(Connections.class.getName());

    private static final int HANDSHAKES = 32;
    private static final long SILENT_NANOS = 30_000_000_000L;
    private static final long TICK_NANOS = 1_000_000_000L;
    private static final byte[] NO_ADDRESS = new byte[4];

    private final JournalWriter journal;
    private final WallClock clock;
    private final Selector selector;
    private final Configuration.Connections bounds;
    private final @Nullable TlsServer tls;
    private final ConnectionCounters counters = new ConnectionCounters();
    private final LogLimit logLimit = new LogLimit();
    private final List<StreamListener> listeners = new ArrayList<>();
    private final Set<Connection> connections = new LinkedHashSet<>();
    private final Set<Connection> blocked = new LinkedHashSet<>();
    private final Set<Connection> moreAtHand = new LinkedHashSet<>();
    private final ConcurrentLinkedQueue<Connection> tasksDone = new ConcurrentLinkedQueue<>();
    private @Nullable ExecutorService handshaking;
    private int handshakes;
    private boolean begun;
    private boolean receiving = true;
    private long latestSession;
    private long tickedAt = System.nanoTime();

    Connections(
            JournalWriter journal,
            WallClock clock,
            Selector selector,
            Configuration.Connections bounds,
            @Nullable TlsServer tls) {
        this.journal = journal;
        this.clock = clock;
        this.selector = selector;
        this.bounds = bounds;
        this.tls = tls;
    }

    /** Opens a listener. */
    void open(ListenAddress address) throws IOException {
        if (address.transport() == Transport.TLS && handshaking == null) {
            handshaking = Executors.newSingleThreadExecutor(task -> {
                Thread thread = new Thread(task, "handshake");
                thread.setDaemon(true);
                return thread;
            });
        }
        listeners.add(StreamListener.open(this, address, selector));
    }

    List<Receiver.Listening> listening() {
        return listeners.stream()
                .map(listener -> new Receiver.Listening(listener.transport(), listener.local()))
                .toList();
    }

    ConnectionCounters counters() {
        return counters;
    }

    /** Connections, and those that have ended and are not yet in the journal to the end. */
    int count() {
        return connections.size();
    }

    /** Whether one waits for room in the journal. */
    boolean isBlocked() {
        return !blocked.isEmpty() || (!begun && !listeners.isEmpty());
    }

    /** Whether something can be taken that the selector knows nothing of. */
    boolean isMoreAtHand() {
        return !moreAtHand.isEmpty() || !tasksDone.isEmpty();
    }

    /** Goes on with connections that the selector knows nothing of. */
    void goOn() {
        begin();
        for (Connection done = tasksDone.poll(); done != null; done = tasksDone.poll()) {
            done.ready();
        }
        if (!moreAtHand.isEmpty()) {
            List<Connection> now = List.copyOf(moreAtHand);
            moreAtHand.clear();
            now.forEach(Connection::ready);
        }
        if (!blocked.isEmpty()) {
            List<Connection> now = List.copyOf(blocked);
            blocked.clear();
            now.forEach(Connection::resume);
        }
    }

    /** Says in the journal that there are no other sessions, before the first one. */
    private void begin() {
        if (begun || listeners.isEmpty() || !journal.hasRoom(NO_ADDRESS.length, 0, SessionComment.allEnded())) {
            return;
        }
        journal.appendOfSession(
                clock.nanos(), NO_ADDRESS, 0, NO_ADDRESS, 0, ByteBuffer.allocate(0), SessionComment.allEnded());
        begun = true;
        updateAccepting();
    }

    boolean isAccepting(StreamListener listener) {
        return begun && receiving && (listener.transport() != Transport.TLS || handshakes < HANDSHAKES);
    }

    private void updateAccepting() {
        for (StreamListener listener : listeners) {
            listener.accept(isAccepting(listener));
        }
    }

    /** Takes a connection in, or refuses it when there are too many. */
    void accepted(SocketChannel channel, StreamListener listener) throws IOException {
        long now = System.nanoTime();
        if (connections.size() >= bounds.maximum()) {
            makeRoom(now);
        }
        if (connections.size() >= bounds.maximum()) {
            counters.refused.increment();
            log(
                    Level.WARNING,
                    "refused",
                    "a connection from " + channel.getRemoteAddress() + " was refused: there are " + bounds.maximum()
                            + " already; raise tcp-connections if the exporters are yours");
            channel.setOption(StandardSocketOptions.SO_LINGER, 0);
            channel.close();
            return;
        }
        try {
            takeIn(channel, listener, now);
            counters.accepted.increment();
        } catch (IOException e) {
            channel.close();
            log(Level.WARNING, "take in", "a connection could not be taken in: " + e.getMessage());
        }
    }

    private void takeIn(SocketChannel channel, StreamListener listener, long now) throws IOException {
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
        InetSocketAddress remote = (InetSocketAddress) channel.getRemoteAddress();
        if (remote == null) {
            throw new IOException("it was gone at once");
        }
        latestSession = Math.max(latestSession + 1, clock.nanos());
        Connection connection = new Connection(this, channel, listener, remote, latestSession, now);
        if (listener.transport() == Transport.TLS) {
            TlsStream stream = new TlsStream(
                    channel,
                    Objects.requireNonNull(tls, "a TLS listener without certificate"),
                    Objects.requireNonNull(handshaking),
                    () -> {
                        tasksDone.add(connection);
                        selector.wakeup();
                    });
            connection.register(selector, stream);
            handshakes++;
            updateAccepting();
        } else {
            connection.register(selector, new PlainStream(channel));
        }
        connections.add(connection);
    }

    private void makeRoom(long now) {
        Optional<Connection> silent = connections.stream()
                .filter(connection -> connection.isSilentSince(now - SILENT_NANOS))
                .min(Comparator.comparingLong(Connection::session));
        silent.ifPresent(connection -> connection.fail("made room for another, having sent no Message"));
    }

    /** A handshake is over, well or not. */
    void handshakeEnded() {
        handshakes--;
        updateAccepting();
    }

    void blocked(Connection connection) {
        blocked.add(connection);
    }

    void moreAtHand(Connection connection) {
        moreAtHand.add(connection);
    }

    void ended(Connection connection) {
        connections.remove(connection);
        moreAtHand.remove(connection);
        blocked.remove(connection);
    }

    /**
     * Appends the next octets of a connection, unless the journal has no room.
     *
     * @return false when nothing was taken
     */
    boolean append(Connection connection, SessionComment comment, int length) {
        byte[] address = connection.address();
        if (!journal.hasRoom(address.length, length, comment)) {
            return false;
        }
        journal.appendOfSession(
                clock.nanos(),
                address,
                connection.port(),
                connection.listenerAddress(),
                connection.listenerPort(),
                connection.take(length),
                comment);
        return true;
    }

    /** Looks at times, now and then. */
    void tick(long now) {
        if (now - tickedAt >= TICK_NANOS) {
            tickedAt = now;
            for (Connection connection : List.copyOf(connections)) {
                connection.check(now, bounds.idle().toNanos());
            }
        }
    }

    /** Logs once a minute for each {@code thing}. */
    void log(Level level, String thing, String line) {
        long suppressed = logLimit.ask(thing, System.nanoTime());
        if (suppressed >= 0) {
            LOG.log(level, suppressed == 0 ? line : line + " (and " + suppressed + " more like it)");
        }
    }

    /** Lets nobody in any more and tells exporters that this side ends (RFC 7011 section 10.4.4). */
    void endReceiving() throws IOException {
        receiving = false;
        updateAccepting();
        for (Connection connection : List.copyOf(connections)) {
            connection.shutDown();
        }
    }

    /** Ends all connections; for what does not fit into the journal any more, the next start says that they ended. */
    void endAll() {
        List.copyOf(connections).forEach(Connection::end);
        if (!connections.isEmpty()) {
            LOG.log(
                    Level.WARNING,
                    "{0} connections ended while the journal was full: the last octets of them are lost",
                    connections.size());
        }
    }

    void close() throws IOException {
        for (StreamListener listener : listeners) {
            listener.close();
        }
        for (Connection connection : List.copyOf(connections)) {
            connection.closeChannel(false);
        }
        if (handshaking != null) {
            handshaking.shutdownNow();
        }
    }
}
