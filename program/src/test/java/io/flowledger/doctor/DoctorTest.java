package io.flowledger.doctor;

import static io.flowledger.wire.encode.TemplateField.field;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowledger.config.Configuration;
import io.flowledger.config.ConfigurationLoader;
import io.flowledger.config.Setting;
import io.flowledger.embedded.TestDatabase;
import io.flowledger.pipeline.JournalFixture;
import io.flowledger.wire.encode.IpfixEncoder;
import io.flowledger.wire.encode.Netflow5Encoder;
import io.flowledger.wire.encode.Netflow5RecordEncoder;
import io.flowledger.wire.encode.OctetWriter;
import io.flowledger.wire.encode.SflowEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each thing that may be wrong is found, with what to do; a machine made of files, a real database. */
class DoctorTest {
    private static final String TABLE_HEAD =
            "   sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode ref pointer"
                    + " drops\n";

    @TempDir
    private Path root;

    @TempDir
    private Path data;

    private TestDatabase database;
    private String databaseUrl = "";
    private String journalSize = "1MiB";
    private String reserve = "0B";
    private String size = "0B";

    @BeforeEach
    void create() throws Exception {
        database = TestDatabase.create();
        databaseUrl = database.databaseUrl();
        Files.createDirectories(root.resolve("proc/sys/net/core"));
        Files.createDirectories(root.resolve("proc/net"));
        Files.createDirectories(root.resolve("run/systemd/timesync"));
        Files.createFile(root.resolve("run/systemd/timesync/synchronized"));
        rmem(33_554_432);
        socket(0);
    }

    @AfterEach
    void drop() throws Exception {
        database.close();
    }

    private void rmem(int octets) throws Exception {
        Files.writeString(root.resolve("proc/sys/net/core/rmem_max"), octets + "\n");
    }

    /** A socket on port 2055, 0x0807. */
    private void socket(int drops) throws Exception {
        Files.writeString(
                root.resolve("proc/net/udp6"),
                TABLE_HEAD + " 4158: 00000000000000000000000000000000:0807 00000000000000000000000000000000:0000 07"
                        + " 00000000:00000000 00:00000000 00000000  0 0 26134 2 000000002eab1b9b " + drops + "\n");
    }

    private List<Finding> examine() throws Exception {
        ConfigurationLoader loader = new ConfigurationLoader(Map.of(), root.resolve("none"));
        Map<Setting, List<String>> settings = new EnumMap<>(Map.of(
                Setting.DATA_DIR, List.of(data.toString()),
                Setting.JOURNAL_SIZE, List.of(journalSize),
                Setting.JOURNAL_SEGMENT, List.of("64KiB"),
                Setting.DISK_RESERVE, List.of(reserve),
                Setting.DATABASE_SIZE, List.of(size),
                Setting.LISTEN, List.of("udp://:2055")));
        if (!databaseUrl.isEmpty()) {
            settings.put(Setting.DATABASE, List.of(databaseUrl));
        }
        Configuration configuration = loader.configuration(loader.load(null, settings));
        return new Doctor(configuration, root).examine();
    }

    private static void assertProblem(List<Finding> findings, String check, String found, String advice) {
        assertThat(findings).anySatisfy(finding -> {
            assertThat(finding.state()).isEqualTo(Finding.State.PROBLEM);
            assertThat(finding.check()).isEqualTo(check);
            assertThat(finding.found()).contains(found);
            assertThat(finding.advice()).contains(advice);
        });
    }

    private void land(byte[]... datagrams) throws Exception {
        try (JournalFixture journal = new JournalFixture(data, database)) {
            for (byte[] datagram : datagrams) {
                journal.append(Instant.now(), datagram);
            }
            journal.land(true);
        }
    }

    private static byte[] flow(int sequence) {
        return Netflow5Encoder.datagram()
                .flowSequence(sequence)
                .unixTime(Instant.now().getEpochSecond(), 0)
                .record(Netflow5RecordEncoder.flow())
                .encode();
    }

