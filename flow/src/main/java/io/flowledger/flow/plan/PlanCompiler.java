package io.flowledger.flow.plan;

import io.flowledger.flow.batch.SideTable;
import io.flowledger.flow.layout.Column;
import io.flowledger.flow.layout.Layout;
import io.flowledger.flow.layout.ReverseRow;
import io.flowledger.flow.layout.Role;
import io.flowledger.flow.layout.Source;
import io.flowledger.flow.option.LearnedElements;
import io.flowledger.wire.registry.ElementRegistry;
import io.flowledger.wire.registry.InformationElement;
import io.flowledger.wire.template.FieldSpecifier;
import io.flowledger.wire.template.Template;
import io.flowledger.wire.template.TemplateDefinition;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Compiles templates for a layout and keeps the plans, so that exporters with the same template share one.
 *
 * <p>The number of plans kept is bounded: when it is reached all are forgotten and made again as they are needed. Owned by the
 * decode thread.
 */
public final class PlanCompiler {
    /** Plans kept at the most; each takes a few kilooctets. */
    private static final int PLANS_KEPT = 4096;

    /** Definitions of templates of which the plan is known without comparing fields; each keeps the definition and its plan. */
    private static final int TEMPLATES_KEPT = 16_384;

    private final Layout layout;
    private final @Nullable Layout reverseLayout;
    private final ElementRegistry registry;
    private final boolean extra;
    private final Map<PlanKey, RecordPlan> plans = new HashMap<>();
    private final Map<PlanVariant, Map<TemplateDefinition, KnownPlan>> byTemplate = new HashMap<>();
    /** The same for exporters that described elements: what they said is theirs, the template may be others' too. */
    private final IdentityHashMap<LearnedElements, Map<PlanVariant, Map<TemplateDefinition, KnownPlan>>> byLearned =
            new IdentityHashMap<>();

    private final Map<List<Column>, List<Column>> columnLists = new HashMap<>();
    private final ListWriter lists;
    private int templatesKept;

    /**
     * A compiler.
     *
     * @param layout the table to fill
     * @param registry names and types of Information Elements
     * @param extra whether elements without a column are kept, when the layout has a column for them
     */
    public PlanCompiler(Layout layout, ElementRegistry registry, boolean extra) {
        this.layout = layout;
        this.reverseLayout = ReverseRow.of(layout);
        this.registry = registry;
        this.extra = extra;
        this.lists = new ListWriter(registry);
    }

    /** The elements that are known. */
    public ElementRegistry registry() {
        return registry;
    }

    /**
     * The plan for the Data Records of {@code template}, by the identity of its definition.
     *
     * @param learned what the exporter of the template said about elements
     */
    public RecordPlan plan(Template template, PlanVariant variant, LearnedElements learned) {
        Map<PlanVariant, Map<TemplateDefinition, KnownPlan>> ofExporter =
                learned.generation() == 0 ? byTemplate : byLearned.computeIfAbsent(learned, missing -> new HashMap<>());
        Map<TemplateDefinition, KnownPlan> known =
                ofExporter.computeIfAbsent(variant, missing -> new IdentityHashMap<>());
        KnownPlan kept = known.get(template.definition());
        if (kept == null || kept.generation() != learned.generation()) {
            kept = new KnownPlan(plan(numberOf(template), template.fields(), variant, learned), learned.generation());
            if (++templatesKept > TEMPLATES_KEPT) {
                byTemplate.values().forEach(Map::clear);
                byLearned.clear();
                templatesKept = 1;
            }
            known.put(template.definition(), kept);
        }
        return kept.plan();
    }

    /**
     * The plan for records of {@code fields}.
     *
     * @param fields the fields of a record in order
     * @param variant what else the plan depends on
     * @param learned what the exporter said about elements
     */
    public RecordPlan plan(List<FieldSpecifier> fields, PlanVariant variant, LearnedElements learned) {
        return plan(0, fields, variant, learned);
    }

    /** The number of a NetFlow version 9 template; 0 in IPFIX, where it must not be taken to mean anything (RFC 7011 section 3.4.1). */
    private static int numberOf(Template template) {
        return template.version() == Template.NETFLOW9 ? template.templateId() : 0;
    }

