package io.flowledger.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowledger.embedded.TestDatabase;
import io.flowledger.pipeline.JournalFixture;
import io.flowledger.wire.encode.Netflow5Encoder;
import io.flowledger.wire.encode.Netflow5RecordEncoder;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RetentionCommandTest {
    /** Begin of an hour that is over. */
    private final Instant hour = Instant.now().truncatedTo(ChronoUnit.HOURS).minus(Duration.ofDays(3));

    @TempDir
    private Path directory;

    private TestDatabase database;

    /** A row in each of three hours, two of them old. */
    @BeforeEach
    void land() throws Exception {
        database = TestDatabase.create();
        try (JournalFixture journal = new JournalFixture(directory, database)) {
            int sequence = 0;
            for (int hours : new int[] {0, 1, 48}) {
                journal.append(
                        hour.plus(Duration.ofHours(hours)),
                        Netflow5Encoder.datagram()
                                .flowSequence(sequence++)
                                .record(Netflow5RecordEncoder.flow())
                                .encode());
            }
            journal.land(true);
        }
    }

    @AfterEach
    void drop() throws Exception {
        database.close();
    }

    private Performance retention(String... args) {
        List<String> all = new ArrayList<>(List.of("retention"));
        all.addAll(List.of(args));
        if (!all.contains("--format")) {
            all.addAll(List.of("--format", "csv"));
        }
        return Performance.of(
                Map.of(
                        "FLOWLEDGER_DATABASE",
                        database.databaseUrl(),
                        "FLOWLEDGER_DATA_DIR",
                        directory.resolve("data").toString()),
                "",
                0,
                all.toArray(new String[0]));
    }

    /** Table and begin of what goes of the flows, with its reason. */
    private static List<String> flows(Performance performance) {
        assertThat(performance.status()).as(performance.err()).isZero();
        return performance
                .out()
                .lines()
                .filter(line -> line.startsWith("flows,"))
                .map(line -> line.split(",")[1] + " " + line.split(",")[5])
                .toList();
    }

    private long rows() throws Exception {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT count(*) FROM flowledger.flows")) {
            rows.next();
            return rows.getLong(1);
        }
    }

    @Test
    void itShowsWhatIsTooOldAndDropsItWhenAsked() throws Exception {
        assertThat(flows(retention("--keep-flows", "30d"))).isEmpty();
        List<String> old = List.of(hour + " age", hour.plusSeconds(3600) + " age");
        assertThat(flows(retention("--keep-flows", "2d"))).isEqualTo(old);
        assertThat(rows()).isEqualTo(3);
        assertThat(flows(retention("--keep-flows", "2d", "--drop"))).isEqualTo(old);
        assertThat(rows()).isEqualTo(1);
        Performance nothing = retention("--keep-flows", "2d", "--format", "table");
        assertThat(nothing.out()).isEqualTo("Nothing is to be dropped.\n");
    }

    @Test
    void withASizeTheOldestGoAndTheNewestStayHoweverSmallItIs() throws Exception {
        assertThat(flows(retention("--database-size", "100GiB"))).isEmpty();
        Performance small = retention("--database-size", "1B", "--drop");
        assertThat(flows(small)).containsExactly(hour + " budget", hour.plusSeconds(3600) + " budget");
        assertThat(small.err()).contains("There is no room, and nothing is left to drop but the newest rows.");
        assertThat(rows()).isEqualTo(1);
    }

    @Test
    void theDiskOfADatabaseElsewhereIsNotLookedAfter() throws Exception {
        assertThat(flows(retention("--disk-reserve", "1000TiB"))).isEmpty();
        assertThat(rows()).isEqualTo(3);
    }

    @Test
    void whatIsInUseIsNamed() throws Exception {
        try (Connection reader = database.connect();
                Statement statement = reader.createStatement()) {
            reader.setAutoCommit(false);
            statement.execute("LOCK TABLE flowledger.flows IN ACCESS SHARE MODE");
            Performance refused = retention("--keep-flows", "2d", "--drop");
            assertThat(flows(refused)).isEmpty();
            assertThat(refused.err()).contains("is in use");
            reader.rollback();
        }
        assertThat(rows()).isEqualTo(3);
    }
}
