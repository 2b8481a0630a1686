package io.flowledger.source;

import io.flowledger.config.ListenAddress;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.DatagramChannel;
import java.util.List;
import java.util.StringJoiner;

/**
 * One UDP socket. An address that stands for all listens on both families with one socket of IPv6, if the system has that.
 */
public final class UdpListener implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(UdpListener.class.getName());

    private final DatagramChannel channel;
    private final InetSocketAddress local;
    private final byte[] address;
    private long kernelDropsSeen;
    private long kernelDropsPending;

    private UdpListener(DatagramChannel channel) throws IOException {
        this.channel = channel;
        this.local = (InetSocketAddress) channel.getLocalAddress();
        this.address = local.getAddress().getAddress();
    }

    /**
     * Opens the socket.
     *
     * @param receiveBufferOctets asked of the kernel, which may grant less: see {@link #warnOfSmallBuffers}
     * @throws IOException when the address cannot be listened on; the message says which and what to do
     */
    public static UdpListener open(ListenAddress listen, int receiveBufferOctets) throws IOException {
        InetSocketAddress wanted = listen.socketAddress();
        if (wanted.isUnresolved()) {
            throw new IOException(
                    "cannot listen on " + listen + ": the name is not known; use an address of this host");
        }
        DatagramChannel channel = open(wanted.getAddress(), listen.isAnyAddress());
        try {
            channel.setOption(StandardSocketOptions.SO_RCVBUF, receiveBufferOctets);
            channel.bind(wanted);
            channel.configureBlocking(false);
            return new UdpListener(channel);
        } catch (BindException e) {
            channel.close();
            throw new IOException(
                    "cannot listen on " + listen + ": " + e.getMessage()
                            + "; another program has the port (ss -lunp shows which), or the address is not this host's",
                    e);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static DatagramChannel open(InetAddress address, boolean any) throws IOException {
        if (any) {
            try {
                return DatagramChannel.open(StandardProtocolFamily.INET6);
            } catch (UnsupportedOperationException e) {
                return DatagramChannel.open(StandardProtocolFamily.INET);
            }
        }
        return DatagramChannel.open(
                address.getAddress().length == 4 ? StandardProtocolFamily.INET : StandardProtocolFamily.INET6);
    }

    /** Says once, for all listeners that got less than was asked for, what that means and what to do. */
    public static void warnOfSmallBuffers(List<UdpListener> listeners, int wantedOctets) throws IOException {
        int granted = wantedOctets;
        StringJoiner ports = new StringJoiner(", ");
        for (UdpListener listener : listeners) {
            int octets = listener.channel.getOption(StandardSocketOptions.SO_RCVBUF);
            if (octets < wantedOctets) {
                granted = Math.min(granted, octets);
                ports.add(Integer.toString(listener.port()));
            }
        }
        if (granted < wantedOctets) {
            LOG.log(
                    Level.WARNING,
                    "the kernel grants a receive buffer of {0} octets, {1} were asked (UDP port {2}): bursts may be"
                            + " dropped. As root: sysctl -w net.core.rmem_max={1,number,#}",
                    granted,
                    wantedOctets,
                    ports);
        }
    }

    /** The socket; a read of it does not wait. */
    public DatagramChannel channel() {
        return channel;
    }

    /** Where it is bound. */
    public InetSocketAddress local() {
        return local;
    }

    int port() {
        return local.getPort();
    }

    byte[] address() {
        return address;
    }

    /** Notes the kernel's counter of drops, which only grows; returns how many are new. */
    long kernelDrops(long total) {
        long more = Math.max(0, total - kernelDropsSeen);
        kernelDropsPending += more;
        kernelDropsSeen = total;
        return more;
    }

    /** Drops noted since the last call. */
    long takeKernelDrops() {
        long taken = kernelDropsPending;
        kernelDropsPending = 0;
        return taken;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
