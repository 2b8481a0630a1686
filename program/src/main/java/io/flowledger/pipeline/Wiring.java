package io.flowledger.pipeline;

import io.flowledger.config.Configuration;
import io.flowledger.config.ConfigurationException;
import io.flowledger.config.DatabaseAddress;
import io.flowledger.config.JournalSync;
import io.flowledger.config.ListenAddress;
import io.flowledger.config.Setting;
import io.flowledger.config.WebAddress;
import io.flowledger.database.DatabaseServer;
import io.flowledger.database.ReaderRole;
import io.flowledger.embedded.EmbeddedPostgres;
import io.flowledger.flow.decode.DecoderSettings;
import io.flowledger.flow.layout.FlowsLayout;
import io.flowledger.flow.layout.GrafoleanLayout;
import io.flowledger.flow.layout.Layout;
import io.flowledger.flow.plan.PlanCompiler;
import io.flowledger.journal.write.JournalSettings;
import io.flowledger.journal.write.JournalWriter;
import io.flowledger.journal.write.SyncPolicy;
import io.flowledger.store.Store;
import io.flowledger.store.connect.Database;
import io.flowledger.store.connect.StopSignal;
import io.flowledger.tls.TlsServer;
import io.flowledger.wire.fault.Limits;
import io.flowledger.wire.registry.ElementRegistry;
import java.io.IOException;
import java.io.Reader;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Makes the parts of a pipeline from the configuration. */
public final class Wiring {
    private static final System.Logger LOG = System.getLogger(Wiring.class.getName());
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration FOREVER = Duration.ofDays(36_500);

    private Wiring() {}

    /** The layout that the configuration names. */
    public static Layout layout(Configuration configuration) {
        return switch (configuration.layout()) {
            case FLOWS -> FlowsLayout.FLOWS;
            case GRAFOLEAN -> GrafoleanLayout.GRAFOLEAN;
        };
    }

    /**
     * A compiler of plans with the element files that the configuration names.
     *
     * @throws IOException when a file cannot be read
     * @throws IllegalArgumentException when a line is wrong; the message names file and line
     */
    public static PlanCompiler compiler(Configuration configuration, Layout layout) throws IOException {
        return new PlanCompiler(layout, registry(configuration), configuration.keepExtra());
    }

