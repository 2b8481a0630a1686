package io.flowledger.flow.option;

import io.flowledger.wire.cursor.Octets;
import io.flowledger.wire.registry.AbstractDataType;
import io.flowledger.wire.registry.InformationElement;
import io.flowledger.wire.registry.Semantics;
import io.flowledger.wire.registry.Units;
import io.flowledger.wire.template.RecordWalker;
import io.flowledger.wire.template.Template;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads Information Element type records (RFC 5610 section 3): Options Data Records that describe the elements of an enterprise,
 * 346 and 303 which one, 339 its type, 344 semantics, 345 units, 341 its name.
 *
 * <p>Records about IANA's elements are not taken: those are what the registry says. Stateless.
 */
public final class ElementTypeReader {
    private static final int ELEMENT_ID = 303;
    private static final int DATA_TYPE = 339;
    private static final int NAME = 341;
    private static final int SEMANTICS = 344;
    private static final int UNITS = 345;
    private static final int ENTERPRISE = 346;
    private static final int LARGEST_ELEMENT_ID = 0x7FFF;

    /** Octets of a name at the most; a longer one is not taken. */
    private static final int MAXIMUM_NAME_OCTETS = 128;

    private ElementTypeReader() {}

    /** Whether this element is read. */
    static boolean reads(int element) {
        return switch (element) {
            case ELEMENT_ID, DATA_TYPE, NAME, SEMANTICS, UNITS, ENTERPRISE -> true;
            default -> false;
        };
    }

    /** Whether the records of {@code template} describe elements. */
    public static boolean isIn(Template template) {
        return find(template, ELEMENT_ID) >= 0
                && find(template, ENTERPRISE) >= 0
                && find(template, DATA_TYPE) >= 0
                && find(template, NAME) >= 0;
    }

    /** The element that the record describes at which {@code walker} stands; null when it describes none that can be taken. */
    public static @Nullable InformationElement read(Template template, byte[] in, RecordWalker walker) {
        long enterprise = number(template, in, walker, ENTERPRISE);
        // Some exporters leave the bit of enterprise elements in the number.
        int id = (int) number(template, in, walker, ELEMENT_ID) & LARGEST_ELEMENT_ID;
        AbstractDataType type = AbstractDataType.ofNumber((int) number(template, in, walker, DATA_TYPE));
        Semantics semantics = Semantics.ofNumber((int) Math.max(0, number(template, in, walker, SEMANTICS)));
        Units units = Units.ofNumber((int) Math.max(0, number(template, in, walker, UNITS)));
        String name = name(template, in, walker);
        if (enterprise < 1 || enterprise > 0xFFFF_FFFFL || id == 0 || type == null || name == null) {
            return null;
        }
        return new InformationElement(
                enterprise,
                id,
                name,
                type,
                semantics == null ? Semantics.DEFAULT : semantics,
                units == null ? Units.NONE : units);
    }

    private static @Nullable String name(Template template, byte[] in, RecordWalker walker) {
        int field = find(template, NAME);
        int length = walker.fieldLength(field);
        String name = new String(in, walker.fieldOffset(field), length, StandardCharsets.US_ASCII);
        int end = name.indexOf('\0');
        name = end < 0 ? name : name.substring(0, end);
        boolean plain = !name.isEmpty()
                && name.length() <= MAXIMUM_NAME_OCTETS
                && name.chars().allMatch(ElementTypeReader::isOfName);
        return plain ? name : null;
    }

    private static boolean isOfName(int character) {
        return character < 128 && (Character.isLetterOrDigit(character) || "_-.".indexOf(character) >= 0);
    }

    /** The scope under which a description is kept. */
    public static String scope(InformationElement element) {
        return element.enterpriseNumber() + "/" + element.elementId();
    }

    /** A description as it is kept: name, type, semantics, units, with a blank between them. */
    public static String text(InformationElement element) {
        return element.name() + ' ' + element.type() + ' ' + element.semantics() + ' ' + element.units();
    }

    /**
     * What {@link #scope} and {@link #text} wrote.
     *
     * @throws IllegalArgumentException when it is something else
     */
    static InformationElement parse(String scope, String text) {
        int slash = scope.indexOf('/');
        String[] words = text.split(" ", -1);
        if (slash < 0 || words.length != 4) {
            throw new IllegalArgumentException("no element description: " + scope + " " + text);
        }
        return new InformationElement(
                Long.parseLong(scope.substring(0, slash)),
                Integer.parseInt(scope.substring(slash + 1)),
                words[0],
                AbstractDataType.valueOf(words[1]),
                Semantics.valueOf(words[2]),
                Units.valueOf(words[3]));
    }

    private static long number(Template template, byte[] in, RecordWalker walker, int elementId) {
        int field = find(template, elementId);
        return field < 0 || walker.fieldLength(field) > 7
                ? -1
                : Octets.unsigned(in, walker.fieldOffset(field), walker.fieldLength(field));
    }

    private static int find(Template template, int elementId) {
        for (int i = 0; i < template.fieldCount(); i++) {
            if (template.field(i).enterpriseNumber() == 0 && template.field(i).elementId() == elementId) {
                return i;
            }
        }
        return -1;
    }
}
