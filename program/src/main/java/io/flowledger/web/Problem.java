package io.flowledger.web;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Why a request is not answered: a problem document (RFC 9457). */
public final class Problem extends Exception {
    /** Media type of the document. */
    public static final String CONTENT_TYPE = "application/problem+json";

    private static final long serialVersionUID = 1L;

    private final transient ObjectNode document = Json.object();
    private final int status;
    private int retryAfterSeconds;

    private Problem(int status, String type, String title, String detail) {
        super(detail);
        this.status = status;
        document.put("type", "urn:flowledger:problem:" + type)
                .put("title", title)
                .put("status", status)
                .put("detail", detail);
    }

    /** The request itself is wrong. */
    public static Problem badRequest(String type, String detail) {
        return new Problem(400, type, "The request is wrong", detail);
    }

    /** A parameter is wrong. */
    public static Problem parameter(String name, String detail) {
        return new Problem(400, "parameter", "A parameter is wrong", name + ": " + detail).with("parameter", name);
    }

    /** There is no such thing. */
    public static Problem notFound(String detail) {
        return new Problem(404, "not-found", "Not found", detail);
    }

    /** Nobody is logged in. */
    public static Problem loginNeeded(String detail) {
        return new Problem(401, "login", "A login is needed", detail);
    }

    /** The request comes from where none may come from. */
    public static Problem refused(String detail) {
        return new Problem(403, "refused", "Refused", detail);
    }

    /** The request asks for another host than this. */
    public static Problem otherHost(String detail) {
        return new Problem(421, "host", "This is another host", detail);
    }

    /** Another method is to be used. */
    public static Problem method(String detail) {
        return new Problem(405, "method", "The method is not allowed", detail);
    }

    /** Too many attempts. */
    public static Problem tooMany(String detail, int retryAfterSeconds) {
        return new Problem(429, "too-many", "Too many attempts", detail).retryAfter(retryAfterSeconds);
    }

    /** It cannot be answered now. */
    public static Problem unavailable(String type, String detail, int retryAfterSeconds) {
        return new Problem(503, type, "Not now", detail).retryAfter(retryAfterSeconds);
    }

    /** It took too long. */
    public static Problem timedOut(String detail) {
        return new Problem(504, "timed-out", "It took too long", detail);
    }

    /** A fault of ours. */
    static Problem internal() {
        return new Problem(500, "internal", "An error inside Flowledger", "The log of the program says more.");
    }

    /** Adds a member to the document. */
    public Problem with(String member, String value) {
        document.put(member, value);
        return this;
    }

    /** Adds a member to the document. */
    public Problem with(String member, int value) {
        document.put(member, value);
        return this;
    }

    /** The document, for members that are not texts or numbers. */
    public ObjectNode document() {
        return document;
    }

    private Problem retryAfter(int seconds) {
        retryAfterSeconds = seconds;
        document.put("retryAfterSeconds", seconds);
        return this;
    }

    /** The HTTP status code. */
    public int status() {
        return status;
    }

    /** The answer that tells of it. */
    Answer answer() {
        Answer answer = Answer.of(status, CONTENT_TYPE, Json.octets(document));
        if (retryAfterSeconds > 0) {
            answer = answer.with("Retry-After", Integer.toString(retryAfterSeconds));
        }
        return status == 401 ? answer.with("WWW-Authenticate", "Bearer realm=\"flowledger\"") : answer;
    }
}
