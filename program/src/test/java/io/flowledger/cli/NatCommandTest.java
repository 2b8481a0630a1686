package io.flowledger.cli;

import static io.flowledger.wire.encode.TemplateField.field;
import static io.flowledger.wire.encode.TemplateField.variable;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowledger.embedded.TestDatabase;
import io.flowledger.pipeline.JournalFixture;
import io.flowledger.wire.encode.IpfixEncoder;
import io.flowledger.wire.encode.OctetWriter;
import io.flowledger.wire.encode.TemplateField;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Events that landed from datagrams answer who had an address and port. */
class NatCommandTest {
    private static final Instant NOON = Instant.parse("2026-05-01T12:00:00Z");
    private static final int CREATED = 4;
    private static final int DELETED = 5;
    private static final int BLOCK_GIVEN = 16;
    private static final int BLOCK_TAKEN = 17;

    @TempDir
    private Path data;

    private TestDatabase database;

    @BeforeEach
    void landEvents() throws Exception {
        database = TestDatabase.create();
        try (JournalFixture journal = new JournalFixture(data, database)) {
            journal.append(
                    NOON,
                    IpfixEncoder.message()
                            .template(
                                    300,
                                    field(323, 8),
                                    field(8, 4),
                                    field(225, 4),
                                    field(7, 2),
                                    field(227, 2),
                                    field(4, 1),
                                    field(230, 1))
                            .template(
                                    301,
                                    field(323, 8),
                                    field(8, 4),
                                    field(225, 4),
                                    field(361, 2),
                                    field(362, 2),
                                    field(230, 1))
                            .set(300, session(0, "100.64.0.1", 1025, CREATED))
                            .set(300, session(600, "100.64.0.1", 1025, DELETED))
                            .set(300, session(700, "100.64.0.2", 1025, CREATED))
                            .set(300, session(300, "100.64.0.9", 1026, DELETED))
                            .set(301, block(0, "100.64.0.3", 2048, 4095, BLOCK_GIVEN))
                            .set(301, block(1200, "100.64.0.3", 2048, 4095, BLOCK_TAKEN))
                            .template(256, nokia(152))
                            .template(257, nokia(153))
                            .set(256, nokia(0, 40_001, "USER1@10.10.0.123"))
                            .set(256, nokia(60, 40_002, "USER2@10.10.0.124"))
                            .set(257, nokia(600, 40_001, "USER1@10.10.0.123"))
                            .encode());
            journal.land(true);
        }
    }

    @AfterEach
    void dropDatabase() throws Exception {
        database.close();
    }

    private static OctetWriter session(int second, String inside, int port, int event) {
        return OctetWriter.octets()
                .u64(NOON.plusSeconds(second).toEpochMilli())
                .address(inside)
                .address("203.0.113.5")
                .u16(40_000)
                .u16(port)
                .u8(6)
                .u8(event);
    }

    private static OctetWriter block(int second, String inside, int first, int last, int event) {
        return OctetWriter.octets()
                .u64(NOON.plusSeconds(second).toEpochMilli())
                .address(inside)
                .address("203.0.113.5")
                .u16(first)
                .u16(last)
                .u8(event);
    }

    /** Nokia SROS, template format 1: the outside address in 8, the inside in a text. */
    private static TemplateField[] nokia(int time) {
        return new TemplateField[] {
            field(8, 4), field(12, 4), field(7, 2), field(11, 2), field(time, 8), field(4, 1), variable(637, 93)
        };
    }

    private static OctetWriter nokia(int second, int port, String subscriber) {
        return OctetWriter.octets()
                .address("203.0.113.77")
                .address("198.51.100.34")
                .u16(port)
                .u16(80)
                .u64(NOON.plusSeconds(second).toEpochMilli())
                .u8(6)
                .variable(subscriber);
    }

    private Performance nat(String... args) {
        String[] all = new String[args.length + 3];
        all[0] = "nat";
        System.arraycopy(args, 0, all, 1, args.length);
        all[args.length + 1] = "--format";
        all[args.length + 2] = "json";
        return Performance.of(
                Map.of("FLOWLEDGER_DATABASE", database.databaseUrl(), "FLOWLEDGER_DATA_DIR", data.toString()),
                "",
                0,
                all);
    }

