package io.flowledger.pipe;

import io.flowledger.config.ListenAddress;
import io.flowledger.source.KernelDrops;
import io.flowledger.source.LogLimit;
import io.flowledger.source.UdpListener;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Takes datagrams from a UDP port and puts each as a line into a named pipe, in the place of Grafolean's collector, with IPv6
 * beside IPv4. One thread receives, so that a pipe that nobody reads never keeps datagrams from being received and counted.
 */
public final class PipeCollector implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(PipeCollector.class.getName());
    private static final int LARGEST_DATAGRAM = 65_535;

    private final UdpListener listener;
    private final PipeWriter writer;
    private final Clock clock;
    private final Thread thread;
    private final LongAdder received = new LongAdder();
    private final LogLimit logLimit = new LogLimit();
    private volatile long kernelDropped;
    private volatile @Nullable IOException failure;

    /**
     * Opens the port and the pipe, which must be there; nothing is received before {@link #start()}.
     *
     * @param port on all addresses, both families; 0 for one that the system chooses
     * @param receiveBufferOctets asked of the kernel
     * @param queueOctets the most that lines take that wait for a reader
     * @throws IOException when one of them cannot be opened; the message says which and what to do
     */
    public PipeCollector(int port, int receiveBufferOctets, Path pipe, long queueOctets, Clock clock)
            throws IOException {
        this.clock = clock;
        listener = UdpListener.open(new ListenAddress("", port), receiveBufferOctets);
        try {
            UdpListener.warnOfSmallBuffers(List.of(listener), receiveBufferOctets);
            // One socket and a thread for it: it may wait.
            listener.channel().configureBlocking(true);
            writer = new PipeWriter(pipe, queueOctets);
        } catch (IOException | RuntimeException e) {
            listener.close();
            throw e;
        }
        thread = new Thread(this::run, "receive");
    }

    /** Begins to receive. */
    public void start() {
        writer.start();
        thread.start();
    }

    /** Where datagrams are taken. */
    public InetSocketAddress localAddress() {
        return listener.local();
    }

    /** Datagrams received. */
    public long received() {
        return received.sum();
    }

    /** Datagrams that the kernel dropped because the receive buffer was full. */
    public long kernelDropped() {
        return kernelDropped;
    }

    /**
     * Looks at what no thread waits for: a pipe that was made anew, drops of the kernel; to be done every second or so.
     *
     * @throws IOException what ended receiving or writing
     */
    public void look() throws IOException {
        IOException failed = failure;
        failed = failed != null ? failed : writer.failure();
        if (failed != null) {
            throw failed;
        }
        writer.look();
        long drops = new KernelDrops().byPort().getOrDefault(localAddress().getPort(), 0L);
        if (drops > kernelDropped) {
            kernelDropped = drops;
            if (logLimit.ask("kernel", System.nanoTime()) >= 0) {
                LOG.log(
                        Level.WARNING,
                        "the kernel has dropped {0} datagrams: the receive buffer is too small, or the machine too busy",
                        drops);
            }
        }
    }

    /** Datagrams whose line is in the pipe. */
    public long written() {
        return writer.written();
    }

    /** Datagrams that were dropped because nobody read the pipe. */
    public long dropped() {
        return writer.refused();
    }

    private void run() {
        ByteBuffer payload = ByteBuffer.allocate(LARGEST_DATAGRAM);
        try {
            DatagramChannel channel = listener.channel();
            while (channel.isOpen()) {
                payload.clear();
                InetSocketAddress exporter = (InetSocketAddress) channel.receive(payload);
                Instant now = clock.instant();
                received.increment();
                payload.flip();
                writer.offer(DatagramLine.of(
                        payload,
                        now.getEpochSecond() * 1_000_000_000L + now.getNano(),
                        exporter.getAddress(),
                        exporter.getPort()));
            }
        } catch (ClosedChannelException e) {
            // Closed by close().
        } catch (IOException e) {
            LOG.log(Level.ERROR, "receiving failed: {0}", e.getMessage());
            failure = e;
        }
    }

    /** Ends receiving, and writes what waits for two seconds at most. */
    @Override
    public void close() throws IOException {
        listener.close();
        try {
            if (thread.getState() != Thread.State.NEW) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        writer.close();
    }
}
