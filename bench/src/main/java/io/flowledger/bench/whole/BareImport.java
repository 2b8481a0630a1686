package io.flowledger.bench.whole;

import io.flowledger.flow.batch.Batch;
import io.flowledger.flow.decode.Decoder;
import io.flowledger.flow.decode.DecoderSettings;
import io.flowledger.flow.layout.Layout;
import io.flowledger.flow.plan.PlanCompiler;
import io.flowledger.journal.capture.CaptureReader;
import io.flowledger.journal.capture.CapturedDatagram;
import io.flowledger.pipeline.CapturedDatagrams;
import io.flowledger.store.Store;
import io.flowledger.store.connect.Database;
import io.flowledger.store.connect.StopSignal;
import io.flowledger.store.ingest.RowLander;
import io.flowledger.wire.fault.Limits;
import io.flowledger.wire.registry.ElementRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * An import without journal and books, to know what they cost: the capture is decoded in one thread and the rows are copied
 * in another, a transaction for as many rows as the program takes, nothing else in it. A process of its own, like the program.
 */
final class BareImport {
    private static final int BATCH_ROWS = 50_000;
    private static final Duration LONG_TIME = Duration.ofDays(3650);
    private static final int SESSIONS = 100_000;

    private final Decoder decoder;
    private final CapturedDatagrams datagrams = new CapturedDatagrams();
    private final BlockingQueue<Batch> empty = new LinkedBlockingQueue<>();
    private final BlockingQueue<Batch> full = new LinkedBlockingQueue<>();

    private BareImport(Layout layout) {
        decoder = new Decoder(
                new PlanCompiler(layout, ElementRegistry.standard(), true),
                new DecoderSettings(Limits.standard(), SESSIONS, LONG_TIME, LONG_TIME, SESSIONS, 1L << 28),
                datagrams,
                null);
        empty.add(new Batch());
        empty.add(new Batch());
    }

    /** Arguments: JDBC URL, user, password, layout, capture. */
    public static void main(String[] args) throws Exception {
        Layout layout = ImportRun.layout(args[3]);
        Database database = Database.at(args[0], args[1], args[2]);
        try (Store store = Store.open(database, layout, new StopSignal())) {
            new BareImport(layout).run(store, Path.of(args[4]));
        }
    }

    private void run(Store store, Path capture) throws IOException, SQLException, InterruptedException {
        long begun = System.nanoTime();
        Thread reading = new Thread(
                () -> {
                    try {
                        read(capture);
                    } catch (IOException | InterruptedException e) {
                        throw new IllegalStateException("reading " + capture, e);
                    }
                },
                "decode");
        reading.start();
        long rows = copy(store);
        double seconds = (System.nanoTime() - begun) / 1e9;
        System.out.println(String.format(Locale.ROOT, "Imported in %.1f s, %,.0f rows/s:", seconds, rows / seconds));
    }

    private void read(Path file) throws IOException, InterruptedException {
        Batch batch = empty.take();
        batch.begin(datagrams.nextPosition());
        try (CaptureReader capture = CaptureReader.open(file)) {
            CapturedDatagram captured = new CapturedDatagram();
            while (capture.next(captured)) {
                decoder.decode(datagrams.take(captured), batch);
                if (batch.rowCount() >= BATCH_ROWS) {
                    full.put(batch);
                    batch = empty.take();
                    batch.begin(datagrams.nextPosition());
                }
            }
        }
        full.put(batch);
        Batch end = empty.take();
        end.begin(0);
        full.put(end);
    }

    private long copy(Store store) throws SQLException, InterruptedException {
        long rows = 0;
        try (Connection connection = store.connect("bench")) {
            connection.setAutoCommit(false);
            RowLander lander = new RowLander(connection, store.table());
            for (Batch batch = full.take(); batch.rowCount() > 0; batch = full.take()) {
                var made = lander.makePartitions(batch);
                lander.copyAll(batch);
                connection.commit();
                made.forEach(RowLander.NewPartitions::remember);
                rows += batch.rowCount();
                empty.put(batch);
            }
        }
        return rows;
    }
}