    @Test
    void aPortBelongsToWhoHadItsSessionAtThatTime() {
        Performance first = nat("203.0.113.5:1025", "--at", "2026-05-01T12:05");
        assertThat(first.err()).isEmpty();
        assertThat(first.status()).isZero();
        assertThat(first.out().lines()).hasSize(1);
        assertThat(first.out())
                .contains("\"inside_addr\":\"100.64.0.1\"", "\"inside_port\":40000", "\"outside_port\":\"1025\"");
        assertThat(nat("203.0.113.5:1025", "--at", "2026-05-01T12:11").out()).isEmpty();
        assertThat(nat("203.0.113.5:1025", "--at", "2026-05-01T12:12").out()).contains("100.64.0.2");
        assertThat(nat("203.0.113.5:1025").out()).contains("100.64.0.2");
    }

    @Test
    void aPortOfABlockBelongsToWhoHasTheBlock() {
        assertThat(nat("203.0.113.5:2048", "--at", "2026-05-01T12:00").out()).contains("100.64.0.3", "\"2048-4095\"");
        assertThat(nat("203.0.113.5:4095", "--at", "2026-05-01T12:19").out()).contains("100.64.0.3");
        assertThat(nat("203.0.113.5:4096", "--at", "2026-05-01T12:19").out()).isEmpty();
        assertThat(nat("203.0.113.5:4095", "--at", "2026-05-01T12:20").out()).isEmpty();
    }

    @Test
    void aSessionOfNokiaIsFoundWhateverThePort() {
        assertThat(nat("203.0.113.77", "--at", "2026-05-01T12:09").out().lines())
                .hasSize(2)
                .anySatisfy(line -> assertThat(line)
                        .contains(
                                "\"inside_addr\":\"10.10.0.123\"",
                                "\"inside_port\":40001",
                                "\"username\":\"USER1\"",
                                "\"since\":\"2026-05-01T12:00:00Z\"",
                                "\"until\":\"2026-05-01T12:10:00Z\""));
        assertThat(nat("203.0.113.77:1025", "--at", "2026-05-01T12:11").out().lines())
                .singleElement()
                .satisfies(line ->
                        assertThat(line).contains("USER2", "198.51.100.34").doesNotContain("outside_port\":\""));
    }

    @Test
    void anEndWithoutABeginningTellsWhoHadItBefore() {
        assertThat(nat("203.0.113.5:1026", "--at", "2026-05-01T12:04").out()).contains("100.64.0.9");
        assertThat(nat("203.0.113.5:1026", "--at", "2026-05-01T12:06").out()).isEmpty();
    }

    @Test
    void aRangeListsAllThatOverlapIt() {
        assertThat(nat("203.0.113.5", "--from", "2026-05-01T12:00", "--to", "2026-05-01T12:30")
                        .out()
                        .lines())
                .hasSize(4);
        assertThat(nat("203.0.113.6", "--from", "2026-05-01T12:00").out()).isEmpty();
    }

    @Test
    void aWrongAddressOrTimeIsAWrongCommandLine() {
        assertThat(nat("router.example").status()).isEqualTo(ExitCode.USAGE.status());
        assertThat(nat("203.0.113.5:70000").status()).isEqualTo(ExitCode.USAGE.status());
        assertThat(nat("203.0.113.5", "--to", "1h").status()).isEqualTo(ExitCode.USAGE.status());
        assertThat(nat("203.0.113.5", "--from", "1h", "--to", "2h").status()).isEqualTo(ExitCode.USAGE.status());
    }

    @Test
    void partitionsHaveTheIndexesOfTheTable() throws Exception {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("SET enable_seqscan = off");
            StringBuilder plan = new StringBuilder();
            try (ResultSet rows = statement.executeQuery(
                    "EXPLAIN SELECT * FROM flowledger.nat_event WHERE outside_addr = '203.0.113.5' AND outside_port = 1025")) {
                while (rows.next()) {
                    plan.append(rows.getString(1)).append('\n');
                }
            }
            assertThat(plan.toString())
                    .contains("nat_event_20260501_12_outside_addr_outside_port_event_at_idx")
                    .contains("(outside_port = 1025)");
        }
    }
}