    private RecordPlan plan(int templateId, List<FieldSpecifier> fields, PlanVariant variant, LearnedElements learned) {
        NatEvents nat = NatEvents.of(templateId, fields);
        PlanKey key = new PlanKey(fields, variant, learned.of(fields, registry), nat == null ? 0 : nat.inferredEvent());
        RecordPlan plan = plans.get(key);
        if (plan == null) {
            if (plans.size() >= PLANS_KEPT) {
                plans.clear();
                columnLists.clear();
            }
            plan = compile(fields, nat, variant, field -> learned.element(registry, field));
            plans.put(key, plan);
        }
        return plan;
    }

    private RecordPlan compile(
            List<FieldSpecifier> fields,
            @Nullable NatEvents nat,
            PlanVariant variant,
            Function<FieldSpecifier, InformationElement> elements) {
        if (nat != null) {
            Compilation events = new Compilation(
                    nat.layout(), elements, lists, field -> extra, fields, variant, this::declaredNatEvent);
            if (nat.inferredEvent() != 0) {
                events.fill("event", nat.inferredEvent());
            }
            return events.compile(null).into(SideTable.NAT_EVENT);
        }
        if (reverseLayout == null || !hasSecondRows(fields)) {
            return new Compilation(layout, elements, lists, field -> extra, fields, variant, this::shared)
                    .compile(null);
        }
        Compilation back = new Compilation(
                reverseLayout,
                elements,
                lists,
                field -> extra && isReverse(fields.get(field)),
                fields,
                variant,
                this::declared);
        RecordPlan reverse = back.compile(null);
        // What only the second row holds is not repeated in the first one's document.
        return new Compilation(
                        layout,
                        elements,
                        lists,
                        field -> extra && !isReverse(fields.get(field)) && !back.isTaken(field),
                        fields,
                        variant,
                        this::shared)
                .compile(reverse);
    }

    /** True when a counter of the way back is there: in a reverse element, or beside the initiator's that is used. */
    private boolean hasSecondRows(List<FieldSpecifier> fields) {
        for (Column column : layout.columns()) {
            if (column.role() != Role.MEASURE) {
                continue;
            }
            boolean forward = false;
            for (Source source : column.sources()) {
                if (has(fields, ReverseRow.REVERSE_ENTERPRISE, source.elementId())) {
                    return true;
                }
                if (!forward && has(fields, 0, source.elementId())) {
                    forward = true;
                    int responder = ReverseRow.responderElement(source.elementId());
                    if (responder != 0 && has(fields, 0, responder)) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    private static boolean has(List<FieldSpecifier> fields, long enterpriseNumber, int elementId) {
        return fields.stream()
                .anyMatch(field -> field.enterpriseNumber() == enterpriseNumber
                        && field.elementId() == elementId
                        && field.length() > 0);
    }

    private static boolean isReverse(FieldSpecifier field) {
        return field.enterpriseNumber() == ReverseRow.REVERSE_ENTERPRISE;
    }

    /** The table to fill. */
    public Layout layout() {
        return layout;
    }

    /** Whether elements without a column are kept. */
    public boolean keepsExtra() {
        return extra;
    }

    /** The one list object for equal columns, by which row buffers are told apart. */
    private List<Column> shared(List<Column> columns) {
        return columnLists.computeIfAbsent(columns, key -> key);
    }

    /** As {@link #shared} for the columns of the reverse layout, which are those of the layout with other sources. */
    private List<Column> declared(List<Column> columns) {
        return shared(
                columns.stream().map(column -> layout.column(column.name())).collect(Collectors.toUnmodifiableList()));
    }

    /** As {@link #declared} for columns of NAT events, of whatever vendor. */
    private List<Column> declaredNatEvent(List<Column> columns) {
        Layout events = SideTable.NAT_EVENT.layout();
        return shared(
                columns.stream().map(column -> events.column(column.name())).collect(Collectors.toUnmodifiableList()));
    }

    private record PlanKey(
            List<FieldSpecifier> fields, PlanVariant variant, List<InformationElement> learned, int natEvent) {}

    /** The plan of a template, and of which generation of learned elements. */
    private record KnownPlan(RecordPlan plan, int generation) {}

    /**
     * An instruction for a value of fixed width.
     *
     * @param opcode one of {@link FixedStep}'s
     * @param field index of the field that it reads
     * @param target offset in the image that it writes
     */
    record Step(int opcode, int field, int target) {}
}
