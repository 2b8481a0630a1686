package io.flowledger.wire.template;

import static io.flowledger.wire.encode.TemplateField.field;
import static io.flowledger.wire.encode.TemplateField.variable;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowledger.wire.encode.IpfixEncoder;
import io.flowledger.wire.encode.Netflow9Encoder;
import io.flowledger.wire.encode.OctetWriter;
import io.flowledger.wire.encode.TemplateField;
import io.flowledger.wire.fault.DecodeFault;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RecordWalkerTest {
    private final RecordWalker walker = new RecordWalker();

    @Test
    void fixedRecordsLieOneAfterTheOther() {
        Template template = ipfix(field(8, 4), field(4, 1), field(1, 3));
        OctetWriter set = OctetWriter.octets().hex("0a000001 06 000102 0a000002 11 030405");
        assertThat(walk(template, set)).containsExactly("0a000001|06|000102", "0a000002|11|030405");
        assertThat(walker.fault()).isNull();
    }

    @Test
    void fewerOctetsThanARecordArePadding() {
        Template template = ipfix(field(8, 4), field(4, 1));
        for (int padding = 0; padding < 5; padding++) {
            OctetWriter set = OctetWriter.octets().hex("0a00000106").zeros(padding);
            assertThat(walk(template, set)).containsExactly("0a000001|06");
            assertThat(walker.fault()).isNull();
        }
    }

    @Test
    void aSetShorterThanItsFirstRecordIsAFault() {
        assertThat(walk(ipfix(field(8, 4), field(4, 1)), OctetWriter.octets().u32(0)))
                .isEmpty();
        assertThat(walker.fault()).isEqualTo(DecodeFault.RECORD_CUT);
    }

    @Test
    void aSetWithoutOctetsHasNoRecordAndNoFault() {
        assertThat(walk(ipfix(field(8, 4)), OctetWriter.octets())).isEmpty();
        assertThat(walker.fault()).isNull();
    }

    @Test
    void variableLengthsInShortAndLongForm() {
        Template template = ipfix(field(4, 1), variable(96), field(5, 1));
        OctetWriter set = OctetWriter.octets()
                .u8(6)
                .variable("ab")
                .u8(1)
                .u8(17)
                .variableLong("cde".getBytes(StandardCharsets.UTF_8))
                .u8(2)
                .u8(1)
                .variable("")
                .u8(3);
        assertThat(walk(template, set)).containsExactly("06|6162|01", "11|636465|02", "01||03");
        assertThat(walker.fault()).isNull();
    }

    @Test
    void aValueOf254OctetsHasAnOctetOfLengthAndOneOf255HasThree() {
        Template template = ipfix(variable(96));
        OctetWriter set = OctetWriter.octets().variable(new byte[254]).variable(new byte[255]);
        walker.wrap(template, set.toByteArray(), 0, set.size());
        assertThat(walker.next()).isTrue();
        assertThat(walker.recordLength()).isEqualTo(255);
        assertThat(walker.next()).isTrue();
        assertThat(walker.fieldLength(0)).isEqualTo(255);
        assertThat(walker.recordLength()).isEqualTo(258);
        assertThat(walker.next()).isFalse();
    }

    @Test
    void aLengthPastTheSetEndsTheWalkAndKeepsTheRecordsBefore() {
        Template template = ipfix(field(4, 1), variable(96));
        OctetWriter set =
                OctetWriter.octets().u8(6).variable("ab").u8(17).u8(250).hex("616263");
        assertThat(walk(template, set)).containsExactly("06|6162");
        assertThat(walker.fault()).isEqualTo(DecodeFault.VARIABLE_LENGTH_PAST_SET);
        assertThat(walker.next()).isFalse();
    }

    @Test
    void aLongLengthThatIsCutOrPastTheSetIsAFault() {
        Template template = ipfix(field(4, 1), variable(96));
        for (String tail : new String[] {"ff", "ffff", "ffffff61"}) {
            assertThat(walk(template, OctetWriter.octets().u8(6).hex(tail))).isEmpty();
            assertThat(walker.fault()).as(tail).isEqualTo(DecodeFault.VARIABLE_LENGTH_PAST_SET);
        }
    }

    @Test
    void aFixedFieldThatALongValuePushesPastTheSetIsACutRecord() {
        Template template = ipfix(variable(96), field(8, 4));
        OctetWriter set = OctetWriter.octets().variable("abcd").hex("0a00");
        assertThat(walk(template, set)).isEmpty();
        assertThat(walker.fault()).isEqualTo(DecodeFault.RECORD_CUT);
    }

    @Test
    void inIpfixZeroOctetsOfOnlyVariableFieldsAreRecordsOfEmptyValues() {
        assertThat(walk(
                        ipfix(variable(96)),
                        OctetWriter.octets().variable("abcde").zeros(2)))
                .containsExactly("6162636465", "", "");
    }

    @Test
    void inNetflow9UpToThreeZeroOctetsAfterVariableRecordsArePadding() {
        Template template = netflow9(variable(96));
        assertThat(walk(template, OctetWriter.octets().variable("abcde").zeros(2)))
                .containsExactly("6162636465");
        assertThat(walker.fault()).isNull();
        assertThat(walk(template, OctetWriter.octets().variable("abcde").zeros(4)))
                .hasSize(2);
    }

    @Test
    void theWalkStaysInsideItsPartOfTheArray() {
        byte[] b = OctetWriter.octets().hex("ffffffff 01020304 ffffffff").toByteArray();
        walker.wrap(ipfix(field(8, 2)), b, 4, 4);
        assertThat(walker.next()).isTrue();
        assertThat(walker.fieldOffset(0)).isEqualTo(4);
        assertThat(walker.next()).isTrue();
        assertThat(walker.recordOffset()).isEqualTo(6);
        assertThat(walker.next()).isFalse();
    }

    @Test
    void aTemplateOfManyFieldsAfterOneOfFew() {
        TemplateField[] many = new TemplateField[500];
        for (int i = 0; i < many.length; i++) {
            many[i] = field(i + 1, 1);
        }
        assertThat(walk(ipfix(field(1, 1)), OctetWriter.octets().u8(7))).containsExactly("07");
        byte[] b = OctetWriter.octets().zeros(499).u8(9).toByteArray();
        walker.wrap(ipfix(many), b, 0, b.length);
        assertThat(walker.next()).isTrue();
        assertThat(walker.fieldOffset(499)).isEqualTo(499);
    }

    private List<String> walk(Template template, OctetWriter set) {
        byte[] b = set.toByteArray();
        walker.wrap(template, b, 0, b.length);
        List<String> rows = new ArrayList<>();
        while (walker.next()) {
            StringBuilder row = new StringBuilder();
            for (int i = 0; i < template.fieldCount(); i++) {
                row.append(i == 0 ? "" : "|");
                for (int k = 0; k < walker.fieldLength(i); k++) {
                    row.append(String.format("%02x", b[walker.fieldOffset(i) + k]));
                }
            }
            rows.add(row.toString());
        }
        return rows;
    }

    private static Template ipfix(TemplateField... fields) {
        return Template.decode(
                10, 0, false, IpfixEncoder.templateRecord(256, fields).toByteArray());
    }

    private static Template netflow9(TemplateField... fields) {
        return Template.decode(
                9, 0, false, Netflow9Encoder.templateRecord(256, fields).toByteArray());
    }
}
