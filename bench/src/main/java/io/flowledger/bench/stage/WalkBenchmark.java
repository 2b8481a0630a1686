package io.flowledger.bench.stage;

import io.flowledger.wire.template.RecordWalker;
import io.flowledger.wire.template.Template;
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

/** A datagram's header, Sets, templates and records walked, and the place of each field found; nothing is made of them. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class WalkBenchmark {
    private static final int DATAGRAMS_PER_CLOCK = 2000;

    @Param({"V9_20_FIELDS", "IPFIX_FIXED", "IPFIX_VARIABLE"})
    private GeneratedExport export = GeneratedExport.V9_20_FIELDS;

    private DatagramRing ring = GeneratedExport.V9_20_FIELDS.ring();
    private DataSets sets = new DataSets();
    private final RecordWalker walker = new RecordWalker();
    private final DataSets.Taker taker = this::walk;
    private int places;
    private int datagrams;
    private long records;
    private long cpuNanos;

    /** Makes the datagrams. */
    @Setup(Level.Trial)
    public void prepare() {
        ring = export.ring();
        sets = new DataSets();
    }

    /** What was walked before does not count. */
    @Setup(Level.Iteration)
    public void beginIteration() {
        datagrams = 0;
        records = 0;
        cpuNanos = CpuRecords.now();
    }

    /** One datagram. */
    @Benchmark
    public int datagram(CpuRecords counted) {
        ring.advance();
        int walked = sets.walk(ring, taker);
        counted.records += walked;
        records += walked;
        if (++datagrams % DATAGRAMS_PER_CLOCK == 0) {
            cpuNanos = counted.finish(records, cpuNanos);
            records = 0;
        }
        return places;
    }

    private int walk(Template template, byte[] octets, int contentOffset, int contentLength) {
        walker.wrap(template, octets, contentOffset, contentLength);
        int last = template.fieldCount() - 1;
        int count = 0;
        while (walker.next()) {
            // So that the walk has a use.
            places += walker.fieldOffset(last) + walker.fieldLength(last);
            count++;
        }
        return count;
    }
}
