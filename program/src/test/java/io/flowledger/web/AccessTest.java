package io.flowledger.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowledger.embedded.TestDatabase;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may look: over real connections. */
class AccessTest {
    private static final String PASSWORD = "correct horse battery";

    @TempDir
    private static Path directory;

    private static TestDatabase database;
    private static String hash;
    private static String token;

    @BeforeAll
    static void open() throws Exception {
        database = TestDatabase.create();
        WebFixture.land(directory, database);
        hash = SecretHash.ofPassword(PASSWORD, new SecureRandom()).toString();
        token = SecretHash.newToken(new SecureRandom());
    }

    @AfterAll
    static void close() throws Exception {
        database.close();
    }

    private static WebFixture closed() throws Exception {
        return new WebFixture(
                directory,
                database,
                WebFixture.configuration(hash, SecretHash.ofToken(token).toString()));
    }

    private static HttpResponse<String> login(WebFixture web, String body) throws Exception {
        return web.send(HttpRequest.newBuilder(web.uri("/api/v1/session"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    private static int status(WebFixture web, String header, String value) throws Exception {
        return web.send(HttpRequest.newBuilder(web.uri("/api/v1/exporters"))
                        .header(header, value)
                        .build())
                .statusCode();
    }

    @Test
    void withoutALoginNothingIsTold() throws Exception {
        try (WebFixture web = closed()) {
            HttpResponse<String> answer = web.get("/api/v1/exporters");
            assertThat(answer.statusCode()).isEqualTo(401);
            assertThat(Json.MAPPER.readTree(answer.body()).at("/access/login").asBoolean())
                    .isTrue();
            assertThat(web.get("/metrics").statusCode()).isEqualTo(401);
            assertThat(web.get("/api/v1/live").statusCode()).isEqualTo(401);
            assertThat(web.json("/api/v1/status").has("listen")).isFalse();
            assertThat(web.get("/healthz").statusCode()).isEqualTo(200);
            assertThat(web.get("/login.html").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void aPasswordGivesACookieUntilTheLogout() throws Exception {
        try (WebFixture web = closed()) {
            HttpResponse<String> answer = login(web, "{\"password\":\"" + PASSWORD + "\"}");
            String cookie = answer.headers().firstValue("Set-Cookie").orElse("");
            assertThat(answer.statusCode()).isEqualTo(204);
            assertThat(cookie)
                    .contains("HttpOnly")
                    .contains("SameSite=Strict")
                    .contains("Max-Age=3600")
                    .doesNotContain("Secure");
            String pair = cookie.substring(0, cookie.indexOf(';'));
            assertThat(status(web, "Cookie", "other=1; " + pair)).isEqualTo(200);
            assertThat(status(web, "Cookie", pair + "x")).isEqualTo(401);
            web.send(HttpRequest.newBuilder(web.uri("/api/v1/session"))
                    .header("Cookie", pair)
                    .DELETE()
                    .build());
            assertThat(status(web, "Cookie", pair)).isEqualTo(401);
        }
    }

    @Test
    void aTokenIsForPrograms() throws Exception {
        try (WebFixture web = closed()) {
            assertThat(status(web, "Authorization", "Bearer " + token)).isEqualTo(200);
            assertThat(status(web, "Authorization", "Bearer fl_guessed")).isEqualTo(401);
        }
    }

    @Test
    void guessingIsSlowedAndCounted() throws Exception {
        try (WebFixture web = closed()) {
            for (int i = 0; i < 5; i++) {
                assertThat(status(web, "Authorization", "Bearer guess" + i)).isEqualTo(401);
            }
            HttpResponse<String> answer = login(web, "{\"password\":\"" + PASSWORD + "\"}");
            assertThat(answer.statusCode()).isEqualTo(429);
            assertThat(answer.headers().firstValueAsLong("Retry-After").orElse(0))
                    .isPositive();
        }
    }

    @Test
    void aPageOfAnotherSiteCannotLogIn() throws Exception {
        try (WebFixture web = closed()) {
            HttpResponse<String> answer = web.send(HttpRequest.newBuilder(web.uri("/api/v1/session"))
                    .header("Content-Type", "application/json")
                    .header("Origin", "http://elsewhere.example")
                    .POST(HttpRequest.BodyPublishers.ofString("{}"))
                    .build());
            assertThat(answer.statusCode()).isEqualTo(403);
        }
    }

    @Test
    void onLoopbackOnlyOurOwnNamesAreAnswered() throws Exception {
        try (WebFixture web = new WebFixture(directory, database, WebFixture.open())) {
            assertThat(raw(web, "evil.example")).startsWith("HTTP/1.1 421");
            assertThat(raw(web, "localhost:8080")).startsWith("HTTP/1.1 200");
            assertThat(raw(web, "flows.example")).startsWith("HTTP/1.1 200");
        }
    }

    private static String raw(WebFixture web, String host) throws Exception {
        try (Socket socket = new Socket(
                        InetAddress.getLoopbackAddress(), web.uri("/").getPort());
                OutputStream out = socket.getOutputStream();
                InputStream in = socket.getInputStream()) {
            out.write(("GET /healthz HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void filesComeWithStrictHeadersAndATag() throws Exception {
        try (WebFixture web = new WebFixture(directory, database, WebFixture.open())) {
            HttpResponse<String> page = web.get("/");
            assertThat(page.statusCode()).isEqualTo(200);
            assertThat(page.headers().firstValue("Content-Type")).hasValue("text/html; charset=utf-8");
            assertThat(page.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
            assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
                    .contains("default-src 'none'")
                    .doesNotContain("unsafe");
            String tag = page.headers().firstValue("ETag").orElse("");
            assertThat(web.send(HttpRequest.newBuilder(web.uri("/"))
                                    .header("If-None-Match", tag)
                                    .build())
                            .statusCode())
                    .isEqualTo(304);
            for (String path :
                    new String[] {"/../openapi.json", "/assets", "/assets/", "/%2e%2e/openapi.json", "/none.js"}) {
                assertThat(web.get(path).statusCode()).as(path).isEqualTo(404);
            }
        }
    }

    @Test
    void anOtherMethodIsRefused() throws Exception {
        try (WebFixture web = new WebFixture(directory, database, WebFixture.open())) {
            HttpResponse<String> answer = web.send(
                    HttpRequest.newBuilder(web.uri("/api/v1/top")).DELETE().build());
            assertThat(answer.statusCode()).isEqualTo(405);
            assertThat(answer.headers().firstValue("Allow")).hasValue("GET");
        }
    }
}
