package io.flowledger.source;

import io.flowledger.config.ListenAddress;
import io.flowledger.journal.write.JournalWriter;
import java.io.IOException;
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
 * Appends the datagrams of all UDP listeners to the journal, and notes what the kernel dropped.
 *
 * <p>Belongs to the receiving thread; the counters may be read by any.
 */
final class UdpIntake {
    private static final long DROP_CHECK_NANOS = 1_000_000_000L;

    /** Datagrams taken from one socket before the others have their turn. */
    private static final int BURST = 256;

    private static final int LARGEST_DATAGRAM = 65_535;

    private final JournalWriter journal;
    private final WallClock clock;
    private final List<UdpListener> listeners = new ArrayList<>();
    private final KernelDrops drops = new KernelDrops();
    private final ByteBuffer payload = ByteBuffer.allocateDirect(LARGEST_DATAGRAM);
    private final LongAdder received = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder kernelDropped = new LongAdder();
    private @Nullable SocketAddress latestSender;
    private byte[] latestAddress = new byte[4];
    private int latestPort;
    private long dropsCheckedAt;

    UdpIntake(JournalWriter journal, WallClock clock) {
        this.journal = journal;
        this.clock = clock;
    }

    /** Opens a listener. */
    void open(ListenAddress address, int receiveBufferOctets, Selector selector) throws IOException {
        UdpListener listener = UdpListener.open(address, receiveBufferOctets);
        listeners.add(listener);
        Selected selected = () -> drain(listener);
        listener.channel().register(selector, SelectionKey.OP_READ, selected);
    }

    /** Warns when the kernel gives the open listeners less than was asked for. */
    void warnOfSmallBuffers(int receiveBufferOctets) throws IOException {
        UdpListener.warnOfSmallBuffers(listeners, receiveBufferOctets);
    }

    List<InetSocketAddress> localAddresses() {
        return listeners.stream().map(UdpListener::local).toList();
    }

    long received() {
        return received.sum();
    }

    long refused() {
        return refused.sum();
    }

    long kernelDropped() {
        return kernelDropped.sum();
    }

    /** Takes a burst of each listener; true when there was anything. */
    boolean drainAll() throws IOException {
        long before = received.sum();
        for (UdpListener listener : listeners) {
            drain(listener);
        }
        return received.sum() != before;
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

    /** Looks at the kernel's counters of drops, now and then. */
    void checkDrops(long now) throws IOException {
        if (now - dropsCheckedAt >= DROP_CHECK_NANOS) {
            dropsCheckedAt = now;
            checkDrops();
        }
    }

    /** Looks at the kernel's counters of drops. */
    void checkDrops() throws IOException {
        Map<Integer, Long> byPort = drops.byPort();
        for (UdpListener listener : listeners) {
            kernelDropped.add(listener.kernelDrops(byPort.getOrDefault(listener.port(), 0L)));
        }
    }

    void close() throws IOException {
        for (UdpListener listener : listeners) {
            listener.close();
        }
    }
}
