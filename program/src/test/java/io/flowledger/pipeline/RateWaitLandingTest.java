package io.flowledger.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowledger.embedded.TestDatabase;
import io.flowledger.flow.decode.DecoderSettings;
import io.flowledger.wire.encode.Netflow9Encoder;
import io.flowledger.wire.encode.OctetWriter;
import io.flowledger.wire.encode.TemplateField;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Flows that come before the option with their sampling rate, from the journal into the table. */
class RateWaitLandingTest {
    private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");
    private static final DecoderSettings WAITING = DecoderSettings.standard().withRateAge(Duration.ofMinutes(10));

    @TempDir
    private Path directory;

    private TestDatabase database;
    private JournalFixture journal;
    private int sequence;

    @BeforeEach
    void open() throws Exception {
        database = TestDatabase.create();
        journal = new JournalFixture(directory, database);
    }

    @AfterEach
    void close() throws Exception {
        journal.close();
        database.close();
    }

    private void append(int minute, Netflow9Encoder message) {
        assertThat(journal.append(
                        NOON.plusSeconds(60L * minute),
                        message.sequenceNumber(sequence++).encode()))
                .isTrue();
    }

    private static Netflow9Encoder announcement() {
        return Netflow9Encoder.message()
                .optionsTemplate(
                        400,
                        new TemplateField[] {TemplateField.field(1, 4)},
                        TemplateField.field(34, 4),
                        TemplateField.field(35, 1));
    }

    private static Netflow9Encoder flow(int octets) {
        return Netflow9Encoder.message()
                .template(301, TemplateField.field(4, 1), TemplateField.field(1, 4))
                .set(301, OctetWriter.octets().u8(6).u32(octets));
    }

    private String one(String sql) throws Exception {
        try (Connection connection =
                        DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            assertThat(rows.next()).isTrue();
            return String.valueOf(rows.getString(1));
        }
    }

    private String flows() throws Exception {
        return one("SELECT string_agg(concat_ws(' ', octets, sampling_rate, sampling_origin, to_char("
                + "received_at AT TIME ZONE 'UTC', 'HH24:MI')), ', ' ORDER BY octets) FROM flowledger.flows");
    }

    /** Received, stored, parked and refused datagrams; rows; Sets that wait, and that landed without a rate. */
    private String books() throws Exception {
        return one("SELECT concat_ws(' ', sum(datagrams_received), sum(datagrams_stored), sum(datagrams_parked),"
                + " sum(datagrams_refused), sum(rows), sum(sets_parked), sum(sets_unscaled)) FROM flowledger.ledger");
    }

    private void land() throws Exception {
        journal.land(true, WAITING, ingest -> {});
    }

    @Test
    void aRowThatCameBeforeItsOptionHasTheRateWhateverStopsCameInBetween() throws Exception {
        append(0, announcement());
        append(1, flow(5));
        land();
        assertThat(flows()).isEqualTo("null");
        assertThat(one("SELECT count(*) FROM flowledger.parked_set WHERE definition IS NOT NULL"))
                .isEqualTo("1");
        assertThat(books()).isEqualTo("2 1 1 0 0 1 0");
        append(2, flow(6));
        land();
        land();
        append(3, announcement().set(400, OctetWriter.octets().u32(0).u32(100).u8(2)));
        append(4, flow(7));
        land();
        assertThat(flows()).isEqualTo("5 100 2 12:01, 6 100 2 12:02, 7 100 2 12:04");
        assertThat(books()).isEqualTo("5 5 0 0 3 0 0");
        assertThat(one("SELECT count(*) FROM flowledger.parked_set")).isEqualTo("0");
    }

    @Test
    void afterTheWindowItLandsWithoutARateAndIsCounted() throws Exception {
        append(0, announcement());
        append(1, flow(5));
        land();
        append(12, flow(6));
        append(13, flow(7));
        land();
        assertThat(flows()).isEqualTo("5 12:01, 6 12:12, 7 12:13");
        assertThat(books()).isEqualTo("4 4 0 0 3 0 2");
    }
}
