package io.flowledger.flow.plan;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowledger.flow.DecodeRun;
import io.flowledger.wire.encode.IpfixEncoder;
import io.flowledger.wire.encode.Netflow9Encoder;
import io.flowledger.wire.encode.OctetWriter;
import io.flowledger.wire.encode.TemplateField;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Columns that depend on what options said, and text. */
class OptionValueTest {
    @Test
    void applicationIdsAreEngineAndSelector() {
        // RFC 6759 section 4: engine 3 (IANA-L4), selector 80.
        assertThat(PlannedRecord.flows().hex(95, "03 00 00 50").row()).containsEntry("application", "3:80");
        assertThat(PlannedRecord.flows()
                        .hex(95, "0d 00 00 31")
                        .text(96, "http", 24)
                        .row())
                .containsEntry("application", "http")
                .containsEntry("extra", "{\"applicationId\":\"0d000031\"}");
    }

    @Test
    void applicationIdsHaveTheNameThatAnOptionGave() {
        DecodeRun run = new DecodeRun();
        run.send(
                0,
                IpfixEncoder.message()
                        .optionsTemplate(400, 1, TemplateField.field(95, 4), TemplateField.field(96, 24))
                        .set(400, OctetWriter.octets().hex("0d000031").string("netflix", 24))
                        .encode());
        List<Map<String, Object>> rows = run.send(
                1,
                IpfixEncoder.message()
                        .template(300, TemplateField.field(95, 4), TemplateField.field(4, 1))
                        .set(
                                300,
                                OctetWriter.octets().hex("0d000031 06"),
                                OctetWriter.octets().hex("0d000032 11"))
                        .encode());
        assertThat(rows).extracting(row -> row.get("application")).containsExactly("netflix", "13:50");
    }

    @Test
    void aNameOfAnyLengthIsCutAndFits() {
        DecodeRun run = new DecodeRun();
        run.send(
                0,
                IpfixEncoder.message()
                        .optionsTemplate(400, 1, TemplateField.field(95, 4), TemplateField.variable(96))
                        .set(400, OctetWriter.octets().hex("0d000031").variable("\u20ac".repeat(10_000)))
                        .encode());
        OctetWriter[] records = new OctetWriter[1000];
        Arrays.fill(records, OctetWriter.octets().hex("0d000031"));
        List<Map<String, Object>> rows = run.send(
                1,
                IpfixEncoder.message()
                        .template(300, TemplateField.field(95, 4))
                        .set(300, records)
                        .encode());
        assertThat(rows).hasSize(1000).allMatch(row -> "\u20ac".repeat(255).equals(row.get("application")));
    }

    @Test
    void textIsWithoutFillAndWithoutWhatIsNotText() {
        assertThat(PlannedRecord.flows().text(371, "alice", 16).row()).containsEntry("username", "alice");
        assertThat(PlannedRecord.flows().text(371, "", 16).row()).doesNotContainKey("username");
        assertThat(PlannedRecord.flows().variable(371, new byte[0]).row()).doesNotContainKey("username");
        assertThat(PlannedRecord.flows()
                        .variable(371, "b\u00f6b".getBytes(UTF_8))
                        .row())
                .containsEntry("username", "b\u00f6b");
        assertThat(PlannedRecord.flows()
                        .variable(
                                371, new byte[] {'a', (byte) 0xC3, 'b', 0, 'c', (byte) 0xED, (byte) 0xA0, (byte) 0x80})
                        .row())
                .containsEntry("username", "a\ufffdb\ufffdc\ufffd\ufffd\ufffd");
        assertThat(PlannedRecord.flows()
                        .variableLong(371, "carol".getBytes(UTF_8))
                        .row())
                .containsEntry("username", "carol");
        assertThat(PlannedRecord.flows()
                        .variable(371, "d".repeat(300).getBytes(UTF_8))
                        .row())
                .containsEntry("username", "d".repeat(300));
    }

