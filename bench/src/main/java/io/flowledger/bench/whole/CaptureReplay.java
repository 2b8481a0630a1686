package io.flowledger.bench.whole;

import io.flowledger.journal.capture.CaptureReader;
import io.flowledger.journal.capture.CapturedDatagram;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Sends the datagrams of a capture to nfcapd, which reads none itself in Debian's build: each exporter from an address of its own on
 * the loopback, so that templates and sequence numbers stay apart, and slowly enough that none is lost.
 */
final class CaptureReplay {
    private static final int DATAGRAMS_PER_SECOND = 20_000;
    private static final int BURST = 100;
    private static final int ADDRESSES = 250;
    private static final int SETTLE_SECONDS = 2;

    private final Path capture;

    CaptureReplay(Path capture) {
        this.capture = capture;
    }

    /**
     * Lets nfcapd file everything.
     *
     * @param files an empty directory
     * @return flows that are in its files afterwards
     */
    long toNfcapd(Path files) throws IOException, InterruptedException {
        int port = ReceiveRun.freePort().getPort();
        Path log = files.resolveSibling(files.getFileName() + ".log");
        try (Peer peer = Peer.start(PeerRun.nfcapd(port, files), port, log)) {
            send(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
            peer.terminate();
        } finally {
            java.nio.file.Files.deleteIfExists(log);
        }
        return PeerRun.flows(files);
    }

    private void send(InetSocketAddress to) throws IOException {
        Map<String, DatagramChannel> exporters = new HashMap<>();
        CapturedDatagram datagram = new CapturedDatagram();
        try (CaptureReader reader = CaptureReader.open(capture)) {
            long begun = System.nanoTime();
            for (long sent = 0; reader.next(datagram); sent++) {
                if (sent % BURST == 0) {
                    long due = begun + sent * TimeUnit.SECONDS.toNanos(1) / DATAGRAMS_PER_SECOND;
                    while (System.nanoTime() < due) {
                        LockSupport.parkNanos(due - System.nanoTime());
                    }
                }
                String exporter = InetAddress.getByAddress(datagram.exporterAddress()) + ":" + datagram.exporterPort();
                DatagramChannel channel = exporters.get(exporter);
                if (channel == null) {
                    channel = channel(exporters.size());
                    exporters.put(exporter, channel);
                }
                channel.send(
                        ByteBuffer.wrap(datagram.buffer(), datagram.payloadOffset(), datagram.payloadLength()), to);
            }
        } finally {
            for (DatagramChannel channel : exporters.values()) {
                channel.close();
            }
        }
    }

    private static DatagramChannel channel(int index) throws IOException {
        byte[] address = {127, 1, (byte) (index / ADDRESSES), (byte) (index % ADDRESSES + 1)};
        return DatagramChannel.open(java.net.StandardProtocolFamily.INET)
                .setOption(StandardSocketOptions.SO_SNDBUF, 1 << 20)
                .bind(new InetSocketAddress(InetAddress.getByAddress(address), 0));
    }
}
