package io.flowledger.bench.stage;

import io.flowledger.bench.scratch.ScratchDirectory;
import io.flowledger.embedded.EmbeddedPostgres;
import io.flowledger.embedded.ServerSettings;
import io.flowledger.flow.batch.Batch;
import io.flowledger.flow.batch.RowBuffer;
import io.flowledger.flow.decode.Decoder;
import io.flowledger.flow.decode.DecoderSettings;
import io.flowledger.flow.layout.FlowsLayout;
import io.flowledger.flow.layout.GrafoleanLayout;
import io.flowledger.flow.layout.Layout;
import io.flowledger.flow.plan.PlanCompiler;
import io.flowledger.store.Store;
import io.flowledger.store.connect.Database;
import io.flowledger.store.connect.StopSignal;
import io.flowledger.store.copy.RowCopy;
import io.flowledger.store.ingest.RowLander;
import io.flowledger.wire.registry.ElementRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * 50,000 rows of a batch over a connection into a partition of the embedded PostgreSQL, which is truncated after each; COMMIT is
 * not in it. Processor time is our thread's.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class CopyBenchmark {
    private static final int ROWS = 50_000;

    @Param({"flows", "grafolean"})
    private String layout = "flows";

    private @Nullable Server server;

    /** The server with the table, and the rows for it. */
    private record Server(
            Path directory,
            EmbeddedPostgres postgres,
            Store store,
            Connection connection,
            RowBuffer rows,
            String target) {
        static Server start(Layout layout) throws IOException, SQLException {
            Path directory = ScratchDirectory.create();
            EmbeddedPostgres postgres =
                    EmbeddedPostgres.openOrAttach(directory.resolve("server"), ServerSettings.standard());
            Store store = Store.open(
                    Database.at(postgres.jdbcUrl("postgres"), postgres.user(), postgres.password()),
                    layout,
                    new StopSignal());
            Connection connection = store.connect("bench");
            connection.setAutoCommit(false);
            Batch batch = batch(layout);
            new RowLander(connection, store.table()).makePartitions(batch);
            connection.commit();
            RowBuffer rows = batch.rows().get(0);
            return new Server(
                    directory, postgres, store, connection, rows, store.table().target(rows.hourSeconds()));
        }

        private static Batch batch(Layout layout) {
            DatagramRing ring = GeneratedExport.V9_20_FIELDS.ring();
            Decoder decoder = new Decoder(
                    new PlanCompiler(layout, ElementRegistry.standard(), true),
                    DecoderSettings.standard(),
                    position -> null,
                    null);
            Batch batch = new Batch();
            batch.begin(0);
            while (batch.rowCount() < ROWS) {
                ring.advance();
                decoder.decode(ring, batch);
            }
            return batch;
        }

        void empty() throws SQLException {
            try (Statement statement = connection.createStatement()) {
                statement.execute("TRUNCATE " + target);
            }
            connection.commit();
        }

        void stop() throws IOException, SQLException {
            connection.close();
            store.close();
            postgres.close();
            ScratchDirectory.delete(directory);
        }
    }

    /** Starts the server. */
    @Setup(Level.Trial)
    public void open() throws IOException, SQLException {
        server = Server.start(layout.equals("flows") ? FlowsLayout.FLOWS : GrafoleanLayout.GRAFOLEAN);
    }

    /** Stops it and deletes its data. */
    @TearDown(Level.Trial)
    public void close() throws IOException, SQLException {
        server().stop();
    }

    /** Takes the rows away. */
    @TearDown(Level.Invocation)
    public void empty() throws SQLException {
        server().empty();
    }

    /** All rows. */
    @Benchmark
    @OperationsPerInvocation(ROWS)
    public long row(CpuRecords counted) throws SQLException {
        long begun = CpuRecords.now();
        long copied = new RowCopy(server().connection()).copy(server().target(), server().rows(), 0, ROWS);
        if (copied != ROWS) {
            throw new IllegalStateException(copied + " rows of " + ROWS + " were copied");
        }
        counted.records += copied;
        counted.finish(copied, begun);
        return copied;
    }

    private Server server() {
        if (server == null) {
            throw new IllegalStateException("there is no server");
        }
        return server;
    }
}
