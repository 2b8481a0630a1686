package io.flowledger.cli;

import static io.flowledger.wire.encode.TemplateField.field;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowledger.embedded.TestDatabase;
import io.flowledger.journal.write.JournalSettings;
import io.flowledger.journal.write.SyncPolicy;
import io.flowledger.pipeline.JournalFixture;
import io.flowledger.wire.encode.Netflow9Encoder;
import io.flowledger.wire.encode.OctetWriter;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedecodeCommandTest {
    private static final Instant NOON = Instant.parse("2026-05-01T12:00:00Z");
    private static final int OCTETS = 1;
    private static final int FLOWS = 3;
    private static final int SOURCE = 8;

    @TempDir
    private Path data;

    private TestDatabase database;

    @BeforeEach
    void createDatabase() throws Exception {
        database = TestDatabase.create();
    }

    @AfterEach
    void dropDatabase() throws Exception {
        database.close();
    }

    private Performance flowledger(String... args) {
        return Performance.of(
                Map.of("FLOWLEDGER_DATABASE", database.databaseUrl(), "FLOWLEDGER_DATA_DIR", data.toString()),
                "",
                0,
                args);
    }

    private static byte[] template(int sequence) {
        return Netflow9Encoder.message()
                .sequenceNumber(sequence)
                .template(256, field(SOURCE, 4), field(OCTETS, 4), field(FLOWS, 4))
                .encode();
    }

    private static byte[] data(int sequence, int octets) {
        return Netflow9Encoder.message()
                .sequenceNumber(sequence)
                .set(256, new OctetWriter().u32(0x0A000001).u32(octets).u32(7))
                .encode();
    }

    private List<String> rows() throws Exception {
        List<String> rows = new ArrayList<>();
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet result =
                        statement.executeQuery("SELECT to_char(received_at AT TIME ZONE 'UTC', 'HH24:MI:SS') || ' '"
                                + " || octets || ' ' || coalesce(extra::text, '-') FROM flowledger.flows ORDER BY 1")) {
            while (result.next()) {
                rows.add(result.getString(1));
            }
        }
        return rows;
    }

    @Test
    void onlyTheRowsOfTheRangeAreReplaced() throws Exception {
        try (JournalFixture journal = new JournalFixture(data, database)) {
            journal.append(NOON, template(1));
            journal.append(NOON.plusSeconds(59), data(2, 100));
            journal.append(NOON.plusSeconds(60), data(3, 200));
            journal.append(NOON.plusSeconds(119), data(4, 300));
            journal.append(NOON.plusSeconds(120), data(5, 400));
            journal.land(false);
        }
        assertThat(rows()).containsExactly("12:00:59 100 -", "12:01:00 200 -", "12:01:59 300 -", "12:02:00 400 -");

        Performance redecode = flowledger("redecode", "--from", "2026-05-01T12:01", "--to", "2026-05-01T12:02");

        assertThat(redecode.err()).doesNotContain("flowledger:");
        assertThat(redecode.status()).isZero();
        assertThat(redecode.out()).contains("from 2026-05-01T12:01:00Z to 2026-05-01T12:02:00Z: 2 rows replaced by 2.");
        assertThat(rows())
                .containsExactly(
                        "12:00:59 100 -",
                        "12:01:00 200 {\"deltaFlowCount\": 7}",
                        "12:01:59 300 {\"deltaFlowCount\": 7}",
                        "12:02:00 400 -");
        assertThat(flowledger("audit").status()).isZero();
    }

    @Test
    void aSetOfTheRangeWhoseTemplateCameAfterItIsDecodedAgainToo() throws Exception {
        try (JournalFixture journal = new JournalFixture(data, database)) {
            journal.append(NOON, data(1, 100));
            journal.append(NOON.plusSeconds(200), template(2));
            journal.append(NOON.plusSeconds(201), data(3, 200));
            journal.land(false);
        }
        assertThat(rows()).containsExactly("12:00:00 100 -", "12:03:21 200 -");

        Performance redecode = flowledger("redecode", "--from", "2026-05-01T12:00", "--to", "2026-05-01T12:01");

        assertThat(redecode.status()).isZero();
        assertThat(rows()).containsExactly("12:00:00 100 {\"deltaFlowCount\": 7}", "12:03:21 200 -");
        assertThat(flowledger("audit").status()).isZero();
    }

    @Test
    void datagramsOfCompressedSegmentsAreDecodedAgainAsOthersAre() throws Exception {
        // within --keep-raw, or the segments would be deleted
        Instant begin = Instant.now().truncatedTo(ChronoUnit.MINUTES).minusSeconds(600);
        DateTimeFormatter clock =
                DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);
        List<String> before = new ArrayList<>();
        List<String> after = new ArrayList<>();
        JournalSettings settings =
                JournalSettings.standard().withSegmentOctets(4 << 10).withSync(SyncPolicy.none());
        try (JournalFixture journal = new JournalFixture(data, database, settings)) {
            journal.append(begin, template(1));
            for (int i = 0; i < 200; i++) {
                journal.append(begin.plusSeconds(i), data(2 + i, 100 + i));
                String row = clock.format(begin.plusSeconds(i)) + " " + (100 + i) + " ";
                before.add(row + "-");
                after.add(row + "{\"deltaFlowCount\": 7}");
            }
            journal.land(false);
            assertThat(journal.compress()).isGreaterThan(5);
        }
        assertThat(rows()).containsExactlyInAnyOrderElementsOf(before);

        Performance redecode = flowledger(
                "redecode",
                "--from",
                begin.toString(),
                "--to",
                begin.plusSeconds(240).toString());

        assertThat(redecode.status()).isZero();
        assertThat(redecode.out()).contains("200 rows replaced by 200.");
        assertThat(rows()).containsExactlyInAnyOrderElementsOf(after);
        assertThat(flowledger("audit").status()).isZero();
    }

    @Test
    void anEmptyRangeIsAWrongCommandLine() {
        Performance redecode = flowledger("redecode", "--from", "2026-05-01T12:01", "--to", "2026-05-01T12:01");

        assertThat(redecode.status()).isEqualTo(ExitCode.USAGE.status());
        assertThat(redecode.err()).contains("is not before --to");
    }

    @Test
    void aDataDirectoryWithoutAJournalIsNamed() {
        Performance redecode = flowledger("redecode", "--from", "2h", "--to", "1h");

        assertThat(redecode.status()).isEqualTo(ExitCode.INPUT_OUTPUT.status());
        assertThat(redecode.err()).contains("there is no journal in " + data.resolve("journal"));
    }
}