    private void execute(String sql) throws Exception {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private String rows(String sql) throws Exception {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1) + " " + rows.getString(2);
        }
    }

    /** Without the server's own: the one of the tests does not force anything to disk. */
    private List<Finding> problems() throws Exception {
        return examine().stream()
                .filter(finding -> finding.state() == Finding.State.PROBLEM
                        && !finding.check().equals("fsync")
                        && !finding.check().equals("disk"))
                .toList();
    }

    @Test
    void nothingIsWrongWhereAllIsWell() throws Exception {
        land(flow(1), flow(2));

        assertThat(problems()).isEmpty();
    }

    @Test
    void aReceiveBufferThatIsNotGrantedIsFound() throws Exception {
        rmem(212_992);

        assertProblem(examine(), "receive buffer", "212992", "sysctl -w net.core.rmem_max=33554432");
    }

    @Test
    void aSocketThatDropsAndOneThatIsMissingAreFound() throws Exception {
        socket(17);
        assertProblem(examine(), "port 2055", "dropped 17 datagrams", "net.core.rmem_max");
        Files.writeString(root.resolve("proc/net/udp6"), TABLE_HEAD);
        assertProblem(examine(), "port 2055", "nobody listens", "flowledger run");
    }

    @Test
    void aDiskThatTheJournalMayFillAndAMissingTimeServiceAreFound() throws Exception {
        journalSize = "1024TiB";
        assertProblem(examine(), "disk", "the journal may still grow by", "journal-size");

        Files.delete(root.resolve("run/systemd/timesync/synchronized"));
        assertThat(examine()).anySatisfy(finding -> {
            assertThat(finding.check()).isEqualTo("clock");
            assertThat(finding.state()).isEqualTo(Finding.State.NOTE);
            assertThat(finding.advice()).contains("timedatectl set-ntp true");
        });
    }

    @Test
    void aDiskOnWhichNothingIsStoredAnyMoreAndTablesThatAreTooLargeAreFound() throws Exception {
        land(flow(1));
        size = "1000B";
        assertProblem(examine(), "database size", "database-size allows 1000", "raise database-size");

        databaseUrl = "";
        reserve = "1024TiB";
        assertProblem(examine(), "disk", "less than half of disk-reserve: rows are not stored", "make room");
    }

    @Test
    void aDatabaseThatDoesNotAnswerIsFound() throws Exception {
        databaseUrl = "postgresql://nobody@127.0.0.1:1/nothing";

        assertProblem(examine(), "database", "it does not answer", "flows wait in the journal");
    }

    @Test
    void noTrafficAtAllIsFound() throws Exception {
        assertProblem(examine(), "tables", "not there yet", "flowledger run");
        land();
        assertProblem(examine(), "traffic", "nothing was ever received", "tcpdump");
    }

    @Test
    void anExporterThatCannotBeDecodedIsFound() throws Exception {
        land(new byte[] {0, 77, 0, 0});

        assertProblem(examine(), "exporter 192.0.2.1", "unknown_version", "");
    }

    @Test
    void anExporterOfWhichATenthIsRefusedIsFoundThoughTheRestLands() throws Exception {
        byte[][] datagrams = new byte[10][];
        for (int i = 0; i < 9; i++) {
            datagrams[i] = flow(i);
        }
        datagrams[9] = new byte[] {0, 77, 0, 0};
        land(datagrams);
        assertProblem(
                examine(),
                "exporter 192.0.2.1",
                "within an hour 1 of 10 datagrams were refused; last fault: unknown_version",
                "look at the sender's address");

        // One of 11 is less than a tenth.
        execute("UPDATE flowledger.ledger SET datagrams_received = 10 WHERE datagrams_received = 9");
        assertThat(examine()).noneMatch(finding -> finding.found().contains("refused"));
    }

    @Test
    void skippedRecordsAndSetsWithoutATemplateAreFound() throws Exception {
        land(flow(1));
        execute("UPDATE flowledger.ledger SET records_seen = 20, records_skipped = 19, sets_expired = 3");

        assertProblem(
                examine(),
                "exporter 192.0.2.1",
                "within an hour 19 of 20 records were skipped, 3 Data Sets never got their template",
                "template refresh");
    }

    @Test
    void anExporterOfNatEventsOrOfCountersAloneIsInOrder() throws Exception {
        OctetWriter session = OctetWriter.octets()
                .u64(Instant.now().toEpochMilli())
                .address("100.64.0.1")
                .address("203.0.113.5")
                .u8(4);
        land(IpfixEncoder.message()
                .exportTimeSeconds(Instant.now().getEpochSecond())
                .template(300, field(323, 8), field(8, 4), field(225, 4), field(230, 1))
                .set(300, session)
                .encode());
        assertThat(rows("SELECT sum(nat_events), sum(rows) FROM flowledger.ledger"))
                .isEqualTo("1 0");
        assertThat(problems()).isEmpty();

        execute("DELETE FROM flowledger.ledger");
        land(SflowEncoder.datagram()
                .counters(1, 3, SflowEncoder.Records.records().add(1001, SflowEncoder.numbers(1, 2, 3, 4, 5, 6, 7)))
                .encode());
        assertThat(rows("SELECT sum(counter_rows), sum(rows) FROM flowledger.ledger"))
                .isEqualTo("1 0");
        assertThat(problems()).isEmpty();
    }

    @Test
    void theAddressOfDockersBridgeIsFound() throws Exception {
        land(flow(1));
        execute("UPDATE flowledger.stream SET exporter = '172.17.0.1'");

        assertProblem(examine(), "exporter 172.17.0.1", "container bridge", "network");
    }

    @Test
    void aClockThatIsWrongIsFound() throws Exception {
        land(flow(1));
        execute("UPDATE flowledger.stream SET clock_skew_ms = -3600000");

        assertProblem(examine(), "exporter 192.0.2.1", "3600 s ahead of ours", "NTP");
    }

    @Test
    void lossesAndBooksAreLookedAt() throws Exception {
        land(flow(1), flow(100));
        execute("INSERT INTO flowledger.listener_drop SELECT source_id, 2055, date_trunc('minute', now()), 5, 7"
                + " FROM flowledger.source");
        execute("UPDATE flowledger.ledger SET datagrams_stored = datagrams_stored - 1");

        List<Finding> findings = examine();
        assertProblem(findings, "kernel drops", "5 datagrams", "net.core.rmem_max");
        assertProblem(findings, "journal", "7 datagrams", "journal-size");
        assertProblem(findings, "exporter 192.0.2.1", "lost 98", "network");
        assertProblem(findings, "books", "off by 1", "audit");
    }
}
