package io.flowledger.bench.stage;

import io.flowledger.flow.batch.Batch;
import io.flowledger.flow.batch.ExporterAddress;
import io.flowledger.flow.batch.RowBuffer;
import io.flowledger.flow.layout.FlowsLayout;
import io.flowledger.flow.layout.GrafoleanLayout;
import io.flowledger.flow.option.StreamOptions;
import io.flowledger.flow.plan.MessageContext;
import io.flowledger.flow.plan.PgTime;
import io.flowledger.flow.plan.PlanCompiler;
import io.flowledger.flow.plan.PlanVariant;
import io.flowledger.flow.plan.RecordPlan;
import io.flowledger.flow.plan.Sampling;
import io.flowledger.wire.registry.ElementRegistry;
import io.flowledger.wire.template.RecordWalker;
import java.util.List;
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

/**
 * The records of a Data Set through their plan into the rows of a batch: no header, no Sets, no books. Where records differ in
 * length the plan walks them itself, and that is in it.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class EncodeBenchmark {
    private static final int BATCH_ROWS = 50_000;
    private static final int SET_OCTETS = 6 << 20;
    private static final long UPTIME_MILLIS = 3_600_000;
    private static final int RATE_UNKNOWN = 0;
    private static final byte[] EXPORTER = {(byte) 198, 18, 0, 1};

    @Param({"V9_20_FIELDS", "V9_MIXED", "IPFIX_FIXED", "IPFIX_VARIABLE"})
    private GeneratedExport export = GeneratedExport.V9_20_FIELDS;

    @Param({"flows", "grafolean"})
    private String layout = "flows";

    private final RecordWalker walker = new RecordWalker();
    private final Batch batch = new Batch();
    private final MessageContext message =
            new MessageContext(ExporterAddress.of(EXPORTER, 0, EXPORTER.length), 9, 1, new StreamOptions());
    private List<DataSets.DataSet> sets = List.of();
    private RecordPlan[] plans = {};
    private int next;
    private int rowsBefore;
    private long cpuNanos;

    /** Finds the Sets, and compiles their templates. */
    @Setup(Level.Trial)
    public void prepare() {
        sets = DataSets.of(export.ring());
        PlanCompiler compiler = new PlanCompiler(
                layout.equals("flows") ? FlowsLayout.FLOWS : GrafoleanLayout.GRAFOLEAN,
                ElementRegistry.standard(),
                true);
        PlanVariant variant = new PlanVariant(EXPORTER.length, Sampling.UNKNOWN, true);
        StreamOptions options = new StreamOptions();
        plans = sets.stream()
                .map(set -> compiler.plan(set.template(), variant, options.elements()))
                .toArray(RecordPlan[]::new);
        long received = PgTime.ofNanos(DatagramRing.START_NANOS);
        message.begin(received, received, UPTIME_MILLIS, RATE_UNKNOWN, 0);
        batch.begin(0);
    }

    /** What of the current batch was encoded before does not count. */
    @Setup(Level.Iteration)
    public void beginIteration() {
        rowsBefore = batch.rowCount();
        cpuNanos = CpuRecords.now();
    }

    /** One Set. */
    @Benchmark
    public int set(CpuRecords counted) {
        if (batch.rowCount() >= BATCH_ROWS) {
            cpuNanos = counted.finish(batch.rowCount() - rowsBefore, cpuNanos);
            rowsBefore = 0;
            batch.begin(0);
        }
        if (next == sets.size()) {
            next = 0;
        }
        RecordPlan plan = plans[next];
        DataSets.DataSet set = sets.get(next++);
        RowBuffer rows = batch.buffer(plan.columns(), 0);
        int before = rows.length();
        message.beginSet(null, SET_OCTETS);
        int count = set.encode(plan, message, walker, rows);
        batch.countRows(count, rows.length() - before);
        counted.records += count;
        return count;
    }
}
