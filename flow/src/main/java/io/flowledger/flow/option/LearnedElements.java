package io.flowledger.flow.option;

import io.flowledger.wire.registry.ElementRegistry;
import io.flowledger.wire.registry.InformationElement;
import io.flowledger.wire.template.FieldSpecifier;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Information Elements of enterprises as an exporter describes them (RFC 5610), where the registry does not know them.
 *
 * <p>They hold for the stream that described them, and for no other: what one exporter says, or somebody in its name, does not
 * change what another's elements are called. Owned by the decode thread.
 */
public final class LearnedElements {
    private final Map<Long, InformationElement> elements = new HashMap<>();
    private int generation;

    /** Changes whenever an element is learned or changed. */
    public int generation() {
        return generation;
    }

    /** The element, or null when nothing was said about it. */
    public @Nullable InformationElement find(long enterpriseNumber, int elementId) {
        return elements.isEmpty() ? null : elements.get(key(enterpriseNumber, elementId));
    }

    /** The element of a field: by the registry, or else as it was learned, or else under a name made of its numbers. */
    public InformationElement element(ElementRegistry registry, FieldSpecifier field) {
        return element(registry, field.enterpriseNumber(), field.elementId());
    }

    /** As {@link #element(ElementRegistry, FieldSpecifier)}, by number. */
    public InformationElement element(ElementRegistry registry, long enterpriseNumber, int elementId) {
        if (!elements.isEmpty() && registry.find(enterpriseNumber, elementId) == null) {
            InformationElement learned = find(enterpriseNumber, elementId);
            if (learned != null) {
                return learned;
            }
        }
        return registry.element(enterpriseNumber, elementId);
    }

    /** Those of the fields' elements that come from here: on them a plan depends beside the fields. */
    public List<InformationElement> of(List<FieldSpecifier> fields, ElementRegistry registry) {
        if (elements.isEmpty()) {
            return List.of();
        }
        List<InformationElement> used = new ArrayList<>(0);
        for (FieldSpecifier field : fields) {
            InformationElement learned = find(field.enterpriseNumber(), field.elementId());
            if (learned != null && registry.find(field.enterpriseNumber(), field.elementId()) == null) {
                used.add(learned);
            }
        }
        return used;
    }

    /** Takes a description; a later one replaces an earlier. */
    void put(InformationElement element) {
        elements.put(key(element.enterpriseNumber(), element.elementId()), element);
        generation++;
    }

    private static long key(long enterpriseNumber, int elementId) {
        return enterpriseNumber << 16 | elementId;
    }
}
