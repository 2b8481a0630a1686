package io.flowledger.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.flowledger.child.ChildProcess;
import io.flowledger.child.Deadline;
import io.flowledger.embedded.TestDatabase;
import io.flowledger.wire.encode.Netflow5Encoder;
import io.flowledger.wire.encode.Netflow5RecordEncoder;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program whose tables have no room. */
class RoomProgramTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int DATAGRAMS = 3;

    @TempDir
    private Path data;

    private ChildProcess run(TestDatabase database, String size) throws Exception {
        return ChildProcess.flowledger(
                Map.of(
                        "FLOWLEDGER_DATABASE", database.databaseUrl(),
                        "FLOWLEDGER_DATA_DIR", data.toString(),
                        "FLOWLEDGER_DATABASE_SIZE", size),
                "run",
                "--listen",
                "udp://127.0.0.1:0",
                "--web",
                "http://127.0.0.1:0");
    }

    private static HttpResponse<String> get(String uri) throws Exception {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(URI.create(uri)).build(), HttpResponse.BodyHandlers.ofString());
    }

    private static JsonNode status(String console) throws Exception {
        return Json.MAPPER.readTree(get(console + "/api/v1/status").body());
    }

    private static void send(int port) throws Exception {
        try (DatagramSocket socket = new DatagramSocket()) {
            for (int i = 0; i < DATAGRAMS; i++) {
                byte[] datagram = Netflow5Encoder.datagram()
                        .flowSequence(i)
                        .record(Netflow5RecordEncoder.flow())
                        .encode();
                socket.send(new DatagramPacket(datagram, datagram.length, InetAddress.getLoopbackAddress(), port));
            }
        }
    }

    private static long rows(TestDatabase database) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT count(*) FROM flowledger.flows")) {
            rows.next();
            return rows.getLong(1);
        }
    }

    @Test
    void aboveItsSizeRowsWaitInTheJournalWhichIsSaidAndTheyLandWhenItIsRaised() throws Exception {
        try (TestDatabase database = TestDatabase.create()) {
            try (ChildProcess run = run(database, "1B")) {
                String console = run.awaitOut("Console: +(\\S+)").group(1);
                run.awaitErr("no rows are stored until there is room, and datagrams wait in the journal");
                assertThat(status(console).path("storingStopped").asText()).isEqualTo("budget");
                Matcher port = Pattern.compile("port (\\d+)")
                        .matcher(status(console).at("/listen/0").asText());
                assertThat(port.find()).isTrue();
                send(Integer.parseInt(port.group(1)));
                Deadline.await(
                        "all wait",
                        PATIENCE,
                        () -> status(console).at("/journal/waitingDatagrams").asLong() == DATAGRAMS);
                assertThat(get(console + "/metrics").body())
                        .contains(
                                "flowledger_landing_stopped{reason=\"budget\"} 1",
                                "flowledger_retention_full{reason=\"budget\"} 1",
                                "flowledger_database_limit_octets 1\n",
                                "flowledger_landing_batches_total 0");
                assertThat(get(console + "/healthz").statusCode()).isEqualTo(200);
                assertThat(get(console + "/readyz").statusCode()).isEqualTo(200);
                assertThat(run.terminate()).isZero();
            }
            assertThat(rows(database)).isZero();
            try (ChildProcess run = run(database, "100GiB")) {
                Deadline.await("all landed", PATIENCE, () -> rows(database) == DATAGRAMS);
                assertThat(run.terminate()).isZero();
            }
        }
    }
}
