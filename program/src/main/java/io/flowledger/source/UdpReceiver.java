package io.flowledger.source;

import io.flowledger.config.ListenAddress;
import io.flowledger.journal.write.JournalWriter;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Receives datagrams from all listeners and appends them to the journal, nothing else: one thread, which owns the journal's
 * writer.
 *
 * <p>A burst is read until the socket is empty, so that a busy socket costs one system call a datagram. The journal is flushed
 * to its readers when there is nothing to receive, and every {@value #FLUSH_MILLIS} ms under load.
 */
public final class UdpReceiver implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(UdpReceiver.class.getName());

    private static final int FLUSH_MILLIS = 10;
    private static final long FLUSH_NANOS = FLUSH_MILLIS * 1_000_000L;
    private static final long DROP_CHECK_NANOS = 1_000_000_000L;
    private static final long SELECT_MILLIS = 500;

    /** How long datagrams are taken that came before the end; senders go on, so that there is no last one. */
    private static final long LAST_TAKE_NANOS = 500_000_000L;

    /** Datagrams taken from one socket before the others have their turn. */
    private static final int BURST = 256;

    private static final int LARGEST_DATAGRAM = 65_535;

    private final List<UdpListener> listeners;
    private final JournalWriter journal;
    private final Selector selector;
    private final Thread thread;
    private final WallClock clock = new WallClock();
    private final KernelDrops drops = new KernelDrops();
    private final ByteBuffer payload = ByteBuffer.allocateDirect(LARGEST_DATAGRAM);
    private final LongAdder received = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder kernelDropped = new LongAdder();
    private @Nullable SocketAddress latestSender;
    private byte[] latestAddress = new byte[4];
    private int latestPort;
    private long dropsCheckedAt;
    private long flushedAt;
    private volatile boolean stopping;

    /**
     * Opens all listeners; nothing is received before {@link #start()}.
     *
     * @throws IOException when one cannot be opened; none stays open then
     */
    public UdpReceiver(List<ListenAddress> addresses, int receiveBufferOctets, JournalWriter journal)
            throws IOException {
        this.journal = journal;
        this.selector = Selector.open();
        List<UdpListener> opened = new ArrayList<>();
        try {
            for (ListenAddress address : addresses) {
                UdpListener listener = UdpListener.open(address, receiveBufferOctets);
                opened.add(listener);
                listener.channel().register(selector, SelectionKey.OP_READ, listener);
            }
        } catch (IOException | RuntimeException e) {
            for (UdpListener listener : opened) {
                listener.close();
            }
            selector.close();
            throw e;
        }
        this.listeners = List.copyOf(opened);
        this.thread = new Thread(this::run, "receive");
    }

    /** Begins to receive. */
    public void start() {
        thread.start();
    }

    /** Where the listeners are bound. */
    public List<InetSocketAddress> localAddresses() {
        return listeners.stream().map(UdpListener::local).toList();
    }

    /** Datagrams received since the start. */
    public long received() {
        return received.sum();
    }

    /** Datagrams refused since the start because the journal was full. */
    public long refused() {
        return refused.sum();
    }

    /** Datagrams that the kernel dropped since the start. */
    public long kernelDropped() {
        return kernelDropped.sum();
    }

    private void run() {
        while (!stopping) {
            try {
                receive();
            } catch (IOException e) {
                LOG.log(Level.ERROR, "receiving failed and goes on", e);
            }
        }
        takeWhatCame();
    }

    /** Empties the sockets at the end: what the kernel has accepted so far is not to be lost. */
    private void takeWhatCame() {
        long end = System.nanoTime() + LAST_TAKE_NANOS;
        try {
            long before;
            do {
                before = received.sum();
                for (UdpListener listener : listeners) {
                    drain(listener);
                }
            } while (received.sum() != before && System.nanoTime() - end < 0);
            checkDrops(System.nanoTime() + DROP_CHECK_NANOS);
        } catch (IOException e) {
            LOG.log(Level.ERROR, "the last datagrams could not be received", e);
        }
    }

    private void receive() throws IOException {
        if (selector.selectNow() == 0) {
            flush(System.nanoTime());
            selector.select(SELECT_MILLIS);
        }
        for (SelectionKey key : selector.selectedKeys()) {
            drain((UdpListener) key.attachment());
        }
        selector.selectedKeys().clear();
        long now = System.nanoTime();
        if (now - flushedAt >= FLUSH_NANOS) {
            flush(now);
        }
    }

    private void flush(long now) throws IOException {
        journal.flush();
        flushedAt = now;
        checkDrops(now);
    }

    private void drain(UdpListener listener) throws IOException {
        int taken = 0;
        while (taken < BURST) {
            payload.clear();
            SocketAddress sender = listener.channel().receive(payload);
            if (sender == null) {
                break;
            }
            payload.flip();
            append(listener, sender);
            taken++;
        }
        received.add(taken);
    }

    private void append(UdpListener listener, SocketAddress sender) {
        if (!sender.equals(latestSender)) {
            InetSocketAddress inet = (InetSocketAddress) sender;
            latestAddress = inet.getAddress().getAddress();
            latestPort = inet.getPort();
            latestSender = sender;
        }
        long dropped = listener.takeKernelDrops();
        if (dropped > 0) {
            journal.kernelDropped(dropped);
        }
        long position = journal.append(
                clock.nanos(), latestAddress, latestPort, listener.address(), listener.port(), payload, null);
        if (position < 0) {
            refused.increment();
        }
    }

    private void checkDrops(long now) throws IOException {
        if (now - dropsCheckedAt < DROP_CHECK_NANOS) {
            return;
        }
        dropsCheckedAt = now;
        Map<Integer, Long> byPort = drops.byPort();
        for (UdpListener listener : listeners) {
            kernelDropped.add(listener.kernelDrops(byPort.getOrDefault(listener.port(), 0L)));
        }
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
        for (UdpListener listener : listeners) {
            listener.close();
        }
        selector.close();
        journal.flush();
    }
}
