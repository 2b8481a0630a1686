package io.flowledger.flow.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.flowledger.flow.DecodeRun;
import io.flowledger.flow.ledger.LedgerCounter;
import io.flowledger.wire.encode.IpfixEncoder;
import io.flowledger.wire.encode.OctetWriter;
import io.flowledger.wire.encode.TemplateField;
import io.flowledger.wire.fault.DecodeFault;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** Lists (RFC 6313): what the record says is in the document, and what makes no sense costs the rest of its list. */
class StructuredDataTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int BASIC_LIST = 291;
    private static final int SUB_TEMPLATE_LIST = 292;
    private static final int SUB_TEMPLATE_MULTI_LIST = 293;

    private static final int ALL_OF = 3;

    private final DecodeRun run = new DecodeRun();

    /** A record of a protocol and one list, after template 400 of address and port, and 401 of a name and a list. */
    private String extra(int listElement, OctetWriter list) {
        return extra(listElement, list.toByteArray());
    }

    private String extra(int listElement, byte[] list) {
        List<Map<String, Object>> rows = run.send(
                0,
                IpfixEncoder.message()
                        .template(400, TemplateField.field(130, 4), TemplateField.field(180, 2))
                        .template(401, TemplateField.variable(82), TemplateField.variable(SUB_TEMPLATE_LIST))
                        .template(300, TemplateField.field(4, 1), TemplateField.variable(listElement))
                        .set(300, OctetWriter.octets().u8(6).variableLong(list))
                        .encode());
        assertThat(rows).hasSize(1);
        assertThat(rows.get(0)).containsEntry("protocol", 6L);
        return String.valueOf(rows.get(0).get("extra"));
    }

    private long faults(DecodeFault fault) {
        return run.ledger(LedgerCounter.SETS_SKIPPED, fault);
    }

    @Test
    void aBasicListIsItsElementItsSemanticAndItsValues() {
        // 10 ingressInterface, as in RFC 6313 appendix A
        OctetWriter list =
                OctetWriter.octets().u8(ALL_OF).u16(10).u16(4).u32(1).u32(4).u32(8);
        assertThat(extra(BASIC_LIST, list))
                .isEqualTo(
                        "{\"basicList\":{\"semantic\":\"allOf\",\"element\":\"ingressInterface\",\"values\":[1,4,8]}}");
    }

    @Test
    void aBasicListOfAnEnterprisesElementHasItsNumberBehindTheLength() {
        // not in the registry: its values stay octets
        OctetWriter list = OctetWriter.octets()
                .u8(255)
                .u16(0x8000 | 1234)
                .u16(2)
                .u32(4242)
                .u16(0x0102)
                .u16(0x0304);
        assertThat(extra(BASIC_LIST, list))
                .isEqualTo(
                        "{\"basicList\":{\"semantic\":\"undefined\",\"element\":\"e4242id1234\",\"values\":[\"0102\",\"0304\"]}}");
    }

    @Test
    void valuesOfVariableLengthHaveTheirOwn() {
        OctetWriter list = OctetWriter.octets()
                .u8(4)
                .u16(82)
                .u16(65535)
                .variable("eth0")
                .variable("")
                .variableLong("eth1".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        assertThat(extra(BASIC_LIST, list))
                .isEqualTo(
                        "{\"basicList\":{\"semantic\":\"ordered\",\"element\":\"interfaceName\",\"values\":[\"eth0\",null,\"eth1\"]}}");
    }

    @Test
    void anEmptyListIsEmpty() {
        assertThat(extra(BASIC_LIST, OctetWriter.octets().u8(0).u16(10).u16(4)))
                .contains("\"semantic\":\"noneOf\"", "\"values\":[]");
        assertThat(extra(SUB_TEMPLATE_LIST, OctetWriter.octets().u8(1).u16(400)))
                .contains("{\"semantic\":\"exactlyOneOf\",\"template\":400,\"records\":[]}");
        assertThat(extra(
                        SUB_TEMPLATE_MULTI_LIST,
                        OctetWriter.octets().u8(2).u16(400).u16(0)))
                .contains("{\"semantic\":\"oneOrMoreOf\",\"lists\":[]}");
        assertThat(extra(BASIC_LIST, new byte[0])).isEqualTo("{\"basicList\":null}");
        assertThat(run.ledger(LedgerCounter.SETS_SKIPPED)).isZero();
    }

    @Test
    void recordsOfOneTemplateAreObjects() {
        OctetWriter list = OctetWriter.octets()
                .u8(ALL_OF)
                .u16(400)
                .address("192.0.2.1")
                .u16(80)
                .address("192.0.2.2")
                .u16(443);
        assertThat(extra(SUB_TEMPLATE_LIST, list))
                .isEqualTo("{\"subTemplateList\":{\"semantic\":\"allOf\",\"template\":400,\"records\":["
                        + "{\"exporterIPv4Address\":\"192.0.2.1\",\"udpSourcePort\":80},"
                        + "{\"exporterIPv4Address\":\"192.0.2.2\",\"udpSourcePort\":443}]}}");
    }

    @Test
    void recordsOfSeveralTemplatesAreListsWithinTheList() {
        OctetWriter inner =
                OctetWriter.octets().u8(ALL_OF).u16(400).address("192.0.2.9").u16(53);
        OctetWriter list = OctetWriter.octets()
                .u8(ALL_OF)
                .u16(400)
                .u16(10)
                .address("192.0.2.1")
                .u16(80)
                .u16(401)
                .u16(4 + 3 + 1 + inner.size())
                .variable("lo")
                .variable(inner.toByteArray());
        assertThat(extra(SUB_TEMPLATE_MULTI_LIST, list))
                .isEqualTo("{\"subTemplateMultiList\":{\"semantic\":\"allOf\",\"lists\":["
                        + "{\"template\":400,\"records\":[{\"exporterIPv4Address\":\"192.0.2.1\",\"udpSourcePort\":80}]},"
                        + "{\"template\":401,\"records\":[{\"interfaceName\":\"lo\",\"subTemplateList\":"
                        + "{\"semantic\":\"allOf\",\"template\":400,\"records\":["
                        + "{\"exporterIPv4Address\":\"192.0.2.9\",\"udpSourcePort\":53}]}}]}]}}");
        assertThat(run.ledger(LedgerCounter.SETS_SKIPPED)).isZero();
    }

    @Test
    void anElementThatARecordHasTwiceIsAnArray() {
        List<Map<String, Object>> rows = run.send(
                0,
                IpfixEncoder.message()
                        .template(400, TemplateField.field(180, 2), TemplateField.field(180, 2))
                        .template(300, TemplateField.field(4, 1), TemplateField.variable(SUB_TEMPLATE_LIST))
                        .set(
                                300,
                                OctetWriter.octets()
                                        .u8(6)
                                        .variable(OctetWriter.octets()
                                                .u8(3)
                                                .u16(400)
                                                .u16(1)
                                                .u16(2)
                                                .toByteArray()))
                        .encode());
        assertThat(String.valueOf(rows.get(0).get("extra"))).contains("\"records\":[{\"udpSourcePort\":[1,2]}]");
    }

    @Test
    void aListInAFieldOfFixedLengthIsReadTheSame() {
        byte[] list = OctetWriter.octets().u8(ALL_OF).u16(4).u16(1).u8(6).u8(17).toByteArray();
        List<Map<String, Object>> rows = run.send(
                0,
                IpfixEncoder.message()
                        .template(300, TemplateField.field(4, 1), TemplateField.field(BASIC_LIST, list.length))
                        .set(300, OctetWriter.octets().u8(6).raw(list).u8(17).raw(list))
                        .encode());
        assertThat(rows).hasSize(2);
        assertThat(String.valueOf(rows.get(1).get("extra")))
                .contains("\"element\":\"protocolIdentifier\",\"values\":[6,17]");
    }

    @Test
    void recordsWithoutTheirTemplateStayOctets() {
        assertThat(extra(
                        SUB_TEMPLATE_LIST,
                        OctetWriter.octets().u8(ALL_OF).u16(999).hex("c000020100")))
                .isEqualTo(
                        "{\"subTemplateList\":{\"semantic\":\"allOf\",\"template\":999,\"undecoded\":\"c000020100\"}}");
        assertThat(faults(DecodeFault.LIST_TEMPLATE_MISSING)).isEqualTo(1);
    }

    @Test
    void aListCutInAValueKeepsTheValuesBeforeAndTheRestAsOctets() {
        assertThat(extra(
                        BASIC_LIST,
                        OctetWriter.octets().u8(ALL_OF).u16(10).u16(4).u32(7).u16(1)))
                .isEqualTo("{\"basicList\":{\"semantic\":\"allOf\",\"element\":\"ingressInterface\",\"values\":[7],"
                        + "\"undecoded\":\"0001\"}}");
        assertThat(extra(
                        SUB_TEMPLATE_LIST,
                        OctetWriter.octets().u8(ALL_OF).u16(400).zeros(9)))
                .contains(
                        "\"records\":[{\"exporterIPv4Address\":\"0.0.0.0\",\"udpSourcePort\":0}],\"undecoded\":\"000000\"");
        assertThat(faults(DecodeFault.LIST_MALFORMED)).isEqualTo(2);
    }

    @Test
    void lengthsThatCannotBeAreFaults() {
        byte[][] hostile = {
            {3}, // no element
            OctetWriter.octets().u8(3).u16(10).u16(0).u8(1).toByteArray(), // values of no octets, and yet some
            OctetWriter.octets().u8(3).u16(0x8000 | 10).u16(4).u16(1).toByteArray(), // half an enterprise number
            OctetWriter.octets().u8(3).u16(82).u16(65535).u8(255).u8(1).toByteArray(), // half a length
            OctetWriter.octets().u8(3).u16(82).u16(65535).u8(9).u8(1).toByteArray(), // a length past the list
        };
        for (int i = 0; i < hostile.length; i++) {
            assertThat(extra(BASIC_LIST, hostile[i])).contains("\"semantic\":\"allOf\"");
            assertThat(faults(DecodeFault.LIST_MALFORMED)).isEqualTo(i + 1);
        }
        assertThat(extra(
                        SUB_TEMPLATE_MULTI_LIST,
                        OctetWriter.octets().u8(3).u16(400).u16(3).u16(9)))
                .contains("\"lists\":[],\"undecoded\":\"019000030009\"");
        assertThat(extra(
                        SUB_TEMPLATE_MULTI_LIST,
                        OctetWriter.octets().u8(3).u16(400).u16(99).u16(9)))
                .contains("\"undecoded\":\"019000630009\"");
        assertThat(faults(DecodeFault.LIST_MALFORMED)).isEqualTo(hostile.length + 2);
    }

    @Test
    void listsWithinListsEndAtTheDepthThatIsAllowed() throws JsonProcessingException {
        OctetWriter list = OctetWriter.octets().u8(ALL_OF).u16(4).u16(1).u8(6);
        for (int depth = 0; depth < 20; depth++) {
            list = OctetWriter.octets().u8(ALL_OF).u16(BASIC_LIST).u16(65535).variableLong(list.toByteArray());
        }
        JsonNode node = JSON.readTree(extra(BASIC_LIST, list)).get("basicList");
        int depth = 0;
        while (node.has("values")) {
            node = node.get("values").get(0);
            depth++;
        }
        assertThat(depth).isEqualTo(ListWriter.MAXIMUM_DEPTH);
        assertThat(node.get("undecoded").asText()).startsWith("0123ffff");
        assertThat(faults(DecodeFault.MESSAGE_TOO_RICH)).isEqualTo(1);
    }

    @Test
    void aLargeListOfManyMembersIsWhole() throws JsonProcessingException {
        OctetWriter record = OctetWriter.octets();
        TemplateField[] fields = new TemplateField[200];
        for (int i = 0; i < fields.length; i++) {
            fields[i] = TemplateField.field(400 + i, 1);
            record.u8(1);
        }
        OctetWriter list = OctetWriter.octets().u8(ALL_OF).u16(402);
        for (int i = 0; i < 300; i++) {
            list.raw(record.toByteArray());
        }
        byte[] whole = IpfixEncoder.message()
                .template(402, fields)
                .template(300, TemplateField.field(4, 1), TemplateField.variable(SUB_TEMPLATE_LIST))
                .set(300, OctetWriter.octets().u8(6).variableLong(list.toByteArray()))
                .encode();
        String extra = String.valueOf(run.send(0, whole).get(0).get("extra"));
        JsonNode node = JSON.readTree(extra).get("subTemplateList");
        assertThat(node.get("records")).hasSize(300);
    }

    /** Whatever octets a list consists of, its record gives a row whose document parses. */
    @Property(tries = 1000)
    void anyOctetsGiveADocument(@ForAll @Size(max = 200) byte[] octets) throws JsonProcessingException {
        for (int element : new int[] {BASIC_LIST, SUB_TEMPLATE_LIST, SUB_TEMPLATE_MULTI_LIST}) {
            assertThat(JSON.readTree(extra(element, octets)).isObject()).isTrue();
        }
    }

    /** As above, with headers that make sense. */
    @Property(tries = 1000)
    void anyOctetsBehindAHeaderGiveADocument(@ForAll @Size(max = 200) byte[] octets) throws JsonProcessingException {
        assertThat(JSON.readTree(extra(
                                BASIC_LIST,
                                OctetWriter.octets().u8(3).u16(293).u16(65535).raw(octets)))
                        .isObject())
                .isTrue();
        assertThat(JSON.readTree(extra(
                                SUB_TEMPLATE_LIST,
                                OctetWriter.octets().u8(3).u16(401).raw(octets)))
                        .isObject())
                .isTrue();
        assertThat(JSON.readTree(extra(
                                SUB_TEMPLATE_MULTI_LIST,
                                OctetWriter.octets()
                                        .u8(3)
                                        .u16(401)
                                        .u16(4 + octets.length)
                                        .raw(octets)))
                        .isObject())
                .isTrue();
    }
}
