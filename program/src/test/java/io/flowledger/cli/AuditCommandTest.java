package io.flowledger.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowledger.embedded.TestDatabase;
import io.flowledger.pipeline.JournalFixture;
import io.flowledger.wire.encode.Netflow5Encoder;
import io.flowledger.wire.encode.Netflow5RecordEncoder;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditCommandTest {
    private static final Instant NOON = Instant.parse("2026-05-01T12:00:00Z");

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

    private void execute(String sql) throws Exception {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Two datagrams with a gap of three records between them, and one that is none. */
    private void landSome() throws Exception {
        try (JournalFixture journal = new JournalFixture(data, database)) {
            journal.append(
                    NOON,
                    Netflow5Encoder.datagram()
                            .flowSequence(10)
                            .record(Netflow5RecordEncoder.flow())
                            .record(Netflow5RecordEncoder.flow())
                            .encode());
            journal.append(
                    NOON.plusSeconds(1),
                    Netflow5Encoder.datagram()
                            .flowSequence(15)
                            .record(Netflow5RecordEncoder.flow())
                            .encode());
            journal.append(NOON.plusSeconds(2), new byte[] {0, 77, 0, 0});
            journal.land(true);
        }
    }

    @Test
    void theEquationOfEachExporterIsPrinted() throws Exception {
        landSome();

        Performance audit = flowledger("audit");

        assertThat(audit.status()).isZero();
        assertThat(audit.out()).isEqualTo("""
                        192.0.2.1
                          datagrams  received 3 = stored 2 + parked 0 + refused 1 (unknown_version 1)
                          records    seen 3 + reverse rows 0 = rows 3 + options 0 + skipped 0
                          table      3 rows by the ledger, 3 in "flowledger"."flows"
                          upstream   lost 3 by sequence number; 0 duplicates, 0 late, 0 restarts, 0 gaps of unknown size
                        Before the journal: 0 datagrams dropped by the kernel, 0 refused because the journal was full.
                        The books balance.
                        """);
    }

    @Test
    void aMissingRowIsNamedAndIsTheExitCode() throws Exception {
        landSome();
        execute("DELETE FROM flowledger.flows WHERE received_at = '2026-05-01 12:00:01Z'");

        Performance audit = flowledger("audit");

        assertThat(audit.status()).isEqualTo(ExitCode.NEGATIVE.status());
        assertThat(audit.out()).contains("MISMATCH").contains("The books do NOT balance: 1 problem.");
    }

    @Test
    void aLedgerThatDoesNotAddUpIsTheExitCode() throws Exception {
        landSome();
        execute("UPDATE flowledger.ledger SET datagrams_stored = datagrams_stored - 1 WHERE export_version = 5");

        assertThat(flowledger("audit").status()).isEqualTo(ExitCode.NEGATIVE.status());
    }

    @Test
    void whatIsOlderThanSinceIsLeftOut() throws Exception {
        landSome();

        Performance audit = flowledger("audit", "--since", "2026-05-01T12:01");

        assertThat(audit.status()).isZero();
        assertThat(audit.out()).contains("Nothing was received since 2026-05-01T12:01:00Z.");
    }

    @Test
    void exportersAreListedWithWhatTheyLost() throws Exception {
        landSome();

        Performance exporters = flowledger("exporters", "--format", "csv");

        assertThat(exporters.status()).isZero();
        assertThat(exporters.out().lines().skip(1))
                .singleElement()
                .asString()
                .startsWith("192.0.2.1,,\"0,5\",0,0,,unknown,3,3,3,")
                .endsWith(",unknown_version");
    }

    @Test
    void aTimeThatIsNoneIsAWrongCommandLine() {
        Performance audit = flowledger("audit", "--since", "someday");

        assertThat(audit.status()).isEqualTo(ExitCode.USAGE.status());
        assertThat(audit.err()).contains("\"someday\" is no time; expected");
    }

    @Test
    void aLossThatALateDatagramTakesBackAMinuteLaterIsNoMismatch() throws Exception {
        try (JournalFixture journal = new JournalFixture(data, database)) {
            journal.append(NOON, numbered(0));
            journal.append(NOON, numbered(2));
            journal.append(NOON.plusSeconds(61), numbered(1));
            journal.land(false);
        }
        Performance audit = flowledger("audit");
        assertThat(audit.status()).as(audit.out()).isZero();
        assertThat(audit.out()).contains("lost 0 by sequence number; 0 duplicates, 1 late");
    }

    private static byte[] numbered(long number) {
        return Netflow5Encoder.datagram()
                .flowSequence(number)
                .record(Netflow5RecordEncoder.flow())
                .encode();
    }
}
