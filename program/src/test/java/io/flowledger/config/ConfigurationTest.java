package io.flowledger.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationTest {
    @TempDir
    private Path directory;

    @Test
    void withoutAnySourceTheDefaultsHold() throws Exception {
        Configuration configuration = load(null, Map.of(), Map.of());

        assertThat(configuration.dataDirectory()).isEqualTo(directory.resolve(".local/share/flowledger"));
        assertThat(configuration.journalDirectory()).isEqualTo(directory.resolve(".local/share/flowledger/journal"));
        assertThat(configuration.database()).isNull();
        assertThat(configuration.layout()).isEqualTo(Configuration.Layout.FLOWS);
        assertThat(configuration.listen())
                .containsExactly(new ListenAddress("", 2055), new ListenAddress("", 4739), new ListenAddress("", 6343));
        assertThat(configuration.receiveBufferOctets()).isEqualTo(33_554_432);
        assertThat(configuration.logLevel()).isEqualTo(LogLevel.INFO);
        assertThat(configuration.keepExtra()).isTrue();
        assertThat(configuration.journal())
                .isEqualTo(new Configuration.Journal(
                        new JournalSync(JournalSync.Mode.INTERVAL, Duration.ofMillis(100)),
                        8_589_934_592L,
                        134_217_728L,
                        Duration.ofDays(1),
                        true));
        assertThat(configuration.park())
                .isEqualTo(new Configuration.Park(Duration.ofHours(1), 100_000, 268_435_456L, Duration.ofMinutes(10)));
        assertThat(configuration.limits()).isEqualTo(new Configuration.ExporterLimits(20_000, 4096, 65_536));
        assertThat(configuration.templateLifetime()).isEqualTo(Duration.ofDays(1));
        assertThat(configuration.batch()).isEqualTo(new Configuration.Batch(50_000, Duration.ofMillis(500), 2));
        assertThat(configuration.registry()).isEmpty();
    }

    @Test
    void natEventsAndCountersAreKeptAsLongAsFlowsUnlessSaidOtherwise() throws Exception {
        Configuration.Keeping flows =
                load(null, Map.of("FLOWLEDGER_KEEP_FLOWS", "7d"), Map.of()).keeping();
        assertThat(List.of(flows.flows(), flows.nat(), flows.counters())).containsOnly(Duration.ofDays(7));

        Path file = write("keep-nat = \"365d\"\nkeep-counters = \"0s\"\n");
        Configuration.Keeping keeping = load(file, Map.of(), Map.of()).keeping();
        assertThat(keeping.flows()).isEqualTo(Duration.ofDays(30));
        assertThat(keeping.nat()).isEqualTo(Duration.ofDays(365));
        assertThat(keeping.counters()).isEqualTo(Duration.ZERO);
    }

    @Test
    void anotherReaderIsOnlyOfUseWithADatabaseOfOnesOwn() throws Exception {
        Map<String, String> both = Map.of(
                "FLOWLEDGER_DATABASE", "postgresql://writer:one@db.example/flows",
                "FLOWLEDGER_DATABASE_READER", "postgresql://reader:two@db.example/flows");

        assertThat(load(null, both, Map.of()).databaseReader())
                .hasToString("postgresql://reader@db.example:5432/flows");
        assertThatThrownBy(() -> load(null, Map.of("FLOWLEDGER_DATABASE_READER", "postgresql://x@y/z"), Map.of()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("FLOWLEDGER_DATABASE_READER")
                .hasMessageContaining("only with database");
    }

    @Test
    void theXdgDataHomeHoldsTheDataDirectory() throws Exception {
        assertThat(load(null, Map.of("XDG_DATA_HOME", "/srv/data"), Map.of()).dataDirectory())
                .isEqualTo(Path.of("/srv/data/flowledger"));
    }

    @Test
    void theCommandLineBeatsTheEnvironmentWhichBeatsTheFile() throws Exception {
        Path file = write("batch-rows = 11\npark-sets = 21\nkeep-raw = \"31s\"\n");
        Map<String, String> environment = Map.of("FLOWLEDGER_PARK_SETS", "22", "FLOWLEDGER_KEEP_RAW", "32s");

        Configuration configuration = load(file, environment, Map.of(Setting.KEEP_RAW, List.of("33s")));

        assertThat(configuration.batch().rows()).isEqualTo(11);
        assertThat(configuration.park().sets()).isEqualTo(22);
        assertThat(configuration.journal().keepRaw()).isEqualTo(Duration.ofSeconds(33));
    }

    @Test
    void theFileInTheXdgConfigurationHomeIsReadWhenItIsThere() throws Exception {
        Files.createDirectories(directory.resolve(".config/flowledger"));
        Files.writeString(directory.resolve(".config/flowledger/flowledger.toml"), "extra = \"none\"\n");

        assertThat(load(null, Map.of(), Map.of()).keepExtra()).isFalse();
    }

    @Test
    void anUnknownKeyIsAnErrorThatNamesItsLineAndTheNearestKey() throws Exception {
        Path file = write("# a comment\nlayout = \"flows\"\njournl-size = \"1GiB\"\n");

        assertThatThrownBy(() -> load(file, Map.of(), Map.of()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(file + ":3: \"journl-size\" is not a setting; did you mean \"journal-size\"?");
    }

    @Test
    void aFileThatIsNotTomlIsAnErrorThatNamesItsLine() throws Exception {
        Path file = write("layout = \"flows\"\nextra = = 1\n");

        assertThatThrownBy(() -> load(file, Map.of(), Map.of()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith(file + ":2: ");
    }

    @Test
    void aNumberWithoutAUnitIsRefused() {
        assertThatThrownBy(() -> load(null, Map.of("FLOWLEDGER_PARK_AGE", "60"), Map.of()))
                .hasMessage("FLOWLEDGER_PARK_AGE: \"60\" is not a time with its unit (ns, us, ms, s, m, h, d),"
                        + " for example 100ms or 1h30m");
    }

    @Test
    void aWrongOptionIsKnownToComeFromTheCommandLine() {
        assertThatThrownBy(() -> load(null, Map.of(), Map.of(Setting.BATCH_INTERVAL, List.of("5s"))))
                .isInstanceOfSatisfying(ConfigurationException.class, e -> {
                    assertThat(e.fromCommandLine()).isTrue();
                    assertThat(e).hasMessage("--batch-interval: must be within 1ms to 1s");
                });
    }

    @Test
    void timesAndSizesAreReadWithTheirUnits() {
        assertThat(Quantity.duration("100ms")).isEqualTo(Duration.ofMillis(100));
        assertThat(Quantity.duration("1h30m")).isEqualTo(Duration.ofMinutes(90));
        assertThat(Quantity.duration("1.5s")).isEqualTo(Duration.ofMillis(1500));
        assertThat(Quantity.duration("2d")).isEqualTo(Duration.ofDays(2));
        assertThat(Quantity.octets("8GiB")).isEqualTo(8_589_934_592L);
        assertThat(Quantity.octets("1.5 kB")).isEqualTo(1500);
        assertThatThrownBy(() -> Quantity.octets("8gibibytes")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Quantity.octets("-8GiB")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Quantity.octets("99999999TiB")).hasMessageContaining("too large");
        assertThatThrownBy(() -> Quantity.duration("")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theJournalIsForcedAlwaysNeverOrInAnInterval() {
        assertThat(JournalSync.parse("always").mode()).isEqualTo(JournalSync.Mode.ALWAYS);
        assertThat(JournalSync.parse("none").mode()).isEqualTo(JournalSync.Mode.NEVER);
        assertThat(JournalSync.parse("20ms").interval()).isEqualTo(Duration.ofMillis(20));
        assertThatThrownBy(() -> JournalSync.parse("0ms")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void listenAddressesAreUrls() {
        assertThat(ListenAddress.parse("udp://:2055")).isEqualTo(new ListenAddress("", 2055));
        assertThat(ListenAddress.parse("udp://*:2055")).isEqualTo(new ListenAddress("", 2055));
        assertThat(ListenAddress.parse("udp://0.0.0.0:99")).isEqualTo(new ListenAddress("0.0.0.0", 99));
        assertThat(ListenAddress.parse("udp://[::1]:4739")).isEqualTo(new ListenAddress("::1", 4739));
        assertThat(ListenAddress.parse("udp://[::1]:4739")).hasToString("udp://[::1]:4739");
        assertThat(ListenAddress.parse("tls://:4740"))
                .isEqualTo(new ListenAddress(ListenAddress.Transport.TLS, "", 4740));
        for (String wrong :
                List.of("2055", "sctp://:1", "udp://host", "udp://host:70000", "udp://h:1/path", "udp://")) {
            assertThatThrownBy(() -> ListenAddress.parse(wrong)).as(wrong).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void theEffectiveSettingsAreAFileThatGivesTheSameAgain() throws Exception {
        ConfigurationLoader loader =
                new ConfigurationLoader(Map.of("FLOWLEDGER_LISTEN", "udp://:1,udp://[::1]:2"), directory);
        StringWriter printed = new StringWriter();
        SettingValues values = loader.load(null, Map.of(Setting.BATCH_ROWS, List.of("7")));
        values.print(new PrintWriter(printed));

        assertThat(printed.toString()).contains("# --batch-rows").contains("# FLOWLEDGER_LISTEN");
        assertThat(load(write(printed.toString()), Map.of(), Map.of())).isEqualTo(loader.configuration(values));
    }

    @Test
    void thePasswordIsNotPrinted() throws Exception {
        StringWriter printed = new StringWriter();
        new ConfigurationLoader(Map.of("FLOWLEDGER_DATABASE", "postgresql://u:s3cret@h/d"), directory)
                .load(null, Map.of())
                .print(new PrintWriter(printed));

        assertThat(printed.toString()).contains("postgresql://u:***@h/d").doesNotContain("s3cret");
    }

    private Path write(String text) throws Exception {
        return Files.writeString(directory.resolve("some.toml"), text);
    }

    private Configuration load(@Nullable Path file, Map<String, String> environment, Map<Setting, List<String>> options)
            throws ConfigurationException {
        ConfigurationLoader loader = new ConfigurationLoader(environment, directory);
        return loader.configuration(loader.load(file, options));
    }
}
