package io.flowledger.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowledger.wire.encode.Netflow5Encoder;
import io.flowledger.wire.encode.Netflow5RecordEncoder;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The console follows what happens, without being loaded anew. */
@ExtendWith(ConsoleExtension.class)
class LiveUpdateTest {
    @TempDir
    private Path directory;

    @Test
    void aDatagramIsInTheBooksSoonWithoutAReloadOrAJump(Console console) throws Exception {
        try (View view = console.view(View.Look.PHONE)) {
            view.open("#/now?range=1h");
            assertThat(view.text("#live")).isEqualTo("Live");
            view.page().evaluate("window.untouched = true");
            view.page().evaluate("scrollTo(0, 300)");
            String before = view.text("[data-eq=received]");
            send(console.port());
            view.page()
                    .waitForFunction(
                            "before => document.querySelector('[data-eq=received]').textContent !== before", before);
            assertThat(view.page().evaluate("window.untouched")).isEqualTo(true);
            assertThat(view.page().evaluate("scrollY")).isEqualTo(300);
            assertThat(view.asked("live")).hasSize(1);
        }
    }

    @Test
    void whatIsPausedHoldsStill(Console console) throws Exception {
        try (View view = console.view()) {
            view.open("#/now?range=1h");
            view.page().keyboard().press("p");
            assertThat(view.text("#live")).isEqualTo("Paused");
            int asked = view.asked("").size();
            send(console.port());
            // Two ticks later nothing was asked for.
            view.page()
                    .evaluate("() => new Promise(done => { const s = new EventSource('api/v1/live'); let n = 0;"
                            + " s.addEventListener('tick', () => { if (++n === 2) { s.close(); done(); } }); })");
            assertThat(view.asked("")).hasSize(asked + 1);
            view.page().keyboard().press("p");
            assertThat(view.text("#live")).isEqualTo("Live");
        }
    }

    @Test
    void aServerThatStopsAndStartsIsFoundAgain(Console console) throws Exception {
        WebProcess web = WebProcess.open(directory, console.database(), "http://127.0.0.1:0", null);
        try (View view = console.view(web.url(), View.Look.DESK)
                .expecting(
                        "ERR_CONNECTION_REFUSED|ERR_INCOMPLETE_CHUNKED_ENCODING|ERR_EMPTY_RESPONSE|ERR_CONNECTION_RESET")) {
            view.open("#/now?range=1h");
            assertThat(view.text("#live")).isEqualTo("Live");
            view.page().evaluate("window.untouched = true");
            web.close();
            view.page().waitForFunction("() => document.getElementById('live').textContent === 'Reconnecting'");
            view.picture("reconnecting");
            web = WebProcess.open(directory, console.database(), web.url(), null);
            view.page().waitForFunction("() => document.getElementById('live').textContent === 'Live'");
            String before = view.text("[data-eq=received]");
            send(console.port());
            view.page()
                    .waitForFunction(
                            "before => document.querySelector('[data-eq=received]')?.textContent !== before", before);
            assertThat(view.page().evaluate("window.untouched")).isEqualTo(true);
        } finally {
            web.close();
        }
    }

    private static void send(int port) throws Exception {
        byte[] payload =
                Netflow5Encoder.datagram().record(Netflow5RecordEncoder.flow()).encode();
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.send(new DatagramPacket(
                    payload, payload.length, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port));
        }
    }
}
