package io.flowledger.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.flowledger.config.WebConfiguration;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Semaphore;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Logins: by password or token for a session that a cookie names, or by token for each request. Wrong ones make the next ones of
 * the same client wait.
 *
 * <p>Safe for all threads.
 */
final class Access {
    private static final System.Logger LOG = System.getLogger(Access.class.getName());
    private static final String COOKIE = "flowledger_session";
    private static final int LARGEST_BODY = 4096;

    /** How many passwords are tried at the same time: each takes a tenth of a second of a processor, or more. */
    private static final int HASHING_AT_ONCE = 2;

    private final @Nullable SecretHash password;
    private final @Nullable SecretHash token;
    private final boolean secure;
    private final LoginSessions sessions;
    private final LoginThrottle throttle;
    private final Semaphore hashing = new Semaphore(HASHING_AT_ONCE);
    private final RequestCounters counters;

    /**
     * @param secure true when cookies may go over TLS only
     */
    Access(WebConfiguration configuration, boolean secure, LongSupplier nanoTime, RequestCounters counters) {
        this.password = hash(configuration.passwordHash());
        this.token = hash(configuration.tokenHash());
        this.secure = secure;
        this.sessions = new LoginSessions(configuration.session(), nanoTime);
        this.throttle = new LoginThrottle(nanoTime);
        this.counters = counters;
    }

    private static @Nullable SecretHash hash(@Nullable String text) {
        return text == null ? null : SecretHash.parse(text);
    }

    /**
     * Whether the request has a session or the token.
     *
     * @throws Problem when a wrong token comes too often
     */
    boolean isKnown(Request request) throws Problem {
        String authorization = request.header("Authorization");
        if (authorization != null && authorization.regionMatches(true, 0, "Bearer ", 0, 7)) {
            String given = authorization.substring(7).strip();
            throttle.check(request.client());
            if (token != null && token.isOf(given)) {
                throttle.succeeded(request.client());
                return true;
            }
            failed(request);
            return false;
        }
        String session = cookie(request);
        return session != null && sessions.isOpen(session);
    }

    private void failed(Request request) {
        counters.loginFailures.increment();
        int failures = throttle.failed(request.client());
        if (Integer.bitCount(failures) == 1) {
            LOG.log(
                    Level.WARNING,
                    "a login from {0} was refused: wrong password or token ({1} in a row)",
                    request.client().getHostAddress(),
                    failures);
        }
    }

    private static @Nullable String cookie(Request request) {
        String header = request.header("Cookie");
        for (String part : header == null ? new String[0] : header.split(";")) {
            String pair = part.strip();
            if (pair.startsWith(COOKIE + "=")) {
                return pair.substring(COOKIE.length() + 1);
            }
        }
        return null;
    }

    /** Opens a session: {@code POST /api/v1/session}. */
    Answer open(Request request) throws Problem, IOException {
        if (password == null && token == null) {
            return Answer.empty(204);
        }
        String type = request.header("Content-Type");
        if (type == null || !type.toLowerCase(Locale.ROOT).startsWith("application/json")) {
            throw Problem.badRequest("content-type", "The password is to come as application/json.");
        }
        throttle.check(request.client());
        JsonNode body = body(request);
        if (!isRight(body)) {
            failed(request);
            throw Problem.loginNeeded("The password or token is wrong.");
        }
        throttle.succeeded(request.client());
        Duration lasts = sessions.lasts();
        return Answer.empty(204).with("Set-Cookie", cookie(sessions.open(), lasts.toSeconds()));
    }

    private boolean isRight(JsonNode body) throws Problem {
        String givenToken = body.path("token").asText("");
        if (token != null && !givenToken.isEmpty()) {
            return token.isOf(givenToken);
        }
        String given = body.path("password").asText("");
        if (password == null || given.isEmpty()) {
            return false;
        }
        if (!hashing.tryAcquire()) {
            throw Problem.tooMany("Others are logging in at this moment.", 1);
        }
        try {
            return password.isOf(given);
        } finally {
            hashing.release();
        }
    }

    private static JsonNode body(Request request) throws Problem, IOException {
        InputStream in = request.exchange().getRequestBody();
        byte[] octets = in.readNBytes(LARGEST_BODY + 1);
        if (octets.length <= LARGEST_BODY) {
            try {
                return Json.MAPPER.readTree(octets);
            } catch (JsonProcessingException e) {
                throw Problem.badRequest("body", "The body is not JSON.");
            }
        }
        throw Problem.badRequest("body", "The body is longer than " + LARGEST_BODY + " octets.");
    }

    /** Ends a session: {@code DELETE /api/v1/session}. */
    Answer close(Request request) {
        String session = cookie(request);
        if (session != null) {
            sessions.close(session);
        }
        return Answer.empty(204).with("Set-Cookie", cookie("", 0));
    }

    private String cookie(String value, long seconds) {
        return COOKIE + "=" + value + "; Path=/; HttpOnly; SameSite=Strict; Max-Age=" + seconds
                + (secure ? "; Secure" : "");
    }
}
