package io.flowledger.flow.plan;

import io.flowledger.flow.layout.Absent;
import io.flowledger.flow.layout.Column;
import io.flowledger.flow.layout.ColumnType;
import io.flowledger.flow.layout.Context;
import io.flowledger.flow.layout.Layout;
import io.flowledger.flow.layout.Role;
import io.flowledger.flow.layout.Source;
import io.flowledger.flow.layout.Transform;
import io.flowledger.wire.cursor.Octets;
import io.flowledger.wire.registry.InformationElement;
import io.flowledger.wire.template.FieldSpecifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** One template being compiled: which field fills which column, and how. Used once. */
final class Compilation {
    private static final int LENGTH_OCTETS = 4;
    private static final int PREFIX_OCTETS = 4;
    private static final int PADDING_OCTETS = 210;
    private static final int SYSTEM_INIT_TIME = 160;

    private final Layout layout;
    private final Function<FieldSpecifier, InformationElement> elements;
    private final ListWriter lists;
    private final IntPredicate documented;
    private final List<FieldSpecifier> fields;
    private final PlanVariant variant;
    private final UnaryOperator<List<Column>> shared;
    private final boolean[] taken;
    private final @Nullable PacketSection section;
    private final List<Column> fixedColumns = new ArrayList<>();
    private final List<Column> tailColumns = new ArrayList<>();
    private final List<PlanCompiler.Step> steps = new ArrayList<>();
    private final List<TailStep> tail = new ArrayList<>();
    private byte[] image = new byte[2];
    private final Map<Context, Integer> contextOffsets = new EnumMap<>(Context.class);
    private final List<Integer> counters = new ArrayList<>();
    private final SamplingStep sampling;
    private final Map<String, Integer> constants = new HashMap<>();
    private boolean givesRows = true;

    /**
     * A compilation.
     *
     * @param elements what fields are called and how they are read
     * @param lists writes lists into documents
     * @param documented whether a field, by its index, goes to the column for what has no column
     * @param shared gives the list object for columns
     */
    Compilation(
            Layout layout,
            Function<FieldSpecifier, InformationElement> elements,
            ListWriter lists,
            IntPredicate documented,
            List<FieldSpecifier> fields,
            PlanVariant variant,
            UnaryOperator<List<Column>> shared) {
        this.layout = layout;
        this.elements = elements;
        this.lists = lists;
        this.documented = documented;
        this.fields = fields;
        this.variant = variant;
        this.shared = shared;
        this.taken = new boolean[fields.size()];
        this.section = PacketSection.of(fields);
        this.sampling = new SamplingStep(this::find);
    }

    /**
     * The plan.
     *
     * @param reverse the plan for the records' second rows, or null when they have none
     */
    RecordPlan compile(@Nullable RecordPlan reverse) {
        for (Column column : layout.columns()) {
            if (!column.extra()) {
                compile(column);
            }
        }
        for (Column column : layout.columns()) {
            if (column.extra()) {
                compileDocument(column);
            }
        }
        List<Column> columns = new ArrayList<>(fixedColumns);
        columns.addAll(tailColumns);
        Octets.putU16(image, 0, columns.size());
        int[] offsets = new int[fields.size()];
        int[] lengths = new int[fields.size()];
        int offset = 0;
        for (int i = 0; i < offsets.length; i++) {
            offsets[i] = offset;
            lengths[i] = fields.get(i).length();
            offset += fields.get(i).minimumLength();
        }
        RecordPlan.ContextOffsets contexts = new RecordPlan.ContextOffsets(
                contextOffset(Context.RECEIVED_AT),
                contextOffset(Context.EXPORTER),
                contextOffset(Context.OBSERVATION_DOMAIN),
                contextOffset(Context.EXPORT_VERSION),
                contextOffset(Context.SAMPLING_RATE),
                contextOffset(Context.SAMPLING_ORIGIN),
                contextOffset(Context.EXPORT_TIME));
        return new RecordPlan(
                shared.apply(List.copyOf(columns)),
                givesRows,
                image,
                contexts,
                steps,
                tail,
                offset,
                offsets,
                lengths,
                indexes(counters),
                reverse);
    }

    private static int[] indexes(List<Integer> fieldIndexes) {
        return fieldIndexes.stream().mapToInt(Integer::intValue).toArray();
    }

