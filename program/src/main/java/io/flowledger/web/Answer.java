package io.flowledger.web;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** What is sent back: immutable, but for the octets of the body, which nobody changes. */
public final class Answer {
    private static final byte[] NOTHING = {};

    /** The handler keeps the connection and answers itself. */
    public static final Answer TAKEN = new Answer(200, "", NOTHING, Map.of(), true);

    private final int status;
    private final String contentType;
    private final byte[] body;
    private final Map<String, String> headers;
    private final boolean taken;

    private Answer(int status, String contentType, byte[] body, Map<String, String> headers, boolean taken) {
        this.status = status;
        this.contentType = contentType;
        this.body = body;
        this.headers = headers;
        this.taken = taken;
    }

    /** HTTP status code. */
    int status() {
        return status;
    }

    /** Empty when there is no body. */
    String contentType() {
        return contentType;
    }

    byte[] body() {
        return body;
    }

    /** Others than the content type. */
    Map<String, String> headers() {
        return headers;
    }

    /** True when the handler has answered itself, or goes on doing so. */
    boolean taken() {
        return taken;
    }

    /** Any content. */
    public static Answer of(int status, String contentType, byte[] body) {
        return new Answer(status, contentType, body, Map.of(), false);
    }

    /** JSON with status 200. */
    public static Answer json(JsonNode json) {
        return of(200, "application/json", Json.octets(json));
    }

    /** Text with status 200. */
    public static Answer text(String contentType, String text) {
        return of(200, contentType, text.getBytes(StandardCharsets.UTF_8));
    }

    /** A status alone. */
    public static Answer empty(int status) {
        return of(status, "", NOTHING);
    }

    /** The same with another header. */
    public Answer with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new Answer(status, contentType, body, more, taken);
    }
}
