package io.flowledger.flow.option;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowledger.flow.DecodeRun;
import io.flowledger.flow.ledger.LedgerCounter;
import io.flowledger.wire.encode.IpfixEncoder;
import io.flowledger.wire.encode.OctetWriter;
import io.flowledger.wire.encode.TemplateField;
import io.flowledger.wire.fault.DecodeFault;
import org.junit.jupiter.api.Test;

/** Elements that an exporter describes (RFC 5610) have their names and types from then on, for that exporter. */
class ElementTypeTest {
    private static final long ENTERPRISE = 424242;
    private static final String ROUTER = "192.0.2.1";
    private static final int UNSIGNED32 = 3;
    private static final int STRING = 13;

    private final DecodeRun run = new DecodeRun();

    private static byte[] template() {
        return IpfixEncoder.message()
                .optionsTemplate(
                        500,
                        2,
                        TemplateField.field(346, 4),
                        TemplateField.field(303, 2),
                        TemplateField.field(339, 1),
                        TemplateField.field(344, 1),
                        TemplateField.field(345, 2),
                        TemplateField.field(342, 8),
                        TemplateField.field(343, 8),
                        TemplateField.variable(341),
                        TemplateField.variable(340))
                .template(300, TemplateField.field(4, 1), TemplateField.field(ENTERPRISE, 7, 4))
                .encode();
    }

    private static byte[] description(long enterprise, int id, int type, String name) {
        return IpfixEncoder.message()
                .set(
                        500,
                        OctetWriter.octets()
                                .u32(enterprise)
                                .u16(id)
                                .u8(type)
                                .u8(3)
                                .u16(2)
                                .u64(0)
                                .u64(0)
                                .variable(name)
                                .variable("what it is"))
                .encode();
    }

    private static byte[] data() {
        return IpfixEncoder.message()
                .set(300, OctetWriter.octets().u8(6).hex("41424300"))
                .encode();
    }

    private Object extraOf(String exporter) {
        return run.send(exporter, 9, data()).get(0).getOrDefault("extra", "");
    }

    @Test
    void anElementHasItsNumberUntilItIsDescribedAndItsNameAfter() {
        run.send(ROUTER, 0, template());
        assertThat(extraOf(ROUTER)).isEqualTo("{\"e424242id7\":\"41424300\"}");
        run.send(ROUTER, 1, description(ENTERPRISE, 7, UNSIGNED32, "queueDepth"));
        assertThat(extraOf(ROUTER)).isEqualTo("{\"queueDepth\":1094861568}");
        assertThat(run.ledger(LedgerCounter.SETS_SKIPPED)).isZero();
        assertThat(run.ledger(LedgerCounter.OPTIONS_RECORDS)).isEqualTo(1);
    }

    @Test
    void theBitOfEnterpriseElementsMayBeInTheNumber() {
        run.send(ROUTER, 0, template());
        run.send(ROUTER, 1, description(ENTERPRISE, 0x8000 | 7, STRING, "zone"));
        assertThat(extraOf(ROUTER)).isEqualTo("{\"zone\":\"ABC\"}");
    }

    @Test
    void theyAreKnownAfterARestart() {
        run.send(ROUTER, 0, template());
        run.send(ROUTER, 1, description(ENTERPRISE, 7, STRING, "zone"));
        run.restart();
        assertThat(extraOf(ROUTER)).isEqualTo("{\"zone\":\"ABC\"}");
    }

    @Test
    void oneExportersWordDoesNotHoldForAnother() {
        for (String exporter : new String[] {ROUTER, "192.0.2.2"}) {
            run.send(exporter, 0, template());
        }
        run.send("192.0.2.2", 1, description(ENTERPRISE, 7, STRING, "zone"));
        assertThat(extraOf("192.0.2.2")).isEqualTo("{\"zone\":\"ABC\"}");
        assertThat(extraOf(ROUTER)).isEqualTo("{\"e424242id7\":\"41424300\"}");
    }

