package io.flowledger.flow.decode;

import io.flowledger.wire.template.Template;
import io.flowledger.wire.template.TemplateDefinition;
import java.util.HashMap;
import java.util.Map;

/**
 * One definition for templates that say the same: ten thousand routers of one kind send one template, and so what it says and its
 * plan are in memory once.
 *
 * <p>Bounded, since exporters choose what templates they send: long ones are not shared, and when there are too many all are
 * forgotten. Nothing but memory depends on it. Owned by the decode thread.
 */
final class SharedTemplates {
    /** Definitions kept at the most. */
    private static final int DEFINITIONS = 4096;

    /** Fields of a template that is shared at the most. */
    private static final int FIELDS = 128;

    private final Map<TemplateDefinition, TemplateDefinition> definitions = new HashMap<>();

    /** {@code template} with the definition of the first that said the same. */
    Template of(Template template) {
        if (template.fieldCount() > FIELDS) {
            return template;
        }
        if (definitions.size() >= DEFINITIONS) {
            definitions.clear();
        }
        TemplateDefinition first = definitions.putIfAbsent(template.definition(), template.definition());
        return first == null ? template : template.sharing(first);
    }
}
