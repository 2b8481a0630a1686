package io.flowledger.web;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Server-Sent Events: one tick every {@value #EVERY_MILLIS} ms to each client that listens, a comment in between. The tick is
 * made once for all; each client has a thread, so that a slow one holds up nobody else.
 *
 * <p>Safe for all threads.
 */
final class LiveStream implements AutoCloseable {
    private static final int MOST_CLIENTS = 64;
    private static final long EVERY_MILLIS = 5_000;
    private static final long HEARTBEAT_MILLIS = 2_500;
    private static final int RETRY_SECONDS = 10;

    private final TickMaker maker;
    private final LongSupplier wallMillis;
    private final AtomicLong clients = new AtomicLong();
    private final ThreadPoolExecutor threads =
            new ThreadPoolExecutor(0, MOST_CLIENTS, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
                Thread thread = new Thread(task, "web-live");
                thread.setDaemon(true);
                return thread;
            });
    private @Nullable Tick latest;
    private volatile boolean stopping;

    private record Tick(long number, String text) {}

    /** Makes what a tick tells. */
    interface TickMaker {
        ObjectNode make();
    }

    LiveStream(TickMaker maker, LongSupplier wallMillis) {
        this.maker = maker;
        this.wallMillis = wallMillis;
    }

    /** Clients that listen. */
    long clients() {
        return clients.get();
    }

    /** Begins to tell a client. */
    Answer open(Request request) throws Problem, IOException {
        HttpExchange exchange = request.exchange();
        if (clients.incrementAndGet() > MOST_CLIENTS) {
            clients.decrementAndGet();
            throw Problem.unavailable("busy", "There are " + MOST_CLIENTS + " live views already.", RETRY_SECONDS);
        }
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream; charset=utf-8");
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        exchange.getResponseHeaders().set("X-Accel-Buffering", "no");
        threads.execute(() -> tell(exchange));
        return Answer.TAKEN;
    }

    private void tell(HttpExchange exchange) {
        try {
            exchange.sendResponseHeaders(200, 0);
            OutputStream out = exchange.getResponseBody();
            send(out, "retry: 3000\n\n");
            long sent = -1;
            while (!stopping) {
                Tick tick = tick();
                send(out, tick.number() == sent ? ": still here\n\n" : tick.text());
                sent = tick.number();
                Thread.sleep(HEARTBEAT_MILLIS);
            }
        } catch (IOException e) {
            // The client has gone; it comes again by itself.
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            clients.decrementAndGet();
            exchange.close();
        }
    }

    private static void send(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    /** The tick of this moment, made by the first who asks for it. */
    private synchronized Tick tick() {
        long number = wallMillis.getAsLong() / EVERY_MILLIS;
        Tick tick = latest;
        if (tick == null || tick.number() != number) {
            tick = new Tick(number, "id: " + number + "\nevent: tick\ndata: " + maker.make() + "\n\n");
            latest = tick;
        }
        return tick;
    }

    @Override
    public void close() {
        stopping = true;
        threads.shutdownNow();
    }
}
