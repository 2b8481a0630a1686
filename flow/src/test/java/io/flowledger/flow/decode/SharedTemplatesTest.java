package io.flowledger.flow.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowledger.wire.encode.IpfixEncoder;
import io.flowledger.wire.encode.TemplateField;
import io.flowledger.wire.template.Template;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SharedTemplatesTest {
    private final SharedTemplates shared = new SharedTemplates();

    @Test
    void equalTemplatesHaveOneDefinitionInWhateverDomainTheyAre() {
        Template first = template(0, 300, 8);
        assertThat(shared.of(first)).isSameAs(first);
        Template second = shared.of(template(7, 300, 8));
        assertThat(second.definition()).isSameAs(first.definition());
        assertThat(second.observationDomain()).isEqualTo(7);
        assertThat(second.sameDefinition(template(7, 300, 8))).isTrue();
        assertThat(second.sameDefinition(first)).isFalse();
    }

    @Test
    void templatesThatDifferInAnythingElseKeepTheirs() {
        shared.of(template(0, 300, 8));
        Template netflow9 = Template.decode(
                9,
                0,
                false,
                IpfixEncoder.templateRecord(300, TemplateField.field(8, 4)).toByteArray());
        for (Template other : new Template[] {template(0, 301, 8), template(0, 300, 12), netflow9}) {
            assertThat(shared.of(other)).isSameAs(other);
        }
    }

    @Test
    void manyTemplatesAndLongOnesAreNotKept() {
        Template first = shared.of(template(0, 300, 8));
        for (int id = 301; id <= 5300; id++) {
            shared.of(template(0, id, 8));
        }
        Template again = template(0, 300, 8);
        assertThat(shared.of(again)).isSameAs(again).isNotSameAs(first);
        int[] elements = new int[200];
        Arrays.setAll(elements, i -> 8);
        Template large = shared.of(template(0, 300, elements));
        assertThat(shared.of(template(0, 300, elements)).definition()).isNotSameAs(large.definition());
    }

    private static Template template(long domain, int id, int... elements) {
        TemplateField[] fields = new TemplateField[elements.length];
        for (int i = 0; i < elements.length; i++) {
            fields[i] = TemplateField.field(elements[i], 4);
        }
        return Template.decode(
                10, domain, false, IpfixEncoder.templateRecord(id, fields).toByteArray());
    }
}