    @Test
    void aSamplingRateInTheRecordIsTakenAndZeroIsUnknown() {
        assertThat(PlannedRecord.flows().number(34, 4, 1000).row())
                .containsEntry("sampling_rate", 1000L)
                .containsEntry("sampling_origin", 1L);
        assertThat(PlannedRecord.flows().number(34, 4, 0).row()).doesNotContainKeys("sampling_rate", "sampling_origin");
        assertThat(PlannedRecord.flows().number(50, 4, 64).row()).containsEntry("sampling_rate", 64L);
    }

    @Test
    void aSamplerIdIsLookedUpInWhatOptionsSaid() {
        DecodeRun run = new DecodeRun();
        Netflow9Encoder options = Netflow9Encoder.message()
                .optionsTemplate(
                        400,
                        new TemplateField[] {TemplateField.field(1, 4)},
                        TemplateField.field(48, 1),
                        TemplateField.field(49, 1),
                        TemplateField.field(50, 4));
        run.send(
                0,
                options.set(
                                400,
                                OctetWriter.octets().u32(0).u8(3).u8(2).u32(512),
                                OctetWriter.octets().u32(0).u8(4).u8(2).u32(64))
                        .encode());
        List<Map<String, Object>> rows = run.send(
                1,
                Netflow9Encoder.message()
                        .sequenceNumber(1)
                        .template(300, TemplateField.field(48, 1), TemplateField.field(4, 1))
                        .set(
                                300,
                                OctetWriter.octets().hex("0306"),
                                OctetWriter.octets().hex("0406"),
                                OctetWriter.octets().hex("0506"))
                        .encode());
        assertThat(rows).extracting(row -> row.get("sampling_rate")).containsExactly(512L, 64L, null);
        assertThat(rows).extracting(row -> row.get("sampling_origin")).containsExactly(2L, 2L, null);
    }

    @Test
    void anOptionOfTheWholeStreamGivesTheRateToItsRowsFromThenOn() {
        DecodeRun run = new DecodeRun();
        IpfixEncoder flows = IpfixEncoder.message().template(300, TemplateField.field(4, 1));
        assertThat(run.send(0, flows.set(300, OctetWriter.octets().u8(6)).encode())
                        .get(0))
                .doesNotContainKey("sampling_rate");
        run.send(
                1,
                IpfixEncoder.message()
                        .optionsTemplate(
                                400,
                                1,
                                TemplateField.field(149, 4),
                                TemplateField.field(305, 4),
                                TemplateField.field(306, 4))
                        .set(400, OctetWriter.octets().u32(0).u32(1).u32(99))
                        .encode());
        assertThat(run.send(
                                2,
                                IpfixEncoder.message()
                                        .set(300, OctetWriter.octets().u8(6))
                                        .encode())
                        .get(0))
                .containsEntry("sampling_rate", 100L)
                .containsEntry("sampling_origin", 2L);
    }

    @Test
    void aRateInTheRecordIsSaidInEachOfThePacketForms() {
        assertThat(PlannedRecord.flows().number(305, 4, 10).number(306, 4, 990).row())
                .containsEntry("sampling_rate", 100L)
                .containsEntry("sampling_origin", 1L);
        assertThat(PlannedRecord.flows().number(309, 4, 2).number(310, 4, 100).row())
                .containsEntry("sampling_rate", 50L);
        assertThat(PlannedRecord.flows()
                        .number(311, 8, Double.doubleToLongBits(0.002))
                        .row())
                .containsEntry("sampling_rate", 500L);
        assertThat(PlannedRecord.flows()
                        .number(34, 4, 7)
                        .number(305, 4, 1)
                        .number(306, 4, 9)
                        .row())
                .containsEntry("sampling_rate", 7L);
    }

