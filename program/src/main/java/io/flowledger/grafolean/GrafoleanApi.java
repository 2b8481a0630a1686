package io.flowledger.grafolean;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowledger.grafolean.GrafoleanException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Grafolean's HTTP API, as far as a NetFlow bot needs it. Each request has a connection of its own, so that none is lost on one
 * that the server has closed meanwhile, and nothing is ever sent a second time unasked.
 *
 * <p>The token goes into the query, as Grafolean wants it, and never into a message. Safe for all threads.
 */
final class GrafoleanApi {
    private static final int CONNECT_MILLIS = 10_000;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String backendUrl;
    private final String token;
    private final int answerMillis;
    private final Set<HttpURLConnection> asking = ConcurrentHashMap.newKeySet();

    /**
     * @param backendUrl for example https://grafolean.com/api
     * @param answerMillis how long an answer is waited for
     */
    GrafoleanApi(String backendUrl, String token, int answerMillis) {
        this.backendUrl = backendUrl.replaceAll("/+$", "");
        this.token = token;
        this.answerMillis = answerMillis;
    }

    /** Whether Grafolean is set up and its database migrated. */
    boolean isReady() throws GrafoleanException {
        JsonNode status = get("/status/info");
        return !status.path("db_migration_needed").asBoolean(true)
                && status.path("user_exists").asBoolean(false);
    }

    /** Our own user. */
    String userId() throws GrafoleanException {
        String userId = get("/profile/").path("user_id").asText();
        if (userId.isEmpty()) {
            throw new GrafoleanException(200, "GET " + backendUrl + "/profile/: the answer names no user");
        }
        return userId;
    }

    /** Accounts that we may use. */
    List<String> accounts() throws GrafoleanException {
        return ids(get("/accounts/"));
    }

    /** An account's entities; their addresses may be missing. */
    JsonNode entities(String accountId) throws GrafoleanException {
        return get(accountPath(accountId) + "/entities/").path("list");
    }

    /** All of an entity. */
    JsonNode entity(String accountId, String entityId) throws GrafoleanException {
        return get(accountPath(accountId) + "/entities/" + encoded(entityId));
    }

    /** Suggests an exporter as an entity. */
    void suggest(String accountId, String address) throws GrafoleanException {
        ObjectNode entity = JSON.createObjectNode();
        entity.put("name", address + " (NetFlow exporter)");
        entity.put("entity_type", "device");
        entity.putObject("details").put("ipv4", address);
        request("POST", accountPath(accountId) + "/entities/", entity.toString());
    }

    /** Sends values: POST at Grafolean's time, PUT at the times that the values carry. */
    void values(String method, String accountId, String body) throws GrafoleanException {
        request(method, accountPath(accountId) + "/values/", body);
    }

    /** Ends what is being asked: an answer that has not come will not be waited for. */
    void abort() {
        asking.forEach(HttpURLConnection::disconnect);
    }

    private static String accountPath(String accountId) {
        return "/accounts/" + encoded(accountId);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** A message without the token, which exceptions of the JDK show with the address. */
    private String discreet(@Nullable String message) {
        String shown = String.valueOf(message);
        return shown.replace(encoded(token), "…").replace(token, "…");
    }

    private static List<String> ids(JsonNode answer) {
        List<String> ids = new ArrayList<>();
        answer.path("list").forEach(one -> ids.add(one.path("id").asText()));
        return ids;
    }

    private JsonNode get(String path) throws GrafoleanException {
        byte[] answer = request("GET", path, null);
        try {
            return JSON.readTree(answer);
        } catch (IOException e) {
            throw new GrafoleanException(Kind.REFUSED, 200, "GET " + path + ": the answer is no JSON", e);
        }
    }

    private byte[] request(String method, String path, @Nullable String body) throws GrafoleanException {
        String what = method + " " + backendUrl + path;
        HttpURLConnection connection;
        try {
            connection = (HttpURLConnection) URI.create(backendUrl + path + "?b=" + encoded(token))
                    .toURL()
                    .openConnection();
            connection.setRequestMethod(method);
            connection.setConnectTimeout(CONNECT_MILLIS);
            connection.setReadTimeout(answerMillis);
            connection.setInstanceFollowRedirects(false);
            connection.setUseCaches(false);
            connection.setRequestProperty("Connection", "close");
            connection.setRequestProperty("Accept", "application/json");
            if (body != null) {
                connection.setRequestProperty("Content-Type", "application/json");
                connection.setDoOutput(true);
                // A fixed length also keeps the JDK from sending a request again by itself.
                connection.setFixedLengthStreamingMode(body.getBytes(StandardCharsets.UTF_8).length);
            }
            connection.connect();
        } catch (IOException | IllegalArgumentException | ClassCastException e) {
            throw new GrafoleanException(Kind.NOT_SENT, 0, what + ": " + discreet(e.getMessage()), e);
        }
        asking.add(connection);
        try {
            return answer(connection, what, body);
        } catch (GrafoleanException e) {
            throw e;
        } catch (IOException e) {
            throw new GrafoleanException(Kind.DOUBTFUL, 0, what + ": no answer: " + discreet(e.getMessage()), e);
        } finally {
            asking.remove(connection);
            connection.disconnect();
        }
    }

    private static byte[] answer(HttpURLConnection connection, String what, @Nullable String body) throws IOException {
        if (body != null) {
            try (OutputStream out = connection.getOutputStream()) {
                out.write(body.getBytes(StandardCharsets.UTF_8));
            }
        }
        int status = connection.getResponseCode();
        if (status / 100 != 2) {
            throw new GrafoleanException(status, what + ": answered with status " + status);
        }
        try (InputStream in = connection.getInputStream()) {
            return in.readAllBytes();
        }
    }
}
