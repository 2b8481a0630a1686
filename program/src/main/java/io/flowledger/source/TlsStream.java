package io.flowledger.source;

import io.flowledger.tls.TlsServer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;

/**
 * The octets of a TLS connection, deciphered. The costly part of the handshake runs elsewhere, so that the receiving thread goes
 * on receiving; meanwhile nothing is read.
 *
 * <p>One thread; only {@link #taskDone} is set by another.
 */
final class TlsStream implements OctetStream {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final SocketChannel channel;
    private final TlsServer server;
    private final SSLEngine engine;
    private final Executor executor;
    private final Runnable onTaskDone;
    private final ByteBuffer received;
    private final ByteBuffer toSend;

    /** Between its position and its limit lies what was deciphered and not read. */
    private ByteBuffer deciphered;

    private boolean established;
    private boolean taskRunning;
    private volatile boolean taskDone;

    /**
     * A connection whose handshake begins.
     *
     * @param executor runs the costly part of the handshake
     * @param onTaskDone told there when reading can go on
     */
    TlsStream(SocketChannel channel, TlsServer server, Executor executor, Runnable onTaskDone) throws SSLException {
        this.channel = channel;
        this.server = server;
        this.engine = server.engine();
        this.executor = executor;
        this.onTaskDone = onTaskDone;
        int packet = engine.getSession().getPacketBufferSize();
        this.received = ByteBuffer.allocate(packet);
        this.toSend = ByteBuffer.allocate(packet).flip();
        this.deciphered = emptied(ByteBuffer.allocate(engine.getSession().getApplicationBufferSize()));
        engine.beginHandshake();
    }

    private static ByteBuffer emptied(ByteBuffer buffer) {
        return buffer.limit(0);
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        int total = 0;
        while (into.hasRemaining()) {
            if (deciphered.hasRemaining()) {
                total += move(into);
                continue;
            }
            Step step = step();
            if (step != Step.GO_ON) {
                return step == Step.END && total == 0 ? -1 : total;
            }
        }
        return total;
    }

    private int move(ByteBuffer into) {
        int count = Math.min(into.remaining(), deciphered.remaining());
        into.put(deciphered.slice(deciphered.position(), count));
        deciphered.position(deciphered.position() + count);
        return count;
    }

    private enum Step {
        GO_ON,
        WAIT,
        END
    }

    /** Does one thing of what the engine needs. */
    private Step step() throws IOException {
        if (taskRunning && !taskDone) {
            return Step.WAIT;
        }
        taskRunning = false;
        if (!send()) {
            return Step.WAIT;
        }
        return switch (engine.getHandshakeStatus()) {
            case NEED_TASK -> runTask();
            case NEED_WRAP -> wrap();
            default -> unwrap();
        };
    }

    private Step runTask() throws SSLException {
        if (established) {
            throw new SSLException("the client wants to negotiate again");
        }
        Runnable task = engine.getDelegatedTask();
        if (task == null) {
            return Step.GO_ON;
        }
        taskDone = false;
        taskRunning = true;
        executor.execute(() -> {
            try {
                task.run();
            } finally {
                taskDone = true;
                onTaskDone.run();
            }
        });
        return Step.WAIT;
    }

    private Step wrap() throws IOException {
        toSend.compact();
        try {
            note(engine.wrap(NOTHING.duplicate(), toSend));
        } finally {
            toSend.flip();
        }
        boolean sent = send();
        if (engine.isOutboundDone()) {
            return Step.END;
        }
        return sent ? Step.GO_ON : Step.WAIT;
    }

    private Step unwrap() throws IOException {
        deciphered.clear();
        received.flip();
        SSLEngineResult result;
        try {
            result = engine.unwrap(received, deciphered);
        } finally {
            received.compact();
            deciphered.flip();
        }
        note(result);
        return switch (result.getStatus()) {
            case OK -> Step.GO_ON;
            case BUFFER_UNDERFLOW -> receive();
            case BUFFER_OVERFLOW -> {
                deciphered = emptied(ByteBuffer.allocate(2 * deciphered.capacity()));
                yield Step.GO_ON;
            }
            case CLOSED -> Step.END;
        };
    }

    private Step receive() throws IOException {
        int count = channel.read(received);
        return count < 0 ? Step.END : count == 0 ? Step.WAIT : Step.GO_ON;
    }

    private void note(SSLEngineResult result) throws SSLException {
        if (result.getHandshakeStatus() == HandshakeStatus.FINISHED && !established) {
            server.checkPeer(engine.getSession());
            established = true;
        }
    }

    private boolean send() throws IOException {
        while (toSend.hasRemaining()) {
            if (channel.write(toSend) == 0) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int interest() {
        if (taskRunning && !taskDone) {
            return 0;
        }
        return toSend.hasRemaining() ? SelectionKey.OP_WRITE : SelectionKey.OP_READ;
    }

    @Override
    public boolean isEstablished() {
        return established;
    }

    /** Sends the engine's last words, an alert that says what was wrong or that all is well, if the socket takes them. */
    @Override
    public void end() {
        if (taskRunning && !taskDone) {
            return;
        }
        try {
            engine.closeOutbound();
            while (!engine.isOutboundDone() && send()) {
                toSend.compact();
                SSLEngineResult result;
                try {
                    result = engine.wrap(NOTHING.duplicate(), toSend);
                } finally {
                    toSend.flip();
                }
                if (result.bytesProduced() == 0) {
                    break;
                }
            }
            send();
        } catch (IOException e) {
            // The other side is gone: there is nobody to say goodbye to.
            return;
        }
    }
}
