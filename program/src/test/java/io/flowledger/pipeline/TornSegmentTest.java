package io.flowledger.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowledger.embedded.TestDatabase;
import io.flowledger.flow.layout.FlowsLayout;
import io.flowledger.store.Store;
import io.flowledger.store.connect.Database;
import io.flowledger.store.connect.StopSignal;
import io.flowledger.store.ledger.Audit;
import io.flowledger.wire.encode.Netflow5Encoder;
import io.flowledger.wire.encode.Netflow5RecordEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A segment that a power loss cut within its last packet lands all before it, once. With {@code -Dflowledger.fault.cuts=all} at
 * every octet, else at some.
 */
final class TornSegmentTest {
    private static final Instant NOON = Instant.parse("2026-05-01T12:00:00Z");
    private static final int LANDED_BEFORE = 3;
    private static final int DATAGRAMS = 8;
    private static final int STEP = 23;

    @TempDir
    private Path data;

    private static byte[] datagram(int number) {
        return Netflow5Encoder.datagram()
                .flowSequence(number)
                .unixTime(NOON.getEpochSecond() + number, 0)
                .record(Netflow5RecordEncoder.flow())
                .encode();
    }

    @Test
    void whereverTheLastPacketIsCutAllBeforeItLandsOnce() throws Exception {
        List<String> undisturbed = undisturbed();
        assertThat(undisturbed).hasSize(DATAGRAMS - 1);
        Path journal = Files.createDirectories(data.resolve("torn").resolve("journal"));
        byte[] torn;
        int last;
        String name;
        try (TestDatabase before = TestDatabase.create()) {
            try (JournalFixture fixture = new JournalFixture(data.resolve("torn"), before)) {
                for (int i = 0; i < DATAGRAMS - 1; i++) {
                    if (i == LANDED_BEFORE) {
                        fixture.land(false);
                    }
                    assertThat(fixture.append(NOON.plusSeconds(i), datagram(i))).isTrue();
                }
            }
            Path segment = segment(journal);
            name = Objects.toString(segment.getFileName());
            last = (int) Files.size(segment);
            try (JournalFixture fixture = new JournalFixture(data.resolve("torn"), before)) {
                fixture.append(NOON.plusSeconds(DATAGRAMS - 1), datagram(DATAGRAMS - 1));
            }
            torn = Files.readAllBytes(segment);
            assertThat(torn.length).isGreaterThan(last);
            int step = "all".equals(System.getProperty("flowledger.fault.cuts")) ? 1 : STEP;
            for (int length = last; length < torn.length; length += step) {
                Path directory = data.resolve("cut-" + length);
                Path copy = Files.createDirectories(directory.resolve("journal"));
                Files.write(copy.resolve(name), Arrays.copyOf(torn, length));
                try (TestDatabase database = TestDatabase.copyOf(before)) {
                    try (JournalFixture fixture = new JournalFixture(directory, database)) {
                        fixture.land(false);
                        assertThat(rows(database))
                                .as("cut %d octets behind the last packet's begin", length - last)
                                .isEqualTo(undisturbed);
                        // It goes on.
                        fixture.append(NOON.plusSeconds(DATAGRAMS), datagram(DATAGRAMS));
                        fixture.land(false);
                    }
                    assertThat(rows(database)).hasSize(DATAGRAMS).containsAll(undisturbed);
                    assertAudit(database);
                }
            }
        }
    }

    private List<String> undisturbed() throws Exception {
        try (TestDatabase database = TestDatabase.create();
                JournalFixture fixture = new JournalFixture(data.resolve("undisturbed"), database)) {
            for (int i = 0; i < DATAGRAMS - 1; i++) {
                fixture.append(NOON.plusSeconds(i), datagram(i));
            }
            fixture.land(false);
            return rows(database);
        }
    }

    private static Path segment(Path journal) throws Exception {
        try (Stream<Path> files = Files.list(journal)) {
            return files.filter(file -> file.toString().endsWith(".pcapng"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static List<String> rows(TestDatabase database) throws SQLException {
        List<String> found = new ArrayList<>();
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT f::text FROM flowledger.flows f")) {
            while (rows.next()) {
                found.add(rows.getString(1));
            }
        }
        Collections.sort(found);
        return found;
    }

    private static void assertAudit(TestDatabase database) throws SQLException {
        try (Store store = Store.open(
                        Database.at(database.jdbcUrl(), database.user(), database.password()),
                        FlowsLayout.FLOWS,
                        new StopSignal());
                Connection connection = store.connect("audit")) {
            assertThat(Audit.run(connection, store.table(), null).balanced()).isTrue();
        }
    }
}
