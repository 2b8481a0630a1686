package io.flowledger.wire.netflow9;

import static io.flowledger.wire.encode.TemplateField.field;
import static io.flowledger.wire.encode.TemplateField.variable;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowledger.wire.RecordedTemplates;
import io.flowledger.wire.encode.Netflow9Encoder;
import io.flowledger.wire.encode.OctetWriter;
import io.flowledger.wire.encode.TemplateField;
import io.flowledger.wire.fault.DecodeFault;
import io.flowledger.wire.fault.Limits;
import io.flowledger.wire.template.FieldSpecifier;
import io.flowledger.wire.template.Template;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class Netflow9MessageTest {
    private final Netflow9Message message = new Netflow9Message();
    private final RecordedTemplates recorded = new RecordedTemplates();

    @Test
    void theHeaderIsReadInFull() {
        byte[] b = Netflow9Encoder.message()
                .count(0xFFFF)
                .sysUptimeMillis(0xFFFFFFFFL)
                .unixSeconds(1_700_000_000L)
                .sequenceNumber(0x80000001L)
                .sourceId(0xCAFEBABEL)
                .encode();
        assertThat(message.wrap(b, 0, b.length)).isNull();
        assertThat(message.headerCount()).isEqualTo(65535);
        assertThat(message.sysUptimeMillis()).isEqualTo(4294967295L);
        assertThat(message.unixSeconds()).isEqualTo(1_700_000_000L);
        assertThat(message.sequenceNumber()).isEqualTo(2147483649L);
        assertThat(message.observationDomain()).isEqualTo(0xCAFEBABEL);
        assertThat(message.messageLength()).isEqualTo(20);
        assertThat(message.nextSet()).isFalse();
        assertThat(message.fault()).isNull();
    }

    @Test
    void nineteenOctetsAreNoHeader() {
        byte[] b = Netflow9Encoder.message().encode();
        assertThat(message.wrap(b, 0, 19)).isEqualTo(DecodeFault.HEADER_CUT);
        assertThat(message.nextSet()).isFalse();
    }

    @Test
    void theSetsAreWalkedToTheEndWhateverTheCountSays() {
        for (int count : new int[] {0, 1, 2, 3, 65535}) {
            Netflow9Encoder encoder = Netflow9Encoder.message()
                    .count(count)
                    .template(256, field(1, 4))
                    .set(256, OctetWriter.octets().u32(1))
                    .set(257, OctetWriter.octets().u32(2));
            assertThat(sets(encoder)).containsExactly("0+8", "256+4", "257+4");
            assertThat(message.fault()).isNull();
        }
    }

    @Test
    void zeroFillAfterTheLastSetEndsQuietly() {
        for (int fill = 1; fill < 40; fill++) {
            Netflow9Encoder encoder = Netflow9Encoder.message()
                    .set(256, OctetWriter.octets().u32(1))
                    .raw(OctetWriter.octets().zeros(fill));
            assertThat(sets(encoder)).containsExactly("256+4");
            assertThat(message.fault()).as("zero fill of " + fill).isNull();
        }
    }

    @Test
    void aSetLengthOfZeroBeforeOtherOctetsIsAFault() {
        Netflow9Encoder encoder = Netflow9Encoder.message()
                .set(256, OctetWriter.octets().u32(1))
                .raw(OctetWriter.octets().hex("00000000 00000001"));
        assertThat(sets(encoder)).containsExactly("256+4");
        assertThat(message.fault()).isEqualTo(DecodeFault.SET_LENGTH_TOO_SMALL);
    }

    @Test
    void aSetLengthThatIsNoMultipleOfFourIsFollowed() {
        Netflow9Encoder encoder = Netflow9Encoder.message()
                .set(256, OctetWriter.octets().hex("010203"))
                .set(257, OctetWriter.octets().u32(2));
        assertThat(sets(encoder)).containsExactly("256+3", "257+4");
        assertThat(message.fault()).isNull();
    }

    @Test
    void aDataSetPastTheDatagramIsGivenAsFarAsItGoes() {
        Netflow9Encoder encoder = Netflow9Encoder.message()
                .set(256, OctetWriter.octets().u32(1))
                .setWithLength(257, 400, OctetWriter.octets().u32(2));
        assertThat(sets(encoder)).containsExactly("256+4", "257+4");
        assertThat(message.fault()).isEqualTo(DecodeFault.SET_PAST_MESSAGE);
    }

    @Test
    void aTemplateSetPastTheDatagramIsSkipped() {
        Netflow9Encoder encoder = Netflow9Encoder.message()
                .set(256, OctetWriter.octets().u32(1))
                .setWithLength(0, 400, Netflow9Encoder.templateRecord(256, field(2, 4)));
        assertThat(sets(encoder)).containsExactly("256+4");
        assertThat(message.fault()).isEqualTo(DecodeFault.SET_PAST_MESSAGE);
    }

    @Test
    void theSetIdsOfIpfixAreReserved() {
        sets(Netflow9Encoder.message()
                .set(2, Netflow9Encoder.templateRecord(256, field(1, 4)))
                .set(3, OctetWriter.octets().u32(1)));
        assertThat(recorded.events).containsExactly("RESERVED_SET_ID", "RESERVED_SET_ID");
    }

    @Test
    void fieldTypesWithTheTopBitArePlainNumbers() {
        sets(Netflow9Encoder.message().template(263, field(8, 4), field(40000, 20), field(33002, 2), field(12, 4)));
        Template template = recorded.templates.get(0);
        assertThat(template.fields())
                .containsExactly(
                        new FieldSpecifier(0, 8, 4),
                        new FieldSpecifier(0, 40000, 20),
                        new FieldSpecifier(0, 33002, 2),
                        new FieldSpecifier(0, 12, 4));
        assertThat(template.recordLength()).isEqualTo(30);
        assertThat(template.version()).isEqualTo(9);
    }

    @Test
    void aLengthOf65535IsVariableLengthHereToo() {
        sets(Netflow9Encoder.message().template(256, field(8, 4), variable(96), field(12, 4)));
        Template template = recorded.templates.get(0);
        assertThat(template.hasVariableLength()).isTrue();
        assertThat(template.minimumRecordLength()).isEqualTo(9);
        assertThat(template.fixedOffset(1)).isEqualTo(4);
        assertThat(template.fixedOffset(2)).isEqualTo(-1);
    }

    @Test
    void scopesOfAnOptionsTemplateKeepTheirTypes() {
        sets(Netflow9Encoder.message()
                .optionsTemplate(257, new TemplateField[] {field(1, 4), field(2, 4)}, field(34, 4), field(35, 1)));
        assertThat(recorded.events).containsExactly("template 257");
        Template template = recorded.templates.get(0);
        assertThat(template.isOptions()).isTrue();
        assertThat(template.scopeFieldCount()).isEqualTo(2);
        assertThat(template.fields())
                .containsExactly(
                        new FieldSpecifier(FieldSpecifier.NETFLOW9_SCOPE, 1, 4),
                        new FieldSpecifier(FieldSpecifier.NETFLOW9_SCOPE, 2, 4),
                        new FieldSpecifier(0, 34, 4),
                        new FieldSpecifier(0, 35, 1));
    }

    @Test
    void anOptionsTemplateWithoutScopesIsStillAnOptionsTemplate() {
        sets(Netflow9Encoder.message().optionsTemplate(257, new TemplateField[0], field(34, 4)));
        assertThat(recorded.templates.get(0).isOptions()).isTrue();
        assertThat(recorded.templates.get(0).scopeFieldCount()).isZero();
    }

    @Test
    void aScopeOrOptionLengthThatIsNoMultipleOfFourCostsThatTemplateAlone() {
        OctetWriter oddScope = OctetWriter.octets().u16(256).u16(5).u16(4).zeros(9);
        OctetWriter oddOption = OctetWriter.octets().u16(257).u16(4).u16(7).zeros(11);
        OctetWriter good = Netflow9Encoder.optionsTemplateRecord(258, new TemplateField[] {field(1, 4)}, field(34, 4));
        sets(Netflow9Encoder.message().set(1, oddScope, oddOption, good));
        assertThat(recorded.events).containsExactly("SCOPE_LENGTH_INVALID", "SCOPE_LENGTH_INVALID", "template 258");
    }

    @Test
    void anOptionsTemplatePastItsSetIsCut() {
        sets(Netflow9Encoder.message()
                .set(1, OctetWriter.octets().u16(256).u16(65532).u16(65532).zeros(8)));
        assertThat(recorded.events).containsExactly("TEMPLATE_CUT");
    }

    @Test
    void aTemplateWithoutFieldsIsAFaultAndNoWithdrawal() {
        sets(Netflow9Encoder.message()
                .set(0, OctetWriter.octets().u16(300).u16(0), Netflow9Encoder.templateRecord(301, field(1, 4))));
        assertThat(recorded.events).containsExactly("TEMPLATE_WITHOUT_FIELDS", "template 301");
    }

    @Test
    void aTemplateWhoseOnlyFieldHasNoOctetsIsRefused() {
        sets(Netflow9Encoder.message().template(256, field(1, 0)));
        assertThat(recorded.events).containsExactly("TEMPLATE_RECORD_LENGTH_ZERO");
    }

    @Test
    void aFieldWithoutOctetsBesideOthersIsKept() {
        sets(Netflow9Encoder.message().template(256, field(1, 4), field(210, 0), field(2, 4)));
        assertThat(recorded.templates.get(0).recordLength()).isEqualTo(8);
        assertThat(recorded.templates.get(0).fixedOffset(2)).isEqualTo(4);
    }

    private List<String> sets(Netflow9Encoder encoder) {
        byte[] b = encoder.encode();
        assertThat(message.wrap(b, 0, b.length)).isNull();
        List<String> sets = new ArrayList<>();
        while (message.nextSet()) {
            sets.add(message.setId() + "+" + message.contentLength());
            if (!Netflow9Message.isDataSet(message.setId())) {
                message.readTemplates(Limits.standard(), recorded);
            }
        }
        return sets;
    }
}
