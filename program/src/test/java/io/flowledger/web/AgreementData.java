package io.flowledger.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowledger.cli.Performance;
import io.flowledger.embedded.TestDatabase;
import io.flowledger.flow.layout.FlowsLayout;
import io.flowledger.pipeline.JournalFixture;
import io.flowledger.store.Store;
import io.flowledger.store.connect.Database;
import io.flowledger.store.connect.StopSignal;
import io.flowledger.wire.encode.Netflow5Encoder;
import io.flowledger.wire.encode.Netflow5RecordEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * Flows of three hours as they lie in a database that lives: landed from a journal and by hand, of several minutes of which only
 * the largest keys are summed, with rows that came late, minutes that were decoded again, and some that are not summed yet.
 */
final class AgreementData implements AutoCloseable {
    static final Instant BEGIN = Instant.parse("2026-03-10T09:00:00Z");
    static final int SECONDS = 3 * 3600;

    private static final String REDECODED =
            "received_at >= '2026-03-10 09:30+00' AND received_at < '2026-03-10 09:50+00'"
                    + " OR received_at >= '2026-03-10 10:40+00' AND received_at < '2026-03-10 10:50+00'";

    private final Path directory;
    private final TestDatabase database;
    private final WebFixture web;

    AgreementData() throws Exception {
        directory = Files.createTempDirectory("flowledger-agreement-");
        database = TestDatabase.create();
        fill();
        web = new WebFixture(directory, database, WebFixture.open());
    }

    private void fill() throws Exception {
        Random random = new Random(20260310);
        try (JournalFixture journal = new JournalFixture(directory, database)) {
            append(journal, random, 300, SECONDS);
            journal.land(true);
            insert(5000, SECONDS, 0.42);
            summed();
            // Late: into minutes that are summed, of which all are summed anew but the last.
            append(journal, random, 20, SECONDS);
            journal.land(true);
            insert(60, SECONDS, 0.43);
            summed();
        }
        redecoded("2026-03-10T09:30", "2026-03-10T09:50", "192.0.2.1 sampling=100");
        summed();
        redecoded("2026-03-10T10:40", "2026-03-10T10:50", "192.0.2.1 sampling=7");
        insert(30, 600, 0.44);
    }

    private static void append(JournalFixture journal, Random random, int datagrams, int seconds) {
        for (int i = 0; i < datagrams; i++) {
            Instant at = BEGIN.plusSeconds(random.nextInt(seconds));
            Netflow5Encoder datagram = Netflow5Encoder.datagram().unixTime(at.getEpochSecond(), 0);
            for (int j = 0; j < 10; j++) {
                datagram.record(Netflow5RecordEncoder.flow()
                        .addresses("10.0." + random.nextInt(3) + "." + random.nextInt(40), "198.51.100.1", "0.0.0.0")
                        .interfaces(random.nextInt(5), random.nextInt(5))
                        .counts(1 + random.nextInt(9), 40 + random.nextInt(9000))
                        .ports(random.nextInt(600), List.of(443, 53, 80).get(random.nextInt(3)))
                        .protocol(List.of(6, 17, 1).get(random.nextInt(3)), random.nextInt(32), 0)
                        .as(64500 + random.nextInt(3), 64501));
            }
            journal.append(at, datagram.encode());
        }
    }

    /** Rows with what version 5 has not: several exporters, sampling rates, IPv6, unknown values. */
    private void insert(int rows, int seconds, double seed) throws Exception {
        try (Store store = Store.open(
                        Database.at(database.jdbcUrl(), database.user(), database.password()),
                        FlowsLayout.FLOWS,
                        new StopSignal());
                Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            long begin = BEGIN.getEpochSecond();
            store.table().makePartitions(connection, List.of(begin, begin + 3600, begin + 7200, begin + 10_800));
            statement.execute("SELECT setseed(" + seed + ")");
            statement.execute(
                    "INSERT INTO flowledger.flows (received_at, exporter, octets, packets, sampling_rate, src_addr,"
                            + " dst_addr, src_port, dst_port, protocol, in_if, tcp_flags, application, vlan, src_as, dst_as)"
                            + " SELECT '" + BEGIN + "'::timestamptz + random() * " + seconds + " * interval '1 s',"
                            + " '192.0.2.2'::inet + (random() * 2)::int, nullif((random() * 5000)::bigint, 0), (random() * 9)::int,"
                            + " (ARRAY[NULL, 1, 100, 4096, 0])[1 + (random() * 4)::int], CASE WHEN random() < 0.8 THEN '10.0.0.0'::inet"
                            + " + (random() * 300)::int WHEN random() < 0.8 THEN '2001:db8::'::inet + (random() * 9)::int END,"
                            + " '2001:db8::'::inet + (random() * 50)::int, (random() * 600)::int, (ARRAY[443, 53, 80, NULL])[1 + (random()"
                            + " * 3)::int], (ARRAY[6, 17, 1])[1 + (random() * 2)::int], nullif((random() * 4)::int, 0), (random() * 31)::int,"
                            + " (ARRAY['a b', 'dns', NULL])[1 + (random() * 2)::int], nullif((random() * 3)::int, 0), 64500 + (random() *"
                            + " 3)::int, 64500 + (random() * 3)::int FROM generate_series(1, " + rows + ")");
            // What is decoded again is all from the journal.
            statement.execute("DELETE FROM flowledger.flows WHERE exporter <> '192.0.2.1' AND (" + REDECODED + ")");
            statement.execute("INSERT INTO flowledger.rollup_mark (level, bucket)"
                    + " SELECT DISTINCT 'minute', date_trunc('minute', received_at) FROM flowledger.flows"
                    + " WHERE received_at <= '" + BEGIN.plusSeconds(seconds) + "' ON CONFLICT DO NOTHING");
            connection.commit();
        }
    }

    private void summed() {
        assertDone(perform("rollup", "--minute-keys", "4", "--hour-keys", "6"));
    }

    private void redecoded(String from, String to, String exporter) throws Exception {
        long before =
                Long.parseLong(rows("SELECT sum(octets * coalesce(sampling_rate, 1))::bigint, '' FROM flowledger.flows")
                        .keySet()
                        .iterator()
                        .next());
        assertDone(perform("redecode", "--exporter", exporter, "--from", from, "--to", to));
        assertThat(rows("SELECT sum(octets * coalesce(sampling_rate, 1))::bigint, '' FROM flowledger.flows"))
                .as("the rows after redecode")
                .doesNotContainKey(Long.toString(before));
    }

    private static void assertDone(Performance performance) {
        assertThat(performance.status()).as(performance.err()).isZero();
    }

    /** A command over these data. */
    Performance perform(String... args) {
        return Performance.of(
                Map.of("FLOWLEDGER_DATABASE", database.databaseUrl(), "FLOWLEDGER_DATA_DIR", directory.toString()),
                "",
                0,
                args);
    }

    WebFixture web() {
        return web;
    }

    /** The first column of an answer with all others behind it, parted by blanks. */
    Map<String, String> rows(String sql) throws Exception {
        Map<String, String> found = new TreeMap<>();
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            int columns = rows.getMetaData().getColumnCount();
            while (rows.next()) {
                StringBuilder rest = new StringBuilder();
                for (int i = 2; i <= columns; i++) {
                    rest.append(i > 2 ? " " : "").append(rows.getString(i));
                }
                found.put(rows.getString(1), rest.toString());
            }
        }
        return found;
    }

    @Override
    public void close() throws Exception {
        web.close();
        database.close();
    }
}
