package io.flowledger.web;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.flowledger.store.connect.SqlFault;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Finds who answers a request: an operation of the API document, or else a file of the console. Everything goes out with the
 * same headers, and what goes wrong as a problem document.
 *
 * <p>Safe for all threads.
 */
final class Router implements HttpHandler {
    private static final System.Logger LOG = System.getLogger(Router.class.getName());
    private static final String QUERY_CANCELED = "57014";
    private static final int WORTH_COMPRESSING = 1024;
    private static final int AWAY_RETRY_SECONDS = 5;

    private static final Map<String, String> HEADERS = Map.of(
            "Content-Security-Policy",
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self';"
                    + " connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
            "X-Content-Type-Options",
            "nosniff",
            "X-Frame-Options",
            "DENY",
            "Referrer-Policy",
            "no-referrer",
            "Cross-Origin-Opener-Policy",
            "same-origin",
            "Cross-Origin-Resource-Policy",
            "same-origin",
            "Permissions-Policy",
            "camera=(), geolocation=(), microphone=(), payment=(), usb=()");

    private final List<Operation> operations;
    private final Map<String, Handler> handlers;
    private final StaticFiles files = new StaticFiles();
    private final Gate gate;
    private final RequestCounters counters;

    /**
     * @param handlers by operationId: one for each operation of the document, no other
     * @param gate decides who may ask
     */
    Router(ApiDocument document, Map<String, Handler> handlers, Gate gate, RequestCounters counters) {
        this.operations = document.operations();
        this.handlers = Map.copyOf(handlers);
        this.gate = gate;
        this.counters = counters;
        TreeSet<String> declared = new TreeSet<>();
        operations.forEach(operation -> declared.add(operation.id()));
        if (!declared.equals(new TreeSet<>(handlers.keySet()))) {
            throw new IllegalStateException(
                    "the API document declares " + declared + ", there are handlers for " + handlers.keySet());
        }
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        long begunAt = System.nanoTime();
        HEADERS.forEach(exchange.getResponseHeaders()::set);
        Request request = null;
        Answer answer;
        boolean kept = false;
        try {
            try {
                request = Request.of(exchange);
                answer = answer(exchange, request);
            } catch (Problem e) {
                answer = e.answer();
            } catch (SQLException e) {
                answer = problem(exchange, e).answer();
            } catch (RuntimeException e) {
                LOG.log(Level.ERROR, "answering " + exchange.getRequestURI().getPath() + " failed", e);
                answer = Problem.internal().answer();
            }
            kept = answer.taken();
            if (!kept) {
                send(exchange, request, answer);
            }
            counters.answered(answer.status(), System.nanoTime() - begunAt);
        } finally {
            if (!kept) {
                exchange.close();
            }
        }
    }

    private Answer answer(HttpExchange exchange, Request request) throws Problem, SQLException, IOException {
        gate.checkHost(request);
        String method = exchange.getRequestMethod();
        boolean reads = method.equals("GET") || method.equals("HEAD");
        if (!reads) {
            gate.checkOrigin(request);
        }
        String path = exchange.getRequestURI().getRawPath();
        TreeSet<String> otherMethods = new TreeSet<>();
        for (Operation operation : operations) {
            Map<String, String> inPath = operation.match(path);
            if (inPath != null && operation.method().equals(reads ? "GET" : method)) {
                if (!operation.open()) {
                    gate.checkLogin(request);
                }
                Request whole = request.withPath(inPath);
                operation.check(whole);
                Handler handler = handlers.get(operation.id());
                if (handler == null) {
                    throw new IllegalStateException("no handler for " + operation.id());
                }
                return handler.answer(whole).with("Cache-Control", "no-store");
            } else if (inPath != null) {
                otherMethods.add(operation.method());
            }
        }
        if (!otherMethods.isEmpty() || !reads) {
            String allowed = otherMethods.isEmpty() ? "GET" : String.join(", ", otherMethods);
            exchange.getResponseHeaders().set("Allow", allowed);
            throw Problem.method(method + " is not possible here; " + allowed + " is");
        }
        Answer file = files.find(request, path);
        if (file == null) {
            throw Problem.notFound("There is nothing at " + path + ".");
        }
        return file;
    }

    private static Problem problem(HttpExchange exchange, SQLException e) {
        if (QUERY_CANCELED.equals(e.getSQLState())) {
            return Problem.timedOut("The database took too long. Ask for a shorter time, or with a narrower filter.");
        }
        if (SqlFault.of(e) == SqlFault.AWAY) {
            return Problem.unavailable("database-away", "The database cannot be reached now.", AWAY_RETRY_SECONDS);
        }
        LOG.log(Level.ERROR, "answering " + exchange.getRequestURI().getPath() + " failed", e);
        return Problem.internal();
    }

    private static void send(HttpExchange exchange, @Nullable Request request, Answer answer) throws IOException {
        byte[] body = answer.body();
        answer.headers().forEach(exchange.getResponseHeaders()::set);
        if (!answer.contentType().isEmpty()) {
            exchange.getResponseHeaders().set("Content-Type", answer.contentType());
        }
        boolean plain = !answer.headers().containsKey("Content-Encoding");
        if (plain && request != null && body.length >= WORTH_COMPRESSING && isText(answer.contentType())) {
            exchange.getResponseHeaders().set("Vary", "Accept-Encoding");
            if (StaticFiles.Compression.isWelcome(request)) {
                body = StaticFiles.Compression.gzip(body);
                exchange.getResponseHeaders().set("Content-Encoding", "gzip");
            }
        }
        if (body.length == 0 || exchange.getRequestMethod().equals("HEAD")) {
            exchange.sendResponseHeaders(answer.status(), -1);
            return;
        }
        exchange.sendResponseHeaders(answer.status(), body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }

    private static boolean isText(String contentType) {
        return contentType.startsWith("text/") || contentType.contains("json");
    }
}
