package io.flowledger.flow.plan;

import io.flowledger.flow.option.LearnedElements;
import io.flowledger.wire.cursor.Octets;
import io.flowledger.wire.fault.DecodeFault;
import io.flowledger.wire.registry.AbstractDataType;
import io.flowledger.wire.registry.ElementRegistry;
import io.flowledger.wire.registry.InformationElement;
import io.flowledger.wire.template.FieldSpecifier;
import io.flowledger.wire.template.RecordWalker;
import io.flowledger.wire.template.Template;
import io.flowledger.wire.template.TemplateDefinition;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Structured data (RFC 6313 section 4.5) as JSON: lists of values, of records of a template, and of such lists.
 *
 * <pre>
 *   basicList             Semantic(1) |E|Field ID(2) Element Length(2) [Enterprise Number(4)] values
 *   subTemplateList       Semantic(1) Template ID(2) records
 *   subTemplateMultiList  Semantic(1) { Template ID(2) Length(2), this header included, records }
 * </pre>
 *
 * <p>{@code {"semantic":"allOf","element":"ingressInterface","values":[1,2]}},
 * {@code {"semantic":"ordered","template":260,"records":[{…}]}},
 * {@code {"semantic":"allOf","lists":[{"template":260,"records":[{…}]}]}}. Where decoding ends before the list does, a member
 * {@code undecoded} holds the rest in hexadecimal.
 *
 * <p>Lists are written before their row has its room, since what they become is not bounded by a factor: {@link #begin},
 * {@link #add} for each, {@link #octets} for the room, then {@link #copy} in the same order. Depth and size are bounded. Owned
 * by the decode thread.
 */
final class ListWriter {
    /** Lists within lists at the most; RFC 6313 sets no bound. */
    static final int MAXIMUM_DEPTH = 8;

    private static final String[] SEMANTICS = {"noneOf", "exactlyOneOf", "oneOrMoreOf", "allOf", "ordered"};
    private static final int UNDEFINED = 255;
    private static final int BASIC_HEADER = 5;
    private static final int ENTERPRISE_OCTETS = 4;
    private static final int TEMPLATE_HEADER = 3;
    private static final int PART_HEADER = 4;
    private static final int ENTERPRISE_BIT = 0x8000;
    private static final int LONG_FORM = 255;
    private static final int SHAPES_KEPT = 1024;
    private static final int INITIAL_OCTETS = 1024;

    private final ElementRegistry registry;
    private final IdentityHashMap<TemplateDefinition, Shape> shapes = new IdentityHashMap<>();
    private final RecordWalker[] walkers = new RecordWalker[MAXIMUM_DEPTH];
    private byte[] text = new byte[INITIAL_OCTETS];
    private int end;
    private int[] ends = new int[8];
    private int count;
    private int copied;
    private @Nullable MessageContext context;

    /** The members of a sub-template's records, by what the elements were called then, and by whom; null by the registry. */
    private record Shape(DocumentStep members, @Nullable LearnedElements learned, int generation) {
        @SuppressWarnings("ReferenceEquality") // what exporters described is told apart by who did
        boolean isFor(LearnedElements elements) {
            return generation == elements.generation() && (generation == 0 || learned == elements);
        }
    }

    ListWriter(ElementRegistry registry) {
        this.registry = registry;
        for (int i = 0; i < walkers.length; i++) {
            walkers[i] = new RecordWalker();
        }
    }

    static boolean isList(AbstractDataType type) {
        return type == AbstractDataType.BASIC_LIST
                || type == AbstractDataType.SUB_TEMPLATE_LIST
                || type == AbstractDataType.SUB_TEMPLATE_MULTI_LIST;
    }

    /** Begins the lists of a record. */
    void begin(MessageContext message) {
        context = message;
        end = 0;
        count = 0;
        copied = 0;
    }

    /** Writes a list to be copied later. */
    void add(AbstractDataType type, byte[] in, int from, int length) {
        list(type, in, from, length, 0);
        if (count == ends.length) {
            ends = Arrays.copyOf(ends, 2 * count);
        }
        ends[count++] = end;
    }

    /** Octets of all lists since {@link #begin}. */
    int octets() {
        return end;
    }

    /** Copies the next list. */
    int copy(byte[] out, int at) {
        int from = copied == 0 ? 0 : ends[copied - 1];
        int length = ends[copied++] - from;
        System.arraycopy(text, from, out, at, length);
        return at + length;
    }

    private void list(AbstractDataType type, byte[] in, int from, int length, int depth) {
        if (length == 0) {
            put("null");
            return;
        }
        put("{\"semantic\":");
        semantic(Octets.u8(in, from));
        int stop = from + length;
        int rest;
        if (depth == MAXIMUM_DEPTH || isFull()) {
            rest = fault(DecodeFault.MESSAGE_TOO_RICH, from + 1);
        } else {
            rest = switch (type) {
                case BASIC_LIST -> basicList(in, from, stop, depth);
                case SUB_TEMPLATE_LIST -> subTemplateList(in, from, stop, depth);
                default -> multiList(in, from, stop, depth);
            };
        }
        if (rest < stop) {
            undecoded(in, rest, stop - rest);
        }
        put('}');
    }

    private int basicList(byte[] in, int from, int stop, int depth) {
        boolean enterprise = stop - from >= BASIC_HEADER && (Octets.u16(in, from + 1) & ENTERPRISE_BIT) != 0;
        int at = from + BASIC_HEADER + (enterprise ? ENTERPRISE_OCTETS : 0);
        if (at > stop) {
            return fault(DecodeFault.LIST_MALFORMED, from + 1);
        }
        long number = enterprise ? Octets.u32(in, from + BASIC_HEADER) : 0;
        int id = Octets.u16(in, from + 1) & ~ENTERPRISE_BIT;
        int fixedLength = Octets.u16(in, from + 3);
        InformationElement element = message().options().elements().element(registry, number, id);
        put(",\"element\":");
        name(element);
        put(",\"values\":[");
        boolean first = true;
        while (at < stop) {
            if (isFull()) {
                put(']');
                return fault(DecodeFault.MESSAGE_TOO_RICH, at);
            }
            int value = at;
            int length = fixedLength;
            if (length == FieldSpecifier.VARIABLE_LENGTH) {
                length = Octets.u8(in, value++);
                if (length == LONG_FORM) {
                    length = stop - value >= 2 ? Octets.u16(in, value) : Integer.MAX_VALUE;
                    value += 2;
                }
            }
            // A value of no octets and of no length field would be there for ever.
            if (length > stop - value || value + length == at) {
                put(']');
                return fault(DecodeFault.LIST_MALFORMED, at);
            }
            if (!first) {
                put(',');
            }
            first = false;
            value(element.type(), in, value, length, depth);
            at = value + length;
        }
        put(']');
        return stop;
    }

    private int subTemplateList(byte[] in, int from, int stop, int depth) {
        if (stop - from < TEMPLATE_HEADER) {
            return fault(DecodeFault.LIST_MALFORMED, from + 1);
        }
        put(',');
        return records(Octets.u16(in, from + 1), in, from + TEMPLATE_HEADER, stop, depth);
    }

    private int multiList(byte[] in, int from, int stop, int depth) {
        put(",\"lists\":[");
        int at = from + 1;
        while (at < stop) {
            int length = stop - at >= PART_HEADER ? Octets.u16(in, at + 2) : -1;
            if (length == 0 && at + PART_HEADER == stop) {
                // No records at all: section 4.5.3.
                break;
            }
            if (length < PART_HEADER || length > stop - at || isFull()) {
                put(']');
                return fault(isFull() ? DecodeFault.MESSAGE_TOO_RICH : DecodeFault.LIST_MALFORMED, at);
            }
            put(at == from + 1 ? "{" : ",{");
            int next = at + length;
            int rest = records(Octets.u16(in, at), in, at + PART_HEADER, next, depth);
            if (rest < next) {
                undecoded(in, rest, next - rest);
            }
            put('}');
            at = next;
        }
        put(']');
        return stop;
    }

    private int records(int templateId, byte[] in, int from, int stop, int depth) {
        put("\"template\":");
        number(templateId);
        Template template = message().template(templateId);
        if (template == null) {
            return from == stop ? stop : fault(DecodeFault.LIST_TEMPLATE_MISSING, from);
        }
        DocumentStep members = members(template);
        RecordWalker walker = walkers[depth];
        walker.wrap(template, in, from, stop - from);
        put(",\"records\":[");
        int at = from;
        while (!isFull() && walker.next()) {
            if (at > from) {
                put(',');
            }
            record(members, in, walker, depth);
            at = walker.recordOffset() + walker.recordLength();
        }
        put(']');
        if (at < stop) {
            return fault(isFull() ? DecodeFault.MESSAGE_TOO_RICH : DecodeFault.LIST_MALFORMED, at);
        }
        return stop;
    }

    private void record(DocumentStep members, byte[] in, RecordWalker walker, int depth) {
        for (int i = 0; i < members.memberCount(); i++) {
            put(members.key(i));
            int[] fields = members.fields(i);
            if (fields.length > 1) {
                put('[');
            }
            for (int n = 0; n < fields.length; n++) {
                if (n > 0) {
                    put(',');
                }
                value(members.type(i), in, walker.fieldOffset(fields[n]), walker.fieldLength(fields[n]), depth);
            }
            if (fields.length > 1) {
                put(']');
            }
        }
        put('}');
    }

    private void value(AbstractDataType type, byte[] in, int from, int length, int depth) {
        if (isList(type)) {
            list(type, in, from, length, depth + 1);
            return;
        }
        ensure(ElementJson.room(length));
        end = ElementJson.append(type, in, from, length, text, end);
    }

    private DocumentStep members(Template template) {
        LearnedElements learned = message().options().elements();
        Shape shape = shapes.get(template.definition());
        if (shape == null || !shape.isFor(learned)) {
            if (shapes.size() >= SHAPES_KEPT) {
                shapes.clear();
            }
            Map<Integer, InformationElement> elements = new LinkedHashMap<>();
            for (int i = 0; i < template.fieldCount(); i++) {
                elements.put(i, learned.element(registry, template.field(i)));
            }
            int generation = learned.generation();
            shape = new Shape(new DocumentStep(elements, null, null), generation == 0 ? null : learned, generation);
            shapes.put(template.definition(), shape);
        }
        return shape.members();
    }

    private void undecoded(byte[] in, int from, int length) {
        if (isFull()) {
            put(",\"undecoded_octets\":");
            number(length);
        } else {
            put(",\"undecoded\":");
            ensure(ElementJson.room(length));
            end = JsonText.hex(text, end, in, from, length);
        }
    }

    private void semantic(int semantic) {
        if (semantic < SEMANTICS.length) {
            put('"');
            put(SEMANTICS[semantic]);
            put('"');
        } else if (semantic == UNDEFINED) {
            put("\"undefined\"");
        } else {
            number(semantic);
        }
    }

    private void name(InformationElement element) {
        byte[] utf8 = element.name().getBytes(StandardCharsets.UTF_8);
        ensure(ElementJson.room(utf8.length));
        end = JsonText.string(text, end, utf8, 0, utf8.length);
    }

    private int fault(DecodeFault fault, int at) {
        message().listFaults().add(fault);
        return at;
    }

    /** True when the Message has become as large as it may. */
    private boolean isFull() {
        return end >= message().octetsLeft();
    }

    private MessageContext message() {
        MessageContext message = context;
        if (message == null) {
            throw new IllegalStateException("a list came before begin");
        }
        return message;
    }

    private void number(int value) {
        ensure(JsonText.SCALAR_OCTETS);
        end = JsonText.unsigned(text, end, value);
    }

    private void put(char character) {
        ensure(1);
        text[end++] = (byte) character;
    }

    private void put(String ascii) {
        int length = ascii.length();
        ensure(length);
        for (int i = 0; i < length; i++) {
            text[end++] = (byte) ascii.charAt(i);
        }
    }

    private void put(byte[] octets) {
        ensure(octets.length);
        end = JsonText.copy(text, end, octets);
    }

    private void ensure(int octets) {
        if (text.length - end < octets) {
            text = Arrays.copyOf(text, Math.max(2 * text.length, end + octets));
        }
    }
}
