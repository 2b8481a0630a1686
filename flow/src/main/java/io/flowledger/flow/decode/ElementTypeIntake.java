package io.flowledger.flow.decode;

import io.flowledger.flow.option.ElementTypeReader;
import io.flowledger.flow.option.OptionKind;
import io.flowledger.flow.option.OptionReader;
import io.flowledger.wire.fault.DecodeFault;
import io.flowledger.wire.registry.ElementRegistry;
import io.flowledger.wire.registry.InformationElement;
import io.flowledger.wire.template.RecordWalker;
import io.flowledger.wire.template.Template;
import org.jspecify.annotations.Nullable;

/**
 * Takes what an exporter says about the elements of enterprises (RFC 5610). What the registry knows stays as it is there; of two
 * different descriptions of an element the later one holds. Both are counted.
 *
 * <p>Owned by the decode thread.
 */
final class ElementTypeIntake {
    private final ElementRegistry registry;

    ElementTypeIntake(ElementRegistry registry) {
        this.registry = registry;
    }

    /**
     * Takes the record at which {@code walker} stands.
     *
     * @return what is wrong with it, or null
     */
    @Nullable
    DecodeFault take(
            ExportStream stream,
            Template template,
            byte[] in,
            RecordWalker walker,
            OptionReader.OptionHandler handler) {
        InformationElement element = ElementTypeReader.read(template, in, walker);
        if (element == null) {
            return DecodeFault.ELEMENT_TYPE_INVALID;
        }
        InformationElement known = registry.find(element.enterpriseNumber(), element.elementId());
        if (known != null) {
            return isSame(known, element) ? null : DecodeFault.ELEMENT_TYPE_CONFLICT;
        }
        InformationElement learned = stream.options().elements().find(element.enterpriseNumber(), element.elementId());
        handler.option(OptionKind.ELEMENT_TYPE, ElementTypeReader.scope(element), ElementTypeReader.text(element));
        return learned == null || isSame(learned, element) ? null : DecodeFault.ELEMENT_TYPE_CONFLICT;
    }

    private static boolean isSame(InformationElement known, InformationElement said) {
        return known.type() == said.type() && known.name().equals(said.name());
    }
}
