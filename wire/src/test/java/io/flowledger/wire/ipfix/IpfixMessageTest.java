package io.flowledger.wire.ipfix;

import static io.flowledger.wire.encode.TemplateField.field;
import static io.flowledger.wire.encode.TemplateField.variable;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowledger.wire.RecordedTemplates;
import io.flowledger.wire.encode.IpfixEncoder;
import io.flowledger.wire.encode.OctetWriter;
import io.flowledger.wire.fault.DecodeFault;
import io.flowledger.wire.fault.Limits;
import io.flowledger.wire.template.FieldSpecifier;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class IpfixMessageTest {
    private final IpfixMessage message = new IpfixMessage();
    private final RecordedTemplates recorded = new RecordedTemplates();

    @Test
    void aDatagramWithoutOctetsIsNoMessage() {
        assertThat(message.wrap(new byte[0], 0, 0)).isEqualTo(DecodeFault.EMPTY_DATAGRAM);
        assertThat(message.nextSet()).isFalse();
    }

    @Test
    void fifteenOctetsAreNoHeader() {
        byte[] b = IpfixEncoder.message().encode();
        assertThat(message.wrap(b, 0, 15)).isEqualTo(DecodeFault.HEADER_CUT);
        assertThat(message.nextSet()).isFalse();
    }

    @Test
    void aHeaderAloneIsAMessageWithoutSets() {
        assertThat(sets(IpfixEncoder.message())).isEmpty();
        assertThat(message.fault()).isNull();
    }

    @Test
    void anotherVersionIsRefused() {
        byte[] b = IpfixEncoder.message().encode();
        b[1] = 9;
        assertThat(message.wrap(b, 0, b.length)).isEqualTo(DecodeFault.UNKNOWN_VERSION);
    }

    @Test
    void aMessageLengthBelowItsHeaderLeavesNothingToWalk() {
        byte[] b = IpfixEncoder.message()
                .messageLength(15)
                .template(256, field(1, 4))
                .encode();
        assertThat(message.wrap(b, 0, b.length)).isEqualTo(DecodeFault.MESSAGE_LENGTH_TOO_SMALL);
        assertThat(message.nextSet()).isFalse();
    }

    @Test
    void aMessageLongerThanItsDatagramGivesItsWholeSets() {
        IpfixEncoder encoder = IpfixEncoder.message().template(256, field(1, 4)).messageLength(100);
        assertThat(sets(encoder)).containsExactly("2+8");
        assertThat(message.fault()).isEqualTo(DecodeFault.MESSAGE_LENGTH_PAST_DATAGRAM);
    }

    @Test
    void aSetCutWithItsDatagramIsOneFaultNotTwo() {
        IpfixEncoder encoder = IpfixEncoder.message()
                .template(256, field(1, 4))
                .setWithLength(256, 64, OctetWriter.octets().zeros(20))
                .messageLength(92);
        assertThat(sets(encoder)).containsExactly("2+8", "256+20");
        assertThat(message.fault()).isEqualTo(DecodeFault.MESSAGE_LENGTH_PAST_DATAGRAM);
    }

    @Test
    void whatFollowsTheMessageInItsDatagramIsIgnoredAndTold() {
        IpfixEncoder encoder = IpfixEncoder.message()
                .template(256, field(1, 4))
                .template(257, field(1, 4))
                .messageLength(28);
        assertThat(sets(encoder)).containsExactly("2+8");
        assertThat(message.fault()).isEqualTo(DecodeFault.OCTETS_AFTER_MESSAGE);
    }

    @Test
    void aSetLengthOfThreeEndsTheWalk() {
        IpfixEncoder encoder = IpfixEncoder.message()
                .template(256, field(1, 4))
                .setWithLength(256, 3, OctetWriter.octets().u32(7));
        assertThat(sets(encoder)).containsExactly("2+8");
        assertThat(message.fault()).isEqualTo(DecodeFault.SET_LENGTH_TOO_SMALL);
        assertThat(message.nextSet()).isFalse();
    }

    @Test
    void aDataSetPastTheMessageIsGivenAsFarAsItGoes() {
        IpfixEncoder encoder = IpfixEncoder.message()
                .template(256, field(1, 4))
                .setWithLength(256, 16, OctetWriter.octets().u32(7).u16(8));
        assertThat(sets(encoder)).containsExactly("2+8", "256+6");
        assertThat(message.fault()).isEqualTo(DecodeFault.SET_PAST_MESSAGE);
        assertThat(message.nextSet()).isFalse();
    }

    @Test
    void aTemplateSetPastTheMessageIsSkippedAndTheSetsBeforeItStay() {
        IpfixEncoder encoder = IpfixEncoder.message()
                .template(256, field(1, 4))
                .setWithLength(2, 13, IpfixEncoder.templateRecord(256, field(2, 4)));
        assertThat(sets(encoder)).containsExactly("2+8");
        assertThat(message.fault()).isEqualTo(DecodeFault.SET_PAST_MESSAGE);
        assertThat(recorded.templates).hasSize(1);
    }

    @Test
    void threeOctetsAfterTheLastSetAreNoSetHeader() {
        IpfixEncoder encoder = IpfixEncoder.message()
                .template(256, field(1, 4))
                .raw(OctetWriter.octets().zeros(3));
        assertThat(sets(encoder)).containsExactly("2+8");
        assertThat(message.fault()).isEqualTo(DecodeFault.SET_HEADER_CUT);
    }

    @Test
    void aReservedSetIdIsAFaultOfThatSetAlone() {
        IpfixEncoder encoder = IpfixEncoder.message()
                .set(4, OctetWriter.octets().u32(7))
                .set(255, OctetWriter.octets().u32(7))
                .set(0, OctetWriter.octets().u32(7))
                .template(256, field(1, 4));
        assertThat(sets(encoder)).containsExactly("4+4", "255+4", "0+4", "2+8");
        assertThat(message.fault()).isNull();
        assertThat(recorded.events)
                .containsExactly("RESERVED_SET_ID", "RESERVED_SET_ID", "RESERVED_SET_ID", "template 256");
    }

    @Test
    void aMessageIsFoundAtAnyOffsetOfTheArray() {
        byte[] encoded = IpfixEncoder.message()
                .observationDomain(0xFFFFFFFFL)
                .template(256, field(1, 4))
                .encode();
        byte[] b = OctetWriter.octets().zeros(5).raw(encoded).zeros(5).toByteArray();
        assertThat(message.wrap(b, 5, encoded.length)).isNull();
        assertThat(message.observationDomain()).isEqualTo(4294967295L);
        assertThat(message.nextSet()).isTrue();
        assertThat(message.contentOffset()).isEqualTo(5 + 16 + 4);
        assertThat(message.nextSet()).isFalse();
        assertThat(message.fault()).isNull();
    }

    @Test
    void aWithdrawalIsToldWithItsTemplateId() {
        sets(IpfixEncoder.message().templateWithdrawal(300).optionsTemplateWithdrawal(301));
        assertThat(recorded.events).containsExactly("withdrawal 300", "withdrawal 301");
    }

    @Test
    void theSetIdAsTemplateIdWithdrawsAllOfItsKind() {
        sets(IpfixEncoder.message().templateWithdrawal(2).optionsTemplateWithdrawal(3));
        assertThat(recorded.events).containsExactly("withdrawal all 2", "withdrawal all 3");
    }

    @Test
    void theOtherKindsSetIdWithdrawsNothing() {
        sets(IpfixEncoder.message().templateWithdrawal(3).optionsTemplateWithdrawal(2));
        assertThat(recorded.events).containsExactly("TEMPLATE_ID_RESERVED", "TEMPLATE_ID_RESERVED");
    }

    @Test
    void theTemplatesBeforeACutOneAreKept() {
        OctetWriter cut = OctetWriter.octets().u16(258).u16(3).u16(1).u16(4);
        sets(IpfixEncoder.message()
                .set(
                        2,
                        IpfixEncoder.templateRecord(256, field(1, 4)),
                        IpfixEncoder.templateRecord(257, field(2, 4)),
                        cut));
        assertThat(recorded.events).containsExactly("template 256", "template 257", "TEMPLATE_CUT");
    }

    @Test
    void anEnterpriseNumberThatIsCutIsACutTemplate() {
        OctetWriter cut =
                OctetWriter.octets().u16(256).u16(1).u16(0x8001).u16(4).u16(0);
        sets(IpfixEncoder.message().set(2, cut));
        assertThat(recorded.events).containsExactly("TEMPLATE_CUT");
    }

    @Test
    void aBadTemplateWhoseEndIsKnownCostsItselfAlone() {
        sets(IpfixEncoder.message()
                .set(
                        2,
                        IpfixEncoder.templateRecord(255, field(1, 4)),
                        IpfixEncoder.templateRecord(256, field(210, 0)),
                        IpfixEncoder.templateRecord(257, field(1, 65534), field(2, 2)),
                        IpfixEncoder.templateRecord(258, field(1, 4))));
        assertThat(recorded.events)
                .containsExactly(
                        "TEMPLATE_ID_RESERVED", "TEMPLATE_RECORD_LENGTH_ZERO", "TEMPLATE_TOO_LONG", "template 258");
    }

    @Test
    void aTemplateWhoseOnlyFieldHasNoOctetsIsRefused() {
        sets(IpfixEncoder.message().template(256, field(1, 0)));
        assertThat(recorded.events).containsExactly("TEMPLATE_RECORD_LENGTH_ZERO");
    }

    @Test
    void aScopeCountOfNoneOrOfMoreThanTheFieldsIsRefused() {
        sets(IpfixEncoder.message()
                .set(
                        3,
                        IpfixEncoder.optionsTemplateRecord(256, 0, field(149, 4), field(41, 8)),
                        IpfixEncoder.optionsTemplateRecord(257, 3, field(149, 4), field(41, 8)),
                        IpfixEncoder.optionsTemplateRecord(258, 2, field(149, 4), field(41, 8))));
        assertThat(recorded.events).containsExactly("SCOPE_COUNT_INVALID", "SCOPE_COUNT_INVALID", "template 258");
        assertThat(recorded.templates.get(0).scopeFieldCount()).isEqualTo(2);
    }

    @Test
    void aTemplateOfVariableLengthFieldsOnlyIsGood() {
        sets(IpfixEncoder.message().template(256, variable(96), variable(9, 12235)));
        assertThat(recorded.events).containsExactly("template 256");
        assertThat(recorded.templates.get(0).minimumRecordLength()).isEqualTo(2);
        assertThat(recorded.templates.get(0).recordLength()).isEqualTo(-1);
        assertThat(recorded.templates.get(0).field(1))
                .isEqualTo(new FieldSpecifier(9, 12235, FieldSpecifier.VARIABLE_LENGTH));
    }

    @Test
    void oneElementMayOccurTwice() {
        sets(IpfixEncoder.message().template(256, field(1, 4), field(1, 8)));
        assertThat(recorded.templates.get(0).recordLength()).isEqualTo(12);
        assertThat(recorded.templates.get(0).fixedOffset(1)).isEqualTo(4);
    }

    @Test
    void zeroOctetsAfterTheTemplatesArePaddingHoweverMany() {
        for (int padding = 0; padding < 12; padding++) {
            recorded.events.clear();
            sets(IpfixEncoder.message().paddedSet(2, padding, IpfixEncoder.templateRecord(256, field(1, 4))));
            assertThat(recorded.events).as("padding of " + padding).containsExactly("template 256");
        }
    }

    @Test
    void octetsThatAreNoPaddingAndNoTemplateAreAFault() {
        sets(IpfixEncoder.message()
                .set(
                        2,
                        IpfixEncoder.templateRecord(256, field(1, 4)),
                        OctetWriter.octets().hex("0000000000ff")));
        assertThat(recorded.events).containsExactly("template 256", "TEMPLATE_ID_RESERVED");
    }

    @Test
    void moreFieldsThanTheLimitAreRefused() {
        byte[] b = IpfixEncoder.message()
                .template(256, field(1, 4), field(2, 4), field(3, 4))
                .template(257, field(1, 4), field(2, 4))
                .encode();
        message.wrap(b, 0, b.length);
        Limits limits = new Limits(10, 2, 20, 65535);
        while (message.nextSet()) {
            message.readTemplates(limits, recorded);
        }
        assertThat(recorded.events).containsExactly("TEMPLATE_TOO_MANY_FIELDS", "template 257");
    }

    private List<String> sets(IpfixEncoder encoder) {
        byte[] b = encoder.encode();
        assertThat(message.wrap(b, 0, b.length)).isNull();
        List<String> sets = new ArrayList<>();
        while (message.nextSet()) {
            sets.add(message.setId() + "+" + message.contentLength());
            if (!IpfixMessage.isDataSet(message.setId())) {
                message.readTemplates(Limits.standard(), recorded);
            }
        }
        return sets;
    }
}
