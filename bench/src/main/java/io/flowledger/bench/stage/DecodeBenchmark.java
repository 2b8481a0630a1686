package io.flowledger.bench.stage;

import io.flowledger.flow.batch.Batch;
import io.flowledger.flow.decode.Decoder;
import io.flowledger.flow.decode.DecoderSettings;
import io.flowledger.flow.layout.FlowsLayout;
import io.flowledger.flow.layout.GrafoleanLayout;
import io.flowledger.flow.layout.Layout;
import io.flowledger.flow.plan.PlanCompiler;
import io.flowledger.generate.GeneratedProtocol;
import io.flowledger.wire.registry.ElementRegistry;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
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
    private static final int DATAGRAM_OCTETS = 1464;

    /** What is decoded: {@code sampled} records name a sampler, {@code mixed} ones are to a fifth IPv6. */
    public enum Export {
        V5(GeneratedProtocol.V5, false, 0, false),
        V9_20_FIELDS(GeneratedProtocol.V9, false, 0, false),
        V9_20_FIELDS_SAMPLED(GeneratedProtocol.V9, true, 0, false),
        V9_MIXED(GeneratedProtocol.V9, false, 0.2, false),
        IPFIX_FIXED(GeneratedProtocol.IPFIX, false, 0, false),
        IPFIX_VARIABLE(GeneratedProtocol.IPFIX, false, 0, true),
        SFLOW(GeneratedProtocol.SFLOW, false, 0, false);

        private final GeneratedProtocol protocol;
        private final boolean sampled;
        private final double ipv6Share;
        private final boolean variableLength;

        Export(GeneratedProtocol protocol, boolean sampled, double ipv6Share, boolean variableLength) {
            this.protocol = protocol;
            this.sampled = sampled;
            this.ipv6Share = ipv6Share;
            this.variableLength = variableLength;
        }

        DatagramRing ring() {
            return new DatagramRing(protocol, sampled, ipv6Share, variableLength, DATAGRAM_OCTETS);
        }
    }

    @Param
    private Export export = Export.V5;

    @Param({"flows", "grafolean"})
    private String layout = "flows";

    private DatagramRing ring = Export.V5.ring();
    private Decoder decoder = decoder(FlowsLayout.FLOWS);
    private Batch batch = new Batch();

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private long cpuNanos;
    private int rowsBefore;

    /** Records decoded, beside the datagrams that JMH counts. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.OPERATIONS)
    public static class Records {
        /** Rows made of them. */
        public long records;

        /** Rows of the batches that were finished. */
        public long finishedRecords;

        /** Nanoseconds of this thread's processor time for those: what else runs on the machine is not in it. */
        public long finishedNanos;
    }

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
        cpuNanos = threads.getCurrentThreadCpuTime();
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
    public int datagram(Records counted) {
        if (batch.rowCount() >= BATCH_ROWS) {
            counted.finishedRecords += batch.rowCount() - rowsBefore;
            rowsBefore = 0;
            decoder.finish(batch);
            long now = threads.getCurrentThreadCpuTime();
            counted.finishedNanos += now - cpuNanos;
            cpuNanos = now;
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
