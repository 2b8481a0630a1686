package io.flowledger.web;

import com.sun.net.httpserver.HttpExchange;
import java.net.InetAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A request: its parameters as texts, from the path and from the query. */
public final class Request {
    private final HttpExchange exchange;
    private final Map<String, String> parameters;

    private Request(HttpExchange exchange, Map<String, String> parameters) {
        this.exchange = exchange;
        this.parameters = parameters;
    }

    /** Reads the query; of several values of one parameter none is taken. */
    static Request of(HttpExchange exchange) throws Problem {
        Map<String, String> parameters = new LinkedHashMap<>();
        String query = exchange.getRequestURI().getRawQuery();
        for (String part : query == null ? new String[0] : query.split("&")) {
            if (!part.isEmpty()) {
                int equals = part.indexOf('=');
                String name = decoded(equals < 0 ? part : part.substring(0, equals));
                String value = equals < 0 ? "" : decoded(part.substring(equals + 1));
                if (parameters.put(name, value) != null) {
                    throw Problem.parameter(name, "given more than once");
                }
            }
        }
        return new Request(exchange, parameters);
    }

    private static String decoded(String text) throws Problem {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw Problem.badRequest("query", "the query of the address is not percent-encoded UTF-8");
        }
    }

    /** The same with the parameters that the path holds. */
    Request withPath(Map<String, String> fromPath) throws Problem {
        Map<String, String> all = new LinkedHashMap<>(parameters);
        for (Map.Entry<String, String> entry : fromPath.entrySet()) {
            all.put(entry.getKey(), decoded(entry.getValue().replace("+", "%2B")));
        }
        return new Request(exchange, all);
    }

    /** Names of all parameters. */
    Stream<String> names() {
        return parameters.keySet().stream();
    }

    /** The exchange, for a handler that answers itself. */
    HttpExchange exchange() {
        return exchange;
    }

    /** GET, POST … */
    public String method() {
        return exchange.getRequestMethod();
    }

    /** Who asks. */
    public InetAddress client() {
        return exchange.getRemoteAddress().getAddress();
    }

    /** A header, or null. */
    public @Nullable String header(String name) {
        return exchange.getRequestHeaders().getFirst(name);
    }

    /** A parameter, or null when it is not given or empty. */
    public @Nullable String find(String name) {
        String value = parameters.get(name);
        return value == null || value.isBlank() ? null : value.strip();
    }

    /** A parameter as it was given, blanks and all; empty when it was not. */
    public String raw(String name) {
        return parameters.getOrDefault(name, "");
    }

    /** A parameter, or else {@code other}. */
    public String text(String name, String other) {
        String value = find(name);
        return value == null ? other : value;
    }

    /** A list parted by commas; empty when it is not given. */
    public List<String> list(String name) {
        String value = find(name);
        return value == null
                ? List.of()
                : Stream.of(value.split(","))
                        .map(String::strip)
                        .filter(part -> !part.isEmpty())
                        .toList();
    }

    /** A whole number that the document has bounds for. */
    public int integer(String name, int other) {
        String value = find(name);
        return value == null ? other : Integer.parseInt(value);
    }

    /** The times that {@code last}, or {@code from} and {@code to}, name. */
    public TimeSpan span(Instant now, Duration usual) throws Problem {
        return TimeSpan.of(find("last"), find("from"), find("to"), now, usual);
    }
}
