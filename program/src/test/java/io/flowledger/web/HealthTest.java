package io.flowledger.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowledger.config.Configuration;
import io.flowledger.config.ListenAddress;
import io.flowledger.config.WebAddress;
import io.flowledger.config.WebConfiguration;
import io.flowledger.flow.layout.FlowsLayout;
import io.flowledger.journal.write.JournalSettings;
import io.flowledger.journal.write.JournalWriter;
import io.flowledger.metric.CollectorState;
import io.flowledger.metric.Reception;
import io.flowledger.source.Receiver;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a supervisor is told, so that it starts a process anew that cannot do its work. */
class HealthTest {
    @TempDir
    private Path directory;

    private HttpResponse<String> health(BooleanSupplier receiving) throws Exception {
        WebConfiguration configuration = WebFixture.open();
        WebAddress address = configuration.address();
        CollectorState state = new CollectorState(Instant.now(), directory, 1 << 20);
        try (JournalWriter journal = JournalWriter.open(
                        directory.resolve("journal"), JournalSettings.standard().withReserveOctets(0), 0);
                WebService web = WebService.open(
                        configuration,
                        address == null ? WebAddress.parse("http://127.0.0.1:0") : address,
                        null,
                        FlowsLayout.FLOWS,
                        state,
                        "flowledger test")) {
            state.receiving(journal, new Reception(() -> 0, () -> 0, () -> 0, receiving, List::of));
            return HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create(web.url() + "/healthz"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
        }
    }

    @Test
    void aCollectorWhoseReceivingThreadHasDiedIsToBeStartedAnew() throws Exception {
        assertThat(health(() -> true).statusCode()).isEqualTo(200);
        HttpResponse<String> dead = health(() -> false);
        assertThat(dead.statusCode()).isEqualTo(503);
        assertThat(dead.body()).contains("the thread that receives has ended");
    }

    @Test
    void aReceiverThatWasEndedHasNotDied() throws Exception {
        try (JournalWriter journal = JournalWriter.open(
                directory.resolve("receiver"), JournalSettings.standard().withReserveOctets(0), 0)) {
            Receiver receiver = new Receiver(
                    List.of(ListenAddress.parse("udp://127.0.0.1:0")),
                    1 << 16,
                    new Configuration.Connections(1, Duration.ZERO),
                    null,
                    journal);
            assertThat(receiver.isReceiving()).isTrue();
            receiver.start();
            assertThat(receiver.isReceiving()).isTrue();
            receiver.close();
            assertThat(receiver.isReceiving()).isTrue();
        }
    }
}
