package io.flowledger.bench.stage;

import io.flowledger.flow.layout.FlowsLayout;
import io.flowledger.flow.layout.GrafoleanLayout;
import io.flowledger.flow.option.LearnedElements;
import io.flowledger.flow.plan.PlanCompiler;
import io.flowledger.flow.plan.PlanVariant;
import io.flowledger.flow.plan.RecordPlan;
import io.flowledger.flow.plan.Sampling;
import io.flowledger.wire.registry.ElementRegistry;
import io.flowledger.wire.template.FieldSpecifier;
import java.util.ArrayList;
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
 * A template compiled to a plan. Each differs from the ones before in the length of padding at its end, so that none is one that
 * the compiler has kept.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class PlanBenchmark {
    private static final int PADDING_ELEMENT = 210;

    /** More than plans are kept. */
    private static final int TEMPLATES = 5000;

    @Param({"V9_20_FIELDS", "IPFIX_VARIABLE"})
    private GeneratedExport export = GeneratedExport.V9_20_FIELDS;

    @Param({"flows", "grafolean"})
    private String layout = "flows";

    private final PlanVariant variant = new PlanVariant(4, Sampling.UNKNOWN, true);
    private final LearnedElements learned = new LearnedElements();
    private final List<List<FieldSpecifier>> templates = new ArrayList<>();
    private PlanCompiler compiler = new PlanCompiler(FlowsLayout.FLOWS, ElementRegistry.standard(), true);
    private int next;

    /** Makes the templates. */
    @Setup(Level.Trial)
    public void prepare() {
        compiler = new PlanCompiler(
                layout.equals("flows") ? FlowsLayout.FLOWS : GrafoleanLayout.GRAFOLEAN,
                ElementRegistry.standard(),
                true);
        List<FieldSpecifier> fields =
                DataSets.of(export.ring()).get(0).template().fields();
        templates.clear();
        for (int padding = 1; padding <= TEMPLATES; padding++) {
            List<FieldSpecifier> longer = new ArrayList<>(fields);
            longer.add(new FieldSpecifier(0, PADDING_ELEMENT, padding));
            templates.add(List.copyOf(longer));
        }
    }

    /** One template. */
    @Benchmark
    public RecordPlan template() {
        if (next == templates.size()) {
            next = 0;
        }
        return compiler.plan(templates.get(next++), variant, learned);
    }
}
