package io.flowledger.flow.plan;

import io.flowledger.flow.layout.Column;
import io.flowledger.flow.layout.Layout;
import io.flowledger.wire.registry.ElementRegistry;
import io.flowledger.wire.template.FieldSpecifier;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Compiles templates for a layout and keeps the plans, so that exporters with the same template share one.
 *
 * <p>The number of plans kept is bounded: when it is reached all are forgotten and made again as they are needed. Owned by the
 * decode thread.
 */
public final class PlanCompiler {
    /** Plans kept at the most; each takes a few kilooctets. */
    private static final int PLANS_KEPT = 4096;

    private final Layout layout;
    private final ElementRegistry registry;
    private final boolean extra;
    private final Map<PlanKey, RecordPlan> plans = new HashMap<>();
    private final Map<List<Column>, List<Column>> columnLists = new HashMap<>();

    /**
     * A compiler.
     *
     * @param layout the table to fill
     * @param registry names and types of Information Elements
     * @param extra whether elements without a column are kept, when the layout has a column for them
     */
    public PlanCompiler(Layout layout, ElementRegistry registry, boolean extra) {
        this.layout = layout;
        this.registry = registry;
        this.extra = extra;
    }

    /**
     * The plan for records of {@code fields}.
     *
     * @param fields the fields of a record in order
     * @param variant what else the plan depends on
     */
    public RecordPlan plan(List<FieldSpecifier> fields, PlanVariant variant) {
        PlanKey key = new PlanKey(fields, variant);
        RecordPlan plan = plans.get(key);
        if (plan == null) {
            if (plans.size() >= PLANS_KEPT) {
                plans.clear();
            }
            plan = new Compilation(layout, registry, extra, fields, variant, this::shared).compile();
            plans.put(key, plan);
        }
        return plan;
    }

    /** The one list object for equal columns, by which row buffers are told apart. */
    private List<Column> shared(List<Column> columns) {
        return columnLists.computeIfAbsent(columns, key -> key);
    }

    private record PlanKey(List<FieldSpecifier> fields, PlanVariant variant) {}

    /**
     * An instruction for a value of fixed width.
     *
     * @param opcode one of {@link FixedStep}'s
     * @param field index of the field that it reads
     * @param target offset in the image that it writes
     */
    record Step(int opcode, int field, int target) {}
}
