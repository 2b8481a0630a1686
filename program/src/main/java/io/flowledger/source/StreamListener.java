package io.flowledger.source;

import io.flowledger.config.ListenAddress;
import io.flowledger.config.ListenAddress.Transport;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/** One listening TCP socket, of TCP or TLS. Belongs to the receiving thread. */
final class StreamListener implements Selected, AutoCloseable {
    private static final int BACKLOG = 128;

    private final Connections connections;
    private final Transport transport;
    private final ServerSocketChannel channel;
    private final SelectionKey key;
    private final InetSocketAddress local;
    private final byte[] address;

    private StreamListener(Connections connections, Transport transport, ServerSocketChannel channel, SelectionKey key)
            throws IOException {
        this.connections = connections;
        this.transport = transport;
        this.channel = channel;
        this.key = key;
        this.local = (InetSocketAddress) channel.getLocalAddress();
        this.address = local.getAddress().getAddress();
    }

    /**
     * Opens the socket; nobody is let in before {@link #accept}.
     *
     * @throws IOException when the address cannot be listened on; the message says which and what to do
     */
    static StreamListener open(Connections connections, ListenAddress listen, Selector selector) throws IOException {
        InetSocketAddress wanted = listen.socketAddress();
        if (wanted.isUnresolved()) {
            throw new IOException(
                    "cannot listen on " + listen + ": the name is not known; use an address of this host");
        }
        ServerSocketChannel channel = ServerSocketChannel.open();
        boolean opened = false;
        try {
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            channel.bind(wanted, BACKLOG);
            channel.configureBlocking(false);
            StreamListener listener =
                    new StreamListener(connections, listen.transport(), channel, channel.register(selector, 0));
            listener.key.attach(listener);
            opened = true;
            return listener;
        } catch (BindException e) {
            throw new IOException(
                    "cannot listen on " + listen + ": " + e.getMessage()
                            + "; another program has the port (ss -ltnp shows which), or the address is not this host's",
                    e);
        } finally {
            if (!opened) {
                channel.close();
            }
        }
    }

    Transport transport() {
        return transport;
    }

    InetSocketAddress local() {
        return local;
    }

    byte[] address() {
        return address;
    }

    /** Lets others in, or leaves them waiting in the kernel's queue. */
    void accept(boolean accept) {
        key.interestOps(accept ? SelectionKey.OP_ACCEPT : 0);
    }

    @Override
    public void ready() throws IOException {
        while (connections.isAccepting(this)) {
            SocketChannel accepted = channel.accept();
            if (accepted == null) {
                return;
            }
            connections.accepted(accepted, this);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
