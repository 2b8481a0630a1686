package io.flowledger.console;

import io.flowledger.config.WebAddress;
import io.flowledger.config.WebConfiguration;
import io.flowledger.embedded.TestDatabase;
import io.flowledger.flow.layout.FlowsLayout;
import io.flowledger.metric.CollectorState;
import io.flowledger.store.connect.Database;
import io.flowledger.web.WebService;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The console beside the collector, which a test starts and stops as it likes. */
final class WebProcess implements AutoCloseable {
    private static final Duration USUAL = Duration.ofHours(1);

    private final WebService service;

    private WebProcess(WebService service) {
        this.service = service;
    }

    /** Serves at {@code url}, with a password when its hash is given. */
    static WebProcess open(Path directory, TestDatabase database, String url, @Nullable String passwordHash)
            throws IOException {
        return open(directory, database, url, passwordHash, USUAL);
    }

    static WebProcess open(
            Path directory, TestDatabase database, String url, @Nullable String passwordHash, Duration session)
            throws IOException {
        WebAddress address = WebAddress.parse(url);
        WebService service = WebService.open(
                new WebConfiguration(address, passwordHash, null, session, List.of()),
                address,
                null,
                FlowsLayout.FLOWS,
                new CollectorState(Instant.now(), directory, 1 << 20),
                "flowledger test");
        service.database(Database.at(database.jdbcUrl(), database.user(), database.password()));
        return new WebProcess(service);
    }

    String url() {
        return service.url();
    }

    @Override
    public void close() {
        service.close();
    }
}
