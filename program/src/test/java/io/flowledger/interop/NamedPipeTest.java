package io.flowledger.interop;

import static io.flowledger.wire.encode.TemplateField.field;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowledger.child.ChildProcess;
import io.flowledger.child.Deadline;
import io.flowledger.child.Tool;
import io.flowledger.embedded.TestDatabase;
import io.flowledger.wire.encode.IpfixEncoder;
import io.flowledger.wire.encode.Netflow5Encoder;
import io.flowledger.wire.encode.Netflow5RecordEncoder;
import io.flowledger.wire.encode.Netflow9Encoder;
import io.flowledger.wire.encode.OctetWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The writer in the place of the seed's: its pipe, its tables at version 7, its environment. */
class NamedPipeTest {
    private static final String VERSION_7 = """
            CREATE TABLE netflow_runtime_data (schema_version SMALLSERIAL NOT NULL);
            INSERT INTO netflow_runtime_data VALUES (7);
            CREATE TABLE netflow_exporters (ip INET PRIMARY KEY);
            INSERT INTO netflow_exporters VALUES ('198.51.100.1');
            CREATE TABLE netflow_bot_jobs2 (job_id TEXT PRIMARY KEY, last_used_ts TIMESTAMP NOT NULL);
            INSERT INTO netflow_bot_jobs2 VALUES ('1min/1', '2025-10-09 08:00:00');
            CREATE TABLE netflow_flows2 (ts TIMESTAMP NOT NULL, client_ip INET NOT NULL, in_bytes BIGINT NOT NULL,
                protocol SMALLINT NOT NULL, direction SMALLINT NOT NULL, l4_dst_port INTEGER NOT NULL,
                l4_src_port INTEGER NOT NULL, input_snmp BIGINT NOT NULL, output_snmp BIGINT NOT NULL,
                ipvx_dst_addr INET NOT NULL, ipvx_src_addr INET NOT NULL);
            INSERT INTO netflow_flows2 VALUES
                ('2025-10-09 08:00:00', '198.51.100.1', 1, 6, 0, 2, 3, 4, 5, '192.0.2.1', '192.0.2.2');
            """;

    /** 2025-10-09 08:53:20 UTC. */
    private static final long BASE_SECONDS = 1_760_000_000L;

    @TempDir
    private Path directory;

    private TestDatabase database;
    private Path pipe;

    @BeforeEach
    void createDatabase() throws Exception {
        Tool.path("mkfifo");
        database = TestDatabase.create();
        pipe = directory.resolve("pipe");
    }

    @AfterEach
    void dropDatabase() throws Exception {
        database.close();
    }