    /** The Information Elements known to the program and those of the user's files. */
    public static ElementRegistry registry(Configuration configuration) throws IOException {
        ElementRegistry registry = ElementRegistry.standard();
        for (Path file : configuration.registry()) {
            try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
                registry = registry.with(reader, file.toString());
            }
        }
        return registry;
    }

    /**
     * The server's side of TLS, or null when none is configured.
     *
     * @throws ConfigurationException when a file cannot be used; the message says which and why
     */
    public static @Nullable TlsServer tls(Configuration configuration) throws ConfigurationException {
        Configuration.Tls tls = configuration.tls();
        boolean listens =
                configuration.listen().stream().anyMatch(listen -> listen.transport() == ListenAddress.Transport.TLS);
        if (tls != null && tls.clientCa() == null && listens) {
            LOG.log(
                    Level.WARNING,
                    "{0} is not set: whoever reaches the tls port can send flows, encrypted but not known; give the CA"
                            + " of the exporters'' certificates there",
                    Setting.TLS_CLIENT_CA.key());
        }
        return tls == null ? null : TlsServer.of(tls.certificate(), tls.key(), tls.clientCa(), tls.clientNames());
    }

    /**
     * TLS of the console, or null when it is served without: the same certificate, and none asked of browsers.
     *
     * @throws ConfigurationException when a file cannot be used; the message says which and why
     */
    public static @Nullable SSLContext webTls(Configuration configuration) throws ConfigurationException {
        Configuration.Tls tls = configuration.tls();
        WebAddress address = configuration.web().address();
        return tls == null || address == null || !address.tls()
                ? null
                : TlsServer.of(tls.certificate(), tls.key(), null, List.of()).context();
    }

    /** How a journal is written. */
    public static JournalSettings journal(Configuration configuration) {
        Configuration.Journal journal = configuration.journal();
        return JournalSettings.standard()
                .withSegmentOctets(journal.segmentOctets())
                .withTotalOctets(journal.sizeOctets())
                .withSync(sync(journal.sync()));
    }

    private static SyncPolicy sync(JournalSync sync) {
        return switch (sync.mode()) {
            case ALWAYS -> SyncPolicy.always();
            case INTERVAL -> SyncPolicy.every(sync.interval());
            case NEVER -> SyncPolicy.none();
        };
    }

    /**
     * An ingest of what comes in now, which lands all that it can read; a failure of it gives {@code stop}.
     *
     * @param kind what fills the journal, as the database knows it
     * @param room batches wait while it is closed
     */
    public static Ingest liveIngest(
            JournalWriter journal,
            Path directory,
            Store store,
            String kind,
            PlanCompiler compiler,
            Configuration configuration,
            Room room,
            StopSignal stop)
            throws SQLException, IOException {
        return new Ingest(
                journal,
                directory,
                store,
                store.source(journal.id(), kind),
                compiler,
                live(configuration),
                () -> Long.MAX_VALUE,
                () -> Long.MAX_VALUE,
                room,
                failure -> stop.stop());
    }

    /** Bounds of the ingest of what is received now. */
    public static IngestSettings live(Configuration configuration) {
        return ingest(
                configuration,
                configuration.journal().keepRaw(),
                configuration.park().age(),
                configuration.templateLifetime());
    }

    /**
     * Bounds of the ingest of captures: a template may come however much later and holds for however long, as captures may lie
     * weeks apart; and the captures themselves are what is kept, so that the journal keeps nothing beyond what is needed.
     */
    public static IngestSettings imported(Configuration configuration) {
        return ingest(configuration, Duration.ZERO, FOREVER, FOREVER);
    }

    /** Bounds of a decoder without a journal. */
    public static DecoderSettings decoder(Configuration configuration) {
        return imported(configuration).decoder().withRateAge(Duration.ZERO);
    }

    private static IngestSettings ingest(
            Configuration configuration, Duration keepRaw, Duration parkAge, Duration templateLifetime) {
        Configuration.ExporterLimits limits = configuration.limits();
        DecoderSettings decoder = new DecoderSettings(
                Limits.standard().withTemplates(limits.templates(), limits.fields()),
                limits.exporters(),
                templateLifetime,
                parkAge,
                configuration.park().sets(),
                configuration.park().octets(),
                configuration.park().rate(),
                configuration.exporters());
        return new IngestSettings(
                configuration.batch().rows(),
                configuration.batch().interval(),
                configuration.batch().connections(),
                keepRaw,
                decoder);
    }

    /**
     * The database as those see it who only look: by a role that can read and nothing else when the server is the embedded one;
     * as configured otherwise.
     */
    public static Database readable(DatabaseServer server, Configuration configuration) {
        EmbeddedPostgres embedded = server.embeddedServer();
        DatabaseAddress reader = configuration.databaseReader();
        if (embedded == null) {
            return database(reader == null ? server : DatabaseServer.at(reader));
        }
        try (Connection superuser = server.connect()) {
            return ReaderRole.of(embedded, superuser);
        } catch (SQLException e) {
            LOG.log(
                    Level.WARNING,
                    "the role that only reads could not be made; its sessions only read all the same",
                    e);
            return database(server);
        }
    }

    /** The database of {@code server} as the store connects to it. */
    public static Database database(DatabaseServer server) {
        Properties login = server.properties();
        return new Database(
                server::jdbcUrl,
                Objects.requireNonNullElse(login.getProperty("user"), ""),
                () -> Objects.requireNonNullElse(server.properties().getProperty("password"), ""),
                CONNECT_TIMEOUT);
    }
}