    /** Gives a column of 16 bits this value in all rows, when no element fills it; before {@link #compile}. */
    void fill(String column, int value) {
        constants.put(column, value);
    }

    /** Fields that fill a column. */
    boolean isTaken(int field) {
        return taken[field];
    }

    private void compile(Column column) {
        if (column.type() == ColumnType.INTEGER_ARRAY) {
            compileLabels(column);
            return;
        }
        if (column.context() == Context.SAMPLING_RATE || column.context() == Context.SAMPLING_ORIGIN) {
            compileSampling(column, column.context());
            return;
        }
        List<Source> usable = new ArrayList<>();
        for (Source source : column.sources()) {
            if (isUsable(source, column)) {
                usable.add(source);
            }
        }
        if (!usable.isEmpty()) {
            compileField(column, usable);
        } else if (constants.containsKey(column.name())) {
            int at = addFixed(column, column.type().widthOctets());
            Octets.putU16(image, at, constants.get(column.name()));
        } else if (column.context() != null) {
            compileContext(column, column.context());
        } else if (isInSection(column)) {
            compileSection(column);
        } else if (column.absent() == Absent.ZERO) {
            addFixed(column, column.type().widthOctets());
        } else if (column.absent() == Absent.NO_ROW) {
            givesRows = false;
        }
    }

    private boolean isUsable(Source source, Column column) {
        int field = find(source);
        if (field < 0) {
            return false;
        }
        FieldSpecifier specifier = fields.get(field);
        if (source.transform() == Transform.UPTIME && !variant.uptimeKnown() && find(SYSTEM_INIT_TIME) < 0) {
            return false;
        }
        if (specifier.isVariableLength() || source.transform() == Transform.SUBSCRIBER_ADDRESS) {
            return column.absent() != Absent.NO_ROW;
        }
        return switch (column.type()) {
            case TEXT -> specifier.length() > 0;
            default -> FixedStep.opcode(source.transform(), specifier.length(), column.type()) != FixedStep.NONE;
        };
    }

    private void compileField(Column column, List<Source> usable) {
        Source source = usable.get(0);
        int field = find(source);
        FieldSpecifier specifier = fields.get(field);
        taken[field] = !isSubscriber(source.transform());
        if (column.role() == Role.MEASURE) {
            counters.add(field);
        }
        switch (column.type()) {
            case INET -> compileAddress(column, usable);
            case TEXT ->
                addTail(
                        column,
                        new TailStep(
                                switch (source.transform()) {
                                    case APPLICATION_ID -> TailStep.Kind.APPLICATION;
                                    case SUBSCRIBER_NAME -> TailStep.Kind.SUBSCRIBER_NAME;
                                    default -> TailStep.Kind.TEXT;
                                },
                                column,
                                source.transform(),
                                field));
            default -> {
                if (source.transform() == Transform.UPTIME && find(SYSTEM_INIT_TIME) >= 0) {
                    addTail(
                            column,
                            new TailStep(
                                    TailStep.Kind.UPTIME_SINCE,
                                    column,
                                    source.transform(),
                                    field,
                                    find(SYSTEM_INIT_TIME)));
                } else if (specifier.isVariableLength()) {
                    addTail(column, new TailStep(TailStep.Kind.SCALAR, column, source.transform(), field));
                } else {
                    int target = addFixed(column, column.type().widthOctets());
                    int opcode = FixedStep.opcode(source.transform(), specifier.length(), column.type());
                    steps.add(new PlanCompiler.Step(opcode, field, target));
                }
            }
        }
    }

    /** What is read from a subscriber's text is a guess at its form, so that the text itself is kept too. */
    private static boolean isSubscriber(Transform transform) {
        return transform == Transform.SUBSCRIBER_ADDRESS || transform == Transform.SUBSCRIBER_NAME;
    }