    private ChildProcess writer() throws IOException {
        return ChildProcess.flowledger(
                Map.of(
                        "NAMED_PIPE_FILENAME", pipe.toString(),
                        "DB_HOST", database.server().host(),
                        "DB_PORT", Integer.toString(database.server().port()),
                        "DB_DATABASE", database.name(),
                        "DB_USERNAME", database.user(),
                        "DB_PASSWORD", database.password(),
                        "FLOWLEDGER_DATA_DIR", directory.resolve("data").toString()),
                "writer");
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private List<String> query(String sql) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            while (result.next()) {
                rows.add(result.getString(1));
            }
        }
        return rows;
    }

    private List<String> flows() throws SQLException {
        return query(
                "SELECT concat_ws(' ', to_char(ts, 'HH24:MI:SS.MS'), client_ip, in_bytes, protocol, direction, l4_dst_port,"
                        + " l4_src_port, input_snmp, output_snmp, ipvx_dst_addr, ipvx_src_addr) FROM netflow_flows2 ORDER BY ts, in_bytes");
    }

    /** Opens the pipe for the one line and closes it, as the collector does. */
    private void send(String line) throws IOException {
        Files.writeString(pipe, line + "\n", StandardCharsets.US_ASCII, StandardOpenOption.WRITE);
    }

    private void send(double afterBase, String exporter, byte[] datagram) throws IOException {
        send("[\"" + Base64.getEncoder().encodeToString(datagram) + "\", " + (BASE_SECONDS + afterBase) + ", [\""
                + exporter + "\", 40000]]");
    }

    private void awaitFlows(int count) throws Exception {
        Deadline.await(count + " rows", ChildProcess.PATIENCE, () -> flows().size() == count);
    }

    @Test
    void rowsAreThoseOfAHandMadeTable() throws Exception {
        execute(VERSION_7);
        try (ChildProcess writer = writer()) {
            writer.awaitOut("Ready\\.");
            send(
                    0.25,
                    "198.51.100.1",
                    Netflow5Encoder.datagram()
                            .record(Netflow5RecordEncoder.flow()
                                    .addresses("192.0.2.1", "203.0.113.2", "0.0.0.0")
                                    .interfaces(3, 65_535)
                                    .counts(2, 4_000_000_000L)
                                    .ports(51_000, 443)
                                    .protocol(6, 0x12, 0))
                            .encode());
            send(
                    1,
                    "198.51.100.2",
                    Netflow9Encoder.message()
                            .sequenceNumber(1)
                            .template(
                                    256,
                                    field(27, 16),
                                    field(28, 16),
                                    field(1, 4),
                                    field(4, 1),
                                    field(7, 2),
                                    field(11, 2),
                                    field(10, 4),
                                    field(14, 4),
                                    field(61, 1))
                            .set(
                                    256,
                                    new OctetWriter()
                                            .address("2001:db8::1")
                                            .address("::1")
                                            .u32(1200)
                                            .u8(17)
                                            .u16(53)
                                            .u16(5353)
                                            .u32(100_000)
                                            .u32(0)
                                            .u8(1))
                            .encode());
            // Neither octets nor protocol nor ports: 0, as the table cannot hold NULL.
            send(
                    2,
                    "2001:db8::99",
                    Netflow9Encoder.message()
                            .sequenceNumber(1)
                            .template(256, field(8, 4), field(12, 4))
                            .set(256, new OctetWriter().address("10.0.0.1").address("10.0.0.2"))
                            .encode());
            // No address: no row, and the ledger says so.
            send(
                    3,
                    "198.51.100.3",
                    Netflow9Encoder.message()
                            .sequenceNumber(1)
                            .template(300, field(1, 4), field(4, 1))
                            .set(300, new OctetWriter().u32(99).u8(6))
                            .encode());
            for (String line : List.of(
                    "not json",
                    "[]",
                    "[\"%%%\", 1.0, [\"192.0.2.1\", 1]]",
                    "[\"AAUA\", \"now\", [\"192.0.2.1\", 1]]",
                    "[\"AAUA\", 1.0, [\"router.example\", 1]]")) {
                send(line);
            }
            send(
                    4,
                    "198.51.100.4",
                    IpfixEncoder.message()
                            .template(256, field(12, 4), field(8, 4), field(1, 8), field(4, 1))
                            .set(
                                    256,
                                    new OctetWriter()
                                            .address("10.1.1.1")
                                            .address("10.2.2.2")
                                            .u64(77)
                                            .u8(1))
                            .encode());
            awaitFlows(5);

            assertThat(flows())
                    .containsExactly(
                            "08:00:00.000 198.51.100.1 1 6 0 2 3 4 5 192.0.2.1 192.0.2.2",
                            "08:53:20.250 198.51.100.1 4000000000 6 0 443 51000 3 65535 203.0.113.2 192.0.2.1",
                            "08:53:21.000 198.51.100.2 1200 17 1 5353 53 100000 0 ::1 2001:db8::1",
                            "08:53:22.000 2001:db8::99 0 0 0 0 0 0 0 10.0.0.2 10.0.0.1",
                            "08:53:24.000 198.51.100.4 77 1 0 0 0 0 0 10.1.1.1 10.2.2.2");
            assertThat(query("SELECT host(ip) FROM netflow_exporters ORDER BY ip"))
                    .containsExactly("198.51.100.1", "198.51.100.2", "198.51.100.3", "198.51.100.4", "2001:db8::99");
            assertThat(query("SELECT host(exporter) || ' ' || reason || ' ' || count FROM flowledger.ledger_reason"))
                    .containsExactly("198.51.100.3 REQUIRED_ELEMENT_MISSING 1");
            assertThat(query("SELECT schema_version FROM netflow_runtime_data")).containsExactly("7");
            assertThat(query("SELECT job_id FROM netflow_bot_jobs2")).containsExactly("1min/1");
            assertThat(writer.terminate()).as("%s", writer).isZero();
            assertThat(writer.awaitErr("Stopped: .*").group())
                    .isEqualTo("Stopped: 10 lines, 5 of them not understood, 4 rows.");
        }
    }

    @Test
    void twoExportersMayUseATemplateIdForDifferentRecordsAndDataMayComeFirst() throws Exception {
        execute(VERSION_7);
        byte[] data = Netflow9Encoder.message()
                .sequenceNumber(1)
                .set(
                        256,
                        new OctetWriter()
                                .address("10.0.0.1")
                                .address("10.0.0.2")
                                .u32(5))
                .encode();
        try (ChildProcess writer = writer()) {
            writer.awaitOut("Ready\\.");
            send(0, "198.51.100.2", data);
            send(1, "198.51.100.3", data);
            send(
                    2,
                    "198.51.100.2",
                    Netflow9Encoder.message()
                            .sequenceNumber(2)
                            .template(256, field(8, 4), field(12, 4), field(1, 4))
                            .encode());
            send(
                    3,
                    "198.51.100.3",
                    Netflow9Encoder.message()
                            .sequenceNumber(2)
                            .template(256, field(12, 4), field(8, 4), field(10, 4))
                            .encode());
            awaitFlows(3);
            assertThat(writer.terminate()).as("%s", writer).isZero();
        }
        assertThat(flows())
                .contains(
                        "08:53:20.000 198.51.100.2 5 0 0 0 0 0 0 10.0.0.2 10.0.0.1",
                        "08:53:21.000 198.51.100.3 0 0 0 0 0 5 0 10.0.0.1 10.0.0.2");
    }

    @Test
    void anEmptyDatabaseGetsTheTables() throws Exception {
        try (ChildProcess writer = writer()) {
            writer.awaitOut("Ready\\.");
            send(
                    0,
                    "198.51.100.1",
                    Netflow5Encoder.datagram()
                            .record(Netflow5RecordEncoder.flow()
                                    .addresses("192.0.2.1", "203.0.113.2", "0.0.0.0")
                                    .counts(1, 40))
                            .encode());
            awaitFlows(1);
            assertThat(writer.terminate()).as("%s", writer).isZero();
        }
        assertThat(query("SELECT schema_version FROM netflow_runtime_data")).containsExactly("7");
    }
}
