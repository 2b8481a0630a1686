package io.flowledger.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowledger.child.ChildProcess;
import io.flowledger.embedded.TestDatabase;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The console of the program as it is run. */
class WebProgramTest {
    @TempDir
    private Path data;

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
