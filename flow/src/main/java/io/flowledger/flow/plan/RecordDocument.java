package io.flowledger.flow.plan;

import io.flowledger.wire.registry.ElementRegistry;
import io.flowledger.wire.registry.InformationElement;
import io.flowledger.wire.template.FieldSpecifier;
import io.flowledger.wire.template.RecordWalker;
import io.flowledger.wire.template.Template;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** All fields of the records of a template as a JSON object under their elements' names; for those who print records. */
public final class RecordDocument {
    private final DocumentStep step;
    private final int[] offsets;
    private final int[] lengths;

    /** Documents of the records of {@code template}. */
    public RecordDocument(Template template, ElementRegistry registry) {
        Map<Integer, InformationElement> elements = new LinkedHashMap<>();
        for (int i = 0; i < template.fieldCount(); i++) {
            FieldSpecifier field = template.field(i);
            elements.put(i, registry.element(field.enterpriseNumber(), field.elementId()));
        }
        step = new DocumentStep(elements, null, null);
        offsets = new int[template.fieldCount()];
        lengths = new int[template.fieldCount()];
    }

    /** The record at which {@code walker} stands, as JSON text. */
    public String text(byte[] buffer, RecordWalker walker) {
        for (int i = 0; i < offsets.length; i++) {
            offsets[i] = walker.fieldOffset(i);
            lengths[i] = walker.fieldLength(i);
        }
        byte[] out = new byte[step.constantRoom() + JsonText.STRING_FACTOR * walker.recordLength()];
        int end = step.appendText(buffer, offsets, lengths, out, 0);
        return new String(out, 0, end, StandardCharsets.UTF_8);
    }
}
