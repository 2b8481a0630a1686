package io.flowledger.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowledger.child.ChildProcess;
import io.flowledger.embedded.TestDatabase;
import io.flowledger.wire.encode.Netflow5Encoder;
import io.flowledger.wire.encode.Netflow5RecordEncoder;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** From the first start over the first datagram to a database that goes away and comes back, on one page that stays open. */
@ExtendWith(ConsoleExtension.class)
class LifeTest {
    @TempDir
    private Path directory;

    private int sequence;

    @Test
    void nothingThenDataThenNoDatabaseThenAllOfIt(Console console) throws Exception {
        try (TestDatabase database = TestDatabase.create();
                ChildProcess run = Console.run(directory, database)) {
            String url = run.awaitOut("Console: +(\\S+)").group(1);
            int port = Console.listening(run);
            try (View view = console.view(url, View.Look.DESK).expecting("status of 503")) {
                view.open("#/now");
                assertThat(view.text(".empty h2")).isEqualTo("Waiting for the first datagram");
                assertThat(view.text(".checks")).contains("udp 127.0.0.1 port " + port);
                assertThat(view.text(".snips")).contains("flow exporter FLOWLEDGER", "/ip traffic-flow", "softflowd");
                view.picture("empty");
                view.page().setViewportSize(360, 780);
                view.picture("empty-phone");
                assertThat(view.scrollsSideways()).isFalse();
                view.page().setViewportSize(1440, 900);

                send(port);
                view.page().waitForFunction("() => document.querySelector('[data-eq=stored]')?.textContent === '1'");

                away(database, true);
                view.at(".alert").waitFor();
                assertThat(view.text(".alert")).contains("The database", "Nothing is lost.");
                send(port);
                send(port);
                view.page()
                        .waitForFunction(
                                "() => document.querySelector('.alert')?.textContent.includes('2 datagrams wait')");
                view.picture("away");
                view.page().setViewportSize(360, 780);
                view.picture("away-phone");
                assertThat(view.scrollsSideways()).isFalse();
                view.page().setViewportSize(1440, 900);

                away(database, false);
                view.page()
                        .waitForFunction("() => !document.querySelector('.alert')"
                                + " && document.querySelector('[data-eq=received]')?.textContent === '3'"
                                + " && document.querySelector('[data-eq=stored]')?.textContent === '3'");
                assertThat(view.text(".bookv")).isEqualTo("Balanced");
                view.picture("back");
            }
            assertThat(run.terminate()).isZero();
        }
    }

    @Test
    void thatThereIsNoRoomIsSaidWithWhatWaitsAndWhatToDo(Console console) throws Exception {
        try (TestDatabase database = TestDatabase.create();
                ChildProcess run = Console.run(directory, database, "--database-size", "1B")) {
            String url = run.awaitOut("Console: +(\\S+)").group(1);
            int port = Console.listening(run);
            try (View view = console.view(url, View.Look.DESK)) {
                view.open("#/now");
                view.at(".alert").waitFor();
                send(port);
                view.page()
                        .waitForFunction(
                                "() => document.querySelector('.alert')?.textContent.includes('1 datagrams wait')");
                assertThat(view.text(".alert"))
                        .contains(
                                "The tables have reached their size. Nothing is lost.",
                                "when there is room",
                                "Raise database-size.");
                view.picture("no-room");
            }
            assertThat(run.terminate()).isZero();
        }
    }

    /** Lets nobody into the database any more, and throws out who is in it. */
    private static void away(TestDatabase database, boolean away) throws Exception {
        try (Connection connection =
                        DriverManager.getConnection(database.server().jdbcUrl(), database.user(), database.password());
                Statement statement = connection.createStatement()) {
            statement.execute("ALTER DATABASE " + database.name() + " WITH ALLOW_CONNECTIONS " + !away);
            if (away) {
                statement.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '"
                        + database.name() + "'");
            }
        }
    }

    private void send(int port) throws Exception {
        byte[] payload = Netflow5Encoder.datagram()
                .flowSequence(sequence++)
                .record(Netflow5RecordEncoder.flow())
                .encode();
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.send(new DatagramPacket(
                    payload, payload.length, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port));
        }
    }
}
