package io.flowledger.generate;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import org.jspecify.annotations.Nullable;

/**
 * Sends datagrams over UDP, with a socket for each exporter. To an IPv4 address of this host's loopback each has an address of
 * its own, 127.1.0.1 and on; to others they share this host's and differ in port and observation domain.
 */
public final class UdpSink implements DatagramSink {
    private static final int LARGEST = 65_507;
    private static final int SEND_BUFFER = 1 << 20;
    private static final int FIRST_EXPORTER = 127 << 24 | 1 << 16 | 1;

    private final InetSocketAddress target;
    private final boolean ownAddresses;
    private final @Nullable DatagramChannel[] channels;
    private final ByteBuffer direct = ByteBuffer.allocateDirect(LARGEST);
    private long unreachable;

    /**
     * A sink that opens its sockets as they are needed.
     *
     * @param exporters how many there are
     */
    public UdpSink(InetSocketAddress target, int exporters) {
        this.target = target;
        this.ownAddresses = target.getAddress() instanceof Inet4Address
                && target.getAddress().isLoopbackAddress();
        this.channels = new DatagramChannel[exporters];
    }

    @Override
    public void send(int exporter, long nanos, byte[] payload, int length) throws IOException {
        DatagramChannel channel = channels[exporter];
        if (channel == null) {
            channel = open(exporter);
            channels[exporter] = channel;
        }
        direct.clear();
        direct.put(payload, 0, length);
        direct.flip();
        try {
            channel.write(direct);
        } catch (PortUnreachableException e) {
            // It is about a datagram sent before; this one has not been sent.
            unreachable++;
            direct.rewind();
            writeAgain(channel);
        }
    }

    private void writeAgain(DatagramChannel channel) throws IOException {
        try {
            channel.write(direct);
        } catch (PortUnreachableException e) {
            unreachable++;
        }
    }

    private DatagramChannel open(int exporter) throws IOException {
        DatagramChannel channel = DatagramChannel.open(
                target.getAddress() instanceof Inet4Address
                        ? StandardProtocolFamily.INET
                        : StandardProtocolFamily.INET6);
        try {
            channel.setOption(StandardSocketOptions.SO_SNDBUF, SEND_BUFFER);
            if (ownAddresses) {
                channel.bind(new InetSocketAddress(address(FIRST_EXPORTER + exporter), 0));
            }
            channel.connect(target);
            return channel;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static InetAddress address(int bits) throws IOException {
        return InetAddress.getByAddress(
                new byte[] {(byte) (bits >>> 24), (byte) (bits >>> 16), (byte) (bits >>> 8), (byte) bits});
    }

    /** How often the receiving host said that nobody listens on the port. */
    public long unreachable() {
        return unreachable;
    }

    @Override
    public void close() throws IOException {
        for (DatagramChannel channel : channels) {
            if (channel != null) {
                channel.close();
            }
        }
    }
}