    private void compileAddress(Column column, List<Source> usable) {
        int field = find(usable.get(0));
        Transform transform = usable.get(0).transform();
        if (transform == Transform.SUBSCRIBER_ADDRESS) {
            addTail(column, new TailStep(TailStep.Kind.SUBSCRIBER_ADDRESS, column, transform, field));
        } else if (usable.size() > 1) {
            int other = find(usable.get(1));
            taken[other] = true;
            addTail(column, new TailStep(TailStep.Kind.EITHER_ADDRESS, column, Transform.IPV4_ADDRESS, field, other));
        } else if (fields.get(field).isVariableLength()) {
            addTail(column, new TailStep(TailStep.Kind.ADDRESS, column, Transform.IPV4_ADDRESS, field));
        } else {
            int length = fields.get(field).length();
            int opcode = FixedStep.opcode(transform, length, column.type());
            steps.add(new PlanCompiler.Step(opcode, field, addFixedAddress(column, length)));
        }
    }

    private void compileContext(Column column, Context context) {
        int target = context == Context.EXPORTER
                ? addFixedAddress(column, variant.exporterOctets())
                : addFixed(column, column.type().widthOctets());
        contextOffsets.put(context, target);
    }

    private void compileSampling(Column column, Context context) {
        if (variant.sampling() == Sampling.OVERRIDE) {
            compileContext(column, context);
        } else if (sampling.isInRecord() || variant.sampling() == Sampling.SCOPED) {
            if (sampling.intervalField() >= 0) {
                taken[sampling.intervalField()] = true;
            }
            addTail(column, new TailStep(column, sampling));
        } else if (variant.sampling() == Sampling.STREAM) {
            compileContext(column, context);
        }
    }

    private void compileLabels(Column column) {
        List<Integer> labels = new ArrayList<>();
        for (Source source : column.sources()) {
            int field = find(source);
            if (field >= 0
                    && (fields.get(field).length() == 3 || fields.get(field).isVariableLength())) {
                taken[field] = true;
                labels.add(field);
            }
        }
        if (!labels.isEmpty()) {
            addTail(column, new TailStep(TailStep.Kind.LABELS, column, Transform.MPLS_LABEL, indexes(labels)));
        } else if (isInSection(column)) {
            compileSection(column);
        }
    }

    /** True when the packet that a record carries can fill the column; whether it does is known by record only. */
    private boolean isInSection(Column column) {
        return section != null && column.absent() != Absent.NO_ROW && PacketElement.of(column) != null;
    }

    private void compileSection(Column column) {
        PacketElement element = PacketElement.of(column);
        if (section == null || element == null) {
            return;
        }
        taken[section.field()] = true;
        if (element == PacketElement.OCTETS && section.lengthField() >= 0) {
            taken[section.lengthField()] = true;
        }
        addTail(column, new TailStep(section, new PacketCell(element, column.type(), column.absent())));
    }

    private void compileDocument(Column column) {
        Map<Integer, InformationElement> rest = new LinkedHashMap<>();
        for (int i = 0; i < taken.length; i++) {
            FieldSpecifier field = fields.get(i);
            boolean padding = field.enterpriseNumber() == 0 && field.elementId() == PADDING_OCTETS;
            if (!taken[i] && !padding && field.length() > 0 && documented.test(i)) {
                rest.put(i, elements.apply(field));
            }
        }
        PacketSection packet = section != null && taken[section.field()] ? section : null;
        if (!rest.isEmpty() || packet != null) {
            addTail(column, new TailStep(new DocumentStep(rest, lists, packet)));
        }
    }

    private int contextOffset(Context context) {
        return contextOffsets.getOrDefault(context, -1);
    }

    private int addFixed(Column column, int width) {
        int at = image.length;
        image = Arrays.copyOf(image, at + LENGTH_OCTETS + width);
        Octets.putU32(image, at, width);
        fixedColumns.add(column);
        return at + LENGTH_OCTETS;
    }

    private int addFixedAddress(Column column, int addressOctets) {
        int at = addFixed(column, PREFIX_OCTETS + addressOctets);
        return TailStep.putAddressPrefix(image, at, addressOctets);
    }

    private void addTail(Column column, TailStep step) {
        tailColumns.add(column);
        tail.add(step);
    }

    private int find(int elementId) {
        return find(new Source(0, elementId, Transform.UNSIGNED));
    }

    /** The first field of the source's element that has octets, or -1. */
    private int find(Source source) {
        for (int i = 0; i < fields.size(); i++) {
            FieldSpecifier field = fields.get(i);
            if (field.elementId() == source.elementId()
                    && field.enterpriseNumber() == source.enterpriseNumber()
                    && field.length() > 0) {
                return i;
            }
        }
        return -1;
    }
}
