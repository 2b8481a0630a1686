package io.flowledger.config;

import io.flowledger.store.filter.Spelling;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The only list of settings: key in the file, {@code --key} on the command line, {@code FLOWLEDGER_KEY} in the
 * environment, help text and default all follow from here.
 */
public enum Setting {
    DATA_DIR("data-dir", "DIR", "", "Where the journal and the embedded PostgreSQL live."),
    DATABASE(
            "database",
            "URL",
            "",
            "A PostgreSQL of your own (13 or later) instead of the embedded one: postgresql://USER:PASSWORD@HOST:PORT/DATABASE"
                    + "?sslmode=…, or a jdbc:postgresql: URL. DB_HOST, DB_PORT, DB_DATABASE, DB_USERNAME, DB_PASSWORD and"
                    + " DB_CONNECT_TIMEOUT do the same."),
    DATABASE_READER(
            "database-reader",
            "URL",
            "",
            "With database: the URL that the console and the API read with, whose role needs no right but to read; docs/"
                    + "operating.md has its GRANTs. Default: that of database."),
    LAYOUT("layout", "flows|grafolean", "flows", "The tables that rows are written to."),
    LISTEN(
            "listen",
            "udp|tcp|tls://HOST:PORT",
            "udp://:2055,udp://:4739,udp://:6343",
            "Where exporters send to; without HOST on all addresses, IPv4 and IPv6. Over tcp and tls comes IPFIX; its usual"
                    + " ports are 4739 and 4740."),
    RECEIVE_BUFFER("receive-buffer", "SIZE", "32MiB", "Receive buffer asked of the kernel for each listener."),
    TLS_CERTIFICATE("tls-certificate", "FILE", "", "The certificate for tls listeners, with those up to its CA: PEM."),
    TLS_KEY("tls-key", "FILE", "", "The private key of the certificate: PKCS#8 in PEM, without a password."),
    TLS_CLIENT_CA(
            "tls-client-ca",
            "FILE",
            "",
            "Certificates of CAs, PEM: exporters must show a certificate signed by one of them. Without it anyone may"
                    + " connect."),
    TLS_CLIENT_NAME(
            "tls-client-name",
            "NAME",
            "",
            "A DNS name or common name that may connect, by the exporter's certificate. Without it any that is signed."),
    TCP_CONNECTIONS(
            "tcp-connections", "COUNT", "256", "How many tcp and tls connections there may be at the same time."),
    TCP_IDLE(
            "tcp-idle",
            "TIME",
            "0s",
            "How long a tcp or tls connection may be silent before it is closed; 0s: for ever."),
    LOG_LEVEL(
            "log-level",
            "error|warn|info|debug|trace",
            "info",
            "How much is logged to standard error; DEBUG=true in the environment means debug."),
    EXTRA("extra", "all|none", "all", "Whether Information Elements without a column are kept in the column extra."),
    FSYNC(
            "fsync",
            "always|TIME|none",
            "100ms",
            "When the journal is forced to disk: after each datagram, at least once in a time, or never."),
    JOURNAL_SIZE(
            "journal-size", "SIZE", "8GiB", "The most that the journal may take; when full, the newest are refused."),
    JOURNAL_SEGMENT("journal-segment", "SIZE", "128MiB", "Size at which the journal begins its next file."),
    KEEP_RAW("keep-raw", "TIME", "24h", "How long datagrams stay in the journal after their rows are stored."),
    COMPRESS_RAW(
            "compress-raw",
            "on|off",
            "on",
            "Whether files of the journal that are only kept are compressed, to half or less, so that journal-size holds twice"
                    + " the time. On, as it works only while landing keeps up and takes a tenth of what landing takes, which a"
                    + " collector of modest rates has to spare; off where processors are busy all day."),
    PARK_AGE("park-age", "TIME", "1h", "How long Data Sets wait for their template."),
    PARK_SETS("park-sets", "COUNT", "100000", "How many Data Sets may wait for their template."),
    PARK_OCTETS("park-octets", "SIZE", "256MiB", "How large the waiting Data Sets may be together."),
    PARK_RATE(
            "park-rate",
            "TIME",
            "10m",
            "How long Data Sets wait for the option that tells their sampling rate; 0s: they do not."),
    EXPORTER(
            "exporter",
            "ADDRESS[#DOMAIN] WHAT=VALUE…",
            "",
            "What holds for an exporter, whatever it says: address=ADDRESS when its datagrams come from a gateway, or"
                    + " address=agent (sFlow), or address=exported (elements 130, 131 of its options); sampling=RATE; time-zone=ZONE, or none when its clock is wrong; name=NAME. * is any"
                    + " address."),
    EXPORTER_LIMIT(
            "exporter-limit",
            "COUNT",
            "20000",
            "How many exporters, by address and protocol, may send at the same time; further ones are refused and counted."),
    TEMPLATE_LIMIT("template-limit", "COUNT", "4096", "How many templates an exporter may have."),
    FIELD_LIMIT("field-limit", "COUNT", "65536", "How many fields the templates of an exporter may have together."),
    TEMPLATE_LIFETIME(
            "template-lifetime", "TIME", "24h", "How long a template received over UDP holds without a refresh."),
    PACK_AFTER(
            "pack-after",
            "TIME",
            "0s",
            "How long after its end the flows of an hour are packed into blocks, in a fraction of the space; 0s: not at"
                    + " all."),
    BATCH_ROWS("batch-rows", "COUNT", "50000", "Rows after which a transaction is committed."),
    COPY_CONNECTIONS(
            "copy-connections",
            "COUNT",
            "2",
            "How many connections copy rows at the same time; what they copy is committed in the order of the journal."),
    BATCH_INTERVAL("batch-interval", "TIME", "500ms", "Time after which a transaction is committed; at most 1s."),
    KEEP_FLOWS("keep-flows", "TIME", "30d", "Age at which flows are dropped, by whole hours; 0s: never."),
    KEEP_NAT(
            "keep-nat",
            "TIME",
            "",
            "Age at which NAT events are dropped, by whole hours; 0s: never. Default: that of keep-flows."),
    KEEP_COUNTERS(
            "keep-counters",
            "TIME",
            "",
            "Age at which the counters of sFlow agents are dropped, by whole hours; 0s: never. Default: that of"
                    + " keep-flows."),
    KEEP_MINUTES("keep-minutes", "TIME", "60d", "Age at which sums by minute are dropped, by whole days; 0s: never."),
    KEEP_HOURS("keep-hours", "TIME", "400d", "Age at which sums by hour are dropped, by whole months; 0s: never."),
    KEEP_DAYS("keep-days", "TIME", "0s", "Age at which sums by day are dropped, by whole years; 0s: never."),
    KEEP_IMPORTS(
            "keep-imports",
            "TIME",
            "0s",
            "Age at which hours with imported rows are dropped, which the other ages do not; 0s: never."),
    DATABASE_SIZE(
            "database-size",
            "SIZE",
            "0B",
            "The most that the tables may take on disk: the oldest go first, the newest never. 0B: no bound."),
    DISK_RESERVE(
            "disk-reserve",
            "SIZE",
            "2GiB",
            "What stays free on the disk of the embedded PostgreSQL: before it is less, the oldest rows are dropped; when less"
                    + " than half of it is free, no rows are stored, and datagrams wait in the journal. 0B: nothing."),
    MINUTE_KEYS("minute-keys", "COUNT", "200", "Largest keys that sums by minute keep of each dimension."),
    HOUR_KEYS("hour-keys", "COUNT", "1000", "Largest keys that sums by hour and day keep of each dimension."),
    REGISTRY("registry", "FILE", "", "A CSV file with more Information Elements."),
    WEB(
            "web",
            "http[s]://HOST:PORT|none",
            "http://127.0.0.1:8080",
            "Where the console and the API are served; an address that other machines reach needs a password or a token."),
    WEB_PASSWORD("web-password", "HASH", "", "Hash of the password of the console, as flowledger password makes it."),
    WEB_TOKEN("web-token", "HASH", "", "Hash of a token for programs, as flowledger password --token makes it."),
    WEB_SESSION("web-session", "TIME", "12h", "How long a login lasts without use."),
    WEB_NAME("web-name", "NAME", "", "A host name by which a proxy in front of a console on loopback is asked."),
    GRAFOLEAN("grafolean", "URL", "", "Report to Grafolean as its NetFlow bot: the address of its API."),
    BOT_TOKEN_FILE("bot-token-file", "FILE", "", "The file that holds the bot's token for Grafolean.");