    @Test
    void theMostSpecificRateHolds() {
        DecodeRun run = new DecodeRun();
        run.send(
                0,
                Netflow9Encoder.message()
                        .optionsTemplate(
                                400, new TemplateField[] {TemplateField.field(2, 4)}, TemplateField.field(34, 4))
                        .set(
                                400,
                                OctetWriter.octets().u32(7).u32(70),
                                OctetWriter.octets().u32(8).u32(80))
                        .optionsTemplate(
                                401, new TemplateField[] {TemplateField.field(3, 4)}, TemplateField.field(34, 4))
                        .set(401, OctetWriter.octets().u32(2).u32(20))
                        .optionsTemplate(
                                402, new TemplateField[] {TemplateField.field(1, 4)}, TemplateField.field(34, 4))
                        .set(402, OctetWriter.octets().u32(0).u32(1000))
                        .optionsTemplate(
                                403,
                                new TemplateField[] {TemplateField.field(1, 4)},
                                TemplateField.field(48, 1),
                                TemplateField.field(50, 4))
                        .set(403, OctetWriter.octets().u32(0).u8(3).u32(30))
                        .encode());
        List<Map<String, Object>> rows = run.send(
                1,
                Netflow9Encoder.message()
                        .sequenceNumber(1)
                        .template(
                                300,
                                TemplateField.field(34, 2),
                                TemplateField.field(48, 1),
                                TemplateField.field(10, 2),
                                TemplateField.field(14, 2),
                                TemplateField.field(61, 1),
                                TemplateField.field(141, 1))
                        .set(
                                300,
                                rates(5, 3, 7, 8, 0, 2),
                                rates(0, 3, 7, 8, 0, 2),
                                rates(0, 4, 7, 8, 0, 2),
                                rates(0, 0, 7, 8, 1, 2),
                                rates(0, 0, 9, 8, 0, 2),
                                rates(0, 0, 9, 9, 0, 2),
                                rates(0, 0, 9, 9, 0, 1))
                        .encode());
        // the record, its sampler, the ingress interface, the egress one of a flow that leaves, the one that is known,
        // the line card, the whole stream
        assertThat(rows)
                .extracting(row -> row.get("sampling_rate"))
                .containsExactly(5L, 30L, 70L, 80L, 80L, 20L, 1000L);
        assertThat(rows).extracting(row -> row.get("sampling_origin")).containsExactly(1L, 2L, 2L, 2L, 2L, 2L, 2L);
    }

    private static OctetWriter rates(int own, int sampler, int ingress, int egress, int direction, int card) {
        return OctetWriter.octets()
                .u16(own)
                .u8(sampler)
                .u16(ingress)
                .u16(egress)
                .u8(direction)
                .u8(card);
    }

    @Test
    void anInterfaceOfWhichNothingWasSaidHasNoRate() {
        DecodeRun run = new DecodeRun();
        run.send(
                0,
                Netflow9Encoder.message()
                        .optionsTemplate(
                                400, new TemplateField[] {TemplateField.field(2, 4)}, TemplateField.field(34, 4))
                        .set(400, OctetWriter.octets().u32(7).u32(70))
                        .encode());
        List<Map<String, Object>> rows = run.send(
                1,
                Netflow9Encoder.message()
                        .sequenceNumber(1)
                        .template(300, TemplateField.field(10, 2), TemplateField.field(4, 1))
                        .set(
                                300,
                                OctetWriter.octets().u16(7).u8(6),
                                OctetWriter.octets().u16(8).u8(6))
                        .encode());
        assertThat(rows).extracting(row -> row.get("sampling_rate")).containsExactly(70L, null);
    }

    @Test
    void aRateOfATemplateHoldsForItsRecordsOnly() {
        DecodeRun run = new DecodeRun();
        run.send(
                0,
                IpfixEncoder.message()
                        .optionsTemplate(400, 1, TemplateField.field(145, 2), TemplateField.field(34, 4))
                        .set(400, OctetWriter.octets().u16(300).u32(33))
                        .encode());
        List<Map<String, Object>> rows = run.send(
                1,
                IpfixEncoder.message()
                        .sequenceNumber(1)
                        .template(300, TemplateField.field(4, 1))
                        .template(301, TemplateField.field(4, 1))
                        .set(300, OctetWriter.octets().u8(6))
                        .set(301, OctetWriter.octets().u8(17))
                        .encode());
        assertThat(rows).extracting(row -> row.get("sampling_rate")).containsExactly(33L, null);
    }
}
