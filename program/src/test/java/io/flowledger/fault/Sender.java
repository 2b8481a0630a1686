package io.flowledger.fault;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Sends traffic over the loopback interface, evenly, while it is switched on; each exporter has an address of its own. */
final class Sender implements AutoCloseable {
    private final ExporterTraffic traffic;
    private final int port;
    private final long gapNanos;
    private final Map<Integer, DatagramSocket> sockets = new HashMap<>();
    private final Thread thread = new Thread(this::run, "sender");
    private volatile boolean on;
    private volatile boolean ended;
    private volatile boolean idle = true;
    private final AtomicLong sent = new AtomicLong();
    private volatile @Nullable Exception failure;

    Sender(ExporterTraffic traffic, int port, int datagramsPerSecond) {
        this.traffic = traffic;
        this.port = port;
        this.gapNanos = 1_000_000_000L / datagramsPerSecond;
        thread.setDaemon(true);
        thread.start();
    }

    void on() {
        on = true;
    }

    /** Returns when nothing more is sent. */
    void off() throws Exception {
        on = false;
        Waiting.until("the sender is idle", java.time.Duration.ofSeconds(30), () -> idle);
        Exception thrown = failure;
        if (thrown != null) {
            throw thrown;
        }
    }

    long sent() {
        return sent.get();
    }

    private void run() {
        long next = System.nanoTime();
        try {
            while (!ended) {
                idle = !on;
                if (idle) {
                    LockSupport.parkNanos(1_000_000);
                    next = System.nanoTime();
                    continue;
                }
                send(traffic.next());
                next += gapNanos;
                // After a pause of the whole machine, what was missed is not sent in a burst.
                next = Math.max(next, System.nanoTime() - gapNanos);
                LockSupport.parkNanos(next - System.nanoTime());
            }
        } catch (IOException e) {
            failure = e;
            idle = true;
        } finally {
            sockets.values().forEach(DatagramSocket::close);
        }
    }

    private void send(ExportDatagram datagram) throws IOException {
        DatagramSocket socket = sockets.get(datagram.exporter());
        if (socket == null) {
            byte[] address = {127, 0, 0, (byte) datagram.exporter()};
            socket = new DatagramSocket(new InetSocketAddress(InetAddress.getByAddress(address), 0));
            sockets.put(datagram.exporter(), socket);
        }
        byte[] payload = datagram.payload();
        socket.send(new DatagramPacket(payload, payload.length, InetAddress.getLoopbackAddress(), port));
        sent.incrementAndGet();
    }

    @Override
    public void close() throws InterruptedException {
        ended = true;
        thread.join();
    }
}
