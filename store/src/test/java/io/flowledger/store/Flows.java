package io.flowledger.store;

import io.flowledger.flow.batch.Batch;
import io.flowledger.flow.batch.ExporterAddress;
import io.flowledger.flow.batch.StreamKey;
import io.flowledger.flow.batch.StreamState;
import io.flowledger.flow.layout.Column;
import io.flowledger.flow.layout.FlowsLayout;
import io.flowledger.flow.layout.GrafoleanLayout;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Batches of simple flows for tests. */
public final class Flows {
    public static final Instant NOON = Instant.parse("2026-11-24T12:00:30Z");
    public static final StreamKey ROUTER = key("192.0.2.1", 9, 1);

    private static final List<Column> FLOWS_COLUMNS = Stream.of(
                    "received_at", "exporter", "export_version", "octets", "src_addr", "application", "extra")
            .map(FlowsLayout.FLOWS::column)
            .toList();

    private Flows() {}

    public static StreamKey key(String exporter, int version, long domain) {
        try {
            return new StreamKey(ExporterAddress.of(InetAddress.getByName(exporter)), version, domain);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(exporter, e);
        }
    }

    /** {@code count} rows of the router with octets {@code position}, {@code position} + 1 and so on. */
    public static Batch batch(long firstPosition, int count) {
        Batch batch = new Batch();
        batch.begin(firstPosition);
        for (int i = 0; i < count; i++) {
            add(batch, ROUTER, NOON, firstPosition + i, firstPosition + i);
        }
        batch.advance(firstPosition + count);
        batch.streams().add(stream(ROUTER));
        return batch;
    }

    public static StreamState stream(StreamKey key) {
        return new StreamState(key, nanos(NOON), nanos(NOON), 12L, null, 1, null, 0, "", null, null);
    }

    public static long nanos(Instant instant) {
        return instant.getEpochSecond() * 1_000_000_000L + instant.getNano();
    }

    public static void add(Batch batch, StreamKey key, Instant receivedAt, long position, long octets) {
        add(batch, key, receivedAt, position, octets, null);
    }

    public static void add(
            Batch batch,
            StreamKey key,
            Instant receivedAt,
            long position,
            long octets,
            @org.jspecify.annotations.Nullable String extra) {
        TupleEncoder.addRow(
                batch,
                key,
                receivedAt,
                position,
                FLOWS_COLUMNS,
                receivedAt,
                key.exporter().toString(),
                key.exportVersion(),
                octets,
                "2001:db8::1",
                null,
                extra);
    }

    /** A row of Grafolean's table. */
    public static void addGrafolean(Batch batch, StreamKey key, Instant receivedAt, long position, long octets) {
        TupleEncoder.addRow(
                batch,
                key,
                receivedAt,
                position,
                GrafoleanLayout.GRAFOLEAN.columns(),
                receivedAt,
                key.exporter().toString(),
                octets,
                6,
                0,
                443,
                50000,
                4_000_000_000L,
                2,
                "198.51.100.7",
                "203.0.113.9");
    }

    /** The first column of all rows of a query, as text. */
    public static List<String> list(Connection connection, String sql) throws SQLException {
        List<String> values = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                java.sql.ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                values.add(String.valueOf(rows.getString(1)));
            }
        }
        return values;
    }

    /** The first column of the first row. */
    public static String value(Connection connection, String sql) throws SQLException {
        return list(connection, sql).get(0);
    }

    public static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
