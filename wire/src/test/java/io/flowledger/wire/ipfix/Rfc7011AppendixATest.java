package io.flowledger.wire.ipfix;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowledger.wire.RecordedTemplates;
import io.flowledger.wire.cursor.Octets;
import io.flowledger.wire.encode.IpfixEncoder;
import io.flowledger.wire.encode.OctetWriter;
import io.flowledger.wire.encode.TemplateField;
import io.flowledger.wire.fault.Limits;
import io.flowledger.wire.template.FieldSpecifier;
import io.flowledger.wire.template.RecordWalker;
import io.flowledger.wire.template.Template;
import org.junit.jupiter.api.Test;

/** The examples of RFC 7011 appendix A, octet for octet; 32473 (RFC 5612) stands for "Enterprise number". */
final class Rfc7011AppendixATest {
    private static final String A_2_1 = "0002001c 01000005 00080004 000c0004 000f0004 00020004 00010004";
    private static final String A_2_2 = "00020020 01010005 00080004 000c0004 800f0004 00007ed9 00020004 00010004";
    private static final String A_3 = "01000040"
            + "c000020c c00002fe c0000201 00001391 00518c81"
            + "c000021b c0000217 c0000202 000002ec 0005ef46"
            + "c0000238 c0000241 c0000203 00000005 00001986";
    private static final String A_4_1 = "00030018 01020003 0001008d 00040029 0002002a 00020000";
    private static final String A_4_2 = "0003001c 01030003 0001008d 00040029 0002802a 00040000 7ed90000";
    private static final String A_4_3 = "0003001c 01040003 0001807b 00040000 7ed90029 0002002a 00020000";
    private static final String A_4_4 = "01040014 00000001 015927d9 00000002 02b24fb2";

    private final IpfixMessage message = new IpfixMessage();
    private final RecordedTemplates recorded = new RecordedTemplates();

    @Test
    void theHeaderOfA1() {
        byte[] b = OctetWriter.octets()
                .hex("000a0098 6553f100 000004d2 00000007")
                .zeros(136)
                .toByteArray();
        assertThat(message.wrap(b, 0, b.length)).isNull();
        assertThat(message.fault()).isNull();
        assertThat(message.messageLength()).isEqualTo(152);
        assertThat(message.exportTimeSeconds()).isEqualTo(1_700_000_000L);
        assertThat(message.sequenceNumber()).isEqualTo(1234);
        assertThat(message.observationDomain()).isEqualTo(7);
    }

    @Test
    void theTemplateSetOfA21() {
        Template template = template(A_2_1);
        assertThat(template.templateId()).isEqualTo(256);
        assertThat(template.isOptions()).isFalse();
        assertThat(template.scopeFieldCount()).isZero();
        assertThat(template.recordLength()).isEqualTo(20);
        assertThat(template.fields())
                .containsExactly(
                        new FieldSpecifier(0, 8, 4),
                        new FieldSpecifier(0, 12, 4),
                        new FieldSpecifier(0, 15, 4),
                        new FieldSpecifier(0, 2, 4),
                        new FieldSpecifier(0, 1, 4));
    }

    @Test
    void theEnterpriseElementOfA22() {
        Template template = template(A_2_2);
        assertThat(template.templateId()).isEqualTo(257);
        assertThat(template.field(2)).isEqualTo(new FieldSpecifier(32473, 15, 4));
        assertThat(template.field(4)).isEqualTo(new FieldSpecifier(0, 1, 4));
    }

    @Test
    void theThreeFlowRecordsOfA3() {
        byte[] b = wrap(A_2_1 + A_3);
        Template template = nextTemplate();
        assertThat(message.nextSet()).isTrue();
        assertThat(message.setId()).isEqualTo(256);
        RecordWalker walker = new RecordWalker();
        walker.wrap(template, b, message.contentOffset(), message.contentLength());
        long[][] expected = {
            {0xC000020CL, 0xC00002FEL, 0xC0000201L, 5009, 5344385},
            {0xC000021BL, 0xC0000217L, 0xC0000202L, 748, 388934},
            {0xC0000238L, 0xC0000241L, 0xC0000203L, 5, 6534},
        };
        for (long[] flow : expected) {
            assertThat(walker.next()).isTrue();
            for (int i = 0; i < flow.length; i++) {
                assertThat(Octets.unsigned(b, walker.fieldOffset(i), walker.fieldLength(i)))
                        .isEqualTo(flow[i]);
            }
        }
        assertThat(walker.next()).isFalse();
        assertThat(walker.fault()).isNull();
        assertThat(message.nextSet()).isFalse();
        assertThat(message.fault()).isNull();
    }

