package io.flowledger.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowledger.child.Deadline;
import io.flowledger.embedded.TestDatabase;
import io.flowledger.journal.write.JournalSettings;
import io.flowledger.wire.encode.IpfixEncoder;
import io.flowledger.wire.encode.Netflow5Encoder;
import io.flowledger.wire.encode.Netflow5RecordEncoder;
import io.flowledger.wire.encode.OctetWriter;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class FullJournalTest {
    private static final Instant NOON = Instant.parse("2026-05-01T12:00:00Z");
    private static final JournalSettings SMALL =
            JournalSettings.standard().withSegmentOctets(64 << 10).withTotalOctets(1 << 20);

    @TempDir
    private Path data;

    /** No time passes for a decoder when nothing is received, so that what is parked would never be too old. */
    @Test
    @Timeout(value = 90, unit = TimeUnit.SECONDS)
    void aSetWhoseTemplateNeverComesDoesNotKeepAFullJournalFromTakingDatagramsAgain() throws Exception {
        try (TestDatabase database = TestDatabase.create();
                JournalFixture journal = new JournalFixture(data, database, SMALL)) {
            journal.append(
                    NOON,
                    IpfixEncoder.message().set(300, OctetWriter.octets().u32(1)).encode());
            byte[] flow = Netflow5Encoder.datagram()
                    .record(Netflow5RecordEncoder.flow())
                    .encode();
            int taken = 0;
            while (journal.append(NOON, flow)) {
                taken++;
            }

            int whileFull = taken;
            journal.land(
                    false,
                    ingest -> Deadline.await(
                            "room in the journal", Duration.ofSeconds(60), () -> journal.append(NOON, flow)));

            try (Connection connection = database.connect()) {
                assertThat(number(connection, "SELECT count(*) FROM flows")).isEqualTo(whileFull + 1);
                assertThat(number(connection, "SELECT count(*) FROM flowledger.parked_set"))
                        .isZero();
                assertThat(number(connection, "SELECT sum(sets_expired) FROM flowledger.ledger"))
                        .isEqualTo(1);
            }
        }
    }

    private static long number(Connection connection, String sql) throws Exception {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
