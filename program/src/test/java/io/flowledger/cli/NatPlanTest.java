package io.flowledger.cli;

import static io.flowledger.wire.encode.TemplateField.field;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowledger.embedded.TestDatabase;
import io.flowledger.pipeline.JournalFixture;
import io.flowledger.wire.encode.IpfixEncoder;
import io.flowledger.wire.encode.OctetWriter;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With 120,000 events of four hours, who had an address and port is found by the indexes and not by reading everything. */
class NatPlanTest {
    private static final Instant NOON = Instant.parse("2026-05-01T12:00:00Z");
    private static final int HOURS = 4;

    /**
     * 50,000 sessions on ports 1024 to 1073 of 250 addresses: each port is taken once an hour, so many seconds after it as
     * the port is above 1024, and for half an hour. Session i is that of 100.64.0.0 + i.
     */
    private static final String SESSIONS = """
            INSERT INTO flowledger.nat_event
                (received_at, event_at, exporter, observation_domain, event, protocol,
                 inside_addr, inside_port, outside_addr, outside_port)
            SELECT begun + half * interval '30 minutes', begun + half * interval '30 minutes', '192.0.2.1', 0, 4 + half, 6,
                   '100.64.0.0'::inet + i, 40000, '198.51.100.0'::inet + i % 250, 1024 + i / 250 % 50
            FROM generate_series(0, 49999) i, generate_series(0, 1) half,
                 LATERAL (SELECT '2026-05-01T12:00Z'::timestamptz + i / 12500 * interval '1 hour'
                                 + i / 250 % 50 * interval '1 second') AS time (begun)
            """;

    /** 10,000 blocks of a thousand ports from 10,000 on, given at noon and taken back at 15:00; block i is 100.80.0.0 + i. */
    private static final String BLOCKS = """
            INSERT INTO flowledger.nat_event
                (received_at, event_at, exporter, observation_domain, event, inside_addr, outside_addr, port_start, port_end)
            SELECT at, at, '192.0.2.1', 0, 16 + taken, '100.80.0.0'::inet + i, '198.51.100.0'::inet + i % 250,
                   10000 + i / 250 * 1000, 10999 + i / 250 * 1000
            FROM generate_series(0, 9999) i, generate_series(0, 1) taken,
                 LATERAL (SELECT '2026-05-01T12:00Z'::timestamptz + taken * interval '3 hours') AS time (at)
            """;

    @TempDir
    private Path data;

    private TestDatabase database;

    @BeforeEach
    void landEvents() throws Exception {
        database = TestDatabase.create();
        // One datagram an hour makes the partitions; its session is at another address.
        try (JournalFixture journal = new JournalFixture(data, database)) {
            for (int hour = 0; hour < HOURS; hour++) {
                Instant at = NOON.plusSeconds(hour * 3600L);
                journal.append(
                        at,
                        IpfixEncoder.message()
                                .template(300, field(323, 8), field(8, 4), field(225, 4), field(227, 2), field(230, 1))
                                .set(
                                        300,
                                        OctetWriter.octets()
                                                .u64(at.toEpochMilli())
                                                .address("100.64.0.1")
                                                .address("203.0.113.5")
                                                .u16(1025)
                                                .u8(4))
                                .encode());
            }
            journal.land(true);
        }
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            assertThat(statement.executeUpdate(SESSIONS)).isEqualTo(100_000);
            assertThat(statement.executeUpdate(BLOCKS)).isEqualTo(20_000);
            statement.execute("ANALYZE flowledger.nat_event");
        }
    }

    @AfterEach
    void dropDatabase() throws Exception {
        database.close();
    }

    private List<String> plan(String outside, Instant at) throws Exception {
        TranslatedAddress address = TranslatedAddress.parse(outside);
        List<String> plan = new ArrayList<>();
        try (Connection connection = database.connect();
                PreparedStatement statement = connection.prepareStatement("EXPLAIN " + NatCommand.sql(address))) {
            NatCommand.bind(statement, address, at, at);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    plan.add(rows.getString(1));
                }
            }
        }
        return plan;
    }

    private String nat(String outside, String at) {
        Performance performance = Performance.of(
                Map.of("FLOWLEDGER_DATABASE", database.databaseUrl(), "FLOWLEDGER_DATA_DIR", data.toString()),
                "",
                0,
                "nat",
                outside,
                "--at",
                at,
                "--format",
                "json");
        assertThat(performance.err()).isEmpty();
        assertThat(performance.out().lines()).hasSize(1);
        return performance.out();
    }

    @Test
    void theQuestionIsAnsweredByTheIndexesWithThePlannersDefaults() throws Exception {
        List<String> plan = plan("198.51.100.7:1037", NOON.plusSeconds(7800));
        assertThat(plan).noneMatch(line -> line.contains("Seq Scan"));
        for (int hour = 12; hour < 12 + HOURS; hour++) {
            String partition = "nat_event_20260501_" + hour;
            assertThat(plan)
                    .anyMatch(line -> line.contains(partition + "_outside_addr_outside_port_event_at_idx"))
                    .anyMatch(line -> line.contains(partition + "_outside_addr_event_at_idx"));
        }
    }

    @Test
    void theHolderOfASessionIsTheOneOfThatHour() {
        // The third hour's session of port 1024 + 13: i = 2 × 12,500 + 13 × 250 + 7 = 28,257 = 110 × 256 + 97.
        assertThat(nat("198.51.100.7:1037", "2026-05-01T14:10"))
                .contains("\"inside_addr\":\"100.64.110.97\"", "\"outside_port\":\"1037\"");
    }

    @Test
    void theHolderOfABlockIsFoundByAPortOfIt() {
        // Port 25,500 is in the block from 10,000 + 15 × 1,000: i = 15 × 250 + 7 = 3,757 = 14 × 256 + 173.
        assertThat(nat("198.51.100.7:25500", "2026-05-01T14:10"))
                .contains("\"inside_addr\":\"100.80.14.173\"", "\"outside_port\":\"25000-25999\"");
    }
}
