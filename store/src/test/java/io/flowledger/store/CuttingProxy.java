package io.flowledger.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A TCP relay to a server that cuts the connection once, at a moment that is known by what the client sends. */
public final class CuttingProxy implements AutoCloseable {
    /** What to do with the octets in which the text was found. */
    public enum Cut {
        /** The server never gets them. */
        BEFORE,
        /** The server gets them; whether it has done its work when the connection ends is left to chance. */
        WITH,
        /** The server gets them and answers; the client never gets the answer. */
        BEFORE_THE_ANSWER
    }

    private final ServerSocket listener;
    private final String host;
    private final int port;
    private final List<Socket> sockets = new ArrayList<>();
    private volatile @Nullable String text;
    private volatile Cut cut = Cut.BEFORE;
    private volatile boolean answerCut;
    private final AtomicInteger cuts = new AtomicInteger();

    public CuttingProxy(String host, int port) throws IOException {
        this.host = host;
        this.port = port;
        this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start("accept", this::accept);
    }

    public int port() {
        return listener.getLocalPort();
    }

    /** Cuts the next connection over which the client sends {@code sent}, once. */
    public void cutAt(String sent, Cut how) {
        cut = how;
        text = sent;
    }

    /** Connections cut so far. */
    public int cuts() {
        return cuts.get();
    }

    private void accept() throws IOException {
        for (; ; ) {
            Socket client = listener.accept();
            Socket server = new Socket(host, port);
            synchronized (sockets) {
                sockets.add(client);
                sockets.add(server);
            }
            start("to server", () -> relay(client, server, true));
            start("to client", () -> relay(server, client, false));
        }
    }

    private void relay(Socket from, Socket to, boolean toServer) throws IOException {
        byte[] buffer = new byte[64 * 1024];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                if (toServer && isMoment(buffer, length)) {
                    text = null;
                    if (cut == Cut.BEFORE_THE_ANSWER) {
                        answerCut = true;
                        out.write(buffer, 0, length);
                        continue;
                    }
                    if (cut == Cut.WITH) {
                        out.write(buffer, 0, length);
                    }
                    cuts.incrementAndGet();
                    return;
                }
                if (!toServer && answerCut) {
                    answerCut = false;
                    cuts.incrementAndGet();
                    return;
                }
                out.write(buffer, 0, length);
            }
        } finally {
            from.close();
            to.close();
        }
    }

    private boolean isMoment(byte[] buffer, int length) {
        String wanted = text;
        return wanted != null && new String(buffer, 0, length, StandardCharsets.ISO_8859_1).contains(wanted);
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void start(String name, Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (IOException e) {
                        // One of the two sides is gone: that is what this is for.
                    }
                },
                "proxy " + name);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        synchronized (sockets) {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
    }
}
