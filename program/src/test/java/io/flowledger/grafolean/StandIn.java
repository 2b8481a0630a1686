package io.flowledger.grafolean;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

/** Grafolean's API as it is described, over HTTP, with faults on demand. One account, 7, with the entities that it is told. */
final class StandIn implements AutoCloseable {
    static final String TOKEN = "secret token";

    /** Answer that takes the values and then closes the connection without a word. */
    static final int TAKEN_AND_GONE = -1;

    /** Answer that takes nothing and closes the connection without a word. */
    static final int GONE = -2;

    /** Answer that takes the values and says nothing before {@link #release()}. */
    static final int TAKEN_AND_HELD = -3;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final CountDownLatch released = new CountDownLatch(1);
    private volatile Runnable onValues = () -> {};
    private volatile boolean holding;
    private final Map<String, String> entities = new ConcurrentSkipListMap<>();
    private final List<Received> received = Collections.synchronizedList(new ArrayList<>());
    private final Queue<Integer> answers = new ConcurrentLinkedQueue<>();
    private final List<String> suggestions = Collections.synchronizedList(new ArrayList<>());

    /** Values that were taken. */
    record Received(String method, JsonNode values) {
        /** Lines of path and value, sorted. */
        List<String> lines() {
            List<String> lines = new ArrayList<>();
            values.forEach(one ->
                    lines.add(one.path("p").asText() + " " + one.path("v").asText()));
            Collections.sort(lines);
            return lines;
        }
    }

    StandIn() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task);
            thread.setDaemon(true);
            return thread;
        }));
        server.createContext("/api/", this::answer);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/api/";
    }

    /** An entity that wants NetFlow. */
    void device(String id, String address) {
        entities.put(
                id,
                "{\"details\":{\"ipv4\":\"" + address
                        + "\"},\"protocols\":{\"netflow\":{\"credential\":3,\"sensors\":[{\"sensor\":1}],\"bot\":null}}}");
    }

    /** Answers nothing at all before {@link #release()}. */
    void hold() {
        holding = true;
    }

    void release() {
        released.countDown();
    }

    /** Is done when values have come, before they are answered. */
    void onValues(Runnable action) {
        onValues = action;
    }

    /** How the next values are answered; without any they are taken. */
    void nextAnswers(Integer... statuses) {
        answers.addAll(List.of(statuses));
    }

    List<Received> received() {
        return List.copyOf(received);
    }

    List<String> suggestions() {
        return List.copyOf(suggestions);
    }

    private void awaitRelease() {
        try {
            released.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        if (holding) {
            awaitRelease();
        }
        String path = exchange.getRequestURI().getPath().substring("/api".length());
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        if (!("b=" + TOKEN).equals(exchange.getRequestURI().getQuery().replace('+', ' '))) {
            respond(exchange, 401, "{}");
            return;
        }
        switch (exchange.getRequestMethod() + " " + path) {
            case "GET /status/info" -> respond(exchange, 200, "{\"db_migration_needed\":false,\"user_exists\":true}");
            case "GET /profile/" -> respond(exchange, 200, "{\"user_id\":42}");
            case "GET /accounts/" -> respond(exchange, 200, "{\"list\":[{\"id\":7}]}");
            case "GET /accounts/7/entities/" -> {
                List<String> list = entities.keySet().stream()
                        .map(id -> "{\"id\":" + id + ",\"entity_type\":\"device\"}")
                        .toList();
                respond(exchange, 200, "{\"list\":[" + String.join(",", list) + "]}");
            }
            case "POST /accounts/7/entities/" -> {
                suggestions.add(body);
                // Known from now on, but not wanted before somebody sets it up.
                entities.put(Integer.toString(100 + suggestions.size()), "{\"protocols\":{}," + body.substring(1));
                respond(exchange, 201, "{}");
            }
            case "POST /accounts/7/values/", "PUT /accounts/7/values/" -> values(exchange, body);
            default -> {
                String id = path.substring(path.lastIndexOf('/') + 1);
                respond(exchange, entities.containsKey(id) ? 200 : 404, entities.getOrDefault(id, "{}"));
            }
        }
    }

    private void values(HttpExchange exchange, String body) throws IOException {
        Integer next = answers.poll();
        int status = next == null ? 204 : next;
        if (status == TAKEN_AND_GONE || status == TAKEN_AND_HELD || status / 100 == 2) {
            received.add(new Received(exchange.getRequestMethod(), JSON.readTree(body)));
        }
        onValues.run();
        if (status == TAKEN_AND_HELD) {
            awaitRelease();
        }
        if (status < 0) {
            exchange.close();
        } else {
            respond(exchange, status, "");
        }
    }

    private static void respond(HttpExchange exchange, int status, String body) throws IOException {
        byte[] octets = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, octets.length == 0 ? -1 : octets.length);
        if (octets.length > 0) {
            exchange.getResponseBody().write(octets);
        }
        exchange.close();
    }

    @Override
    public void close() {
        release();
        server.stop(0);
    }
}
