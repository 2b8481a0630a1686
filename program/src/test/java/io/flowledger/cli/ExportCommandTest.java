package io.flowledger.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowledger.child.Tool;
import io.flowledger.embedded.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file of flows gives the same flows when it is imported, and tshark reads it. */
class ExportCommandTest {
    private static final int FLOWS = 300;

    /**
     * A row without what a file holds otherwise: receive times to the second, the exporter as an element,
     * another version, and the rate in each record, whoever said it.
     */
    private static final String ROWS = """
            SELECT ((to_jsonb(f) - 'exporter' - 'export_version' - 'sampling_origin') || jsonb_build_object(
              'received_at', extract(epoch FROM date_trunc('second', received_at)),
              'extra', coalesce(extra, '{}') - 'exporterIPv4Address' - 'exporterIPv6Address'))::text
            FROM flowledger.flows f ORDER BY 1""";

    @TempDir
    private Path directory;

    private TestDatabase database;
    private Path file;

    @BeforeEach
    void storeFlows() throws Exception {
        database = TestDatabase.create();
        file = directory.resolve("flows.ipfix");
        Path capture = directory.resolve("flows.pcap");
        Performance written = Performance.of(
                "generate",
                "--write",
                capture.toString(),
                "--protocol",
                "v9",
                "--datagrams",
                "16",
                "--records-per-datagram",
                "30");
        assertThat(written.status()).as(written.err()).isZero();
        Performance imported = flowledger(database, "import", capture.toString());
        assertThat(imported.status()).as(imported.err()).isZero();
    }

    @AfterEach
    void dropDatabase() throws Exception {
        database.close();
    }

    private Performance flowledger(TestDatabase at, String... args) {
        return Performance.of(
                Map.of(
                        "FLOWLEDGER_DATABASE",
                        at.databaseUrl(),
                        "FLOWLEDGER_DATA_DIR",
                        directory.resolve(at == database ? "data" : "other").toString()),
                "",
                0,
                args);
    }

    private static List<String> query(TestDatabase at, String sql) throws SQLException {
        List<String> found = new ArrayList<>();
        try (Connection connection = at.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                found.add(rows.getString(1));
            }
        }
        return found;
    }

    private void update(String sets, int offset, int count) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("UPDATE flowledger.flows SET " + sets
                    + " WHERE ctid IN (SELECT ctid FROM flowledger.flows ORDER BY ctid OFFSET " + offset + " LIMIT "
                    + count
                    + ")");
        }
    }

    private Performance export(String... more) {
        List<String> args = new ArrayList<>(List.of("export", "-o", file.toString(), "--from", "2000-01-01"));
        args.addAll(List.of(more));
        return flowledger(database, args.toArray(new String[0]));
    }

    @Test
    void anImportOfTheFileGivesTheSameRows() throws Exception {
        update("src_addr = '2001:db8::1', dst_addr = '2001:db8::2', next_hop = '2001:db8::3', ip_version = 6", 0, 20);
        update("flow_start = '2026-01-02 03:04:05.123456+00', flow_end = '2026-01-02 03:04:06+00'", 20, 20);
        update(
                "mpls_labels = '{16,1048575}', src_mac = '02:00:00:00:00:01', application = 'ssl \"x\"', observation_domain = 9",
                40,
                20);
        update(
                "extra = '{\"flowId\": 18446744073709551615, \"silkAppLabel\": 80, \"e4242id9\": \"0102\","
                        + " \"wlanSSID\": [\"a\", \"ä\"], \"absoluteError\": 0.5, \"exporterIPv4Address\": \"192.0.2.9\"}'",
                60,
                20);
        update("octets = NULL, packets = NULL, sampling_rate = 1000", 80, 5);
        List<String> rows = query(database, ROWS);
        assertThat(rows).hasSizeGreaterThanOrEqualTo(FLOWS);
        Performance exported = export();
        assertThat(exported.status()).as(exported.err()).isZero();
        assertThat(exported.out()).startsWith(rows.size() + " flows in ");
        assertThat(exported.err()).isEmpty();
        try (TestDatabase other = TestDatabase.create()) {
            Performance imported = flowledger(other, "import", file.toString());
            assertThat(imported.status()).as(imported.err()).isZero();
            assertThat(query(other, ROWS)).isEqualTo(rows);
            assertThat(query(
                            other,
                            "SELECT scope || ' ' || value FROM flowledger.option_value WHERE kind = 'element_type'"))
                    .as("silkAppLabel is known, so that its description is no news")
                    .isEmpty();
            assertThat(query(other, "SELECT DISTINCT sequence_lost::text FROM flowledger.ledger"))
                    .containsExactly("0");
        }
        try (var left = Files.list(directory)) {
            assertThat(left.filter(path -> path.toString().contains(".part"))).isEmpty();
        }
    }

    @Test
    void aFilterChoosesFlowsAndNoneAreAnEmptyFile() throws Exception {
        Performance some = export("proto", "udp");
        long expected = Long.parseLong(query(database, "SELECT count(*) FROM flowledger.flows WHERE protocol = 17")
                .get(0));
        assertThat(some.out()).startsWith(expected + " flows in ");
        assertThat(export("src", "port", "1", "and", "dst", "port", "1").out()).startsWith("0 flows in ");
        assertThat(file).isEmptyFile();
    }

    @Test
    void whatCannotBeWrittenLeavesTheFileThatIsThere() throws Exception {
        Files.writeString(file, "before", StandardCharsets.UTF_8);
        Performance wrong = export("no", "such", "word");
        assertThat(wrong.status()).isEqualTo(ExitCode.USAGE.status());
        assertThat(file).hasContent("before");
        file = directory.resolve("missing").resolve("flows.ipfix");
        assertThat(export().status()).isEqualTo(ExitCode.INPUT_OUTPUT.status());
        assertThat(flowledger(database, "export").status()).isEqualTo(ExitCode.USAGE.status());
    }

    @Test
    void tsharkReadsTheFile() throws Exception {
        String tshark = Tool.path("tshark");
        update("extra = '{\"silkAppLabel\": 80}'", 0, 5);
        assertThat(export().status()).isZero();
        Process process = new ProcessBuilder(
                        tshark, "-r", file.toString(), "-T", "fields", "-e", "cflow.octets", "-e", "_ws.malformed")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String octets = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        long sum = 0;
        int flows = 0;
        for (String value : octets.trim().split("[,\\s]+", -1)) {
            sum += Long.parseLong(value);
            flows++;
        }
        assertThat(query(database, "SELECT count(*) || ' ' || sum(octets) FROM flowledger.flows"))
                .containsExactly(flows + " " + sum);
    }
}
