package io.flowledger.source;

import io.flowledger.config.Configuration;
import io.flowledger.config.ListenAddress;
import io.flowledger.config.ListenAddress.Transport;
import io.flowledger.journal.write.JournalWriter;
import io.flowledger.tls.TlsServer;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Receives datagrams and IPFIX Messages from all listeners and appends them to the journal, nothing else: one thread, which owns
 * the journal's writer.
 *
 * <p>A burst is read until the socket is empty, so that a busy socket costs one system call a datagram. The journal is flushed
 * to its readers when there is nothing to receive, and every {@value #FLUSH_MILLIS} ms under load.
 */
public final class Receiver implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Receiver.class.getName());

    private static final int FLUSH_MILLIS = 10;
    private static final long FLUSH_NANOS = FLUSH_MILLIS * 1_000_000L;
    private static final long SELECT_MILLIS = 500;

    /** How long datagrams are taken that came before the end; senders go on, so that there is no last one. */
    private static final long LAST_TAKE_NANOS = 500_000_000L;

    private final JournalWriter journal;
    private final Selector selector;
    private final UdpIntake datagrams;
    private final Connections connections;
    private final Thread thread;
    private long flushedAt;
    private volatile boolean stopping;
    private volatile boolean started;

    /** A listener that is open: how it is spoken to, and where. */
    public record Listening(Transport transport, InetSocketAddress address) {}

    /**
     * Opens all listeners; nothing is received before {@link #start()}.
     *
     * @param tls what {@link Transport#TLS} needs; null when there is no such listener
     * @throws IOException when one cannot be opened; none stays open then
     */
    public Receiver(
            List<ListenAddress> addresses,
            int receiveBufferOctets,
            Configuration.Connections bounds,
            @Nullable TlsServer tls,
            JournalWriter journal)
            throws IOException {
        this.journal = journal;
        this.selector = Selector.open();
        WallClock clock = new WallClock();
        this.datagrams = new UdpIntake(journal, clock);
        this.connections = new Connections(journal, clock, selector, bounds, tls);
        boolean opened = false;
        try {
            for (ListenAddress address : addresses) {
                if (address.transport() == Transport.UDP) {
                    datagrams.open(address, receiveBufferOctets, selector);
                } else {
                    connections.open(address);
                }
            }
            datagrams.warnOfSmallBuffers(receiveBufferOctets);
            opened = true;
        } finally {
            if (!opened) {
                closeAll();
            }
        }
        this.thread = new Thread(this::run, "receive");
    }

    /** Begins to receive. */
    public void start() {
        thread.start();
        started = true;
    }

    /** False when the thread that receives has died before {@link #close()}: nothing is received any more. */
    public boolean isReceiving() {
        return !started || stopping || thread.isAlive();
    }

    /** The listeners, those of UDP first. */
    public List<Listening> listening() {
        return Stream.concat(
                        datagrams.localAddresses().stream().map(address -> new Listening(Transport.UDP, address)),
                        connections.listening().stream())
                .toList();
    }

    /** Datagrams received since the start. */
    public long received() {
        return datagrams.received();
    }

    /** Datagrams refused since the start because the journal was full. */
    public long refused() {
        return datagrams.refused();
    }

    /** Datagrams that the kernel dropped since the start. */
    public long kernelDropped() {
        return datagrams.kernelDropped();
    }

    /** What came over connections since the start. */
    public ConnectionCounters connectionCounters() {
        return connections.counters();
    }

    private void run() {
        while (!stopping) {
            try {
                receive();
            } catch (IOException | RuntimeException e) {
                LOG.log(Level.ERROR, "receiving failed and goes on", e);
            }
        }
        takeWhatCame();
    }

    /** Empties the sockets at the end: what the kernel has accepted so far is not to be lost. */
    private void takeWhatCame() {
        long end = System.nanoTime() + LAST_TAKE_NANOS;
        try {
            // Connections that the kernel has accepted are let in before the door is closed.
            connections.goOn();
            selector.selectNow();
            takeSelected();
            connections.endReceiving();
            boolean more;
            do {
                more = datagrams.drainAll();
                if (connections.count() > 0) {
                    selector.select(FLUSH_MILLIS);
                    takeSelected();
                    connections.goOn();
                    more = true;
                }
            } while (more && System.nanoTime() - end < 0);
            datagrams.checkDrops();
        } catch (IOException | RuntimeException e) {
            LOG.log(Level.ERROR, "the last datagrams could not be received", e);
        }
        connections.endAll();
    }

    private void receive() throws IOException {
        if (selector.selectNow() == 0 && !connections.isMoreAtHand()) {
            flush(System.nanoTime());
            selector.select(connections.isBlocked() ? FLUSH_MILLIS : SELECT_MILLIS);
        }
        takeSelected();
        connections.goOn();
        long now = System.nanoTime();
        if (now - flushedAt >= FLUSH_NANOS) {
            flush(now);
        }
    }

    private void takeSelected() throws IOException {
        for (SelectionKey key : selector.selectedKeys()) {
            if (key.isValid()) {
                ((Selected) key.attachment()).ready();
            }
        }
        selector.selectedKeys().clear();
    }

    private void flush(long now) throws IOException {
        journal.flush();
        flushedAt = now;
        datagrams.checkDrops(now);
        connections.tick(now);
    }

    private void closeAll() throws IOException {
        datagrams.close();
        connections.close();
        selector.close();
    }

    /** Ends receiving; what was received is in the journal. */
    @Override
    public void close() throws IOException {
        stopping = true;
        selector.wakeup();
        try {
            if (thread.getState() != Thread.State.NEW) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        closeAll();
        journal.flush();
    }
}