    private static final String VARIABLE_PREFIX = "FLOWLEDGER_";

    private final String key;
    private final String syntax;
    private final String defaultText;
    private final String description;

    Setting(String key, String syntax, String defaultText, String description) {
        this.key = key;
        this.syntax = syntax;
        this.defaultText = defaultText;
        this.description = description;
    }

    /** As in the configuration file, for example {@code data-dir}. */
    public String key() {
        return key;
    }

    /** As on the command line, for example {@code --data-dir}. */
    public String option() {
        return "--" + key;
    }

    /** As in the environment, for example {@code FLOWLEDGER_DATA_DIR}. */
    public String variable() {
        return VARIABLE_PREFIX + key.toUpperCase(Locale.ROOT).replace('-', '_');
    }

    /** What a value looks like, for help texts. */
    public String syntax() {
        return syntax;
    }

    /** Empty when there is none, or when it depends on the environment; several are separated by commas. */
    public String defaultText() {
        return defaultText;
    }

    public String description() {
        return description;
    }

    /** Whether it may be given more than once. */
    public boolean isRepeatable() {
        return this == LISTEN || this == REGISTRY || this == EXPORTER || this == TLS_CLIENT_NAME || this == WEB_NAME;
    }

    /** Whether its value may hold a password. */
    public boolean isSecret() {
        return this == DATABASE || this == DATABASE_READER || this == WEB_PASSWORD || this == WEB_TOKEN;
    }

