package io.flowledger.config;

import io.flowledger.flow.decode.ExporterOverride;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything that can be set, checked.
 *
 * @param dataDirectory absolute
 * @param database null for the embedded server
 * @param databaseReader how the console and the API read; null for as database says
 * @param listen at least one
 * @param receiveBufferOctets asked of the kernel for each listener
 * @param tls null when no certificate is configured; never null with a listener of TLS
 * @param keepExtra whether elements without a column are kept
 * @param templateLifetime over UDP, without a refresh
 * @param packAfter how long after its end an hour is packed; zero for never
 * @param keeping what is summed, and kept for how long
 * @param web who may look, and where
 * @param grafolean where reports go
 * @param exporters what holds for exporters whatever they say
 * @param registry files with more Information Elements, in order
 */
public record Configuration(
        Path dataDirectory,
        @Nullable DatabaseAddress database,
        @Nullable DatabaseAddress databaseReader,
        Layout layout,
        List<ListenAddress> listen,
        int receiveBufferOctets,
        @Nullable Tls tls,
        Connections connections,
        LogLevel logLevel,
        boolean keepExtra,
        Journal journal,
        Park park,
        ExporterLimits limits,
        Duration templateLifetime,
        Duration packAfter,
        Batch batch,
        Keeping keeping,
        WebConfiguration web,
        GrafoleanAddress grafolean,
        List<ExporterOverride> exporters,
        List<Path> registry) {

    public Configuration {
        listen = List.copyOf(listen);
        exporters = List.copyOf(exporters);
        registry = List.copyOf(registry);
    }

    /** The tables that rows are written to. */
    public enum Layout {
        FLOWS,
        GRAFOLEAN
    }

    /**
     * @param sizeOctets the most that all segments take together
     * @param segmentOctets size at which the next segment begins
     * @param keepRaw how long stored datagrams are kept
     * @param compressRaw whether segments that are only kept are compressed
     */
    public record Journal(
            JournalSync sync, long sizeOctets, long segmentOctets, Duration keepRaw, boolean compressRaw) {}

    /**
     * @param clientCa null when exporters need no certificate
     * @param clientNames empty when any will do
     */
    public record Tls(Path certificate, Path key, @Nullable Path clientCa, List<String> clientNames) {
        public Tls {
            clientNames = List.copyOf(clientNames);
        }
    }

    /**
     * Bounds for TCP and TLS.
     *
     * @param maximum connections at the same time
     * @param idle how long one may be silent; zero for ever
     */
    public record Connections(int maximum, Duration idle) {}

    /** Bounds for Data Sets that wait for their template, or at most {@code rate} for their sampling rate. */
    public record Park(Duration age, int sets, long octets, Duration rate) {}

    /** Bounds for what exporters make us keep: how many there may be, and templates and their fields of one. */
    public record ExporterLimits(int exporters, int templates, int fields) {}

    /** Bounds for a transaction, whichever is reached first, and how many are under way at the same time. */
    public record Batch(int rows, Duration interval, int connections) {}

    /**
     * What is summed, and kept for how long; a time of zero is for ever.
     *
     * @param nat NAT events
     * @param counters those of sFlow agents
     * @param databaseOctets the most that the tables may take; zero for no bound
     * @param reserveOctets what stays free on the disk of the embedded server
     */
    public record Keeping(
            Duration flows,
            Duration nat,
            Duration counters,
            Duration minutes,
            Duration hours,
            Duration days,
            Duration imports,
            long databaseOctets,
            long reserveOctets,
            int minuteKeys,
            int hourKeys) {}

    /** The same with {@code other} as database, unless one is configured. */
    public Configuration withDefaultDatabase(DatabaseAddress other) {
        return new Configuration(
                dataDirectory,
                database == null ? other : database,
                databaseReader,
                layout,
                listen,
                receiveBufferOctets,
                tls,
                connections,
                logLevel,
                keepExtra,
                journal,
                park,
                limits,
                templateLifetime,
                packAfter,
                batch,
                keeping,
                web,
                grafolean,
                exporters,
                registry);
    }

    /** The same with another console. */
    public Configuration with(WebConfiguration other) {
        return new Configuration(
                dataDirectory,
                database,
                databaseReader,
                layout,
                listen,
                receiveBufferOctets,
                tls,
                connections,
                logLevel,
                keepExtra,
                journal,
                park,
                limits,
                templateLifetime,
                packAfter,
                batch,
                keeping,
                other,
                grafolean,
                exporters,
                registry);
    }

    public Path journalDirectory() {
        return dataDirectory.resolve("journal");
    }

    /** Checks the texts and makes values of them; the first wrong one is reported. */
    public static Configuration of(SettingValues values, String systemUser) throws ConfigurationException {
        SettingReader read = new SettingReader(values);
        Journal journal = new Journal(
                read.one(Setting.FSYNC, JournalSync::parse),
                read.octets(Setting.JOURNAL_SIZE, 1 << 20, Long.MAX_VALUE),
                read.octets(Setting.JOURNAL_SEGMENT, 64 << 10, 2L << 30),
                read.one(Setting.KEEP_RAW, Quantity::duration),
                read.oneOf(Setting.COMPRESS_RAW, "on", "off").equals("on"));
        if (journal.segmentOctets > journal.sizeOctets / 2) {
            throw read.wrong(Setting.JOURNAL_SEGMENT, "must be at most half of journal-size");
        }
        List<ListenAddress> listen = read.several(Setting.LISTEN, ListenAddress::parse);
        WebConfiguration web = WebConfiguration.of(read);
        return new Configuration(
                read.one(
                        Setting.DATA_DIR, text -> Path.of(text).toAbsolutePath().normalize()),
                read.optional(Setting.DATABASE, text -> DatabaseAddress.parse(text, systemUser)),
                reader(read, systemUser),
                read.choice(Setting.LAYOUT, Layout.class),
                listen,
                Math.toIntExact(read.octets(Setting.RECEIVE_BUFFER, 4 << 10, 1 << 30)),
                tls(read, listen, web),
                new Connections(
                        read.count(Setting.TCP_CONNECTIONS, 1, 100_000),
                        read.duration(Setting.TCP_IDLE, Duration.ZERO, Duration.ofDays(365))),
                read.choice(Setting.LOG_LEVEL, LogLevel.class),
                read.oneOf(Setting.EXTRA, "all", "none").equals("all"),
                journal,
                new Park(
                        read.one(Setting.PARK_AGE, Quantity::duration),
                        read.count(Setting.PARK_SETS, 0, 100_000_000),
                        read.octets(Setting.PARK_OCTETS, 0, Long.MAX_VALUE),
                        read.duration(Setting.PARK_RATE, Duration.ZERO, Duration.ofDays(1))),
                new ExporterLimits(
                        read.count(Setting.EXPORTER_LIMIT, 1, 10_000_000),
                        read.count(Setting.TEMPLATE_LIMIT, 1, 65_280),
                        read.count(Setting.FIELD_LIMIT, 1, 10_000_000)),
                read.duration(Setting.TEMPLATE_LIFETIME, Duration.ofSeconds(1), Duration.ofDays(3650)),
                read.duration(Setting.PACK_AFTER, Duration.ZERO, Duration.ofDays(3650)),
                new Batch(
                        read.count(Setting.BATCH_ROWS, 1, 10_000_000),
                        read.duration(Setting.BATCH_INTERVAL, Duration.ofMillis(1), Duration.ofSeconds(1)),
                        read.count(Setting.COPY_CONNECTIONS, 1, 16)),
                keeping(read),
                web,
                GrafoleanAddress.of(read),
                read.several(Setting.EXPORTER, ExporterSetting::parse),
                read.several(
                        Setting.REGISTRY, text -> Path.of(text).toAbsolutePath().normalize()));
    }

    private static Keeping keeping(SettingReader read) throws ConfigurationException {
        Duration flows = read.one(Setting.KEEP_FLOWS, Quantity::duration);
        Duration nat = read.optional(Setting.KEEP_NAT, Quantity::duration);
        Duration counters = read.optional(Setting.KEEP_COUNTERS, Quantity::duration);
        return new Keeping(
                flows,
                nat == null ? flows : nat,
                counters == null ? flows : counters,
                read.one(Setting.KEEP_MINUTES, Quantity::duration),
                read.one(Setting.KEEP_HOURS, Quantity::duration),
                read.one(Setting.KEEP_DAYS, Quantity::duration),
                read.one(Setting.KEEP_IMPORTS, Quantity::duration),
                read.octets(Setting.DATABASE_SIZE, 0, Long.MAX_VALUE),
                read.octets(Setting.DISK_RESERVE, 0, Long.MAX_VALUE),
                read.count(Setting.MINUTE_KEYS, 1, 100_000),
                read.count(Setting.HOUR_KEYS, 1, 100_000));
    }

    private static @Nullable DatabaseAddress reader(SettingReader read, String systemUser)
            throws ConfigurationException {
        DatabaseAddress reader =
                read.optional(Setting.DATABASE_READER, text -> DatabaseAddress.parse(text, systemUser));
        if (reader != null && read.optional(Setting.DATABASE, text -> text) == null) {
            throw read.wrong(
                    Setting.DATABASE_READER,
                    "is of use only with database: the embedded PostgreSQL has a role that only reads already");
        }
        return reader;
    }

    private static @Nullable Tls tls(SettingReader read, List<ListenAddress> listen, WebConfiguration web)
            throws ConfigurationException {
        Path certificate = read.optional(Setting.TLS_CERTIFICATE, Configuration::file);
        Path key = read.optional(Setting.TLS_KEY, Configuration::file);
        boolean listens = listen.stream().anyMatch(address -> address.transport() == ListenAddress.Transport.TLS);
        boolean served = web.address() != null && web.address().tls();
        if (certificate == null && key == null && !listens && !served) {
            return null;
        }
        if (certificate == null) {
            throw read.wrong(
                    served && key == null ? Setting.WEB : listens ? Setting.LISTEN : Setting.TLS_KEY,
                    "TLS needs tls-certificate as well");
        }
        if (key == null) {
            throw read.wrong(Setting.TLS_CERTIFICATE, "TLS needs tls-key as well");
        }
        Path clientCa = read.optional(Setting.TLS_CLIENT_CA, Configuration::file);
        List<String> clientNames = read.several(Setting.TLS_CLIENT_NAME, text -> text);
        if (clientCa == null && !clientNames.isEmpty()) {
            throw read.wrong(Setting.TLS_CLIENT_NAME, "names are of use only with tls-client-ca");
        }
        return new Tls(certificate, key, clientCa, clientNames);
    }

    private static Path file(String text) {
        return Path.of(text).toAbsolutePath().normalize();
    }
}
