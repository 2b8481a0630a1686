package io.flowledger.web;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.flowledger.config.WebAddress;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/**
 * The JDK's HTTP server with bounds: so many threads, so many waiting requests, so long for a request to come in.
 *
 * <p>Threads: a pool of its own; {@link #close()} may be called by any.
 */
final class WebServer implements AutoCloseable {
    private static final int THREADS = 16;
    private static final int WAITING = 64;
    private static final int BACKLOG = 128;

    static {
        // Read by the server's classes when they are loaded. Without the first each answer of a kept connection waits
        // 40 ms.
        preset("sun.net.httpserver.nodelay", "true");
        preset("sun.net.httpserver.maxReqTime", "20");
        preset("sun.net.httpserver.idleInterval", "60");
        preset("sun.net.httpserver.maxIdleConnections", "200");
        preset("jdk.httpserver.maxConnections", "500");
    }

    private final HttpServer server;
    private final ThreadPoolExecutor threads;

    private WebServer(HttpServer server, ThreadPoolExecutor threads) {
        this.server = server;
        this.threads = threads;
    }

    private static void preset(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }

    /**
     * Opens the port and answers from now on.
     *
     * @throws java.net.BindException when the port is in use or the address is not of this machine
     */
    static WebServer open(WebAddress address, @Nullable SSLContext tls, Router router, RequestCounters counters)
            throws IOException {
        HttpServer server;
        if (tls == null) {
            server = HttpServer.create(address.socketAddress(), BACKLOG);
        } else {
            HttpsServer secure = HttpsServer.create(address.socketAddress(), BACKLOG);
            secure.setHttpsConfigurator(configurator(tls));
            server = secure;
        }
        AtomicInteger number = new AtomicInteger();
        ThreadFactory daemons = task -> {
            Thread thread = new Thread(task, "web-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
        ThreadPoolExecutor threads = new ThreadPoolExecutor(
                THREADS, THREADS, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(WAITING), daemons, (task, pool) -> {
                    counters.rejected.increment();
                    // The server closes the connection.
                    throw new RejectedExecutionException("too many requests");
                });
        threads.allowCoreThreadTimeOut(true);
        server.setExecutor(threads);
        server.createContext("/", router);
        server.start();
        return new WebServer(server, threads);
    }

    private static HttpsConfigurator configurator(SSLContext tls) {
        return new HttpsConfigurator(tls) {
            @Override
            public void configure(HttpsParameters parameters) {
                SSLParameters secure = getSSLContext().getDefaultSSLParameters();
                secure.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
                parameters.setSSLParameters(secure);
            }
        };
    }

    /** Where it answers. */
    InetSocketAddress address() {
        return server.getAddress();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
