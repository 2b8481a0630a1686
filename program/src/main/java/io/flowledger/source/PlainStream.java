package io.flowledger.source;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;

/** The octets of a TCP connection as they are. One thread. */
final class PlainStream implements OctetStream {
    private final SocketChannel channel;

    PlainStream(SocketChannel channel) {
        this.channel = channel;
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        return channel.read(into);
    }

    @Override
    public int interest() {
        return SelectionKey.OP_READ;
    }

    @Override
    public boolean isEstablished() {
        return true;
    }

    @Override
    public void end() {
        // TCP says goodbye when the channel is closed.
    }
}