    @Test
    void theOptionsTemplateSetOfA41AndItsPadding() {
        Template template = template(A_4_1);
        assertThat(template.isOptions()).isTrue();
        assertThat(template.scopeFieldCount()).isEqualTo(1);
        assertThat(template.fields())
                .containsExactly(
                        new FieldSpecifier(0, 141, 4), new FieldSpecifier(0, 41, 2), new FieldSpecifier(0, 42, 2));
    }

    @Test
    void theEnterpriseOptionOfA42() {
        assertThat(template(A_4_2).fields())
                .containsExactly(
                        new FieldSpecifier(0, 141, 4), new FieldSpecifier(0, 41, 2), new FieldSpecifier(32473, 42, 4));
    }

    @Test
    void theEnterpriseScopeOfA43() {
        assertThat(template(A_4_3).fields())
                .containsExactly(
                        new FieldSpecifier(32473, 123, 4), new FieldSpecifier(0, 41, 2), new FieldSpecifier(0, 42, 2));
    }

    @Test
    void theTwoOptionsRecordsOfA44() {
        byte[] b = wrap(A_4_3 + A_4_4);
        Template template = nextTemplate();
        assertThat(message.nextSet()).isTrue();
        RecordWalker walker = new RecordWalker();
        walker.wrap(template, b, message.contentOffset(), message.contentLength());
        assertThat(walker.next()).isTrue();
        assertThat(Octets.u32(b, walker.fieldOffset(0))).isEqualTo(1);
        assertThat(Octets.u16(b, walker.fieldOffset(1))).isEqualTo(345);
        assertThat(Octets.u16(b, walker.fieldOffset(2))).isEqualTo(10201);
        assertThat(walker.next()).isTrue();
        assertThat(Octets.u32(b, walker.fieldOffset(0))).isEqualTo(2);
        assertThat(Octets.u16(b, walker.fieldOffset(1))).isEqualTo(690);
        assertThat(Octets.u16(b, walker.fieldOffset(2))).isEqualTo(20402);
        assertThat(walker.next()).isFalse();
    }

    @Test
    void theVariableLengthsOfA5() {
        byte[] b = OctetWriter.octets()
                .hex("05 6162636465")
                .hex("ff 03e8")
                .zeros(1000)
                .toByteArray();
        Template template = template("0002000c 01050001 0052ffff");
        RecordWalker walker = new RecordWalker();
        walker.wrap(template, b, 0, b.length);
        assertThat(walker.next()).isTrue();
        assertThat(walker.fieldOffset(0)).isEqualTo(1);
        assertThat(walker.fieldLength(0)).isEqualTo(5);
        assertThat(walker.next()).isTrue();
        assertThat(walker.fieldOffset(0)).isEqualTo(9);
        assertThat(walker.fieldLength(0)).isEqualTo(1000);
        assertThat(walker.recordLength()).isEqualTo(1003);
        assertThat(walker.next()).isFalse();
        assertThat(walker.fault()).isNull();
    }

    @Test
    void theEncoderOfTheTestsWritesTheSameOctets() {
        byte[] encoded = IpfixEncoder.message()
                .template(
                        257,
                        TemplateField.field(8, 4),
                        TemplateField.field(12, 4),
                        TemplateField.field(32473, 15, 4),
                        TemplateField.field(2, 4),
                        TemplateField.field(1, 4))
                .paddedSet(
                        3,
                        2,
                        IpfixEncoder.optionsTemplateRecord(
                                260,
                                1,
                                TemplateField.field(32473, 123, 4),
                                TemplateField.field(41, 2),
                                TemplateField.field(42, 2)))
                .encode();
        byte[] expected = OctetWriter.octets()
                .hex("000a004c 6553f100 00000000 00000000")
                .hex(A_2_2)
                .hex(A_4_3)
                .toByteArray();
        assertThat(encoded).isEqualTo(expected);
    }

    private Template template(String sets) {
        wrap(sets);
        return nextTemplate();
    }

    private byte[] wrap(String sets) {
        byte[] b = IpfixEncoder.message().raw(OctetWriter.octets().hex(sets)).encode();
        assertThat(message.wrap(b, 0, b.length)).isNull();
        return b;
    }

    private Template nextTemplate() {
        assertThat(message.nextSet()).isTrue();
        message.readTemplates(Limits.standard(), recorded);
        assertThat(recorded.events).hasSize(1);
        return recorded.templates.get(0);
    }
}
