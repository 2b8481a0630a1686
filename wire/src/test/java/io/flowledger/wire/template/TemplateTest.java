package io.flowledger.wire.template;

import static io.flowledger.wire.encode.TemplateField.field;
import static io.flowledger.wire.encode.TemplateField.variable;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowledger.wire.encode.IpfixEncoder;
import io.flowledger.wire.encode.Netflow9Encoder;
import io.flowledger.wire.encode.TemplateField;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class TemplateTest {
    private static final byte[] DATA =
            IpfixEncoder.templateRecord(256, field(8, 4), variable(9, 12235)).toByteArray();
    private static final byte[] OPTIONS = IpfixEncoder.optionsTemplateRecord(257, 1, field(149, 4), field(41, 8))
            .toByteArray();
    private static final byte[] NETFLOW9_OPTIONS = Netflow9Encoder.optionsTemplateRecord(
                    258, new TemplateField[] {field(2, 4)}, field(34, 4))
            .toByteArray();

    @Test
    void theWireFormLeadsBackToTheSameTemplate() {
        assertSameAgain(Template.decode(10, 7, false, DATA));
        assertSameAgain(Template.decode(10, 7, true, OPTIONS));
        assertSameAgain(Template.decode(9, 7, true, NETFLOW9_OPTIONS));
    }

    private static void assertSameAgain(Template template) {
        Template again = Template.decode(
                template.version(), template.observationDomain(), template.isOptions(), template.encoded());
        assertThat(again.sameDefinition(template)).isTrue();
        assertThat(again.fields()).isEqualTo(template.fields());
        assertThat(again.templateId()).isEqualTo(template.templateId());
        assertThat(again.scopeFieldCount()).isEqualTo(template.scopeFieldCount());
    }

    @Test
    void offsetsAreKnownUpToTheFirstVariableField() {
        Template template = Template.decode(
                10,
                0,
                false,
                IpfixEncoder.templateRecord(256, field(8, 4), field(4, 1), variable(96), field(1, 8))
                        .toByteArray());
        assertThat(template.fixedOffset(0)).isZero();
        assertThat(template.fixedOffset(1)).isEqualTo(4);
        assertThat(template.fixedOffset(2)).isEqualTo(5);
        assertThat(template.fixedOffset(3)).isEqualTo(-1);
        assertThat(template.minimumRecordLength()).isEqualTo(14);
    }

    @Test
    void whatIsNotExactlyOneRecordIsNoTemplate() {
        assertThatThrownBy(() -> Template.decode(10, 0, false, Arrays.copyOf(DATA, DATA.length - 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("TEMPLATE_CUT");
        assertThatThrownBy(() -> Template.decode(10, 0, false, Arrays.copyOf(DATA, DATA.length + 4)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Template.decode(10, 0, false, new byte[0]))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Template.decode(9, 0, false, new byte[] {1, 0, 0, 0}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("TEMPLATE_WITHOUT_FIELDS");
        assertThatThrownBy(() -> Template.decode(10, 0, false, new byte[] {1, 0, 0, 0}))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anotherDomainVersionOrKindIsAnotherDefinition() {
        Template template = Template.decode(10, 7, false, DATA);
        assertThat(template.sameDefinition(Template.decode(10, 8, false, DATA))).isFalse();
        byte[] plain = Netflow9Encoder.templateRecord(256, field(8, 4)).toByteArray();
        assertThat(Template.decode(10, 7, false, plain).sameDefinition(Template.decode(9, 7, false, plain)))
                .isFalse();
    }

    @Test
    void theCopyOfTheWireFormIsTheCallers() {
        Template template = Template.decode(10, 7, false, DATA);
        template.encoded()[0] = 99;
        assertThat(template.encoded()).isEqualTo(DATA);
    }
}
