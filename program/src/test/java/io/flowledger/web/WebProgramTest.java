package io.flowledger.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowledger.child.ChildProcess;
import io.flowledger.embedded.TestDatabase;
import io.flowledger.tls.TestCertificates;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Map;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The console of the program as it is run. */
class WebProgramTest {
    @TempDir
    private Path data;

    @TempDir
    private Path files;

    private TestDatabase database;

    @BeforeEach
    void create() throws Exception {
        database = TestDatabase.create();
    }

    @AfterEach
    void drop() throws Exception {
        database.close();
    }

    private ChildProcess flowledger(String... args) throws Exception {
        return ChildProcess.flowledger(
                Map.of("FLOWLEDGER_DATABASE", database.databaseUrl(), "FLOWLEDGER_DATA_DIR", data.toString()), args);
    }

    private static HttpResponse<String> get(String uri) throws Exception {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(URI.create(uri)).build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void runServesTheConsoleAndWebServesItBeside() throws Exception {
        try (ChildProcess run = flowledger("run", "--listen", "udp://127.0.0.1:0", "--web", "http://127.0.0.1:0")) {
            String console = run.awaitOut("Console: +(\\S+)").group(1);
            assertThat(get(console + "/").body()).contains("<html");
            assertThat(get(console + "/readyz").statusCode()).isEqualTo(200);
            assertThat(get(console + "/metrics").body())
                    .contains("flowledger_received_datagrams_total 0", "flowledger_database_up 1");
            assertThat(Json.MAPPER
                            .readTree(get(console + "/api/v1/status").body())
                            .at("/listen/0")
                            .asText())
                    .startsWith("udp 127.0.0.1 port ");

            try (ChildProcess web = flowledger("web", "--web", "http://127.0.0.1:0")) {
                String beside = web.awaitOut("Console: (\\S+);").group(1);
                assertThat(Json.MAPPER
                                .readTree(get(beside + "/api/v1/status").body())
                                .path("collector")
                                .asBoolean(true))
                        .isFalse();
                assertThat(web.terminate()).isZero();
            }
            assertThat(run.terminate()).isZero();
        }
    }

    @Test
    void theConsoleIsServedOverTlsWithTheCertificateOfAFileAndTellsNoSecret() throws Exception {
        TestCertificates certificates = new TestCertificates(files, "authority");
        certificates.sign("console", "EC", "san=ip:127.0.0.1");
        SecureRandom random = new SecureRandom();
        String token = SecretHash.newToken(random);
        try (ChildProcess run = flowledger(
                "run",
                "--listen",
                "udp://127.0.0.1:0",
                "--web",
                "https://127.0.0.1:0",
                "--tls-certificate",
                certificates.certificate("console").toString(),
                "--tls-key",
                certificates.key("console").toString(),
                "--web-password",
                SecretHash.ofPassword("correct horse", random).toString(),
                "--web-token",
                SecretHash.ofToken(token).toString(),
                "--log-level",
                "debug")) {
            String console = run.awaitOut("Console: +(https://\\S+)").group(1);
            HttpClient client = HttpClient.newBuilder()
                    .sslContext(certificates.clientWithoutCertificate())
                    .build();
            assertThat(send(client, console + "/healthz", null)
                            .sslSession()
                            .orElseThrow()
                            .getProtocol())
                    .isEqualTo("TLSv1.3");
            assertThat(send(client, console + "/api/v1/exporters", null).statusCode())
                    .isEqualTo(401);
            assertThat(send(client, console + "/api/v1/exporters", token).statusCode())
                    .isEqualTo(200);
            HttpResponse<String> login = client.send(
                    HttpRequest.newBuilder(URI.create(console + "/api/v1/session"))
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofString("{\"password\":\"correct horse\"}"))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(login.headers().firstValue("Set-Cookie").orElse("")).contains("; Secure");

            // Who does not know the authority does not trust it, and in the clear nothing is said.
            assertThatThrownBy(() -> send(HttpClient.newHttpClient(), console + "/healthz", null))
                    .isInstanceOf(SSLException.class);
            assertThatThrownBy(() -> get(console.replace("https:", "http:") + "/healthz"))
                    .isInstanceOf(IOException.class);

            // Secrets at wrong places are neither taken nor repeated.
            HttpResponse<String> inUrl = send(client, console + "/api/v1/top?token=" + token, null);
            assertThat(inUrl.statusCode()).isIn(400, 401);
            assertThat(inUrl.body()).doesNotContain(token);
            assertThat(send(client, console + "/api/v1/exporters", "fl_guessed-by-somebody")
                            .statusCode())
                    .isEqualTo(401);
            assertThat(run.terminate()).isZero();
            assertThat(String.join("\n", run.out()) + String.join("\n", run.err()))
                    .contains("a login from 127.0.0.1 was refused")
                    .doesNotContain(token, "correct horse", "guessed-by-somebody");
        }
    }

    private static HttpResponse<String> send(HttpClient client, String uri, @Nullable String token) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(uri));
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void aPortInUseIsWarnedOfAndFlowsAreCollectedAllTheSame() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
                ChildProcess run = flowledger(
                        "run", "--listen", "udp://127.0.0.1:0", "--web", "http://127.0.0.1:" + taken.getLocalPort())) {
            run.awaitErr("the console is not served: .*--web none");
            run.awaitOut("Ready\\.");
            assertThat(run.terminate()).isZero();
        }
    }
}
