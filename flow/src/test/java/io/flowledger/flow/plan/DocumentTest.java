package io.flowledger.flow.plan;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.HexFormat;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** Elements without a column, as JSON: by each abstract data type of RFC 7012 section 3.1. */
class DocumentTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void unsignedIntegersAreNumbersOfAnySize() {
        assertThat(PlannedRecord.flows().number(148, 8, -1).extra()).isEqualTo("{\"flowId\":18446744073709551615}");
        assertThat(PlannedRecord.flows().number(148, 3, 70_000).extra()).isEqualTo("{\"flowId\":70000}");
        assertThat(PlannedRecord.flows().number(148, 1, 0).extra()).isEqualTo("{\"flowId\":0}");
        assertThat(PlannedRecord.flows().hex(148, "000000000000000001").extra())
                .isEqualTo("{\"flowId\":\"000000000000000001\"}");
    }

    @Test
    void signedIntegersKeepTheirSignInAnySize() {
        // 434 mibObjectValueInteger, signed32
        assertThat(PlannedRecord.flows().number(434, 4, -5).extra()).isEqualTo("{\"mibObjectValueInteger\":-5}");
        assertThat(PlannedRecord.flows().number(434, 1, 0x80).extra()).isEqualTo("{\"mibObjectValueInteger\":-128}");
        assertThat(PlannedRecord.flows().number(434, 8, Long.MIN_VALUE).extra())
                .isEqualTo("{\"mibObjectValueInteger\":-9223372036854775808}");
    }

    @Test
    void floatsAreNumbersAndWhatIsNoNumberIsText() {
        // 320 absoluteError, float64; 311 samplingProbability, float64
        assertThat(PlannedRecord.flows()
                        .number(320, 8, Double.doubleToLongBits(0.25))
                        .extra())
                .isEqualTo("{\"absoluteError\":0.25}");
        assertThat(PlannedRecord.flows()
                        .number(320, 4, Float.floatToIntBits(-1.5f))
                        .extra())
                .isEqualTo("{\"absoluteError\":-1.5}");
        assertThat(PlannedRecord.flows()
                        .number(320, 8, Double.doubleToLongBits(Double.NaN))
                        .extra())
                .isEqualTo("{\"absoluteError\":\"NaN\"}");
        assertThat(PlannedRecord.flows()
                        .number(320, 8, Double.doubleToLongBits(1e300))
                        .extra())
                .isEqualTo("{\"absoluteError\":1.0E300}");
        assertThat(PlannedRecord.flows().hex(320, "3f80").extra()).isEqualTo("{\"absoluteError\":\"3f80\"}");
    }

    @Test
    void booleansAreOneForTrueAndTwoForFalse() {
        // 276 dataRecordsReliability, boolean; RFC 7011 section 6.1.5
        assertThat(PlannedRecord.flows().number(276, 1, 1).extra()).isEqualTo("{\"dataRecordsReliability\":true}");
        assertThat(PlannedRecord.flows().number(276, 1, 2).extra()).isEqualTo("{\"dataRecordsReliability\":false}");
        assertThat(PlannedRecord.flows().number(276, 1, 0).extra()).isEqualTo("{\"dataRecordsReliability\":\"00\"}");
    }

    @Test
    void addressesAreText() {
        // 130 exporterIPv4Address, 131 exporterIPv6Address, 365 staMacAddress
        assertThat(PlannedRecord.flows().address(130, "192.0.2.255").extra())
                .isEqualTo("{\"exporterIPv4Address\":\"192.0.2.255\"}");
        assertThat(PlannedRecord.flows().hex(365, "001b638445e6").extra())
                .isEqualTo("{\"staMacAddress\":\"00:1b:63:84:45:e6\"}");
        assertThat(PlannedRecord.flows().hex(365, "001b6384").extra()).isEqualTo("{\"staMacAddress\":\"001b6384\"}");
    }

    @Test
    void ipv6AddressesAreInTheFormOfRfc5952() {
        String[][] examples = {
            {"20010db8000000000000000000000001", "2001:db8::1"},
            {"20010db8000000000001000000000001", "2001:db8::1:0:0:1"}, // section 4.2.3: the first of two equal runs
            {"20010db8000000010001000100010001", "2001:db8:0:1:1:1:1:1"}, // section 4.2.2: no :: for one group
            {"00000000000000000000000000000000", "::"},
            {"00000000000000000000000000000001", "::1"},
            {"fe800000000000000000000000000000", "fe80::"},
            {"2001000000000001000000000000000a", "2001:0:0:1::a"}, // the longer run
            {"00000000000000000000ffffc0000201", "::ffff:192.0.2.1"}, // section 5
            {"0000aaaaaaaaaaaaaaaaaaaaaaaaaaaa", "0:aaaa:aaaa:aaaa:aaaa:aaaa:aaaa:aaaa"},
            {"20010db885a308d313198a2e03707344", "2001:db8:85a3:8d3:1319:8a2e:370:7344"},
        };
        for (String[] example : examples) {
            assertThat(PlannedRecord.flows().hex(131, example[0]).extra())
                    .isEqualTo("{\"exporterIPv6Address\":\"" + example[1] + "\"}");
        }
    }

    @Test
    void timesAreTextInUtc() {
        // 258 collectionTimeMilliseconds, 322 observationTimeSeconds, 324 observationTimeMicroseconds, 260
        // maxExportSeconds
        assertThat(PlannedRecord.flows().number(258, 8, 1_700_000_000_123L).extra())
                .isEqualTo("{\"collectionTimeMilliseconds\":\"2023-11-14T22:13:20.123000Z\"}");
        assertThat(PlannedRecord.flows().number(260, 4, 951_782_400L).extra())
                .isEqualTo("{\"maxExportSeconds\":\"2000-02-29T00:00:00.000000Z\"}");
        assertThat(PlannedRecord.flows().hex(268, "e8fe6f80 80000000").extra())
                .contains("\"2023-11-14T22:13:20.500000Z\"");
        assertThat(PlannedRecord.flows().number(258, 8, -1).extra()).contains("\"9999-12-31T23:59:59.999999Z\"");
    }

    @Test
    void octetArraysAndUnknownElementsAreHexadecimal() {
        assertThat(PlannedRecord.flows().hex(4242, 17, "00ff10").extra()).isEqualTo("{\"e4242id17\":\"00ff10\"}");
    }

    @Test
    void stringsAreEscapedAndWhatIsNotTextIsReplaced() {
        // 82 interfaceName
        assertThat(PlannedRecord.flows().text(82, "eth0", 16).extra()).isEqualTo("{\"interfaceName\":\"eth0\"}");
        assertThat(PlannedRecord.flows()
                        .variable(82, "a\"b\\c\n\u0001\u007f\u00e9".getBytes(UTF_8))
                        .extra())
                .isEqualTo("{\"interfaceName\":\"a\\\"b\\\\c\\u000a\\u0001\u007f\u00e9\"}");
        assertThat(PlannedRecord.flows()
                        .variable(82, new byte[] {'a', 0, 'b', (byte) 0xFF})
                        .extra())
                .isEqualTo("{\"interfaceName\":\"a\ufffdb\ufffd\"}");
        assertThat(PlannedRecord.flows()
                        .variable(82, "\ud83d\ude00".getBytes(UTF_8))
                        .extra())
                .isEqualTo("{\"interfaceName\":\"\ud83d\ude00\"}");
        assertThat(PlannedRecord.flows().variable(82, new byte[0]).extra()).isEqualTo("{\"interfaceName\":null}");
    }

    @Test
    void anElementThatComesTwiceIsAnArrayInOrder() {
        assertThat(PlannedRecord.flows()
                        .number(148, 1, 7)
                        .text(82, "x", 1)
                        .number(148, 1, 8)
                        .extra())
                .isEqualTo("{\"flowId\":[7,8],\"interfaceName\":\"x\"}");
    }

    @Test
    void paddingIsLeftOut() {
        assertThat(PlannedRecord.flows().hex(210, "0000").number(4, 1, 6).row()).doesNotContainKey("extra");
    }

    @Test
    void withoutExtraThereIsNoDocument() {
        assertThat(PlannedRecord.withoutExtra()
                        .number(148, 1, 7)
                        .number(4, 1, 6)
                        .row())
                .doesNotContainKey("extra")
                .containsEntry("protocol", 6L);
    }

    /** Whatever octets come in whatever type, the document parses and has the names. */
    @Property(tries = 500)
    void theDocumentAlwaysParses(@ForAll @Size(max = 300) byte[] value) throws JsonProcessingException {
        int[] elements = {82, 148, 434, 320, 276, 130, 131, 365, 258, 260, 268, 291, 104};
        PlannedRecord planned = PlannedRecord.flows();
        for (int element : elements) {
            planned.variable(element, value);
        }
        String extra = planned.extra();
        JsonNode node = JSON.readTree(extra);
        assertThat(node.isObject()).isTrue();
        assertThat(node.size()).isEqualTo(elements.length);
        if (value.length > 16) {
            assertThat(node.get("flowId").asText()).isEqualTo(HexFormat.of().formatHex(value));
        }
    }
}