    @Test
    void exportersWithOneTemplateEachHaveTheirOwnWords() {
        String other = "192.0.2.2";
        for (String exporter : new String[] {ROUTER, other}) {
            run.send(exporter, 0, template());
            run.send(
                    exporter,
                    0,
                    IpfixEncoder.message()
                            .template(301, TemplateField.field(4, 1), TemplateField.variable(292))
                            .encode());
        }
        run.send(ROUTER, 1, description(ENTERPRISE, 7, STRING, "zone"));
        run.send(other, 1, description(ENTERPRISE, 7, UNSIGNED32, "queueDepth"));
        byte[] list = IpfixEncoder.message()
                .set(
                        301,
                        OctetWriter.octets()
                                .u8(6)
                                .variable(OctetWriter.octets()
                                        .u8(3)
                                        .u16(300)
                                        .u8(6)
                                        .hex("41424300")
                                        .toByteArray()))
                .encode();
        for (int turn = 0; turn < 2; turn++) {
            assertThat(extraOf(ROUTER)).isEqualTo("{\"zone\":\"ABC\"}");
            assertThat(extraOf(other)).isEqualTo("{\"queueDepth\":1094861568}");
            assertThat(run.send(ROUTER, 9, list).toString()).contains("\"zone\":\"ABC\"");
            assertThat(run.send(other, 9, list).toString()).contains("\"queueDepth\":1094861568");
        }
    }

    @Test
    void ofTwoDescriptionsTheLaterHoldsAndTheConflictIsCounted() {
        run.send(ROUTER, 0, template());
        run.send(ROUTER, 1, description(ENTERPRISE, 7, STRING, "zone"));
        run.send(ROUTER, 2, description(ENTERPRISE, 7, STRING, "zone"));
        assertThat(run.ledger(LedgerCounter.SETS_SKIPPED)).isZero();
        run.send(ROUTER, 3, description(ENTERPRISE, 7, UNSIGNED32, "zoneId"));
        assertThat(extraOf(ROUTER)).isEqualTo("{\"zoneId\":1094861568}");
        assertThat(run.ledger(LedgerCounter.SETS_SKIPPED, DecodeFault.ELEMENT_TYPE_CONFLICT))
                .isEqualTo(1);
    }

    @Test
    void whatTheRegistryKnowsStaysAsItIsThere() {
        run.send(
                ROUTER,
                0,
                IpfixEncoder.message()
                        .template(300, TemplateField.field(4, 1), TemplateField.field(6871, 14, 4))
                        .encode());
        String before = extraOf(ROUTER).toString();
        run.send(ROUTER, 1, template());
        run.send(
                ROUTER,
                0,
                IpfixEncoder.message()
                        .template(300, TemplateField.field(4, 1), TemplateField.field(6871, 14, 4))
                        .encode());
        run.send(ROUTER, 2, description(6871, 14, STRING, "somethingElse"));
        assertThat(extraOf(ROUTER)).isEqualTo(before);
        assertThat(before).doesNotContain("id14");
        assertThat(run.ledger(LedgerCounter.SETS_SKIPPED, DecodeFault.ELEMENT_TYPE_CONFLICT))
                .isEqualTo(1);
    }

    @Test
    void descriptionsOfIanasElementsAndOfNothingAreFaults() {
        run.send(ROUTER, 0, template());
        run.send(ROUTER, 1, description(0, 4, STRING, "proto"));
        run.send(ROUTER, 2, description(ENTERPRISE, 7, 77, "typeUnknown"));
        run.send(ROUTER, 3, description(ENTERPRISE, 7, STRING, ""));
        run.send(ROUTER, 4, description(ENTERPRISE, 7, STRING, "two words"));
        assertThat(run.ledger(LedgerCounter.SETS_SKIPPED, DecodeFault.ELEMENT_TYPE_INVALID))
                .isEqualTo(4);
        assertThat(extraOf(ROUTER)).isEqualTo("{\"e424242id7\":\"41424300\"}");
    }

    @Test
    void theElementsOfListsAreDescribedToo() {
        run.send(ROUTER, 0, template());
        run.send(ROUTER, 1, description(ENTERPRISE, 7, STRING, "zone"));
        run.send(
                ROUTER,
                2,
                IpfixEncoder.message()
                        .template(301, TemplateField.field(4, 1), TemplateField.variable(291))
                        .set(
                                301,
                                OctetWriter.octets()
                                        .u8(6)
                                        .variable(OctetWriter.octets()
                                                .u8(3)
                                                .u16(0x8007)
                                                .u16(2)
                                                .u32(ENTERPRISE)
                                                .hex("4142")
                                                .toByteArray()))
                        .encode());
        assertThat(run.rowTexts()).last().asString().contains("\"element\":\"zone\",\"values\":[\"AB\"]");
    }
}