    /** The settings of listeners, for commands that have none. */
    public static Set<Setting> ofListeners() {
        return EnumSet.of(
                LISTEN,
                RECEIVE_BUFFER,
                TLS_CERTIFICATE,
                TLS_KEY,
                TLS_CLIENT_CA,
                TLS_CLIENT_NAME,
                TCP_CONNECTIONS,
                TCP_IDLE);
    }

    /** The settings of a command that reads the tables of a layout. */
    public static Set<Setting> ofReading() {
        return EnumSet.of(DATA_DIR, DATABASE, LAYOUT, LOG_LEVEL);
    }

    /** The settings of sums and of what is kept, for commands that do neither. */
    public static Set<Setting> ofKeeping() {
        return EnumSet.range(KEEP_FLOWS, HOUR_KEYS);
    }

    /** The settings of the console, for commands that serve none. */
    public static Set<Setting> ofWeb() {
        return EnumSet.of(DATABASE_READER, WEB, WEB_PASSWORD, WEB_TOKEN, WEB_SESSION, WEB_NAME);
    }

    /** The settings of reports to Grafolean, for commands that make none. */
    public static Set<Setting> ofGrafolean() {
        return EnumSet.of(GRAFOLEAN, BOT_TOKEN_FILE);
    }

    static @Nullable Setting byKey(String key) {
        for (Setting setting : values()) {
            if (setting.key.equals(key)) {
                return setting;
            }
        }
        return null;
    }

    /** The setting whose key takes the fewest changed letters to reach, for messages about an unknown one. */
    static Setting nearest(String key) {
        Setting best = DATA_DIR;
        int least = Integer.MAX_VALUE;
        for (Setting setting : values()) {
            int distance = Spelling.distance(key.toLowerCase(Locale.ROOT).replace('_', '-'), setting.key);
            if (distance < least) {
                least = distance;
                best = setting;
            }
        }
        return best;
    }
}
