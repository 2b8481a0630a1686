package io.flowledger.bench.whole;

import io.flowledger.flow.batch.Batch;
import io.flowledger.flow.layout.Layout;
import io.flowledger.store.Store;
import io.flowledger.store.connect.Database;
import io.flowledger.store.connect.StopSignal;
import io.flowledger.store.ingest.RowLander;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;

/**
 * An import without journal and books, to know what they cost: the capture is decoded in one thread and the rows are copied
 * in another, a transaction for as many rows as the program takes, nothing else in it. A process of its own, like the program.
 */
final class BareImport {
    private static final int BATCHES = 2;

    private BareImport() {}

    /** Arguments: JDBC URL, user, password, layout, capture. */
    public static void main(String[] args) throws Exception {
        Layout layout = ImportRun.layout(args[3]);
        Database database = Database.at(args[0], args[1], args[2]);
        try (Store store = Store.open(database, layout, new StopSignal())) {
            CaptureBatches batches = new CaptureBatches(Path.of(args[4]), layout, BATCHES);
            long begun = System.nanoTime();
            batches.start();
            long rows = copy(batches, store);
            double seconds = (System.nanoTime() - begun) / 1e9;
            System.out.println(
                    String.format(Locale.ROOT, "Imported in %.1f s, %,.0f rows/s:", seconds, rows / seconds));
        }
    }

    private static long copy(CaptureBatches batches, Store store)
            throws SQLException, IOException, InterruptedException {
        long rows = 0;
        try (Connection connection = store.connect("bench")) {
            connection.setAutoCommit(false);
            RowLander lander = new RowLander(connection, store.table());
            for (var next = batches.take(); next != null; next = batches.take()) {
                Batch batch = next.batch();
                var made = lander.makePartitions(batch);
                lander.copyAll(batch);
                connection.commit();
                made.forEach(RowLander.NewPartitions::remember);
                rows += batch.rowCount();
                batches.giveBack(batch);
            }
        }
        return rows;
    }
}
