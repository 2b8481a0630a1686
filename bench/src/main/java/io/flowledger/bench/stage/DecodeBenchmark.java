package io.flowledger.bench.stage;

import io.flowledger.flow.batch.Batch;
import io.flowledger.flow.decode.Decoder;
import io.flowledger.flow.decode.DecoderSettings;
import io.flowledger.flow.layout.FlowsLayout;
import io.flowledger.flow.layout.GrafoleanLayout;
import io.flowledger.flow.layout.Layout;
import io.flowledger.flow.plan.PlanCompiler;
import io.flowledger.wire.registry.ElementRegistry;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** A datagram to COPY tuples, with all that the books take. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class DecodeBenchmark {
    private static final int BATCH_ROWS = 50_000;

    @Param
    private GeneratedExport export = GeneratedExport.V5;

    @Param({"flows", "grafolean"})
    private String layout = "flows";

    private DatagramRing ring = GeneratedExport.V5.ring();
    private Decoder decoder = decoder(FlowsLayout.FLOWS);
    private Batch batch = new Batch();

    private long cpuNanos;
    private int rowsBefore;

    /** Makes the datagrams, and a decoder that knows nothing. */
    @Setup(Level.Trial)
    public void prepare() {
        ring = export.ring();
        Layout chosen = layout.equals("flows") ? FlowsLayout.FLOWS : GrafoleanLayout.GRAFOLEAN;
        decoder = decoder(chosen);
        batch = new Batch();
        batch.begin(0);
    }

    /** What of the current batch was decoded before does not count. */
    @Setup(Level.Iteration)
    public void beginIteration() {
        rowsBefore = batch.rowCount();
        cpuNanos = CpuRecords.now();
    }

    private static Decoder decoder(Layout layout) {
        return new Decoder(
                new PlanCompiler(layout, ElementRegistry.standard(), true),
                DecoderSettings.standard(),
                position -> null,
                null);
    }

    /** One datagram. */
    @Benchmark
    public int datagram(CpuRecords counted) {
        if (batch.rowCount() >= BATCH_ROWS) {
            decoder.finish(batch);
            cpuNanos = counted.finish(batch.rowCount() - rowsBefore, cpuNanos);
            rowsBefore = 0;
            batch.begin(ring.position());
        }
        int before = batch.rowCount();
        ring.advance();
        decoder.decode(ring, batch);
        int rows = batch.rowCount() - before;
        counted.records += rows;
        return rows;
    }
}
